import type { ReactElement } from 'react';
import { useStore } from 'zustand';
import { errorCatalog } from '../../shared/errors/catalog.ts';
import { offeredPeople, type CredentialState } from '../../shared/identity/credential-entry.ts';
import { useSay, type Language, type Say } from '../text/i18n.ts';
import type { BandViewProps } from './band-view.tsx';
import type { CredentialEntry } from './credential-entry.ts';
import { DigitPad } from './digit-pad.tsx';

/** What the band says while somebody is asked for; `why` is the act that stands before the badge. */
export function credentialBand(
  state: CredentialState,
  asks: { readonly verdict: string; readonly act: string },
  say: Say,
  language: Language,
): Omit<BandViewProps, 'codeWord'> {
  const { problem, step, person } = state;
  if (problem !== undefined) {
    const { verdict, act } = errorCatalog[problem][language];
    return { tone: 'check', shape: 'check', verdict, act, code: problem };
  }
  if (step === 'checking') return { tone: 'busy', shape: 'scan', verdict: say('signChecking'), act: say('wait') };
  if (step === 'pin') return { tone: 'busy', shape: 'scan', verdict: person?.name ?? '', act: say('signPinAct') };
  return { tone: 'busy', shape: 'scan', ...asks };
}

/** Names by key on the left, digits for gloves on the right; the badge needs neither. */
export function CredentialPanel({ entry }: { readonly entry: CredentialEntry }): ReactElement {
  const { say } = useSay();
  const state = useStore(entry.store);
  const offered = offeredPeople(state, entry.context());
  return (
    <section className="stage pad people" data-credential={state.step}>
      {state.step === 'who' ? (
        <div className="panel">
          <div className="answers names">
            {offered.map((person, index) => (
              <button
                className="answer"
                type="button"
                tabIndex={-1}
                key={person.id}
                onClick={() => entry.onKey(`F${index + 1}`)}
              >
                <span className="cap">F{index + 1}</span>
                <div>
                  <b>{person.name}</b>
                  <span className="then">
                    {person.id}
                    {person.role === 'operator' ? '' : ` · ${say('roleLead')}`}
                  </span>
                </div>
              </button>
            ))}
            {offered.length === 0 ? <p className="dim">{say('signNobody')}</p> : null}
          </div>
        </div>
      ) : (
        <div className="panel pin">
          <div className="label">{say('signPin')}</div>
          <div className="num big" data-pin={state.typed.length} role="img" aria-label={say('signPin')}>
            {'●'.repeat(state.typed.length)}
          </div>
        </div>
      )}
      <DigitPad onKey={(key) => entry.onKey(key)} />
    </section>
  );
}
