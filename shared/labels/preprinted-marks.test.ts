import { describe, expect, it } from 'vitest';
import { cargoClasses } from '../rating/cargo/cargo-classes.ts';
import { preprintedMark } from './preprinted-marks.ts';
import { labelTemplates } from './templates/all-templates.ts';

describe('marks of batteries', () => {
  it('every UN number of the cargo classes names its stock in both languages', () => {
    const numbers = cargoClasses.flatMap(({ un = [] }) => un);
    expect(numbers.length).toBeGreaterThan(5);
    for (const un of numbers) {
      const { zh, en } = preprintedMark(un) ?? { zh: '', en: '' };
      expect([zh.includes(un), en.includes(un)]).toEqual([true, true]);
    }
    expect(preprintedMark('battery-mark')?.en).toBe('preprinted battery mark, red edge');
    for (const other of ['MSDS', 'UN1234', 'fragile', 'battery-fee']) expect(preprintedMark(other)).toBeUndefined();
  });

  it('no template draws one', () => {
    for (const { name, titleEn } of labelTemplates)
      expect([preprintedMark(name), preprintedMark(titleEn)]).toEqual([undefined, undefined]);
  });
});
