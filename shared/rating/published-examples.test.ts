import { describe, expect, it } from 'vitest';
import { parseExactJson } from '../measure/exact-json.ts';
import { answerQuestion, ruleReader } from './answer-question.ts';
import { findPackRules, packRuleIds } from './packs/all-packs.ts';

const read = ruleReader(findPackRules);
const ask = (rule: unknown, input: unknown) => {
  const parsed = parseExactJson(JSON.stringify({ rule, input }));
  if (!parsed.ok) throw new Error(parsed.fault.problem);
  const { rule: asked, input: given } = parsed.value as { rule: never; input: never };
  return answerQuestion(read(asked), given);
};
const chargeable = (rule: unknown, input: unknown): string => {
  const answer = ask(rule, input);
  return answer.ok ? `${answer.chargeable.value} ${answer.chargeable.unit}` : `${answer.error.code} ${answer.error.at}`;
};
const one = (weight: string, dimensions: string, more: object = {}) => ({ weight, dimensions, ...more });

/** Worked by hand from the published rule; the arithmetic stands beside each. */
const examples: readonly (readonly [string, object, string])[] = [
  // DHL Express: sides half-up, 5000, each weight to the next 0.5 kg per piece
  ['dhl-express-intl', one('2.1 kg', '30.4x20.5x10 cm'), '2.5 kg'], // 30×21×10/5000 = 1.26 → 1.5; 2.1 → 2.5
  ['dhl-express-intl', one('0.5 kg', '30.5x20x10 cm'), '1.5 kg'], // 31×20×10/5000 = 1.24 → 1.5
  ['dhl-express-intl', { pieces: [one('2.1 kg', '10x10x10 cm'), one('1 kg', '40x30x20 cm')] }, '7.5 kg'], // 2.5 + 5.0 (4.8)
  ['dhl-express-us', one('5 lb', '12.4x10.5x8 in'), '8 lb'], // 12×11×8 = 1056/139 = 7.597 → 8
  // FedEx before and after 2025-08-18: 12.4 in is 12, then 13
  ['fedex-us', one('1 lb', '12.4x12x12 in', { date: '2025-08-17' }), '13 lb'], // 1728/139 = 12.43
  ['fedex-us', one('1 lb', '12.4x12x12 in', { date: '2025-08-18' }), '14 lb'], // 1872/139 = 13.47
  ['fedex-us', one('1 lb', '12.5x12x12 in', { date: '2025-08-17' }), '14 lb'],
  ['fedex-intl', one('3 kg', '40.1x30x20 cm', { date: '2025-08-18' }), '5 kg'], // 41×30×20/5000 = 4.92
  ['fedex-intl', one('3 kg', '40.1x30x20 cm', { date: '2025-08-17' }), '5 kg'], // 40×30×20/5000 = 4.8
  ['fedex-intl', { date: '2026-01-01', pieces: [one('1 kg', '40x30x20 cm'), one('9 kg', '10x10x10 cm')] }, '10 kg'], // 10 / 5.0
  // UPS: each to the next lb, packages add up; 40 and 90 lb minimums since 2026-01-26
  ['ups-us', one('10.1 lb', '10x10x10 in', { date: '2026-01-25' }), '11 lb'],
  ['ups-us', one('10 lb', '108x10x10 in', { date: '2026-01-25' }), '78 lb'], // 10800/139 = 77.7
  ['ups-us', one('10 lb', '97x10x10 in', { date: '2026-01-26' }), '90 lb'], // 9700/139 = 69.8; longest > 96
  ['ups-us', one('10 lb', '96x10x10 in', { date: '2026-01-26' }), '90 lb'], // 96 + 40 = 136 > 130
  ['ups-us', one('10 lb', '26x20x20 in', { date: '2026-01-26' }), '75 lb'], // 10400/139 = 74.8, above 40 anyway
  ['ups-us', one('20 lb', '22x22x22 in', { date: '2026-01-25' }), '77 lb'], // 10648/139 = 76.6
  // USPS on both sides of 2026-07-12
  ['usps', one('3 lb', '12x12x12 in', { date: '2026-07-11' }), '3 lb'], // 1728 is not above 1728
  ['usps', one('3 lb', '12.5x12x12 in', { date: '2026-07-11' }), '12 lb'], // 13×12×12/166 = 11.28
  ['usps', one('3 lb', '12.4x12x12 in', { date: '2026-07-11' }), '3 lb'], // 12×12×12
  ['usps', one('3 lb', '12.4x12x12 in', { date: '2026-07-12' }), '14 lb'], // 13×12×12/139 = 13.47
  ['usps', one('3 lb', '14x12x13 in', { date: '2026-07-11', shape: 'nonrectangular' }), '3 lb'], // 2184×0.785 = 1714.44
  ['usps', one('3 lb', '15x12x13 in', { date: '2026-07-11', shape: 'nonrectangular' }), '12 lb'], // 1836.9/166 = 11.07
  ['usps', one('3 lb', '30x30x14 in', { date: '2026-07-11' }), '70 lb'], // 12600/166 = 75.9 → pays 70
  ['usps-priority-cubic', one('3 lb', '9.3x9.9x5.12 in'), '0.3 ft3'], // 9.25×9.75×5/1728 = 0.261
  ['usps-priority-cubic', one('3 lb', '6x6x4.8 in'), '0.1 ft3'], // 6×6×4.75/1728 = 0.0990
  // Posts
  ['canada-post-5000', one('1 kg', '30.1x20x10 cm'), '1.24 kg'], // 31×20×10/5000
  ['canada-post-6000', one('1 kg', '30x20x10 cm'), '1 kg'], // exactly 1
  ['australia-post-domestic', one('2 kg', '0.4x0.3x0.2 m'), '6 kg'], // 0.024 m³ × 250
  ['parcelforce-intl', { weights: { declared: '5 kg', inbound: '4 kg' }, dimensions: '30x20x20 cm' }, '5 kg'],
  ['ems-intl', one('1 kg', '39.9x39x39 cm', { date: '2022-06-01' }), '1 kg'],
  ['ems-intl', one('1 kg', '40x30x30 cm', { date: '2022-06-01' }), '6 kg'], // 36000/6000, 40 is enough
  ['ems-intl', one('1 kg', '60x40x40 cm', { date: '2022-05-31' }), '1 kg'], // 60 is not above 60
  ['ems-intl', one('1 kg', '60.1x40x40 cm', { date: '2022-05-31' }), '12.02 kg'], // 96160/8000
  ['correios-br', one('1 kg', '30x25x40 cm'), '1 kg'], // exactly 5 kg volumetric: not above
  ['correios-br', one('1 kg', '30x25x40.1 cm'), '5.0125 kg'],
  // SF
  ['sf-domestic', one('99.6 kg', '10x10x10 cm'), '100 kg'],
  ['sf-domestic', one('100.4 kg', '10x10x10 cm'), '100 kg'],
  ['sf-domestic', one('100.5 kg', '10x10x10 cm'), '101 kg'],
  ['sf-hk-mo-tw', one('100.1 kg', '10x10x10 cm'), '101 kg'],
  ['sf-domestic-same-province', one('1 kg', '40x30x20 cm'), '2 kg'], // 24000/12000
  // YunExpress
  ['yunexpress-a', one('1 kg', '30x20x20 cm'), '2 kg'], // 2.0 = 2 × 1: reached
  ['yunexpress-a', one('1.001 kg', '30x20x20 cm'), '1.001 kg'], // 2.0 < 2.002
  ['yunexpress-d', one('0.012 kg', '1x1x1 cm', { destination: { country: 'US' } }), '0.03 kg'],
  ['yunexpress-d', one('0.012 kg', '1x1x1 cm', { destination: { country: 'FR' } }), '0.012 kg'],
  ['yunexpress-e-100', one('0.04 kg', '1x1x1 cm'), '0.1 kg'],
  ['yunexpress-f', { weight: '40 g' }, '0.05 kg'],
  // CNE: no volume up to 30 cm, 8000 up to 90, 6000 above
  ['cne-global', one('0.1 kg', '10x10x10 cm', { destination: { country: 'FR' } }), '0.1 kg'],
  ['cne-global', one('0.1 kg', '10x10x10.1 cm', { destination: { country: 'FR' } }), '0.12625 kg'],
  ['cne-global', one('0.1 kg', '30x30x30 cm', { destination: { country: 'FR' } }), '3.375 kg'],
  ['cne-global', one('0.1 kg', '30x30x31 cm', { destination: { country: 'FR' } }), '4.65 kg'],
  ['17fei-bubble-free', one('0.2 kg', '30x20x15 cm'), '0.5 kg'],
  ['runbai', { weight: '3 g', destination: { country: 'DE' } }, '0.005 kg'],
  ['runbai', { weight: '3 g', destination: { country: 'BR' } }, '0.05 kg'],
  // Forwarders
  ['banpao', one('10 kg', '60x50x40 cm'), '15 kg'], // (10 + 20)/2
  ['mianpao-20-banpao', one('10 kg', '60x50x60 cm'), '10 kg'], // excess exactly 20
  ['mianpao-20-banpao', one('10 kg', '60x50x60.2 cm'), '20.5 kg'], // 30.1: (10 + 30.1)/2 = 20.05 → 20.5
  ['fenpao-30-billed', one('10 kg', '60x50x40 cm'), '13 kg'],
  ['fenpao-30-waived', one('10 kg', '60x50x40 cm'), '17 kg'],
  ['quanpao', one('20.6 kg', '1x1x1 cm'), '21 kg'],
  ['quanpao', one('21.1 kg', '1x1x1 cm'), '22 kg'],
  ['air-167', { weight: '50 kg', cbm: '0.45' }, '75.15 kg'],
  ['air-6000', { weight: '50 kg', cbm: '0.45' }, '75 kg'],
  ['air-167-min-half-cbm', { weight: '50 kg', cbm: '0.1' }, '83.5 kg'],
  ['sea-truck-363', { weight: '726 kg', cbm: '1.5' }, '2 cbm'],
  ['sea-lcl', { weight: '300 kg', cbm: '1.21' }, '1.3 cbm'],
  ['sea-lcl', { weight: '300 kg', cbm: '0.2' }, '1 cbm'],
  ['sea-lcl-singapore', { weight: '600 kg', cbm: '1' }, '1.2 cbm'],
  ['iata-air-cargo', one('10 kg', '60.5x40.4x50 cm'), '20.5 kg'], // 61×40×50/6000 = 20.33
  ['iata-air-cargo-in-lb', one('10 lb', '20x20x20 in'), '49 lb'], // 8000/166 = 48.19
  // Others
  ['eu-road', one('100 kg', '120x80x50 cm'), '700 kg'], // 0.4 ldm × 1750; volume 0.48 × 333 = 159.84
  ['ninja-van-id', one('250 kg', '10x10x10 cm'), '0.25 kg'],
  ['delhivery', one('1.2 kg', '111x10x10 cm'), '4.5 kg'], // 11100/5000 = 2.22 × 2 = 4.44 → 4.5
  ['delhivery', one('1.2 kg', '110x10x10 cm'), '2.5 kg'],
  ['amazon-fba-us', one('1 lb', '20x20x20 in'), '1 lb'],
  ['amazon-fba-us-oversize', one('1 lb', '40x1x1 in'), '1.151079137 lb'], // 40×2×2/139
  ['nz-couriers-intl', one('0.1 kg', '33.3x20x10 cm'), '1.33 kg'], // 0.00666 m³ × 200 = 1.332
];

