import { describe, expect, it } from 'vitest';
import { answerQuestion, ruleReader } from '../answer-question.ts';
import { compareSheets } from './compare-sheets.ts';
import { cellNumber, columnLetter } from './read-sheet.ts';
import { rulesOfSheet, type SheetTerms } from './rules-of-sheet.ts';
import { columnNames, sheetColumns, type SheetColumn } from './sheet-columns.ts';

const terms: SheetTerms = {
  id: 'line',
  version: '1',
  source: 'test',
  currency: 'CNY',
  edge: '(from,to]',
  stepped: true,
};
const header = columnNames.map((column) => sheetColumns[column] as string);
type Row = Partial<Record<SheetColumn, string>>;
const sheet = (...rows: readonly Row[]) => [
  ['渠道名称：测试'],
  header,
  ...rows.map((row) => columnNames.map((column) => row[column] ?? '')),
];
const base: Row = {
  area: '美国',
  country: 'US',
  etaFrom: '5',
  etaTo: '10',
  from: '0',
  to: '2',
  perKg: '80',
  ticketFee: '20',
};
const imported = (...rows: readonly Row[]) => {
  const result = rulesOfSheet(sheet(...rows), terms);
  if (!result.ok) throw new Error(JSON.stringify(result.faults));
  return result.value.rules;
};
const refused = (...rows: readonly Row[]) => {
  const result = rulesOfSheet(sheet(...rows), terms);
  return result.ok ? 'imported' : result.faults.map(({ row, column }) => `${row} ${column}`).join('; ');
};
const price = (rows: readonly Row[], weight: string, more: object = {}) => {
  const [rule] = imported(...rows);
  const answer = answerQuestion(ruleReader(() => [])(JSON.parse(JSON.stringify(rule)) as never), {
    weight,
    dimensions: '10x10x10 cm',
    destination: 'US',
    ...more,
  });
  return answer.ok ? `${answer.chargeable.value} ${answer.price?.total}` : `${answer.error.code} ${answer.error.at}`;
};

describe('the 38 columns', () => {
  it('are 38, A to AL', () => {
    expect(columnNames).toHaveLength(38);
    expect(columnLetter(38)).toBe('AL');
  });
  it.each([
    ['1,234.50', '1234.50'],
    ['¥12', '12'],
    ['0.5KG', '0.5'],
    ['1,23', undefined],
    ['abc', undefined],
    ['0.30000000000000004', '0.30000000000000004'],
    ['1e-2', '0.01'],
  ])('cell %s → %s', (text, value) => {
    expect(cellNumber(text)).toBe(value);
  });
});

describe('a sheet becomes rules', () => {
  it('prices per kilogram, first and next, flat, with fee, start weight, surcharge and fuel', () => {
    expect(price([base], '1.5 kg')).toBe('1.5 140.00'); // 120 + 20
    expect(price([{ ...base, start: '0.05' }], '12 g')).toBe('0.05 24.00');
    expect(price([{ ...base, perKg: '', flat: '35' }], '1.5 kg')).toBe('1.5 55.00');
    expect(
      price([{ ...base, perKg: '', first: '0.5', firstPrice: '60', next: '0.5', nextPrice: '15' }], '1.01 kg'),
    ).toBe('1.01 110.00');
    expect(price([{ ...base, surcharge: '5', fuel: '10%' }], '1 kg')).toBe('1 113.50'); // 80 + 20 + 5 + 8.5
    expect(price([{ ...base, fuel: '0.125' }], '1 kg')).toBe('1 110.00'); // a share is a percentage
    expect(price([{ ...base, divisor: '8000', volumetric: '是' }], '0.1 kg')).toBe('0.125 30.00');
    expect(price([{ ...base, divisor: '8000', volumetric: '否' }], '0.1 kg')).toBe('0.1 28.00');
    expect(price([base], '2.001 kg')).toBe('PRICE_UNKNOWN rule.price.tables.0.brackets');
  });
  it('keeps a number as it is written', () => {
    expect(price([{ ...base, perKg: '80.000000000000000000001' }], '1 kg')).toBe('1 100.00');
    expect(
      imported({ ...base, perKg: '80.000000000000000000001' })[0]?.price?.tables[0]?.brackets[0]?.charge,
    ).toMatchObject({
      rate: '80.000000000000000000001',
    });
  });
  it('takes zones by prefix, postcode, range and city', () => {
    const rows = [
      { ...base, zone: '1区', zonePrefix: '0,1' },
      { ...base, zone: '2区', zonePostcode: '90001-90100，99501', perKg: '90' },
    ];
    expect(price(rows, '1 kg', { postcode: '10001' })).toBe('1 100.00');
    expect(price(rows, '1 kg', { postcode: '90050' })).toBe('1 110.00');
    expect(price(rows, '1 kg', { postcode: '99501' })).toBe('1 110.00');
    expect(price(rows, '1 kg', { postcode: '50000' })).toBe('PRICE_UNKNOWN rule.price.tables');
  });
  it('blocks what the sheet limits', () => {
    const [rule] = imported({ ...base, maxSum: '90', maxLongest: '60', noGeneral: '是' });
    expect(rule?.limits?.map(({ id }) => id)).toEqual(['sum-of-sides', 'longest-side', 'no-general-goods']);
  });
  it('makes a rule for each country', () => {
    expect(imported(base, { ...base, country: 'gb' }).map(({ id }) => id)).toEqual(['line-us', 'line-gb']);
  });
});

