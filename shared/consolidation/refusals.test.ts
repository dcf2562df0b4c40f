import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { consolidationRefusals } from './refusals.ts';

it('every row stands once and is provoked by a test of a bench', () => {
  const codes = consolidationRefusals.map(({ code }) => code);
  expect(new Set(codes).size).toBe(codes.length);
  const tests = ['bag-bench.test.ts', 'bag-refusals.test.ts', 'manifest-bench.test.ts']
    .map((file) => readFileSync(new URL(file, import.meta.url), 'utf8'))
    .join('\n');
  expect(codes.filter((code) => !new RegExp(`\\b${code}\\b`).test(tests))).toEqual([]);
});