describe('published rules, worked by hand', () => {
  it.each(examples)('%s %j → %s', (rule, input, expected) => {
    expect(chargeable(rule, input)).toBe(expected);
  });

  it('four cartons, four orders, four answers: 20.5 / 28 / 29 / 21', () => {
    // actual / volumetric: 8/2, 7.5/2.5, 3/6.5, 2/6
    const pieces = [
      one('8 kg', '12000x1x1 cm'),
      one('7.5 kg', '15000x1x1 cm'),
      one('3 kg', '39000x1x1 cm'),
      one('2 kg', '36000x1x1 cm'),
    ];
    const next = { mode: 'up', step: '1' };
    const of = (aggregation: string, rounding: object) =>
      chargeable(
        {
          id: 'r',
          version: '1',
          status: 'sample',
          source: 's',
          weightUnit: 'kg',
          lengthUnit: 'cm',
          divisor: 6000,
          choice: { mode: 'max' },
          aggregation,
          rounding,
        },
        { pieces },
      );
    expect(of('sum-compare', {})).toBe('20.5 kg');
    expect(of('compare-sum', {})).toBe('28 kg');
    expect(of('compare-round-sum', { piece: next })).toBe('29 kg');
    expect(of('sum-compare-round', { final: next })).toBe('21 kg');
    expect(of('per-parcel', { final: next })).toBe('29 kg');
  });

  it('flags: groups, suppression, blocks, dates', () => {
    const flags = (rule: string, input: object) => {
      const answer = ask(rule, input);
      return answer.ok ? answer.flags.map(({ id, severity }) => `${id} ${severity}`) : answer.error.detail;
    };
    expect(flags('fedex-intl', one('32 kg', '122x50x50 cm', { date: '2026-01-01' }))).toEqual(['ahs-weight surcharge']);
    expect(flags('fedex-intl', one('31 kg', '122x50x50 cm', { date: '2026-01-01' }))).toEqual([
      'ahs-dimension surcharge',
    ]);
    expect(flags('fedex-intl', one('31 kg', '121x40x30 cm', { date: '2026-01-01' }))).toEqual([]);
    expect(flags('dhl-express-intl', one('70.1 kg', '101x50x50 cm'))).toEqual(['overweight surcharge']);
    expect(flags('ups-us', one('10 lb', '30x25x25 in', { date: '2026-02-01' }))).toEqual(['large-package surcharge']);
    expect(flags('royal-mail-small', one('2.001 kg', '45x35x16 cm'))).toEqual(['too-heavy block']);
    expect(flags('epacket', { weight: '1 kg', roll: { length: '90', diameter: '7.1', unit: 'cm' } })).toEqual([
      'roll-too-large block',
    ]);
    expect(flags('epacket', { weight: '1 kg', roll: { length: '90', diameter: '7', unit: 'cm' } })).toEqual([]);
    expect(flags('dhl-express-intl-agent', one('5 kg', '30x20x10 cm'))).toBe('the rule asks for it');
    expect(flags('dhl-express-intl-agent', one('5 kg', '30x20x10 cm', { packaging: 'bag' }))).toEqual([
      'non-conveyable surcharge',
    ]);
  });

  it('disputes between weighings: either limit, or both', () => {
    const rule = (require: string) => ({
      id: 'r',
      version: '1',
      status: 'sample',
      source: 's',
      weightUnit: 'kg',
      lengthUnit: 'cm',
      choice: { mode: 'actual' },
      sources: { use: 'last', tolerance: { absolute: 0.05, percent: 5, require } },
    });
    const disputes = (require: string, declared: string) => {
      const answer = ask(rule(require), { weights: { declared, inbound: '2 kg' } });
      return answer.ok ? (answer.disputes?.length ?? 0) : answer.error.detail;
    };
    // 2.000 against 1.940: 60 g is above 50 g, 3 % is not above 5 %
    expect([disputes('either', '1.94 kg'), disputes('both', '1.94 kg')]).toEqual([1, 0]);
    expect([disputes('either', '1.8 kg'), disputes('both', '1.8 kg')]).toEqual([1, 1]);
    expect([disputes('either', '1.95 kg'), disputes('both', '1.95 kg')]).toEqual([0, 0]);
  });

  it('says in words which figure won and by how much', () => {
    const answer = ask('quanpao', one('2.365 kg', '42x31x20 cm'));
    expect(answer.ok && answer.reason).toEqual({
      zh: '体积重 4.34 kg 大于实重, 多 1.975 kg; 4.34 按 0.5 kg 进位得 4.5 kg (规则 quanpao 2026-sample)',
      en: 'volumetric weight 4.34 kg beats actual weight by 1.975 kg; 4.34 rounded to the step of 0.5 kg: 4.5 kg (rule quanpao 2026-sample)',
    });
  });

  it('every pack rule is sound, has a source and rates something or is a template', () => {
    expect(packRuleIds().length).toBeGreaterThan(80);
    for (const id of packRuleIds()) {
      const rules = read(id);
      if (!rules.ok) expect(rules.error.detail, id).toContain('template');
      else for (const rule of rules.value) expect(rule.source.length, id).toBeGreaterThan(2);
    }
  });
});

