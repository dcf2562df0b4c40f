import { expect, it } from 'vitest';
import { errorCatalog } from './catalog.ts';

const entries = Object.entries(errorCatalog);

it('a number on the radio means one thing', () => {
  const numbers = entries.map(([, { number }]) => number);
  expect(numbers.filter((number, i) => numbers.indexOf(number) !== i)).toEqual([]);
});

it('words are short enough to be read at a metre', () => {
  const long = entries.flatMap(([code, { zh, en }]) => [
    ...(en.verdict.length > 16 ? [`${code} en verdict`] : []),
    ...([...zh.verdict].length > 6 ? [`${code} zh verdict`] : []),
    ...(en.act.split(' ').length > 8 ? [`${code} en act`] : []),
    ...([...zh.act].length > 18 ? [`${code} zh act`] : []),
  ]);
  expect(long).toEqual([]);
});
