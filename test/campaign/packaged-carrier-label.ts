import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Journal } from '../../electron/journal/journal.ts';
import { nodeDisk } from '../../electron/journal/node-disk.ts';
import { LabelDocuments } from '../../electron/services/label-documents.ts';
import { sceneOf } from '../../hardware/printer/compile-label.ts';
import { parcel100x150 } from '../../shared/labels/templates/parcel-100x150.ts';
import { codesOnLabel, journalBodies } from '../support/floor.ts';
import { encodeSample, fontsDirectory } from '../support/label-pages.ts';
import { writeSettings } from '../support/station.ts';
import { TcpPrinter } from '../support/tcp-printer.ts';
import { waitUntil } from '../support/wait-until.ts';

/**
 * Carriers' labels in the packaged program, which lets nobody look into its window: two PDFs wait in the journal of a station that was
 * switched off, one of them with the number of another parcel. Started: the one comes out of the printer with its code, the other is
 * refused with words. Exit code 0 when it is so.
 */
const [program] = process.argv.slice(2);
if (program === undefined) throw new Error('usage: packaged-carrier-label PROGRAM, on an X display');

const home = mkdtempSync(join(tmpdir(), 'weighhouse-packaged-'));
const printer = new TcpPrinter();
await printer.listen();
const options = { practice: false, job: 'CARRIER1-1-1', copy: false, fontsDirectory };
const pdf = (waybill: string): Uint8Array =>
  encodeSample(
    sceneOf(parcel100x150, { ...parcel100x150.sample, waybill }, { dpi: 203, widthMm: 100, heightMm: 150 }, options),
    'pdf',
  );

writeSettings(home, {
  mode: 'live',
  printer: {
    transport: { type: 'tcp', host: '127.0.0.1', port: printer.port },
    language: 'zpl',
    dpi: 203,
    widthMm: 100,
    heightMm: 150,
  },
});
const documents = new LabelDocuments({
  folder: join(home, 'live'),
  wanted: () => [],
  fetch: () => Promise.reject(new Error('nothing is fetched here')),
  onArrived: () => undefined,
  wallMs: () => Date.now(),
});
const journal = new Journal({
  directory: join(home, 'live', 'journal'),
  disk: nodeDisk,
  clock: { wallMs: () => Date.now(), tzMinutes: () => 0, monoMs: () => performance.now() },
  boot: 'packaged',
  newDeviceId: () => 'W1PACKED',
});
for (const [tracking, on] of [
  ['YT2600000017731', 'YT2600000017731'],
  ['YT2600000027731', 'YT2600000099999'],
] as const) {
  const file = pdf(on);
  const payload = {
    ...{ subject: tracking, practice: false },
    label: { document: documents.keep(file), bytes: file.length, tracking },
  };
  const noted = await journal.append({
    ...{ type: 'labelRequested', entity: `print:${tracking}`, actor: 'station' },
    payload,
  });
  if (!noted.ok) throw new Error(noted.error.code);
}

const station = spawn(program, process.getuid?.() === 0 ? ['--no-sandbox'] : [], {
  env: { ...process.env, WEIGHHOUSE_HOME: home },
  stdio: 'ignore',
});
const gone = new Promise((resolve) => station.once('exit', resolve));
try {
  const said = (type: string): Record<string, unknown>[] =>
    journalBodies(home)
      .map((text) => JSON.parse(text) as { type: string; payload: Record<string, unknown> })
      .filter((body) => body.type === type)
      .map(({ payload }) => payload);
  await waitUntil('a label and a refusal', () => said('labelSent').length + said('labelFailed').length >= 2, 90_000);
  const codes = (await Promise.all(printer.labels.map((label) => codesOnLabel(label)))).flat();
  const [failed] = said('labelFailed');
  const ok =
    printer.labels.length === 1 && codes.includes('YT2600000017731') && failed?.['code'] === 'LABEL_OF_ANOTHER_PARCEL';
  process.stdout.write(`${JSON.stringify({ ok, labels: printer.labels.length, codes, failed })}\n`);
  process.exitCode = ok ? 0 : 1;
} finally {
  station.kill('SIGTERM');
  await gone;
  await printer.close();
  rmSync(home, { recursive: true, force: true });
}
