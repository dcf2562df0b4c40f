import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { printTspl } from '../../../test/support/bitmap-printers.ts';
import { decodeDots } from '../../../test/support/render-zpl.ts';
import { route60x40 } from '../../../shared/labels/templates/route-60x40.ts';

const root = fileURLToPath(new URL('../../..', import.meta.url));
let folder = '';
beforeAll(() => (folder = mkdtempSync(join(tmpdir(), 'weighhouse-label-'))));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function label(args: readonly string[], input = ''): { status: number | null; stdout: string; stderr: string } {
  return spawnSync(
    process.execPath,
    [join(root, 'scripts/run-ts.mjs'), join(root, 'hardware/printer/tools/label.ts'), ...args],
    { cwd: folder, input, encoding: 'utf8', timeout: 20_000 },
  );
}

describe('npm run label', () => {
  it('writes the job of a file of data, and says what it wrote', async () => {
    // Numbers in JSON are taken as they are written: 12.50 stays 12.50.
    const data = JSON.stringify({ ...route60x40.sample, waybill: 'YT0000000000017' }).replace('"12.5 kg"', '12.50');
    writeFileSync(join(folder, 'route.json'), data);
    const run = label('--template route-60x40 --data route.json --language tspl --dpi 300 --out route.tspl'.split(' '));
    expect(run.status).toBe(0);
    const bytes = readFileSync(join(folder, 'route.tspl'));
    const summary: unknown = JSON.parse(run.stdout);
    expect(summary).toMatchObject({ ok: true, language: 'tspl', dpi: 300, bytes: bytes.length });
    expect((await decodeDots(printTspl(bytes))).map((code) => code.text)).toEqual(['YT0000000000017']);
  });

  it.each([
    ['data that is no JSON', '{"waybill": }', /waybill|character/],
    ['a field twice', '{"waybill":"A1234","waybill":"B1234"}', /waybill/],
    ['a missing field', '{"waybill":"A1234"}', /line: /],
  ])('ends with 1 and words for %s', (_, input, words) => {
    const run = label(['--template', 'route-60x40', '--data', '-'], input);
    expect(run.status).toBe(1);
    const answer = JSON.parse(run.stdout) as { ok: boolean; error: { code: string; detail: string } };
    expect(answer).toMatchObject({ ok: false, error: { code: 'LABEL_DATA_REFUSED' } });
    expect(answer.error.detail).toMatch(words);
  });

  it('ends with 2 and the usage when it is called wrongly', () => {
    const run = label(['--template', 'route-60x40', '--sample', '--dpi', '200']);
    expect([run.status, run.stdout]).toEqual([2, '']);
    expect(run.stderr).toMatch(/--dpi 200: expected one of 203, 300, 600[\s\S]*usage:/);
  });
});