describe('a conflict stops with row and column', () => {
  it.each<[string, readonly Row[], string]>([
    ['no country', [{ ...base, country: '' }], '3 国家简码 (B)'],
    ['a country by name', [{ ...base, country: '美国' }], '3 国家简码 (B)'],
    ['no number', [{ ...base, perKg: '八十' }], '3 运费单价 (S)'],
    ['below zero', [{ ...base, perKg: '-1' }], '3 运费单价 (S)'],
    ['no price', [{ ...base, perKg: '' }], '3 运费单价 (S)'],
    ['two prices', [{ ...base, flat: '20' }], '3 运费单价 (S)'],
    ['end before start', [{ ...base, from: '2', to: '1' }], '3 截止重量 (Q)'],
    ['overlapping brackets', [base, { ...base, from: '1.9', to: '5' }], '4 起始重量 (P)'],
    ['the same bracket twice', [base, base], '4 起始重量 (P)'],
    ['two minimums in a row', [{ ...base, start: '0.05', leastKg: '0.1' }], '3 最小计重 (T)'],
    [
      'two minimums for a country',
      [
        { ...base, start: '0.05' },
        { ...base, from: '2', to: '5', start: '0.03' },
      ],
      '4 起重 (R)',
    ],
    [
      'two divisors for a country',
      [
        { ...base, divisor: '6000' },
        { ...base, from: '2', to: '5', divisor: '8000' },
      ],
      '4 计泡系数 (I)',
    ],
    ['volume without divisor', [{ ...base, volumetric: '是' }], '3 计泡系数 (I)'],
    ['neither yes nor no', [{ ...base, volumetric: '也许' }], '3 是否计抛 (AD)'],
    ['first price without first weight', [{ ...base, perKg: '', firstPrice: '60' }], '3 首重 (U)'],
    ['days turned round', [{ ...base, etaFrom: '10', etaTo: '5' }], '3 时效最晚天数 (D)'],
    ['places without a zone', [{ ...base, zonePrefix: '9' }], '3 分区邮编前缀 (AH)'],
  ])('%s', (_, rows, expected) => {
    expect(refused(...rows)).toBe(expected);
  });
  it('a missing or doubled column', () => {
    const cells = sheet(base).map((row) => row.slice(0, -1));
    expect(rulesOfSheet(cells, terms)).toMatchObject({ ok: false, faults: [{ row: 2, column: '排除' }] });
    const doubled = sheet(base).map((row, i) => (i === 1 ? [...row, '起重'] : row));
    expect(rulesOfSheet(doubled, terms)).toMatchObject({ ok: false, faults: [{ row: 2, column: '起重 (AM)' }] });
    expect(rulesOfSheet([['a', 'b']], terms)).toMatchObject({ ok: false, faults: [{ row: 1 }] });
  });
});

describe('against the active version', () => {
  const changes = (before: readonly Row[], after: readonly Row[]) =>
    compareSheets(imported(...before), imported(...after)).map(
      ({ kind, rule, field, percent, flagged }) =>
        `${kind} ${rule}${field === undefined ? '' : ` ${field}`}${percent === undefined ? '' : ` ${percent}`}${flagged ? ' !' : ''}`,
    );
  const rate = 'price.tables.[US 美国].brackets.[0–2].charge.rate';
  it('flags more than 10 %, exactly 10 % not', () => {
    expect(changes([base], [base])).toEqual([]);
    expect(changes([base], [{ ...base, perKg: '80.00' }])).toEqual([]);
    expect(changes([base], [{ ...base, perKg: '84' }])).toEqual([`changed line-us ${rate} 5.0`]);
    expect(changes([base], [{ ...base, perKg: '88' }])).toEqual([`changed line-us ${rate} 10.0`]);
    expect(changes([base], [{ ...base, perKg: '88.000001' }])).toEqual([`changed line-us ${rate} 10.0 !`]);
    expect(changes([base], [{ ...base, perKg: '71' }])).toEqual([`changed line-us ${rate} -11.3 !`]);
  });
  it('flags what came and went', () => {
    expect(changes([base], [base, { ...base, country: 'GB' }])).toEqual(['added line-gb !']);
    expect(changes([base, { ...base, country: 'GB' }], [base])).toEqual(['removed line-gb !']);
    expect(changes([base], [{ ...base, ticketFee: '' }])).toEqual([
      'changed line-us price.tables.[US 美国].brackets.[0–2].ticketFee !',
    ]);
  });
});
