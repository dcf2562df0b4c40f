import { spawnSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import { electronExecutable, projectRoot } from '../support/station.ts';

describe('papers in the station’s own runtime', () => {
  it('Chinese, Thai and Vietnamese are embedded by the PDF writer, and its process lives', () => {
    // As a program of its own: with fonts packed as WOFF2 the writer ended the whole process (signal 11) in this Electron.
    const run = spawnSync(
      electronExecutable(),
      [
        'scripts/run-ts.mjs',
        'hardware/printer/tools/label.ts',
        ...'--template parcel-100x150 --sample --language pdf --out'.split(' '),
        '/dev/null',
      ],
      { cwd: projectRoot, env: { ...process.env, ELECTRON_RUN_AS_NODE: '1' }, encoding: 'utf8', timeout: 60_000 },
    );
    expect([run.signal, run.status, run.stderr]).toEqual([null, 0, '']);
    expect(JSON.parse(run.stdout)).toMatchObject({ ok: true, language: 'pdf' });
  });
});
