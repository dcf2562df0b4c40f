import { describe, expect, it } from 'vitest';
import { NEEDED, weighBench } from '../../test/support/weigh-bench-at-work.ts';
import { compileRule, readRule } from '../rating/compile-rule.ts';
import type { Rated } from '../rating/rating-fault.ts';
import type { CompiledRule } from '../rating/compile-rule.ts';
import type { PreAlert } from '../reference/reference-data.ts';
import type { BenchRules } from './bench-rules.ts';
import { checkParcel, type ParcelChecks } from './check-parcel.ts';
import { weighRefusals } from './refusals.ts';

type Bench = ReturnType<typeof weighBench>;
const ONE = 'YT1000000001';

const rule = (more: Record<string, unknown> = {}): Rated<CompiledRule> => {
  const read = readRule({ weightUnit: 'kg', lengthUnit: 'cm', divisor: '6000', choice: { mode: 'max' }, ...more });
  if (!read.ok) throw new Error(`${read.error.at}: ${read.error.detail}`);
  return compileRule(read.value);
};
const limit = (severity: 'block' | 'warn'): Record<string, unknown> => ({
  limits: [{ id: 'long', zh: '长', en: 'long', severity, when: { measure: 'longest', op: '>', value: '40' } }],
});
const cargo = (action: Record<string, unknown>): Record<string, unknown> => ({
  cargo: { rows: [{ classes: ['general'], actions: [action] }] },
});

/** A parcel of 42 × 31 × 20 cm and 1.25 kg through the real check. */
function checked(checks: Partial<ParcelChecks>, alert: Partial<PreAlert> = {}): Bench {
  const one = weighBench(
    { check: (parcel) => checkParcel(parcel, { findHold: () => undefined, ruleOf: () => rule(), ...checks }) },
    alert,
  );
  return put(one);
}
function put(one: Bench, waybill = ONE, kilograms = '1.250'): Bench {
  one.weight('0.000');
  one.scan(waybill);
  one.weight(kilograms, NEEDED);
  return one;
}
const scanned = (text: string, rules: Partial<BenchRules> = {}): Bench => {
  const one = weighBench(rules);
  one.weight('0.000');
  one.scan(text);
  return one;
};
const tolerance = { absolute: { value: '50', unit: 'g' as const }, percent: '5', require: 'both' as const };
const oldList = { ageMs: 90_000, maxAgeMs: 60_000, whenOld: 'ask' as const, askAgainMs: 1_000 };
const earlier = { gross: { value: '1', unit: 'kg' as const }, wallMs: 1, seq: 9, line: 'US-A' };

/** How each row comes about at the real bench with the real check. */
const provoked: Readonly<Record<string, () => Bench>> = {
  PARCEL_HELD: () => checked({ findHold: () => ({ reason: 'unpaid', sinceMs: 5 }) }),
  PARCEL_OVER_LIMIT: () => checked({ ruleOf: () => rule(limit('block')) }),
  PARCEL_NEAR_LIMIT: () => checked({ ruleOf: () => rule(limit('warn')) }),
  CARGO_REFUSED: () => checked({ ruleOf: () => rule(cargo({ type: 'block' })) }),
  CARGO_NEEDS: () => checked({ ruleOf: () => rule(cargo({ type: 'document', what: 'MSDS' })) }),
  WEIGHT_DIFFERS: () => checked({ plausibility: { tolerance } }, { declared: { value: '3', unit: 'kg' } }),
  PARCEL_DOUBTFUL: () =>
    checked(
      { plausibility: { tolerance } },
      { dimensions: { length: '420', width: '310', height: '200', unit: 'cm' } },
    ),
  HOLDS_OLD: () => scanned(ONE, { holdList: oldList }),
  HOLDS_TOO_OLD: () => scanned(ONE, { holdList: { ...oldList, whenOld: 'stop' } }),
  LINE_UNKNOWN: () => scanned('LINE:XX-9'),
  CARGO_UNKNOWN: () => scanned('CARGO:unheard-of'),
  WEIGH_FIRST: () => scanned(ONE, { order: 'weigh-first' }),
  LABEL_NOT_SCANNED: () => {
    const one = put(weighBench({ wantsScanBack: () => true }));
    one.saved();
    one.label('sent');
    one.weight('0.000');
    one.scan('YT1000000002');
    return one;
  },
  LABEL_OF_ANOTHER: () => scanned('W1234567-1-999'),
  PARCEL_UNANNOUNCED: () => scanned('ZZ1000000009'),
  PARCEL_ALREADY_WEIGHED: () => put(weighBench({}, {}, { ...earlier, chargeable: earlier.gross })),
  PARCEL_IN_MERGE: () => scanned(ONE, { findUnit: () => 'HU000077' }),
  PARCEL_OPEN: () => {
    const one = scanned(ONE);
    one.weight('1.250');
    one.scan('YT1000000002');
    return one;
  },
  SCALE_NOT_AT_ZERO: () => {
    const one = put(weighBench());
    one.saved();
    one.scan('YT1000000002');
    one.weight('1.250');
    return one;
  },
  DIMENSIONS_MISSING: () => put(weighBench({}, { dimensions: undefined })),
};

describe('every refusal of the weigh bench comes about', () => {
  it('has one row, and one way to it', () => {
    expect(weighRefusals.map(({ code }) => code).sort()).toEqual(Object.keys(provoked).sort());
  });

  it.each(weighRefusals)('$code is on the band with the tone of its row, and nothing is booked by it', (row) => {
    const one = provoked[row.code]?.();
    expect(one?.state.refusal?.code).toBe(row.code);
    expect(one?.asked('cue').at(-1)).toMatchObject({ cue: row.tone });
    expect(one?.appended('parcelWeighed').length).toBeLessThanOrEqual(
      ['LABEL_NOT_SCANNED', 'SCALE_NOT_AT_ZERO'].includes(row.code) ? 1 : 0,
    );
  });
});
