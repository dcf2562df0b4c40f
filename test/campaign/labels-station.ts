import { mkdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { PrinterDevice } from '../../hardware/host/printer-device.ts';
import type { PrintLimits } from '../../hardware/printer/transports/print-channel.ts';
import { systemClock } from '../../hardware/supervisor/clock.ts';
import { PrintService } from '../../electron/services/print-service.ts';
import { Journal } from '../../electron/journal/journal.ts';
import { nodeDisk } from '../../electron/journal/node-disk.ts';
import { success } from '../../shared/errors/catalog.ts';
import { applyToLedger, type LedgerEntry } from '../../shared/labels/label-ledger.ts';
import type { OperationPayload, OperationType } from '../../shared/parcel/operations.ts';
import { printerSettingsSchema } from '../../shared/settings/settings.ts';
import { operationBodySchema, type OperationBody } from '../../shared/sync/operation.ts';
import { weighed } from '../support/operations.ts';

/**
 * The part of the station that must not print twice nor lose a label, as a process that can be killed: the real journal with its
 * fdatasync, the real ledger, the real printer device. Started by labels-campaign with its settings as JSON in argv.
 */
const { directory, transport, language, limits, fontsDirectory } = JSON.parse(process.argv[2] ?? '{}') as {
  directory: string;
  transport: unknown;
  language: string;
  limits: PrintLimits;
  fontsDirectory?: string;
};
const settings = printerSettingsSchema.parse({ transport, language, dpi: 203, widthMm: 60, heightMm: 40 });
if (settings.transport.type === 'simulated') throw new Error('a real way to a printer is needed');

mkdirSync(directory, { recursive: true });
const journal = new Journal({
  directory,
  disk: nodeDisk,
  clock: { wallMs: () => Date.now(), tzMinutes: () => 0, monoMs: () => performance.now() },
  boot: 'campaign',
  newDeviceId: () => 'W1CAMPAIGN',
});
const ledger = new Map<string, LedgerEntry>();
const tell = (message: object): void => void process.send?.(message);
/** Delays of the ledger's own retries, shortened as the printer's limits are. */
const HASTE = 20;

function folded(body: OperationBody): void {
  const entry = applyToLedger(ledger, journal.head(), body);
  if (body.type === 'labelSending' && entry !== undefined)
    tell({ sha256: String(body.payload['sha256']), waybill: entry.waybill });
  if (entry !== undefined) tell({ job: entry.job, waybill: entry.waybill, state: entry.state, watched: entry.watched });
}

async function append<T extends OperationType>(type: T, entity: string, payload: OperationPayload<T>) {
  const result = await journal.append({ type, entity, actor: 'campaign', payload });
  if (!result.ok) throw new Error(`the journal refused ${type}: ${result.error.code}`);
  const body = operationBodySchema.parse(JSON.parse(result.value.body));
  service.apply(body);
  folded(body);
  return success(result.value);
}

let ready = false;
const device = new PrinterDevice({
  deviceId: 'printer-1',
  settings,
  compileCarrier: () => Promise.reject(new Error('no foreign labels in this campaign')),
  target: settings.transport,
  simulated: false,
  fontsDirectory: fontsDirectory ?? fileURLToPath(new URL('../../assets/fonts', import.meta.url)),
  clock: systemClock,
  limits,
  lookEveryMs: 30,
  onStatus: (status) => {
    const now = status.state === 'ready' && (status.troubles ?? []).length === 0;
    const woken = now && !ready;
    ready = now;
    if (woken) service.wake();
  },
  onFirstByte: () => undefined,
  onWatched: (job, outcome) => void service.watched(job, outcome),
});
const service: PrintService = new PrintService({
  head: () => journal.head(),
  append,
  prepare: ({ job, label, practice, copy }) => device.prepare(job, { label, practice, copy }),
  send: async (job, _printer, nextWaits) => success(await device.send(job, nextWaits)),
  printerReady: () => ready,
  hasFallback: () => false,
  release: () => undefined,
  onPrinterInUse: () => undefined,
  wallMs: () => Date.now(),
  after: (delayMs, callback) => void setTimeout(callback, delayMs / HASTE),
});

for (let seq = 0; ;) {
  const records = journal.readAfter(seq, 2_000);
  for (const record of records) {
    const body = operationBodySchema.parse(JSON.parse(record.body));
    service.apply(body);
    const entry = applyToLedger(ledger, journal.head(), body);
    if (body.type === 'labelSending' && entry !== undefined)
      tell({ sha256: String(body.payload['sha256']), waybill: entry.waybill });
  }
  const last = records.at(-1);
  if (last === undefined) break;
  seq = last.seq;
}
await service.begin();
device.start();
for (const entry of ledger.values())
  tell({ job: entry.job, waybill: entry.waybill, state: entry.state, watched: entry.watched });
tell({ up: true });

process.on('message', (message) => {
  const act = message as
    { act: 'weigh'; waybill: string } | { act: 'came-out' | 'scan-back' | 'nothing-came-out'; job: string };
  if (act.act === 'weigh') {
    const label = {
      template: 'route-60x40',
      data: {
        waybill: act.waybill,
        line: 'US-A',
        lineName: 'US A',
        chargeable: '1.5 kg',
        bag: 'LAX-1',
        station: 'W1',
        time: '11-24 14:32',
      },
    };
    void append('parcelWeighed', `parcel:${act.waybill}`, weighed(act.waybill, 1_500, { label }));
  } else if (ledger.get(act.job)?.state === 'unknown' || ledger.get(act.job)?.state === 'sent') {
    const { job } = act;
    if (act.act === 'nothing-came-out')
      void append('labelReprintRequested', `label:${job}`, { job, reason: 'nothing-came-out' });
    else void append('labelConfirmed', `label:${job}`, { job, by: act.act === 'came-out' ? 'operator' : 'scan-back' });
  }
});
process.on('disconnect', () => process.exit(0));
