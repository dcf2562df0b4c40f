import { describe, expect, it } from 'vitest';
import { answerQuestion, ruleReader } from '../rating/answer-question.ts';
import { findPackRules, packRuleIds } from '../rating/packs/all-packs.ts';
import type { Line, PreAlert } from '../reference/reference-data.ts';
import { plainBench } from './bench-rules.ts';
import { checkParcel } from './check-parcel.ts';
import { createLineBook } from './line-book.ts';
import { operationPayloads } from './operations.ts';
import { initialBench, reduceBench } from './weigh-bench.ts';
import type { BenchContext, BenchEffect, BenchEvent } from './weigh-bench-events.ts';

const TODAY = '2026-11-24';
const read = ruleReader(findPackRules);
const dayMs = (day: string): number => Date.parse(`${day}T08:00:00Z`);

/** Every version of every rule that ships, each with a day on which it is valid. */
const versions = packRuleIds().flatMap((ruleId) =>
  findPackRules(ruleId).map((raw) => {
    const { version, status, effectiveFrom, effectiveTo } = raw as Record<string, string | undefined>;
    const late = effectiveFrom !== undefined && effectiveFrom > TODAY ? effectiveFrom : TODAY;
    const day = effectiveTo !== undefined && effectiveTo < late ? effectiveTo : late;
    return { ruleId, version: version ?? '', template: status === 'template', day };
  }),
);

interface Shape {
  readonly kg: string;
  readonly sides: readonly [string, string, string];
}

/** One parcel of a line with this rule goes over the bench: what was booked, or why it was not. */
function weigh(
  ruleId: string,
  day: string,
  { kg, sides: [length, width, height] }: Shape,
  alert: Partial<PreAlert>,
  line: Partial<Line> = {},
) {
  const lines: readonly Line[] = [{ code: 'L', nameZh: '线', nameEn: 'Line', ruleId, ...line }];
  const book = createLineBook(
    () => lines,
    () => dayMs(day),
  );
  const dimensions = { length, width, height, unit: 'cm' as const };
  const context: BenchContext = {
    ...{ neededFrames: 2, zeroBandMg: 10_000, toleranceMg: 0, minimumMg: 20_000, defaultLine: 'L', lines },
    ...{ practice: false, language: 'en', station: 'W3', operator: 'o', scaleName: 's', scaleSimulated: false },
    findPreAlert: (waybill) => ({ waybill, line: 'L', cargoClass: 'none', customer: 'c', dimensions, ...alert }),
    findBox: () => undefined,
    findWeighed: () => undefined,
    rate: book.rate,
    timeText: () => '',
    rules: {
      ...plainBench,
      check: (parcel) => checkParcel(parcel, { findHold: () => undefined, ruleOf: book.ruleOf, lineOf: book.lineOf }),
    },
  };
  let memory = initialBench(2);
  const effects: BenchEffect[] = [];
  const send = (event: BenchEvent): void => {
    const step = reduceBench(memory, event, context);
    memory = step.memory;
    effects.push(...step.effects);
  };
  let frames = 0;
  const weight = (value: string): void => {
    frames += 1;
    const reading = { type: 'weight', value, unit: 'kg', stability: 'stable', mode: 'gross' } as const;
    send({
      type: 'frame',
      frame: { deviceId: 's', sequence: frames, rawHex: '02', monoMs: frames * 50, wallMs: frames * 50, reading },
    });
  };
  weight('0.000');
  send({ type: 'scan', text: 'YT1000000001', atMs: 1 });
  for (let i = 0; i < 3; i += 1) weight(kg);
  // A warning of the line is looked at by a person.
  if (memory.bench.refusal?.code === 'PARCEL_NEAR_LIMIT') {
    send({ type: 'key', key: 'F1' });
    for (let i = 0; i < 3; i += 1) weight(kg);
  }
  const booked = effects.flatMap((effect) =>
    effect.type === 'append' && effect.operation === 'parcelWeighed'
      ? [operationPayloads.parcelWeighed.parse(effect.payload)]
      : [],
  );
  return { booked, refusal: memory.bench.refusal };
}

/** The same question put to the engine as `npm run rate` puts it. */
function ask(ruleId: string, day: string, { kg, sides }: Shape) {
  const rules = read(ruleId);
  const sources = rules.ok && rules.value.some((rule) => rule.sources !== undefined);
  const weight = sources ? { weights: { inbound: `${kg} kg` } } : { weight: `${kg} kg` };
  const input = { date: day, country: 'US', cargoClass: 'general', packaging: 'carton', ...weight };
  return answerQuestion(rules, { ...input, dimensions: `${sides.join('x')} cm` });
}

