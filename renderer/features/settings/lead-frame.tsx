import type { ReactElement } from 'react';
import { useStore } from 'zustand';
import type { StationApp } from '../../app/station-app.ts';
import { StationFrame } from '../../app/station-frame.tsx';
import { useSay } from '../../text/i18n.ts';
import { credentialBand, CredentialPanel } from '../../ui/credential-panel.tsx';
import type { SettingsDesk } from './settings-desk.ts';

/** In place of a set-up screen while a lead is asked for; what was set stays as it was. */
export function LeadFrame({ app, desk }: { readonly app: StationApp; readonly desk: SettingsDesk }): ReactElement {
  const { say, language } = useSay();
  const credential = useStore(desk.lead.store);
  const asks = { verdict: say('leadAsked'), act: say('leadAskedAct') };
  return (
    <StationFrame app={app} band={credentialBand(credential, asks, say, language)} keys={{ F12: say('keyHome') }}>
      <CredentialPanel entry={desk.lead} />
    </StationFrame>
  );
}
