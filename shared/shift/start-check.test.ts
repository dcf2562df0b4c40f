import { describe, expect, it } from 'vitest';
import type { ScaleFrame } from '../devices/scale-reading.ts';
import { faultOfCard, SCANNER_CARD } from './scanner-card.ts';
import {
  driftText,
  reduceStartCheck,
  startCheck,
  stepNow,
  type StartCheckContext,
  type StartCheckEffect,
  type StartCheckEvent,
  type StartCheckState,
  type StationFacts,
} from './start-check.ts';
import { shiftOperationPayloads } from './shift-operations.ts';

const context: StartCheckContext = {
  ...{ nowMs: 74_000, zeroBandMg: 10_000, neededFrames: 3, hasScale: true, hasPrinter: true },
  ...{ nominal: { value: '1.000', unit: 'kg' }, toleranceMg: 5_000 },
};
const JOB = 'WAAAAAAA-1-7';
const good: StationFacts = {
  ...{ clockSkewMs: 400, freeBytes: 50 * 2 ** 30, storage: 'ok', waiting: 0, parked: 0, oldestMs: undefined },
};
const lead = { id: 'L1', name: 'Li Wei', role: 'lead' } as const;

const frame = (value: string, stability: 'stable' | 'moving' = 'stable'): StartCheckEvent => ({
  type: 'frame',
  frame: { reading: { type: 'weight', value, unit: 'kg', stability, mode: 'gross' } } as unknown as ScaleFrame,
});
const times = (count: number, event: StartCheckEvent): StartCheckEvent[] => Array.from({ length: count }, () => event);
const key = (name: string): StartCheckEvent => ({ type: 'key', name });
const scan = (text: string): StartCheckEvent => ({ type: 'scan', text });
const facts = (change: Partial<StationFacts> = {}): StartCheckEvent => ({
  type: 'facts',
  facts: { ...good, ...change },
});

function play(
  events: readonly StartCheckEvent[],
  of = context,
): { state: StartCheckState; effects: StartCheckEffect[] } {
  const begun = startCheck({ ...of, nowMs: 0 });
  let { state } = begun;
  const effects = [...begun.effects];
  for (const event of events) {
    const turn = reduceStartCheck(state, event, of);
    state = turn.state;
    effects.push(...turn.effects);
  }
  return { state, effects };
}
const toWeight = times(3, frame('0.000'));
const toScanner = [...toWeight, ...times(3, frame('1.002'))];
const toLabel = [...toScanner, scan(SCANNER_CARD)];
const toClock: StartCheckEvent[] = [...toLabel, { type: 'printed', job: JOB }, scan(JOB)];

