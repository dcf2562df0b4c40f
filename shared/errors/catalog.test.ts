import { describe, expect, it } from 'vitest';
import { errorCatalog } from './catalog.ts';

const entries = Object.entries(errorCatalog);

describe('the closed list of errors', () => {
  it('has a number of its own for each, three digits', () => {
    const numbers = entries.map(([, { number }]) => number);
    expect(numbers.filter((one, i) => numbers.indexOf(one) !== i)).toEqual([]);
    expect(numbers.filter((one) => one < 100 || one > 999)).toEqual([]);
  });
});
