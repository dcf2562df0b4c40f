import type { ErrorCode } from '../errors/catalog.ts';
import type { CommandInput, CommandOutput } from '../ipc/contract.ts';
import type { Person } from '../ipc/supply-commands.ts';
import type { Cue } from '../parcel/weigh-bench-state.ts';
import { badgeSchema, pinSchema } from './operator.ts';

/** Somebody says who they are: a badge scanned, or a name chosen by key and a PIN typed. Sign-in and a lead's word are the same act. */
export interface CredentialState {
  readonly step: 'who' | 'pin' | 'checking';
  /** At `who` the start of a number or name, which narrows the list; at `pin` the digits. */
  readonly typed: string;
  readonly person: Person | undefined;
  readonly problem: ErrorCode | undefined;
}

export interface CredentialContext {
  readonly people: readonly Person[];
  /** lead: the person in question decides something that only a lead may. */
  readonly wants: 'anyone' | 'lead';
}

export type CredentialEvent =
  | { readonly type: 'scan'; readonly text: string }
  | { readonly type: 'key'; readonly name: string }
  | { readonly type: 'answer'; readonly answer: CommandOutput<'operator.check'> | undefined };

export type CredentialEffect =
  | { readonly type: 'check'; readonly credential: CommandInput<'operator.check'> }
  | { readonly type: 'in'; readonly person: Person }
  | { readonly type: 'leave' }
  | { readonly type: 'cue'; readonly cue: Cue };

export interface CredentialStep {
  readonly state: CredentialState;
  readonly effects: readonly CredentialEffect[];
}

export const credentialStart: CredentialState = { step: 'who', typed: '', person: undefined, problem: undefined };

/** As many names as have a key. */
export const OFFERED_PEOPLE = 5;
const MAX_TYPED = 16;

/** Those whose number or name begins as typed, in the order of their names; only leads when a lead is wanted. */
export function offeredPeople({ typed }: CredentialState, { people, wants }: CredentialContext): readonly Person[] {
  const start = typed.toLowerCase();
  return people
    .filter(({ role }) => wants === 'anyone' || role !== 'operator')
    .filter(({ id, name }) => id.toLowerCase().startsWith(start) || name.toLowerCase().startsWith(start))
    .slice(0, OFFERED_PEOPLE);
}

export function reduceCredential(
  state: CredentialState,
  event: CredentialEvent,
  context: CredentialContext,
): CredentialStep {
  switch (event.type) {
    case 'scan':
      return onScan(state, event.text.trim());
    case 'answer':
      return onAnswer(state, event.answer, context);
    case 'key':
      return state.step === 'checking'
        ? still(state)
        : state.step === 'pin'
          ? onPin(state, event.name)
          : onWho(state, event.name, context);
  }
}

const still = (state: CredentialState): CredentialStep => ({ state, effects: [] });

function onScan(state: CredentialState, text: string): CredentialStep {
  if (state.step === 'checking') return still(state);
  if (!badgeSchema.safeParse(text).success) return wrong(credentialStart, 'PERSON_UNKNOWN');
  return check({ badge: text }, { ...credentialStart, step: 'checking' });
}

function onWho(state: CredentialState, name: string, context: CredentialContext): CredentialStep {
  if (name === 'Escape') return { state: credentialStart, effects: [{ type: 'leave' }] };
  if (name === 'Backspace') return still({ ...state, typed: state.typed.slice(0, -1), problem: undefined });
  const slot = name === 'Enter' ? 1 : Number(/^F([1-5])$/.exec(name)?.[1] ?? 0);
  if (slot > 0) {
    const person = offeredPeople(state, context)[slot - 1];
    return person === undefined
      ? wrong(state, 'PERSON_UNKNOWN')
      : still({ step: 'pin', typed: '', person, problem: undefined });
  }
  // A letter that nobody's name begins with is not taken: the list is never empty by a slip.
  if (name.length !== 1 || state.typed.length >= MAX_TYPED) return still(state);
  const next = { ...state, typed: state.typed + name, problem: undefined };
  return offeredPeople(next, context).length === 0 ? { state, effects: [{ type: 'cue', cue: 'check' }] } : still(next);
}

function onPin(state: CredentialState, name: string): CredentialStep {
  if (/^\d$/.test(name) && state.typed.length < 8)
    return still({ ...state, typed: state.typed + name, problem: undefined });
  if (name === 'Backspace' && state.typed !== '') return still({ ...state, typed: state.typed.slice(0, -1) });
  if (name === 'Escape' || name === 'Backspace') return still(credentialStart);
  if (name !== 'Enter' || state.person === undefined) return still(state);
  if (!pinSchema.safeParse(state.typed).success) return wrong({ ...state, typed: '' }, 'PIN_WRONG');
  return check({ id: state.person.id, pin: state.typed }, { ...state, step: 'checking', problem: undefined });
}

function onAnswer(
  state: CredentialState,
  answer: CommandOutput<'operator.check'> | undefined,
  { wants }: CredentialContext,
): CredentialStep {
  const again: CredentialState = { ...state, step: state.person === undefined ? 'who' : 'pin', typed: '' };
  switch (answer?.outcome) {
    case 'in':
      if (wants === 'lead' && answer.operator.role === 'operator') return wrong(credentialStart, 'LEAD_NEEDED');
      return { state: credentialStart, effects: [{ type: 'in', person: answer.operator }] };
    case 'wrong':
      return wrong(again, state.person === undefined ? 'PERSON_UNKNOWN' : 'PIN_WRONG');
    case 'wait':
      return wrong(again, 'SIGN_IN_WAITS');
    case 'nobody-known':
      return wrong(again, 'NOBODY_KNOWN');
    case undefined:
      return wrong(again, 'INTERNAL');
  }
}

const wrong = (state: CredentialState, problem: ErrorCode): CredentialStep => ({
  state: { ...state, problem },
  effects: [{ type: 'cue', cue: 'check' }],
});
const check = (credential: CommandInput<'operator.check'>, state: CredentialState): CredentialStep => ({
  state,
  effects: [{ type: 'check', credential }],
});

/** A badge that is told from a waybill wherever it is scanned, by its first letters. Others are badges only where one is asked for. */
export const isMarkedBadge = (text: string): boolean => /^ID:[\x21-\x7e]{4,61}$/i.test(text.trim());
