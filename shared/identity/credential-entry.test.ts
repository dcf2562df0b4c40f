import { describe, expect, it } from 'vitest';
import type { Person } from '../ipc/supply-commands.ts';
import {
  credentialStart,
  isMarkedBadge,
  offeredPeople,
  reduceCredential,
  type CredentialContext,
  type CredentialEffect,
  type CredentialEvent,
  type CredentialState,
} from './credential-entry.ts';

const people: readonly Person[] = [
  { id: '1001', name: 'Chen Min', role: 'operator', language: 'zh' },
  { id: '1002', name: 'Li Wei', role: 'lead' },
  { id: '2001', name: 'Ann Hill', role: 'operator', language: 'en' },
];
const anyone: CredentialContext = { people, wants: 'anyone' };
const lead: CredentialContext = { people, wants: 'lead' };

function play(
  events: readonly CredentialEvent[],
  context = anyone,
): { state: CredentialState; effects: CredentialEffect[] } {
  let state = credentialStart;
  const effects: CredentialEffect[] = [];
  for (const event of events) {
    const step = reduceCredential(state, event, context);
    state = step.state;
    effects.push(...step.effects);
  }
  return { state, effects };
}
const keys = (...names: string[]): CredentialEvent[] => names.map((name) => ({ type: 'key', name }));

describe('who somebody is', () => {
  it('takes a badge as scanned, and names the person', () => {
    const [, , person] = people;
    const { effects } = play([
      { type: 'scan', text: 'ID:7c9e' },
      { type: 'answer', answer: { outcome: 'in', operator: person as Person } },
    ]);
    expect(effects).toEqual([
      { type: 'check', credential: { badge: 'ID:7c9e' } },
      { type: 'in', person },
    ]);
  });

  it('narrows the list by what is typed, takes a name by key and asks for its PIN', () => {
    const { state, effects } = play(keys('1', '0', 'F2', '4', '7', '1', '1', 'Enter'));
    expect(effects).toEqual([{ type: 'check', credential: { id: '1002', pin: '4711' } }]);
    expect(state.step).toBe('checking');
  });

  it('a slip does not empty the list, a second Enter does not ask twice', () => {
    const { state, effects } = play(keys('1', 'x'));
    expect(state.typed).toBe('1');
    expect(effects).toEqual([{ type: 'cue', cue: 'check' }]);
    expect(play(keys('1', 'F1', '1', '2', '3', '4', 'Enter', 'Enter')).effects).toHaveLength(1);
  });

  it('a short PIN is refused here, a wrong one keeps the person, a wait says so', () => {
    expect(play(keys('F1', '1', 'Enter')).state.problem).toBe('PIN_WRONG');
    const asked = keys('F1', '1', '2', '3', '4', 'Enter');
    const wrong = play([...asked, { type: 'answer', answer: { outcome: 'wrong' } }]).state;
    expect(wrong).toMatchObject({ step: 'pin', typed: '', problem: 'PIN_WRONG', person: { id: '1001' } });
    expect(play([...asked, { type: 'answer', answer: { outcome: 'wait', ms: 9 } }]).state.problem).toBe(
      'SIGN_IN_WAITS',
    );
  });

  it('offers only leads where a lead is wanted, and does not take an operator for one', () => {
    expect(offeredPeople(credentialStart, lead).map(({ id }) => id)).toEqual(['1002']);
    const [operator] = people;
    const { state, effects } = play(
      [
        { type: 'scan', text: 'ID:7c9e' },
        { type: 'answer', answer: { outcome: 'in', operator: operator as Person } },
      ],
      lead,
    );
    expect(state.problem).toBe('LEAD_NEEDED');
    expect(effects.some(({ type }) => type === 'in')).toBe(false);
  });

  it('knows a marked badge from a waybill', () => {
    expect(isMarkedBadge('ID:7c9e-44')).toBe(true);
    expect(isMarkedBadge('YT8800010001')).toBe(false);
  });
});
