import { createStore, type StoreApi } from 'zustand/vanilla';
import type { ErrorCode } from '../../../shared/errors/catalog.ts';
import { settingsSchema, type Settings } from '../../../shared/settings/settings.ts';
import type { StationApp } from '../../app/station-app.ts';
import { createLeadsWord, type CredentialEntry } from '../../ui/credential-entry.ts';

export type Saved =
  | { readonly outcome: 'saved'; readonly settings: Settings; readonly restartNeeded: boolean }
  /** field: the setting that is wrong, "weighing.minimum". */
  | { readonly outcome: 'refused'; readonly field: string; readonly why: string; readonly code: ErrorCode | undefined }
  /** A lead was asked for, and nobody came. */
  | { readonly outcome: 'left' };

/** The one way in which screens change the settings: checked, a lead's word where people are known, durable before it is said. */
export interface SettingsDesk {
  readonly lead: CredentialEntry;
  readonly store: StoreApi<{ readonly asks: boolean }>;
  readonly asking: () => boolean;
  readonly save: (change: (now: Settings) => unknown) => Promise<Saved>;
}

export function createSettingsDesk(app: StationApp): SettingsDesk {
  const store = createStore(() => ({ asks: false }));
  let answer: (lead: string | undefined) => void = () => undefined;
  const done = (lead: string | undefined): void => {
    store.setState({ asks: false });
    answer(lead);
  };
  const lead = createLeadsWord(app.parts, { onLead: ({ id }) => done(id), onLeave: () => done(undefined) });
  const askForLead = (): Promise<string | undefined> => {
    answer(undefined);
    lead.reset();
    store.setState({ asks: true });
    return new Promise((resolve) => (answer = resolve));
  };
  return {
    lead,
    store,
    asking: () => store.getState().asks,
    async save(change) {
      const wanted = settingsSchema.safeParse(change(app.view.getState().settings));
      if (!wanted.success) {
        const [issue] = wanted.error.issues;
        const field = issue?.path.join('.') ?? '';
        return { outcome: 'refused', field, why: issue?.message ?? '', code: undefined };
      }
      const settings = wanted.data;
      const by = mayChange(app) ? undefined : await askForLead();
      if (by === undefined && !mayChange(app)) return { outcome: 'left' };
      const written = await app.bridge.invoke('settings.write', {
        settings,
        ...(by === undefined ? {} : { lead: by }),
      });
      if (!written.ok) {
        const { code, detail = code } = written.error;
        return { outcome: 'refused', field: '', why: detail, code };
      }
      await app.applySettings(settings);
      return { outcome: 'saved', settings, restartNeeded: written.value.restartNeeded };
    },
  };
}

/** Where no people are known whoever stands here may; else a lead who is signed in. */
function mayChange(app: StationApp): boolean {
  const { people } = app.view.getState();
  return people === undefined || people.rule === 'open' || (people.signedIn && people.operator.role !== 'operator');
}
