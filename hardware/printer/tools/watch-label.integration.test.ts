import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { route60x40 } from '../../../shared/labels/templates/route-60x40.ts';
import { waitUntil } from '../../../test/support/wait-until.ts';

const root = fileURLToPath(new URL('../../..', import.meta.url));
let folder = '';
beforeAll(() => (folder = mkdtempSync(join(tmpdir(), 'weighhouse-watch-'))));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe('npm run label -- --watch', () => {
  it('draws again when the data changes, and outlives data that is broken for a while', async () => {
    const path = join(folder, 'watched.json');
    const out = join(folder, 'watched.zpl');
    const data = (waybill: string): string => JSON.stringify({ ...route60x40.sample, waybill });
    writeFileSync(path, data('YT0000000000017'));
    const tool = [join(root, 'scripts/run-ts.mjs'), join(root, 'hardware/printer/tools/label.ts')];
    const child = spawn(
      process.execPath,
      [...tool, '--watch', '--template', 'route-60x40', '--data', 'watched.json', '--out', 'watched.zpl'],
      { cwd: folder, stdio: ['ignore', 'pipe', 'inherit'] },
    );
    try {
      let said = '';
      child.stdout.on('data', (chunk: Buffer) => (said += chunk.toString()));
      await waitUntil('the first drawing', () => existsSync(out) && said.includes('"ok":true'));
      const first = readFileSync(out, 'utf8');
      writeFileSync(path, '{"waybill": ');
      await waitUntil('the refusal', () => said.includes('"ok":false'));
      writeFileSync(path, data('YT0000000000025'));
      await waitUntil('the second drawing', () => readFileSync(out, 'utf8') !== first);
      // What it writes itself is no change: no endless round.
      expect(said.match(/"ok"/g)?.length).toBeLessThan(6);
    } finally {
      child.kill('SIGKILL');
    }
  });
});
