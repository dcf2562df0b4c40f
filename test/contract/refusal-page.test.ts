import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { allRefusals, refusalPage } from '../../scripts/tools/refusal-page.ts';
import { toneOf } from '../../shared/errors/tone-of.ts';

const root = join(import.meta.dirname, '../..');

describe('docs/refusals.md', () => {
  it('is what the tables of the benches say; else: npm run docs:refusals', () => {
    expect(readFileSync(join(root, 'docs/refusals.md'), 'utf8')).toBe(refusalPage());
  });
});

describe.each(allRefusals)('$bench.en', ({ folder, rows, conditions }) => {
  const tests = readdirSync(join(root, folder))
    .filter((file) => file.endsWith('.test.ts'))
    .map((file) => readFileSync(join(root, folder, file), 'utf8'))
    .join('\n');

  it.each(rows)('$code has its situation, its words, the tone of its severity, and a test of its bench', (row) => {
    expect(row.colour).toBe(toneOf(row.code));
    expect(row.tone).toBe(toneOf(row.code));
    for (const text of [row.situation.zh, row.situation.en, row.clearedBy.zh, row.clearedBy.en])
      expect(text.trim()).not.toBe('');
    if (conditions === undefined) expect(tests).toMatch(new RegExp(`\\b${row.code}\\b`));
  });
});
