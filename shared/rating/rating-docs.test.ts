import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parseExactJson, type ExactJson } from '../measure/exact-json.ts';
import { answerQuestion, ruleReader, type Answer } from './answer-question.ts';
import { findPackRules } from './packs/all-packs.ts';

/** Every question of docs/rating.md with the answer that stands below it. */
const page = readFileSync(new URL('../../docs/rating.md', import.meta.url), 'utf8');
const examples = [...page.matchAll(/^(\{"rule": .+)\n=> (.+)$/gm)].map(([, question = '', answer = '']) => ({
  question,
  answer,
}));
const read = ruleReader(findPackRules);

/** As short as the page says it: weight, basis, and what else the page names. */
function inShort(answer: Answer, as: string): string {
  if (!answer.ok) return `error ${answer.error.code} ${answer.error.at}`;
  const flags = answer.flags.map(({ id }) => id).join(' ');
  return [
    `${answer.chargeable.value} ${answer.chargeable.unit} ${answer.basis}`,
    ...(as.includes(' flags ') ? [`flags ${flags === '' ? 'none' : flags}`] : []),
    ...(as.includes(' price ') ? [`price ${answer.price?.total} ${answer.price?.currency}`] : []),
    ...(answer.blocked ? ['blocked'] : []),
  ].join(' ');
}

describe('docs/rating.md', () => {
  it('has an example of every part of the language', () => {
    expect(examples.length).toBeGreaterThan(50);
    for (const field of [
      'unitGuard',
      'sides',
      'shapeFactors',
      'volumeRounding',
      'divisorUnit',
      'density',
      'divisorBands',
      'gate',
    ])
      expect(
        examples.some(({ question }) => question.includes(`"${field}"`)),
        field,
      ).toBe(true);
  });
  it.each(examples)('$question → $answer', ({ question, answer }) => {
    const parsed = parseExactJson(question);
    if (!parsed.ok) throw new Error(parsed.fault.problem);
    const { rule, input } = parsed.value as { readonly rule: ExactJson; readonly input: ExactJson };
    expect(inShort(answerQuestion(read(rule), input), ` ${answer} `)).toBe(answer);
  });

  it('an empty field says nothing, two names of one thing contradict', () => {
    const ask = (input: object) => inShort(answerQuestion(read('quanpao'), input), '');
    expect(ask({ weight: '2.365 kg', dimensions: '42x31x20 cm', cbm: null, date: null })).toBe('4.5 kg volumetric');
    expect(ask({ weight: null, dimensions: '42x31x20 cm' })).toBe('error RATING_INPUT_REFUSED input.pieces.0.weight');
    expect(ask({ weight: '1 kg', grossWeight: '2 kg', dimensions: '1x1x1 cm' })).toContain(
      'error RATING_INPUT_REFUSED',
    );
    expect(ask({ weight: '1 kg', length: '1 cm', dimensions: '1x1x1 cm' })).toBe(
      'error RATING_INPUT_REFUSED input.dimensions',
    );
  });
});
