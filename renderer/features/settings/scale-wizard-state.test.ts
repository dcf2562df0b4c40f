import { describe, expect, it } from 'vitest';
import type { ScaleCandidate } from '../../../shared/devices/scale-wizard.ts';
import {
  initialWizard,
  readingText,
  reduceWizard,
  shownCandidates,
  shownPlaces,
  type WizardEffect,
  type WizardEvent,
  type WizardState,
} from './scale-wizard-state.ts';

const line = { baudRate: 9600, dataBits: 8, parity: 'none', stopBits: 1 } as const;
const places = ['/dev/ttyUSB0', '/dev/ttyUSB1', '/dev/ttyS0', '/dev/ttyS1'].map((path) => ({
  place: { type: 'serial', path } as const,
  name: path,
}));
const candidate = (protocol: string, value: string, more: Partial<ScaleCandidate> = {}): ScaleCandidate => ({
  id: protocol + value,
  protocol,
  title: protocol,
  dialect: {},
  line,
  asked: false,
  explainedPercent: 100,
  frames: 9,
  checksum: false,
  unitOnWire: true,
  ambiguous: false,
  last: { type: 'weight', value, unit: 'kg', stability: 'stable', mode: 'gross' },
  ...more,
});
const noUnit = (protocol: string, value: string): ScaleCandidate =>
  candidate(protocol, value, {
    unitOnWire: false,
    last: { type: 'weight', value, unit: 'unknown', stability: 'unknown', mode: 'unknown' },
  });

function run(...events: readonly (WizardEvent | string)[]): { state: WizardState; effects: WizardEffect[] } {
  const effects: WizardEffect[] = [];
  let state = initialWizard;
  for (const event of events) {
    const step = reduceWizard(state, typeof event === 'string' ? { type: 'key', key: event } : event);
    state = step.state;
    effects.push(...step.effects);
  }
  return { state, effects };
}
const live = (...candidates: ScaleCandidate[]): WizardEvent => ({
  type: 'progress',
  progress: { phase: 'live', step: 1, of: 12, bytes: 400, candidates },
});
const listed: WizardEvent = { type: 'places', places };

describe('scale wizard', () => {
  it('goes through ports three at a time and looks again at the end', () => {
    expect(shownPlaces(run(listed).state)).toHaveLength(3);
    expect(shownPlaces(run(listed, 'F5').state).map(({ name }) => name)).toEqual(['/dev/ttyS1']);
    expect(run(listed, 'F5', 'F5').effects).toEqual([{ type: 'list' }]);
    expect(run(listed, 'F5', 'F1').effects).toMatchObject([{ type: 'probe', chosen: { name: '/dev/ttyS1' } }]);
  });
  it('saves a scale that says everything by one key', () => {
    expect(run(listed, 'F1', live(candidate('st-gs', '1.000')), 'F1').effects.at(-1)).toMatchObject({
      type: 'save',
      settings: { protocol: 'st-gs', transport: { path: '/dev/ttyUSB0' } },
    });
  });
  it('asks for a known weight where the wire leaves the unit open, and takes the unit from it', () => {
    const found = live(noUnit('cas-10', '4.410'));
    const refused = run(listed, 'F1', found, 'F1');
    expect(refused.state.refusal).toBe('known-weight');
    expect(refused.effects.some(({ type }) => type === 'save')).toBe(false);
    const taken = run(listed, 'F1', found, '2', 'Enter', 'F1');
    expect(taken.effects.at(-1)).toMatchObject({ type: 'save', settings: { unit: 'lb' } });
    expect(run(listed, 'F1', found, '7', 'Enter', 'F1').state.refusal).toBe('other-weight');
  });
  it('puts the candidate that reads the known weight first, whatever the wire suggested', () => {
    const { state } = run(listed, 'F1', live(noUnit('a', '0.3'), noUnit('b', '3.000')), '3', 'Enter');
    expect(shownCandidates(state).map(({ protocol }) => protocol)).toEqual(['b', 'a']);
  });
  it('by scans alone: the port, the weight card, the answer', () => {
    const scan = (text: string): WizardEvent => ({ type: 'scan', text });
    const { effects } = run(listed, scan('CMD:2'), live(noUnit('cas-10', '2.000')), scan('2.000 kg'), scan('CMD:1'));
    expect(effects.at(-1)).toMatchObject({
      type: 'save',
      settings: { unit: 'kg', transport: { path: '/dev/ttyUSB1' } },
    });
  });
  it('a number typed further is no longer the known weight', () => {
    expect(run(listed, 'F1', live(noUnit('x', '2.0')), '2', 'Enter', '5').state.known).toBeUndefined();
    expect(run(listed, 'F1', live(), '.', '0', 'Enter').state.known).toBeUndefined();
  });
  it('tries again after nothing, and lets the port go on the way back', () => {
    const nothing: WizardEvent = {
      type: 'progress',
      progress: { phase: 'nothing', step: 12, of: 12, bytes: 0, candidates: [] },
    };
    expect(run(listed, 'F1', nothing, 'F1').effects.filter(({ type }) => type === 'probe')).toHaveLength(2);
    expect(run(listed, 'F1', 'F8').effects.map(({ type }) => type)).toEqual(['probe', 'stop', 'list']);
    expect(run(listed, 'F8').effects).toEqual([{ type: 'leave' }]);
  });
  it('a late progress of a port that was left changes nothing', () => {
    expect(run(listed, 'F1', 'F8', live(candidate('a', '1'))).state.progress).toBeUndefined();
  });
  it('a fault is no number', () => {
    expect(readingText({ type: 'fault', kind: 'overload' })).toBe('–');
    expect(
      readingText({ type: 'weight', value: '2.365', unit: 'unknown', stability: 'unknown', mode: 'unknown' }),
    ).toBe('2.365 ?');
  });
});
