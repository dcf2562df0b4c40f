import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { weighRefusals } from './refusals.ts';

it('every row stands once and is provoked by a test of the bench or of its check', () => {
  const codes = weighRefusals.map(({ code }) => code);
  expect(new Set(codes).size).toBe(codes.length);
  const tests = ['weigh-bench.test.ts', 'weigh-bench-rules.test.ts', 'check-parcel.test.ts', 'measured-size.test.ts']
    .map((file) => readFileSync(new URL(file, import.meta.url), 'utf8'))
    .join('\n');
  expect(codes.filter((code) => !new RegExp(`\\b${code}\\b`).test(tests))).toEqual([]);
});