const small: Shape = { kg: '0.450', sides: ['22', '16', '11'] };
const shapes: readonly (readonly [string, Shape])[] = [
  ['a small parcel', small],
  ['a light and large one', { kg: '2.365', sides: ['42.5', '31', '20.4'] }],
  ['a heavy one', { kg: '26.350', sides: ['58', '42', '41'] }],
  ['a long one', { kg: '4.100', sides: ['132', '14', '12'] }],
];

describe.each(versions)('a line with the rule $ruleId $version at the bench', ({ ruleId, version, template, day }) => {
  it.each(shapes)('%s bills what the engine says, or is stopped with its words', (_name, shape) => {
    const { booked, refusal } = weigh(ruleId, day, shape, {}, { country: 'US', packaging: 'carton' });
    const answer = ask(ruleId, day, shape);
    if (!answer.ok || answer.blocked) {
      expect(template || answer.ok).toBe(true);
      expect(booked).toEqual([]);
      expect(refusal).toMatchObject({
        code: template ? 'RULE_UNKNOWN' : 'PARCEL_OVER_LIMIT',
        place: 'H1',
        facts: { zh: expect.stringMatching(/./), en: expect.stringMatching(/./) },
      });
      return;
    }
    expect(refusal).toBeUndefined();
    const { chargeable, label } = booked[0] ?? {};
    expect(chargeable).toMatchObject({ ruleId, ruleVersion: version });
    expect(chargeable?.chargeable.unit).toBe(answer.chargeable.unit);
    expect(Number(chargeable?.chargeable.value)).toBe(Number(Number(answer.chargeable.value).toFixed(6)));
    expect(chargeable?.steps.length).toBeGreaterThan(0);
    expect(label?.data['chargeable']).toBe(`${chargeable?.chargeable.value} ${chargeable?.chargeable.unit}`);
    const lever = answer.lever?.find(({ side }) => side !== 'weight');
    expect(chargeable?.lever?.saves.value).toBe(lever?.saves);
  });
});

it('every version that ships was walked, and few are templates', () => {
  expect(versions.length).toBeGreaterThan(90);
  expect(versions.filter(({ template }) => template).map(({ ruleId }) => ruleId)).toEqual([
    'yanwen',
    '4px-current',
    'yunexpress-by-country',
  ]);
});

it('what a rule asks for and nobody said stops with the name of the field; the country of the parcel goes before the line', () => {
  const asks = weigh('cne-global', TODAY, small, {});
  expect(asks.refusal).toMatchObject({ code: 'RATING_INPUT_REFUSED', place: 'H1', answers: ['set-aside'] });
  expect(asks.refusal?.facts?.en).toContain('country');
  const [us] = weigh(
    'cne-global',
    TODAY,
    { ...small, kg: '0.030', sides: ['10', '9', '8'] },
    { country: 'US' },
    { country: 'FR' },
  ).booked;
  expect(us).toMatchObject({
    chargeable: { chargeable: { value: '0.05' }, basis: 'minimum' },
    ratedWith: { country: 'US' },
  });
});

it('a rule that compares weighings is told the declared one', () => {
  const [booked] = weigh('parcelforce-intl', TODAY, small, { declared: { value: '3', unit: 'kg' } }).booked;
  expect(booked?.chargeable.chargeable.value).toBe('3');
});

describe('a consignment of several pieces', () => {
  it('is billed as one ticket where the rule says so, and each alone where it does not', () => {
    const book = (ruleId: string) =>
      createLineBook(
        () => [{ code: 'L', nameZh: '', nameEn: '', ruleId }],
        () => dayMs(TODAY),
      );
    // Four cartons, four figures by the order of adding, comparing and rounding.
    const cartons = [
      ['8.1', '12000'],
      ['7.6', '15000'],
      ['3', '39000'],
      ['2', '36000'],
    ].map(([kg = '', cm3 = '']) => ({
      ...{ waybill: 'YT1', line: 'L', cargoClass: 'none', gross: { value: kg, unit: 'kg' as const } },
      dimensions: { length: String(Number(cm3) / 100), width: '10', height: '10', unit: 'cm' as const },
    }));
    const together = (ruleId: string) => {
      const result = book(ruleId).rateTogether(cartons);
      return result?.ok === true ? result.value.chargeable.value : result;
    };
    expect(together('pieces-sum-compare')).toBe('20.7');
    expect(together('pieces-compare-sum')).toBe('28.2');
    expect(together('pieces-compare-round-sum')).toBe('29');
    expect(together('pieces-sum-compare-round')).toBe('21.0');
    expect(together('usps')).toBeUndefined();
    expect(together('sample-us-a')).toBeUndefined();
  });
});
