import { spawnSync } from 'node:child_process';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parcel100x150 } from '../../shared/labels/templates/parcel-100x150.ts';
import { codesOnLabel, Floor } from '../support/floor.ts';
import { encodeSample, sampleScene } from '../support/label-pages.ts';
import { electronExecutable, projectRoot } from '../support/station.ts';
import { waitUntil } from '../support/wait-until.ts';

const TRACKING = 'YT2611220047731';

/** A label of a carrier's as it comes from one: a PDF, here drawn by us, with the number on it. */
const carrierPdf = (): string => Buffer.from(encodeSample(sampleScene(parcel100x150, 203), 'pdf')).toString('base64');

describe('a carrier’s label through the station', () => {
  let floor: Floor;
  beforeAll(async () => {
    floor = await Floor.open({ cloud: false });
    floor.settings();
    await floor.start({ until: 'screen' });
  });
  afterAll(() => floor.close());

  const asked = (tracking: string): Promise<unknown> =>
    floor.station.page.evaluate(
      async ({ base64, number }) => {
        const { weighhouse } = window as unknown as {
          weighhouse: { invoke(name: string, input: unknown): Promise<unknown> };
        };
        const file = Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0));
        return weighhouse.invoke('labels.print', { label: { file, tracking: number }, subject: number });
      },
      { base64: carrierPdf(), number: tracking },
    );

  it('a PDF is drawn, read again and printed: the code on paper is the carrier’s', async () => {
    expect(await asked(TRACKING)).toMatchObject({ ok: true });
    await waitUntil('the label', () => floor.printer.labels.length === 1, 60_000);
    expect(await codesOnLabel(floor.printer.labels[0] ?? '')).toContain(TRACKING);
    await waitUntil('the ledger', () => floor.journal().some(({ type }) => type === 'labelSent'));
  });

  it('one that bears another number is refused with words, and nothing is printed', async () => {
    expect(await asked('YT0000000000000')).toMatchObject({ ok: true });
    const failed = await waitUntil(
      'the refusal',
      () => floor.journal().find(({ type }) => type === 'labelFailed'),
      60_000,
    );
    expect(failed.payload).toMatchObject({ code: expect.stringMatching(/^LABEL_/) as string });
    expect(String(failed.payload['detail'])).toContain('YT0000000000000');
    expect(floor.printer.labels).toHaveLength(1);
  });
});

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