describe('the check before a shift', () => {
  it('goes from an empty plate to the queue, and records every reading once', () => {
    const { state, effects } = play([...toClock, facts(), facts(), facts()]);
    expect(stepNow(state)).toBeUndefined();
    const [record, ...more] = effects.filter(({ type }) => type === 'record');
    expect(more).toEqual([]);
    expect(record).toMatchObject({
      tookMs: 74_000,
      steps: [
        { step: 'zero', outcome: 'passed', reading: '0.000 kg', driftMilligrams: 0 },
        { step: 'test-weight', outcome: 'passed', reading: '+2 g', driftMilligrams: 2_000 },
        { step: 'scanner', outcome: 'passed' },
        { step: 'label', outcome: 'passed', reading: '-1-7' },
        { step: 'clock', outcome: 'passed', reading: '+0 s' },
        { step: 'storage', outcome: 'passed', reading: '50 GiB' },
        { step: 'queue', outcome: 'passed', reading: '0' },
      ],
    });
    const { steps, tookMs } = record as Extract<StartCheckEffect, { type: 'record' }>;
    expect(() =>
      shiftOperationPayloads.shiftCheckDone.parse({ steps, tookMs, scale: 'x', practice: false }),
    ).not.toThrow();
    expect(effects.filter(({ type }) => type === 'confirm-label')).toEqual([{ type: 'confirm-label', job: JOB }]);
  });

  it('takes no number from a plate that moves, and counts anew after each other number', () => {
    expect(
      stepNow(play([...times(2, frame('0.000')), frame('0.000', 'moving'), ...times(2, frame('0.000'))]).state),
    ).toBe('zero');
    expect(stepNow(play([frame('0.000'), frame('0.002'), frame('0.000'), frame('0.002')]).state)).toBe('zero');
    // Weight on the plate is no zero, an empty plate no test weight.
    expect(stepNow(play(times(9, frame('1.000'))).state)).toBe('zero');
    expect(stepNow(play([...toWeight, ...times(9, frame('0.000'))]).state)).toBe('test-weight');
  });

  it('a scale that is off stops the check until it is done again or a lead lets it pass, with the drift on record', () => {
    const off = [...toWeight, ...times(3, frame('1.012'))];
    expect(play(off).state).toMatchObject({ fault: { why: 'drift', reading: '+12 g', driftMilligrams: 12_000 } });
    expect(stepNow(play([...off, ...times(9, frame('1.000'))]).state)).toBe('test-weight');
    expect(stepNow(play([...off, key('F8'), ...times(3, frame('1.000'))]).state)).toBe('scanner');
    // A reason without a lead is nothing.
    expect(play([...off, key('F1')]).state.done).toHaveLength(1);
    const { state } = play([...off, key('F9'), { type: 'lead', person: lead }, key('F2')]);
    expect(state.done.at(-1)).toMatchObject({
      outcome: 'overridden',
      lead: 'L1',
      reason: 'checked-by-hand',
      driftMilligrams: 12_000,
    });
    expect(play([...off, key('F9'), { type: 'lead', person: undefined }, key('F2')]).state.done).toHaveLength(1);
  });

  it('a lead who comes while nothing is wrong lets the shift begin without the rest, each step on record', () => {
    const asked: StartCheckEvent[] = [...toScanner, key('F9'), { type: 'lead', person: lead }];
    expect(play(asked).state.scope).toBe('rest');
    const { state, effects } = play([...asked, key('F3')]);
    expect(stepNow(state)).toBeUndefined();
    const record = effects.find(({ type }) => type === 'record') as Extract<StartCheckEffect, { type: 'record' }>;
    expect(record.steps.map(({ step, outcome, lead: who, reason }) => [step, outcome, who, reason].join(' '))).toEqual([
      'zero passed  ',
      'test-weight passed  ',
      ...['scanner', 'label', 'clock', 'storage', 'queue'].map((step) => `${step} overridden L1 repair-ordered`),
    ]);
    // F5: only this step after all; and the last step alone is one step.
    expect(stepNow(play([...asked, key('F5'), key('F1')]).state)).toBe('label');
    const last = play([...toClock, facts(), facts(), facts({ parked: 1 }), key('F9'), { type: 'lead', person: lead }]);
    expect(last.state.scope).toBe('step');
    const all = play([
      ...[...toClock, facts(), facts(), facts({ parked: 1 }), key('F9')],
      ...([{ type: 'lead', person: lead }, key('F5'), key('F1')] as const),
    ]);
    expect(all.state.done).toHaveLength(7);
    expect(all.state.done[6]).toMatchObject({ outcome: 'overridden', fault: 'queue-parked', reading: '1' });
  });

  it('F4 prints the card where there is none, and only where there is a printer', () => {
    const kinds = (of: typeof context): string[] => play([...toScanner, key('F4')], of).effects.map(({ type }) => type);
    expect(kinds(context)).toContain('print-card');
    expect(kinds({ ...context, hasPrinter: false })).not.toContain('print-card');
  });

  it('tells what the card shows of the way from the gun to here', () => {
    expect(faultOfCard(SCANNER_CARD)).toBeUndefined();
    expect(faultOfCard('wh-card:NIHAO-qZyAm;/09')).toBe('card-caps');
    expect(faultOfCard(SCANNER_CARD.toUpperCase())).toBe('card-case');
    expect(faultOfCard('WH-CARD:你好-QzYaM；/09')).toBe('card-input-method');
    expect(faultOfCard('WH-CARD:-QzYaM;/09')).toBe('card-input-method');
    expect(faultOfCard('WHßCARDÖnihaoßQyZaMö-09')).toBe('card-input-method');
    expect(faultOfCard('WH-CARD:nihao-QyZaM;/09')).toBe('card-layout');
    expect(faultOfCard('YT8800010001')).toBe('card-other');
    expect(play([...toScanner, { type: 'torn' }]).state.fault?.why).toBe('card-torn');
    expect(play([...toScanner, scan('YT8800010001')]).state.fault?.why).toBe('card-other');
    // Scanned right after it went wrong: no key is needed.
    expect(stepNow(play([...toScanner, scan('YT8800010001'), scan(SCANNER_CARD)]).state)).toBe('label');
  });

  it('takes only the label that was printed now', () => {
    expect(stepNow(play([...toLabel, scan(JOB)]).state)).toBe('label');
    const printed: StartCheckEvent[] = [...toLabel, { type: 'printed', job: JOB }];
    expect(play([...printed, scan('WAAAAAAA-1-6')]).state.fault?.why).toBe('other-label');
    expect(play([...printed, { type: 'label', job: JOB, state: 'unknown' }]).state.fault?.why).toBe('label-unknown');
    expect(play([...printed, { type: 'label', job: 'other', state: 'failed' }]).state.fault).toBeUndefined();
    expect(play([...printed, key('F4')]).effects.filter(({ type }) => type === 'print')).toHaveLength(2);
  });

  it('what is not there is absent, not passed', () => {
    const bare = { ...context, hasScale: false, hasPrinter: false };
    const { state } = play([scan(SCANNER_CARD), facts({ clockSkewMs: undefined })], bare);
    expect(state.done.map(({ step, outcome }) => `${step} ${outcome}`)).toEqual([
      'zero absent',
      'test-weight absent',
      'scanner passed',
      'label absent',
      'clock absent',
    ]);
  });

  it('clock, disk and an old or parked queue stop it', () => {
    expect(play([...toClock, facts({ clockSkewMs: -61_000 })]).state.fault).toMatchObject({
      why: 'clock-off',
      reading: '−61 s',
    });
    expect(play([...toClock, facts(), facts({ storage: 'low' })]).state.fault?.why).toBe('disk-low');
    const old = context.nowMs - 13 * 3_600_000;
    expect(play([...toClock, facts(), facts(), facts({ waiting: 3, oldestMs: old })]).state.fault?.why).toBe(
      'queue-old',
    );
    expect(play([...toClock, facts(), facts(), facts({ waiting: 3, oldestMs: 0 })]).state.done).toHaveLength(7);
    expect(play([...toClock, facts(), facts(), facts({ parked: 1 })]).state.fault?.why).toBe('queue-parked');
  });

  it('F8 before anything was done goes one step back, over what is absent', () => {
    expect(stepNow(play([...toScanner, key('F8')]).state)).toBe('test-weight');
    const noWeight = { ...context, nominal: undefined };
    expect(stepNow(play([...toWeight, key('F8')], noWeight).state)).toBe('zero');
  });

  it('writes drift with its sign and no more digits than it has', () => {
    expect([0, 200, -1_250, 12_000].map(driftText)).toEqual(['0 g', '+0.2 g', '−1.25 g', '+12 g']);
  });
});
