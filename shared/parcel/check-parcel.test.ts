import { describe, expect, it } from 'vitest';
import { compileRule, readRule } from '../rating/compile-rule.ts';
import { checkParcel, type ParcelChecks } from './check-parcel.ts';
import type { ParcelToCheck } from './parcel-to-check.ts';
import { createLineRules } from './line-rules.ts';

const NOW_MS = 1_795_000_000_000;
const rule = (more: Record<string, unknown>) => {
  const read = readRule({ weightUnit: 'kg', lengthUnit: 'cm', divisor: '6000', choice: { mode: 'max' }, ...more });
  if (!read.ok) throw new Error(`${read.error.at}: ${read.error.detail}`);
  return compileRule(read.value);
};
const limited = rule({
  limits: [
    {
      id: 'too-long',
      zh: '超长',
      en: 'over length',
      severity: 'block',
      when: { measure: 'longest', op: '>', value: '60' },
    },
    { id: 'long', zh: '偏长', en: 'long side', severity: 'warn', when: { measure: 'longest', op: '>', value: '50' } },
  ],
  cargo: {
    rows: [
      { classes: ['general'], actions: [{ type: 'allow' }] },
      {
        classes: ['battery-in'],
        actions: [
          { type: 'document', what: 'MSDS' },
          { type: 'mark', what: 'UN3481' },
        ],
      },
      { classes: ['aerosol'], actions: [{ type: 'block', zh: '航空禁运', en: 'forbidden by air' }] },
    ],
    combinations: [{ all: ['battery-in', 'ioss'], actions: [{ type: 'block', zh: '不能走 IOSS', en: 'not by IOSS' }] }],
  },
});
const checks: ParcelChecks = { findHold: () => undefined, ruleOf: () => limited };
const tolerance = {
  tolerance: { absolute: { value: '50', unit: 'g' as const }, percent: '5', require: 'both' as const },
};
const parcel: ParcelToCheck = {
  waybill: 'YT1',
  line: 'US-A',
  cargoClass: 'none',
  gross: { value: '2.365', unit: 'kg' },
  dimensions: { length: '42', width: '31', height: '20', unit: 'cm' },
};
const said = (changes: Partial<ParcelToCheck>, more: Partial<ParcelChecks> = {}) =>
  checkParcel({ ...parcel, ...changes }, { ...checks, ...more }).map(
    ({ code, severity, en }) => `${severity} ${code} ${en}`,
  );
const size = (length: string) => ({ length, width: '20', height: '10', unit: 'cm' as const });

describe('what speaks against a parcel', () => {
  it('nothing: nothing is said', () => {
    expect(said({})).toEqual([]);
  });

  it.each<[string, Partial<ParcelToCheck>, string[]]>([
    ['a blocking limit, with the figures', { dimensions: size('61') }, ['stop PARCEL_OVER_LIMIT over length']],
    ['on the limit is within it', { dimensions: size('60') }, ['check PARCEL_NEAR_LIMIT long side']],
    [
      'a class that the line refuses',
      { cargoClass: 'aerosol' },
      ['stop CARGO_REFUSED US-A does not take Aerosol: forbidden by air'],
    ],
    ['a class that no row names', { cargoClass: 'powder' }, ['stop CARGO_REFUSED Powder is not on the list of US-A']],
    [
      'papers and marks',
      { cargoClass: 'battery-in' },
      ['check CARGO_NEEDS Battery inside needs: MSDS, preprinted battery mark UN3481, red edge'],
    ],
    [
      'a combination with the duty mode',
      { cargoClass: 'battery-in', dutyMode: 'IOSS' },
      ['stop CARGO_REFUSED US-A does not take Battery inside: not by IOSS'],
    ],
  ])('%s', (_name, changes, expected) => {
    const found = said(changes);
    expect(found.map((text) => text.replace(/ \(2\.365.*\)$/, '')).slice(0, expected.length)).toEqual(expected);
  });

  it('figures stand beside a limit', () => {
    expect(said({ dimensions: size('61') })[0]).toContain('(2.365 kg, 61 × 20 × 10 cm)');
  });

  it('before the weight is known only what does not need it is judged', () => {
    expect(said({ gross: undefined, dimensions: size('61') })).toEqual([]);
    expect(said({ gross: undefined, cargoClass: 'aerosol' })).toHaveLength(1);
  });

  it('a hold comes first and carries its reason and note', () => {
    const hold = { reason: 'unpaid' as const, sinceMs: 5, note: 'May invoice' };
    const [first] = checkParcel({ ...parcel, cargoClass: 'aerosol' }, { ...checks, findHold: () => hold });
    expect(first).toMatchObject({ code: 'PARCEL_HELD', severity: 'stop', en: 'Unpaid: May invoice', hold });
  });

  it('declared against measured: both numbers and the difference; within tolerance nothing', () => {
    const more = { plausibility: tolerance };
    expect(said({ declared: { value: '2.4', unit: 'kg' } }, more)).toEqual([]);
    expect(said({ declared: { value: '1.2', unit: 'kg' } }, more)).toEqual([
      'check WEIGHT_DIFFERS declared 1.2 kg, weighed 2.365 kg: 1.165 kg more',
    ]);
    expect(said({ declared: { value: '1.2', unit: 'kg' } })).toEqual([]);
  });

  it('cm typed as mm, digits swapped', () => {
    const more = { plausibility: tolerance };
    expect(
      said(
        { dimensions: { length: '420', width: '310', height: '200', unit: 'cm' } },
        { ...more, ruleOf: () => rule({}) },
      )[0],
    ).toContain('the sides may be in millimetres');
    expect(said({ declared: { value: '3.265', unit: 'kg' } }, more)[0]).toContain('digits may be swapped');
  });

  it('a doubt names the class in the words of the floor, not by its code', () => {
    const [found] = checkParcel(
      { ...parcel, gross: { value: '0.05', unit: 'kg' }, dimensions: size('40') },
      { ...checks, plausibility: tolerance },
    );
    expect(found).toMatchObject({ code: 'PARCEL_DOUBTFUL' });
    expect(found?.zh).toContain('普货一般');
    expect(found?.en).toContain('General usually');
  });

  it('a rule that cannot be used stops the parcel', () => {
    const rules = createLineRules();
    expect(said({}, { ruleOf: (line) => rules(line === 'US-A' ? 'no-such-rule' : '', NOW_MS) })[0]).toContain(
      'stop RULE_UNKNOWN',
    );
    expect(rules('sample-us-a', NOW_MS).ok).toBe(true);
    // Before the first day of its only version: never the nearest one.
    expect(rules('sample-us-a', 0)).toMatchObject({ ok: false, error: { code: 'RULE_EXPIRED' } });
  });
});
