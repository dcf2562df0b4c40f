import type { DimensionerSettings, ScanDeviceSettings } from '../../../shared/settings/settings.ts';
import type { SettingsDesk } from './settings-desk.ts';

/** What became of it, as the wizards of tried devices hear it. */
type Heard = { readonly type: 'saved' } | { readonly type: 'not-saved'; readonly why: string | undefined };

/** Saves a device that was tried. settings: undefined takes it out, the station is without one then. */
export async function saveTrialDevice(
  desk: SettingsDesk,
  name: 'scanDevice' | 'dimensioner',
  settings: ScanDeviceSettings | DimensionerSettings | undefined,
): Promise<Heard> {
  const saved = await desk.save(({ [name]: _former, ...now }) =>
    settings === undefined ? now : { ...now, [name]: settings },
  );
  if (saved.outcome === 'saved') return { type: 'saved' };
  return { type: 'not-saved', why: saved.outcome === 'refused' ? saved.why : undefined };
}
