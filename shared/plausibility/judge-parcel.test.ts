import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseMass, parseSides } from '../measure/parse-measure.ts';
import { judgeParcel, swappedDigits, type Tolerance } from './judge-parcel.ts';

const both: Tolerance = { absolute: { value: '50', unit: 'g' }, percent: '5', require: 'both' };
const either: Tolerance = { ...both, require: 'either' };
const mass = (text: string) => {
  const found = parseMass(text);
  if (found === undefined) throw new Error(text);
  return found;
};
const judge = (
  measured: string,
  more: { declared?: string; upstream?: string; size?: string; cargoClass?: string } = {},
  tolerance = either,
) => {
  const sides = more.size === undefined ? undefined : parseSides(more.size);
  return judgeParcel(
    {
      measured: mass(measured),
      ...(more.declared === undefined ? {} : { declared: mass(more.declared) }),
      ...(more.upstream === undefined ? {} : { upstream: mass(more.upstream) }),
      ...(sides === undefined ? {} : { dimensions: sides }),
      ...(more.cargoClass === undefined ? {} : { cargoClass: more.cargoClass }),
    },
    { tolerance },
  ).map(({ code, about, instead }) => [code, about, ...(instead === undefined ? [] : [instead])].join(' '));
};

describe('weights that were stated', () => {
  it.each([
    ['2.36 kg', { declared: '2.36 kg' }, []],
    ['2.36 kg', { declared: '2360 g' }, []],
    ['2.36 kg', { declared: '2360 kg' }, ['weight-in-other-unit declared 2360 g']],
    ['0.5 kg', { declared: '500 kg' }, ['weight-in-other-unit declared 500 g']],
    ['2.27 kg', { declared: '5 kg' }, ['weight-in-other-unit declared 5 lb']],
    ['5 kg', { upstream: '5 lb' }, ['weight-in-other-unit upstream 5 kg']],
    ['3.26 kg', { declared: '2.36 kg' }, ['weight-digits-swapped declared 3.26 kg']],
    ['23.6 kg', { declared: '2.36 kg' }, ['weight-point-slipped declared 23.6 kg']],
    ['2.36 kg', { declared: '1 kg' }, ['weight-differs declared']],
    ['2.36 kg', { declared: '2.2 kg', upstream: '2.36 kg' }, ['weight-differs declared']],
  ] as const)('%s with %j: %j', (measured, more, expected) => {
    expect(judge(measured, more)).toEqual(expected);
  });

  it('either limit, or both: exactly on a limit is within it', () => {
    // 2.000 against 1.940 is 60 g and 3 %
    expect(judge('2 kg', { declared: '1.94 kg' }, either)).toEqual(['weight-differs declared']);
    expect(judge('2 kg', { declared: '1.94 kg' }, both)).toEqual([]);
    // 0.100 against 0.090 is 10 g and 10 %
    expect(judge('0.1 kg', { declared: '0.09 kg' }, either)).toEqual(['weight-differs declared']);
    expect(judge('0.1 kg', { declared: '0.09 kg' }, both)).toEqual([]);
    expect(judge('1 kg', { declared: '0.95 kg' }, either)).toEqual([]); // 50 g and 5 %: on both limits
    expect(judge('1 kg', { declared: '0.949999999 kg' }, both)).toHaveLength(1);
  });

  it('never doubts a weight that agrees, whatever its unit', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 999_999 }), (grams) => {
        const kilo = `${Math.trunc(grams / 1000)}.${String(grams % 1000).padStart(3, '0')} kg`;
        expect(judge(`${grams} g`, { declared: kilo, upstream: `${grams} g` })).toEqual([]);
      }),
    );
  });
});

describe('size against weight', () => {
  it.each([
    ['2 kg', { size: '30x20x10 cm' }, []], // 333 kg/m³
    [
      '2 kg',
      { size: '300x200x100 cm' },
      ['size-in-other-unit dimensions 300×200×100 mm', 'too-light-for-size measured'],
    ],
    ['2 kg', { size: '30x20x10 mm' }, ['too-heavy-for-size measured']], // both cm and in would fit: neither is named
    ['0.2 kg', { size: '81x20x10 cm' }, ['side-digits-swapped dimensions 18×20×10 cm', 'too-light-for-size measured']],
    ['1 g', { size: '60x50x40 cm' }, ['too-light-for-size measured']],
    ['60 kg', { size: '30x20x10 cm' }, ['size-in-other-unit dimensions 30×20×10 in', 'too-heavy-for-size measured']],
    ['18 kg', { size: '30x20x10 cm', cargoClass: 'blade' }, []], // 3000 kg/m³ of steel
    [
      '18 kg',
      { size: '30x20x10 cm', cargoClass: 'food' },
      ['size-in-other-unit dimensions 30×20×10 in', 'too-heavy-for-size measured'],
    ],
  ] as const)('%s %j: %j', (measured, more, expected) => {
    expect(judge(measured, more)).toEqual(expected);
  });

  it('says the reason in both languages', () => {
    const [doubt] = judgeParcel({ measured: mass('2.36 kg'), declared: mass('2360 kg') }, { tolerance: either });
    expect(doubt?.zh).toBe('申报重量 2360 kg, 实称 2.36 kg: 单位可能是克');
    expect(doubt?.en).toBe('declared 2360 kg, weighed 2.36 kg: the unit may be grams');
  });
});

it('swapped digits: each neighbouring pair once, points stay', () => {
  expect(swappedDigits('2.36')).toEqual(['3.26', '2.63']);
  expect(swappedDigits('11')).toEqual([]);
  expect(swappedDigits('10')).toEqual([]);
});
