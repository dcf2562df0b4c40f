import 'fake-indexeddb/auto';
import { afterEach, expect, it } from 'vitest';
import type { FloorFold } from '../../shared/consolidation/floor-fold.ts';
import { DexieViewStorage } from '../../renderer/data/dexie-view-storage.ts';
import { bagsInJournal, manifestsInJournal } from '../shift/bag-record.ts';
import { BagView } from '../../renderer/data/bag-view.ts';
import { OperationStore } from '../../renderer/data/operation-store.ts';
import type { JournalSource } from '../../renderer/data/view-recovery.ts';
import type { JournalRecord } from '../../shared/sync/operation.ts';
import { BagFloor } from '../support/bag-floor.ts';
import { chained } from '../support/operations.ts';

const DEVICE = 'W1234567';
const opened: OperationStore[] = [];
afterEach(() => {
  for (const one of opened.splice(0)) one.close();
});

/** Two lines, bags opened, sealed with a difference, unsealed, loaded, one handed over; weighings made again and taken back. */
function day(): BagFloor {
  const floor = new BagFloor();
  for (let at = 0; at < 6; at += 1) floor.weigh(`YT00${at}`, 500 + at, at % 2 === 0 ? {} : { line: 'US-A' });
  for (let at = 0; at < 6; at += 1) floor.scan(`YT00${at}`, at % 2 === 0 ? 'BAG:A' : 'BAG:B');
  floor.scan('BAG:A').key('F1').plate(0).plate(1_690);
  floor.scan('BAG:B').key('F1').plate(0).plate(3_000).key('F9').lead().key('F1');
  // Weighed again after the sealing: what was said at the sealing stays.
  floor.weigh('YT000', 700);
  floor.scan('BAG:B').key('F1').lead().key('F1');
  floor.scan('YT001').key('F1');
  const again = floor.operations.find((body) => body.payload['waybill'] === 'YT003');
  floor.record('parcelWeighingVoided', 'parcel:YT003', { voids: again?.seq, waybill: 'YT003', reason: 'x' });
  const manifest = 'MF-W1234567-1-1';
  const bag = 'EU-B-00001';
  floor.record('manifestOpened', `manifest:${manifest}`, {
    ...{ manifest, scope: { kind: 'line', value: 'EU-B' }, practice: false },
  });
  floor.record('bagLoaded', `bag:${bag}`, { manifest, bag });
  floor.record('manifestHandedOver', `manifest:${manifest}`, {
    ...{ manifest, scope: { kind: 'line', value: 'EU-B' }, parcels: 3, grossMilligrams: 1_690_000 },
    bags: [{ bag, unitNumber: '095212340000000014', parcels: 3, grossMilligrams: 1_690_000 }],
    ...{ leftBehind: [], vehicle: '', driver: '', carrier: '', airWaybill: '', practice: false },
    signature: { way: 'paper', sheet: manifest },
  });
  return floor;
}

const sourceOf = (records: JournalRecord[]): JournalSource => ({
  chains: () => {
    const { seq = 0, hash = '' } = records.at(-1) ?? {};
    return Promise.resolve({ head: { device: DEVICE, epoch: 1, seq, hash }, firstSeq: 1, closed: [] });
  },
  read: (_epoch, after, limit) => Promise.resolve(records.slice(after, after + limit)),
  rescue: () => Promise.resolve(0),
  mend: () => Promise.resolve(0),
});

function shown({ bags, parcels, manifests, stands, units, oldUnits, openManifest, openOfGroup }: FloorFold): unknown {
  return {
    ...{ stands, units, oldUnits, openManifest, manifests },
    open: [...openOfGroup].filter(([, open]) => open.size > 0),
    bags: [...bags.values()],
    parcels: new Map([...parcels].map(([waybill, { milligrams, line, bag }]) => [waybill, { milligrams, line, bag }])),
  };
}

it('after a start everything stands as it stood before, to the milligram', async () => {
  const floor = day();
  const records = chained(
    DEVICE,
    1,
    floor.operations.map((body) => JSON.stringify(body)),
  );
  const store = new OperationStore(new DexieViewStorage('bag-view'), sourceOf(records));
  opened.push(store);
  await store.begin('b');
  const view = new BagView(store);
  await view.begin(await store.parcels());
  expect(view.fold.bags.size).toBeGreaterThanOrEqual(2);
  expect(view.fold.manifests.get('MF-W1234567-1-1')?.handedOver).toBeDefined();
  expect(shown(view.fold)).toEqual(shown(floor.fold));
});

it('the list of operations, read without any fold, tells the same of every bag', () => {
  const floor = day();
  const folded = [...floor.fold.bags.values()].map(
    ({ bag, state, parcels, grossMilligrams, unitNumber, manifest }) => ({
      ...{ bag, state, grossMilligrams, unitNumber, manifest, waybills: [...parcels].sort() },
    }),
  );
  const recorded = bagsInJournal(floor.operations).map(
    ({ bag, state, waybills, grossMilligrams, unitNumber, manifest }) => ({
      ...{ bag, state, grossMilligrams, unitNumber, manifest, waybills: [...waybills].sort() },
    }),
  );
  expect(recorded).toEqual(folded);
  expect(manifestsInJournal(floor.operations)).toMatchObject([{ handedOver: true, parcels: 3, bags: ['EU-B-00001'] }]);
});

it('an own operation counts when the disk has answered, and once when the view brings it again', async () => {
  const floor = new BagFloor();
  floor.weigh('YT001', 500);
  const [weighing] = floor.operations;
  if (weighing === undefined) throw new Error('nothing was weighed');
  const view = new BagView({
    each: () => Promise.resolve(),
    head: () => ({ device: DEVICE, epoch: 1, seq: 1, hash: '' }),
  });
  await view.begin([]);
  let changes = 0;
  view.onChange(() => (changes += 1));
  view.recorded(1, weighing);
  expect(view.fold.parcels.get('YT001')?.milligrams).toBe(500_000);
  view.onApplied([{ body: weighing, epoch: 1, label: undefined }]);
  expect(changes).toBe(1);
  // A second copy that was not announced is work of another part of the station.
  view.onApplied([{ body: { ...weighing, seq: 2 }, epoch: 1, label: undefined }]);
  expect(changes).toBe(2);
});
