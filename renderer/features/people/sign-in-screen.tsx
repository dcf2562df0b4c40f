import { useEffect, type ReactElement } from 'react';
import { useStore } from 'zustand';
import type { StationApp } from '../../app/station-app.ts';
import { StationFrame } from '../../app/station-frame.tsx';
import { useSay } from '../../text/i18n.ts';
import { credentialBand, CredentialPanel } from '../../ui/credential-panel.tsx';

/** Who works here: badge, or name and PIN. Nothing else is done while nobody is known to stand here. */
export function SignInScreen({ app }: { readonly app: StationApp }): ReactElement {
  const { say, language } = useSay();
  const entry = app.signIn;
  const state = useStore(entry.store);
  const signedIn = useStore(app.view, (view) => view.people?.signedIn === true);
  useEffect(() => {
    entry.reset();
    return app.takeInput({
      key: (name) => {
        // F9 again: the person who stands here goes home.
        if (name === 'F9' && app.view.getState().people?.signedIn === true) void app.signOut();
        return entry.onKey(name);
      },
      scan: (text) => {
        entry.onScan(text);
        return true;
      },
    });
  }, [app, entry]);
  const band = credentialBand(state, { verdict: say('signWho'), act: say('signAct') }, say, language);
  return (
    <StationFrame
      app={app}
      band={state.step === 'who' && state.problem === undefined ? { ...band, tone: 'idle' } : band}
      keys={{ ...(signedIn ? { F9: say('keySignOut'), F12: say('keyHome') } : {}), F10: say('keyQueue') }}
    >
      <CredentialPanel entry={entry} />
    </StationFrame>
  );
}
