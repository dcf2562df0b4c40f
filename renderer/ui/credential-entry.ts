import { createStore, type StoreApi } from 'zustand/vanilla';
import type { Result } from '../../shared/errors/catalog.ts';
import {
  credentialStart,
  reduceCredential,
  type CredentialContext,
  type CredentialEvent,
  type CredentialState,
} from '../../shared/identity/credential-entry.ts';
import type { CommandInput, CommandOutput } from '../../shared/ipc/contract.ts';
import type { Person } from '../../shared/ipc/supply-commands.ts';
import type { Cue } from '../../shared/parcel/weigh-bench-state.ts';
import type { VoicePhrase } from '../../shared/voice/voice-phrase.ts';
import type { BridgeClient } from '../bridge/bridge-client.ts';

export interface CredentialPorts {
  readonly wants: CredentialContext['wants'];
  readonly people: () => readonly Person[];
  readonly check: (credential: CommandInput<'operator.check'>) => Promise<Result<CommandOutput<'operator.check'>>>;
  readonly play: (cue: Cue) => void;
  readonly speak: (...phrases: readonly VoicePhrase[]) => void;
  readonly onIn: (person: Person) => void;
  readonly onLeave: () => void;
}

/** A badge or PIN being given. While it is shown its owner gives it scans and keys. */
export interface CredentialEntry {
  readonly store: StoreApi<CredentialState>;
  readonly context: () => CredentialContext;
  readonly onScan: (text: string) => void;
  /** Every key is taken: nothing else happens while somebody is asked for. */
  readonly onKey: (name: string) => boolean;
  /** Forgets what was typed. */
  readonly reset: () => void;
}

export function createCredentialEntry(ports: CredentialPorts): CredentialEntry {
  const store = createStore<CredentialState>(() => credentialStart);
  const context = (): CredentialContext => ({ wants: ports.wants, people: ports.people() });
  /** An answer to a question that was left counts for nothing. */
  let asked = 0;
  const dispatch = (event: CredentialEvent): void => {
    const { state, effects } = reduceCredential(store.getState(), event, context());
    store.setState(state, true);
    for (const effect of effects)
      switch (effect.type) {
        case 'cue':
          ports.play(effect.cue);
          if (state.problem !== undefined) ports.speak(state.problem);
          break;
        case 'in':
          ports.onIn(effect.person);
          break;
        case 'leave':
          asked += 1;
          ports.onLeave();
          break;
        case 'check': {
          const mine = (asked += 1);
          void ports.check(effect.credential).then((result) => {
            if (mine === asked) dispatch({ type: 'answer', answer: result.ok ? result.value : undefined });
          });
        }
      }
  };
  return {
    store,
    context,
    onScan: (text) => dispatch({ type: 'scan', text }),
    onKey: (name) => {
      dispatch({ type: 'key', name });
      return true;
    },
    reset: () => {
      asked += 1;
      store.setState(credentialStart, true);
    },
  };
}

/** A lead's word inside a flow: who works here stays signed in, the operation names the lead. */
export function createLeadsWord(
  parts: {
    readonly bridge: Pick<BridgeClient, 'invoke'>;
    readonly people: () => readonly Person[];
    readonly play: CredentialPorts['play'];
    readonly speak: CredentialPorts['speak'];
  },
  { onLead, onLeave }: { readonly onLead: (lead: Person) => void; readonly onLeave: () => void },
): CredentialEntry {
  return createCredentialEntry({
    wants: 'lead',
    people: parts.people,
    check: (credential) => parts.bridge.invoke('operator.check', credential),
    play: parts.play,
    speak: parts.speak,
    onIn: onLead,
    onLeave,
  });
}
