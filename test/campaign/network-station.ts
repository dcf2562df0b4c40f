import 'fake-indexeddb/auto';
import { createInterface } from 'node:readline';
import { journalOver } from '../../renderer/app/journal-over.ts';
import { DexieViewStorage } from '../../renderer/data/dexie-view-storage.ts';
import { OperationStore } from '../../renderer/data/operation-store.ts';
import { SyncLoop } from '../../renderer/sync/sync-loop.ts';
import { MainStation } from '../support/main-station.ts';
import { weighed } from '../support/operations.ts';

/**
 * A station's main process and its page's queue in one program, without Electron: network-station.ts URL TOKEN. Says a line of JSON at
 * every acknowledgement. A parcel every `EVERY_MS`; the line `end` on its input stops the work, then it waits until all of it is in the cloud.
 */
const [url = '', token = ''] = process.argv.slice(2);
const EVERY_MS = 150;
const say = (line: object): void => void process.stdout.write(`${JSON.stringify({ atMs: Date.now(), ...line })}\n`);

const main = await MainStation.start({ url, token });
const store = new OperationStore(new DexieViewStorage('network'), journalOver(main.bridge));
await store.begin('network');
const loop = new SyncLoop({
  bridge: main.bridge,
  store,
  monoMs: () => performance.now(),
  wallMs: () => Date.now(),
  random: () => Math.random(),
  after: (delayMs, callback) => {
    const timer = setTimeout(callback, delayMs);
    return () => clearTimeout(timer);
  },
  onStatus: ({ held, aborted }) => {
    if (held !== undefined) say({ held, aborted });
  },
  onAcknowledged: (acked) => say({ acked }),
});
main.bridge.on('journal.appended', ({ epoch, records }) => {
  void store.apply(epoch, records).then(() => loop.wake());
});
loop.start();
const { head } = await main.ask('journal.chains', null);
say({ device: head.device });
let parcels = 0;
const work = setInterval(() => {
  const waybill = `NET${(parcels += 1)}`;
  const act = { type: 'parcelWeighed', entity: `parcel:${waybill}`, payload: weighed(waybill, 500) } as const;
  void main.ask('operation.append', act);
}, EVERY_MS);
createInterface({ input: process.stdin }).on('line', (line) => {
  if (line !== 'end') return;
  clearInterval(work);
  const look = setInterval(() => {
    const { here, inCloud } = store.counts();
    if (inCloud < here) return;
    clearInterval(look);
    void main.ask('journal.chains', null).then(async (chains) => {
      say({ done: true, epoch: chains.head.epoch, seq: chains.head.seq, head: chains.head.hash, parcels });
      loop.stop();
      await main.stop();
      process.exit(0);
    });
  }, 200);
});
