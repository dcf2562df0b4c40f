import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { explainInWords } from './explain-in-words.ts';
import { rateChargeable } from './rate-chargeable.ts';
import { compileRule } from './compile-rule.ts';
import { sampleRules } from './rules/sample-lines.ts';

const [us, eu] = sampleRules.map((rule) => {
  const compiled = compileRule(rule);
  if (!compiled.ok) throw new Error(compiled.error.detail);
  return compiled.value;
});
if (us === undefined || eu === undefined) throw new Error('sample rules are missing');
const cm = (length: string, width: string, height: string) => ({ length, width, height, unit: 'cm' as const });
const rate = (rule: typeof us, kg: string, dimensions: ReturnType<typeof cm>) => {
  const result = rateChargeable(rule, { pieces: [{ weight: { value: kg, unit: 'kg' }, dimensions }] });
  if (!result.ok) throw new Error(result.error.detail);
  return result.value;
};

describe('chargeable weight of the sample lines', () => {
  it('bills 42 × 31 × 20 cm at 2.365 kg as 3.5 kg, because volume is greater, and knows the lever', () => {
    const result = rate(us, '2.365', cm('42', '31', '20'));
    expect(result).toMatchObject({
      chargeable: { value: '3.5', unit: 'kg' },
      volumetric: { value: '3.255' },
      basis: 'volumetric',
      beforeRounding: '3.255',
    });
    expect(result.lever).toEqual({
      side: 'height',
      from: '20',
      to: '18',
      unit: 'cm',
      saves: { value: '0.5', unit: 'kg' },
    });
    expect(explainInWords(result, 'en')).toEqual({
      why: 'Volume is greater, next 0.5 kg',
      save: '0.5 kg: 20 → 18 cm high',
    });
    expect(explainInWords(result, 'zh')).toEqual({ why: '体积重更大, 按 0.5 进位', save: '高 20 → 18 cm 省 0.5 kg' });
  });

  it.each([
    // exactly on a step, one gram below, one above
    ['2.500', '10', '10', '10', '2.5', 'gross'],
    ['2.499', '10', '10', '10', '2.5', 'gross'],
    ['2.501', '10', '10', '10', '3.0', 'gross'],
    // volume exactly on a step: 40×25×20 = 20000 / 8000 = 2.5
    ['1.000', '40', '25', '20', '2.5', 'volumetric'],
    // minimum
    ['0.100', '5', '5', '5', '0.5', 'gross'],
    // 0.1 × 3 in doubles is 0.30000000000000004: three tenths must stay three tenths
    ['0.3', '1', '1', '1', '0.5', 'gross'],
  ])('%s kg, %s×%s×%s → %s (%s)', (kg, l, w, h, chargeable, basis) => {
    expect(rate(us, kg, cm(l, w, h))).toMatchObject({ chargeable: { value: chargeable }, basis });
  });

  it('rounds sides up before the volume where the line says so', () => {
    // 30.1 → 31: 31×20×10 = 6200 / 6000 = 1.0333 → 1.1
    expect(rate(eu, '0.500', cm('30.1', '20', '10')).chargeable.value).toBe('1.1');
    // exactly 1.1 kg volumetric: 33×20×10 / 6000
    expect(rate(eu, '0.500', cm('33', '20', '10')).chargeable.value).toBe('1.1');
  });

  it('converts pounds and inches exactly', () => {
    const result = rateChargeable(us, {
      pieces: [
        {
          weight: { value: '1', unit: 'lb' },
          dimensions: { length: '1', width: '1', height: '1', unit: 'in' },
        },
      ],
    });
    expect(result.ok && result.value.gross.value).toBe('0.453592');
    expect(result.ok && result.value.steps.find((s) => s.slot === 'volume')?.value).toBe('16.387064');
  });

  it('refuses a flat side and a weight of zero', () => {
    const ask = (value: string, width: string) =>
      rateChargeable(us, { pieces: [{ weight: { value, unit: 'kg' }, dimensions: cm('1', width, '1') }] });
    expect(ask('1', '1').ok).toBe(true);
    expect(ask('0', '1')).toMatchObject({ ok: false });
    expect(ask('1', '0')).toMatchObject({ ok: false });
  });

  it('agrees with whole-number arithmetic for any input', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 60_000 }),
        fc.tuple(...[1, 2, 3].map(() => fc.integer({ min: 1, max: 2_500 }))),
        (grams, [a = 1, b = 1, c = 1]) => {
          // Oracle in mm and grams: volumetric grams = mm³ / 8000; steps of 500 g.
          const volume = BigInt(a) * BigInt(b) * BigInt(c);
          const dividend = BigInt(grams) * 8_000n > volume ? BigInt(grams) * 8_000n : volume;
          const step = 500n * 8_000n;
          const expected = ((dividend + step - 1n) / step) * 500n;
          const text = (n: number) => (n / 10).toFixed(1);
          const result = rate(
            us,
            `${Math.trunc(grams / 1000)}.${String(grams % 1000).padStart(3, '0')}`,
            cm(text(a), text(b), text(c)),
          );
          expect(BigInt(result.chargeable.value.replace('.', '')) * 100n).toBe(expected);
        },
      ),
    );
    expect(sampleRules.length).toBe(2);
  });
});