describe('refusals name the field', () => {
  const base = {
    id: 'r',
    version: '1',
    status: 'sample',
    source: 's',
    weightUnit: 'kg',
    lengthUnit: 'cm',
    divisor: 6000,
    choice: { mode: 'max' },
  };
  const parcel = one('1 kg', '10x10x10 cm');
  const flat = { type: 'flat', amount: 1 };
  const perKg = { type: 'per-unit', rate: 1 };
  const table = { brackets: [{ from: 0, charge: flat }] };
  const money = { currency: 'CNY', money: { step: 0.01, mode: 'half-up', each: 'line' }, edge: '(from,to]' };
  const percentOf = (id: string, of: string) => ({ id, amount: { type: 'percent', percent: 10, of: [of] } });
  it.each<readonly [unknown, unknown, string, string]>([
    [{ ...base, divisorr: 1 }, parcel, 'RULE_BROKEN', 'rule.divisorr'],
    [{ ...base, choice: { mode: 'split', share: '0.3' } }, parcel, 'RULE_BROKEN', 'rule.choice.direction'],
    [
      { ...base, choice: { mode: 'split', share: '30', direction: 'billed' } },
      parcel,
      'RULE_CONTRADICTORY',
      'rule.choice.share',
    ],
    [{ ...base, divisor: 0 }, parcel, 'RULE_BROKEN', 'rule.divisor'],
    [{ ...base, density: 167 }, parcel, 'RULE_CONTRADICTORY', 'rule.density'],
    [{ ...base, divisor: undefined }, parcel, 'RULE_CONTRADICTORY', 'rule.divisor'],
    [
      { ...base, rounding: { final: [{ below: 5, mode: 'up', step: 1 }] } },
      parcel,
      'RULE_CONTRADICTORY',
      'rule.rounding.final.0',
    ],
    [
      {
        ...base,
        rounding: { final: [{ below: 5, mode: 'up', step: 1 }, { below: 5, mode: 'up', step: 1 }, { mode: 'none' }] },
      },
      parcel,
      'RULE_CONTRADICTORY',
      'rule.rounding.final.1',
    ],
    [
      { ...base, aggregation: 'sum-compare', rounding: { piece: { mode: 'up', step: 1 } } },
      parcel,
      'RULE_CONTRADICTORY',
      'rule.rounding.piece',
    ],
    [
      { ...base, effectiveFrom: '2026-02-01', effectiveTo: '2026-01-01' },
      parcel,
      'RULE_CONTRADICTORY',
      'rule.effectiveTo',
    ],
    [{ ...base, effectiveTo: '2026-01-01' }, { ...parcel, date: '2026-01-02' }, 'RULE_EXPIRED', 'rule.effectiveTo'],
    [{ ...base, effectiveTo: '2026-01-01' }, parcel, 'RATING_INPUT_REFUSED', 'input.date'],
    [
      [
        { ...base, effectiveTo: '2026-01-01' },
        { ...base, effectiveFrom: '2026-01-01' },
      ],
      { ...parcel, date: '2026-01-01' },
      'RULE_CONTRADICTORY',
      'rule.effectiveFrom',
    ],
    [base, { pieces: [parcel, parcel] }, 'RULE_CONTRADICTORY', 'rule.aggregation'],
    [base, { weight: '1 kg' }, 'RATING_INPUT_REFUSED', 'input.pieces.0.dimensions'],
    [base, { weight: '1', dimensions: '1x1x1 cm' }, 'RATING_INPUT_REFUSED', 'input.pieces.0.weight'],
    [base, { weight: '1,5 kg', dimensions: '1x1x1 cm' }, 'RATING_INPUT_REFUSED', 'input.pieces.0.weight'],
    [base, { ...parcel, wieght: 1 }, 'RATING_INPUT_REFUSED', 'input.wieght'],
    [base, one('0 kg', '10x10x10 cm'), 'RATING_INPUT_REFUSED', 'input.pieces.0.weight'],
    [base, one('1 kg', '10x0x10 cm'), 'RATING_INPUT_REFUSED', 'input.pieces.0.dimensions.width'],
    [
      { ...base, sides: { mode: 'half-up', step: 1 } },
      one('1 kg', '10x0.4x10 cm'),
      'RATING_INPUT_REFUSED',
      'input.pieces.0.dimensions',
    ],
    [{ ...base, lane: { destinations: ['US'] } }, parcel, 'RATING_INPUT_REFUSED', 'input.destination.country'],
    [
      { ...base, lane: { destinations: ['US'] } },
      { ...parcel, destination: { country: 'FR' } },
      'RULE_UNKNOWN',
      'rule.lane.destinations',
    ],
    [
      { ...base, limits: [{ id: 'a', severity: 'warn', when: { measure: 'longest', op: '>', value: 1, unit: 'kg' } }] },
      parcel,
      'RULE_CONTRADICTORY',
      'rule.limits.0.when',
    ],
    [
      { ...base, minimums: { startWeights: { US: 0.05 } } },
      parcel,
      'RATING_INPUT_REFUSED',
      'input.destination.country',
    ],
    [
      { ...base, cap: { of: 'chargeable', value: 5 }, minimums: { piece: 6 } },
      parcel,
      'RULE_CONTRADICTORY',
      'rule.minimums.piece',
    ],
    [
      { ...base, cap: { of: 'chargeable', value: 5 }, minimums: { startWeights: { US: 6 } } },
      { ...parcel, destination: 'US' },
      'RULE_CONTRADICTORY',
      'rule.minimums.startWeights.US',
    ],
    [{ ...base, effectiveFrom: '2027-01-01' }, { ...parcel, date: '2026-12-31' }, 'RULE_EXPIRED', 'rule.effectiveFrom'],
    ...(
      [
        [{ tables: [{ brackets: [{ from: 2, to: 1, charge: flat }] }] }, 'tables.0.brackets.0.to'],
        [
          {
            tables: [
              {
                brackets: [
                  { from: 0, to: 2, charge: flat },
                  { from: 1, charge: flat },
                ],
              },
            ],
          },
          'tables.0.brackets.1.from',
        ],
        [
          {
            tables: [
              {
                brackets: [
                  { from: 0, charge: flat },
                  { from: 5, charge: flat },
                ],
              },
            ],
          },
          'tables.0.brackets.1.from',
        ],
        [{ tables: [{ cumulative: true, brackets: [{ from: 0, charge: flat }] }] }, 'tables.0.brackets.0.charge.type'],
        [{ tables: [{ cumulative: true, brackets: [{ from: 1, charge: perKg }] }] }, 'tables.0.brackets.0.from'],
        [{ tables: [table, table] }, 'tables.1'],
        [
          {
            tables: [
              { ...table, countries: ['US'] },
              { ...table, countries: ['FR', 'US'] },
            ],
          },
          'tables.1',
        ],
        [{ tables: [table], fuel: { percent: 10, of: ['freigt'] } }, 'fuel.of'],
        [{ tables: [table], surcharges: [percentOf('a', 'b'), percentOf('b', 'freight')] }, 'surcharges.0.amount.of'],
        [{ tables: [table], surcharges: [percentOf('a', 'freight'), percentOf('a', 'freight')] }, 'surcharges.1.id'],
        [{ tables: [table], surcharges: [{ ...percentOf('a', 'freight'), flag: 'nobody' }] }, 'surcharges.0.flag'],
      ] as const
    ).map(
      ([price, at]) =>
        [{ ...base, price: { ...money, ...price } }, parcel, 'RULE_CONTRADICTORY', `rule.price.${at}`] as const,
    ),
    ['no-such-rule', parcel, 'RULE_UNKNOWN', 'rule'],
    ['yanwen', parcel, 'RULE_UNKNOWN', 'rule'],
  ])('%#: %j', (rule, input, code, at) => {
    expect(ask(rule, input)).toMatchObject({ ok: false, error: { code, at } });
  });
});
