import 'fake-indexeddb/auto';
import Dexie from 'dexie';
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { afterEach, describe, expect, it } from 'vitest';
import { labelStateSchema } from '../../shared/devices/print-job.ts';
import { chainSeed, type JournalChains, type JournalRecord } from '../../shared/sync/operation.ts';
import { chained, weighed } from '../support/operations.ts';
import { DexieViewStorage } from '../../renderer/data/dexie-view-storage.ts';
import { OperationStore } from '../../renderer/data/operation-store.ts';
import type { JournalSource } from '../../renderer/data/view-recovery.ts';
import { OUTBOX_VERSION, OutboxDatabase } from '../../renderer/data/outbox-database.ts';
import { settleParked } from '../../renderer/sync/settle-parked.ts';
import { ViewFault } from '../../renderer/data/view-storage.ts';

const DEVICE = 'W1234567';
let count = 0;
const opened: { close(): void }[] = [];
afterEach(() => {
  for (const one of opened.splice(0)) one.close();
});
const fresh = (): string => `view-${(count += 1)}`;
const keep = <T extends { close(): void }>(one: T): T => {
  opened.push(one);
  return one;
};

/** A journal in memory: closed chains by epoch, the last one open. */
function journal(
  ...chains: JournalRecord[][]
): JournalSource & { readonly mended: JournalRecord[]; readonly rescued: JournalRecord[]; rescues: boolean } {
  const mended: JournalRecord[] = [];
  const rescued: JournalRecord[] = [];
  const genesis = createHash('sha256').update(chainSeed(DEVICE, chains.length)).digest('hex');
  const source = {
    mended,
    rescued,
    rescues: true,
    rescue: async (_chain: object, records: readonly JournalRecord[]) => {
      if (!source.rescues) throw new Error('the disk is full');
      rescued.push(...records);
      return records.at(-1)?.seq ?? 0;
    },
    chains: async (): Promise<JournalChains> => {
      const last = chains.at(-1)?.at(-1);
      return {
        head: { device: DEVICE, epoch: chains.length, seq: last?.seq ?? 0, hash: last?.hash ?? genesis },
        firstSeq: 1,
        closed: chains.slice(0, -1).map((records, index) => ({
          device: DEVICE,
          epoch: index + 1,
          firstSeq: 1,
          lastSeq: records.length,
          why: 'damaged' as const,
          damaged: [],
        })),
      };
    },
    read: async (epoch: number, after: number, limit: number) => (chains[epoch - 1] ?? []).slice(after, after + limit),
    mend: async (epoch: number, records: readonly JournalRecord[]) => {
      const chain = chains[epoch - 1] ?? [];
      const fitting = records.filter((record, index) => record.seq === chain.length + index + 1);
      chain.push(...fitting);
      mended.push(...fitting);
      return fitting.length;
    },
  };
  return source;
}
const parcels = (from: number, to: number, epoch = 1): JournalRecord[] =>
  chained(
    DEVICE,
    epoch,
    Array.from({ length: to - from + 1 }, (_, i) => ({
      type: 'parcelWeighed',
      entity: `parcel:YT${from + i}`,
      payload: weighed(`YT${from + i}0000`, 500 + i),
    })),
  );

describe('the view in IndexedDB', () => {
  it('is filled from the journal, opened again without a word, and made anew when it vanished', async () => {
    const name = fresh();
    const records = parcels(1, 30);
    const first = keep(new OperationStore(new DexieViewStorage(name), journal(records)));
    expect(await first.begin('another-boot')).toContain('the local view was gone');
    expect(first.counts()).toEqual({ here: 30, inCloud: 0, parked: 0 });
    expect(await first.parcels()).toHaveLength(30);
    await first.acknowledged(1, 20, [{ seq: 7, result: 'parked', code: 'X', atMs: 1 }]);
    first.close();
    const again = keep(new OperationStore(new DexieViewStorage(name), journal(records)));
    expect(await again.begin('b')).toBeUndefined();
    expect(again.counts()).toEqual({ here: 30, inCloud: 20, parked: 1 });
    expect((await again.oldestWaiting())?.seq).toBe(21);
    again.close();
    await Dexie.delete(name);
    const rebuilt = keep(new OperationStore(new DexieViewStorage(name), journal(records)));
    expect(await rebuilt.begin('b')).toContain('30 records read back');
    expect(rebuilt.counts()).toEqual({ here: 30, inCloud: 0, parked: 0 });
  });

  it('reads no label that is at rest at a start, and recalls it when somebody speaks of it', async () => {
    const name = fresh();
    const job = `${DEVICE}-1-1`;
    const about = (type: string, payload: object) => ({ type, entity: `label:${job}`, payload: { job, ...payload } });
    const weighing = (waybill: string) => ({
      type: 'parcelWeighed',
      entity: `parcel:${waybill}`,
      payload: weighed(waybill, 500),
    });
    const records = chained(DEVICE, 1, [
      weighing('YT10000'),
      about('labelSending', { printer: 'printer-1', bytes: 1, sha256: 'a'.repeat(64), copy: false }),
      about('labelSent', { bytes: 1 }),
      weighing('YT20000'),
      about('labelReprintRequested', { reason: 'damaged' }),
    ]);
    const first = keep(new OperationStore(new DexieViewStorage(name), journal(records.slice(0, 4))));
    await first.begin('b');
    expect(first.labels().map((entry) => entry.job)).toEqual([`${DEVICE}-1-4`]);
    first.close();
    const again = keep(new OperationStore(new DexieViewStorage(name), journal(records.slice(0, 4))));
    await again.begin('b');
    expect(again.labels().map((entry) => entry.job)).toEqual([`${DEVICE}-1-4`]);
    expect(await again.findLabel(job)).toMatchObject({ state: 'sent', copy: false });
    const [applied] = await again.apply(1, records.slice(4));
    expect(applied?.label).toMatchObject({ job, state: 'queued', copy: true });
    expect(again.label(job)?.state).toBe('queued');
  });

  it('says nothing at the very first start', async () => {
    const store = keep(new OperationStore(new DexieViewStorage(fresh()), journal(parcels(1, 2))));
    expect(await store.begin('b1')).toBeUndefined();
  });

  it('is made anew when a row is missing that the start did not count, and says so', async () => {
    const name = fresh();
    const records = parcels(1, 1_500);
    const store = keep(new OperationStore(new DexieViewStorage(name), journal(records)));
    await store.begin('b');
    expect(await store.check()).toBeUndefined();
    store.close();
    const raw = await new Dexie(name).open();
    await raw.table('records').delete([1, 4]);
    raw.close();
    const missing = keep(new OperationStore(new DexieViewStorage(name), journal(records)));
    expect(await missing.begin('b')).toBeUndefined();
    expect(await missing.check()).toContain('records were missing in the local view; 1500 records read back');
    expect((await missing.operation(4))?.seq).toBe(4);
    expect(await missing.check()).toBeUndefined();
  });

  it('is made anew when rows are missing, when it differs, and when it belongs to another journal', async () => {
    const name = fresh();
    const records = parcels(1, 10);
    const store = keep(new OperationStore(new DexieViewStorage(name), journal(records)));
    await store.begin('b');
    store.close();
    const raw = await new Dexie(name).open();
    await raw.table('records').delete([1, 4]);
    raw.close();
    const missing = keep(new OperationStore(new DexieViewStorage(name), journal(records)));
    expect(await missing.begin('b')).toContain('records were missing');
    expect((await missing.operation(4))?.seq).toBe(4);
    missing.close();
    const other = parcels(100, 112);
    const differs = keep(new OperationStore(new DexieViewStorage(name), journal(other)));
    expect(await differs.begin('b')).toContain('differs from the journal');
    expect((await differs.findParcel('YT1000000'))?.seq).toBe(1);
    expect(await differs.findParcel('YT10000')).toBeUndefined();
  });

  it('gives back to the journal what only the view still has', async () => {
    const name = fresh();
    const records = parcels(1, 10);
    const store = keep(new OperationStore(new DexieViewStorage(name), journal(records)));
    await store.begin('b');
    store.close();
    const short = journal(records.slice(0, 7));
    const again = keep(new OperationStore(new DexieViewStorage(name), short));
    expect(await again.begin('b')).toBeUndefined();
    expect(short.mended.map((record) => record.seq)).toEqual([8, 9, 10]);
    expect(again.counts().here).toBe(10);
  });

  it('holds every epoch, and a void removes only the weighing it names', async () => {
    const name = fresh();
    const second = chained(DEVICE, 2, [
      { type: 'parcelWeighed', entity: 'parcel:YT1', payload: weighed('YT10000', 900) },
      {
        type: 'parcelWeighingVoided',
        entity: 'parcel:YT2',
        payload: { voids: 2, waybill: 'YT20000', reason: 'epoch 2 has no such weighing' },
      },
    ]);
    const store = keep(new OperationStore(new DexieViewStorage(name), journal(parcels(1, 3), second)));
    await store.begin('b');
    expect(store.counts().here).toBe(5);
    expect(await store.findParcel('YT10000')).toMatchObject({ epoch: 2, seq: 1 });
    expect(await store.findParcel('YT20000')).toMatchObject({ epoch: 1, seq: 2 });
    expect(store.chains().map(({ epoch, lastSeq, closed }) => ({ epoch, lastSeq, closed }))).toEqual([
      { epoch: 1, lastSeq: 3, closed: true },
      { epoch: 2, lastSeq: 2, closed: false },
    ]);
  });

  it('says within its limit that another window blocks the upgrade', async () => {
    const name = fresh();
    const other = await openRaw(name, 1);
    const limits: number[] = [];
    const storage = keep(
      new DexieViewStorage(name, {
        after: (delayMs, callback) => {
          limits.push(delayMs);
          const timer = setTimeout(callback, 30);
          return () => clearTimeout(timer);
        },
      }),
    );
    await expect(storage.open()).rejects.toMatchObject({ code: 'LOCAL_VIEW_BLOCKED' });
    expect(limits[0]).toBeLessThanOrEqual(5_000);
    other.close();
  });

  it('does not run on the schema of a newer program', async () => {
    const name = fresh();
    (await openRaw(name, (OUTBOX_VERSION + 1) * 10)).close();
    const storage = keep(new DexieViewStorage(name));
    await expect(storage.open()).rejects.toThrow(ViewFault);
    const store = keep(new OperationStore(new DexieViewStorage(name), journal(parcels(1, 3))));
    expect(await store.begin('b')).toContain(`has version ${OUTBOX_VERSION + 1}`);
    expect(store.counts().here).toBe(3);
  });

  it('turns a hanging database into an answer, and goes on with it afterwards', async () => {
    const name = fresh();
    const storage = new DexieViewStorage(name);
    const records = parcels(1, 3);
    const lines: string[] = [];
    const store = keep(new OperationStore(storage, journal(records), (line) => lines.push(line)));
    await store.begin('b');
    storage.close();
    // The connection is gone, as after a full disk. What the journal has is applied all the same.
    records.push(...parcels(1, 4).slice(3));
    const applied = await store.apply(1, records.slice(3));
    expect(applied.map(({ body }) => body.seq)).toEqual([4]);
    expect(store.isBroken).toBe(true);
    expect(store.counts().here).toBe(4);
    await store.refresh();
    expect(store.isBroken).toBe(false);
    expect((await store.operation(4))?.seq).toBe(4);
    expect(lines).toHaveLength(1);
  });

  it('lets go of no record that only it has: a deleted journal gets them first, and a full disk is waited for', async () => {
    const name = fresh();
    const old = parcels(1, 30);
    const before = keep(new OperationStore(new DexieViewStorage(name), journal(old)));
    await before.begin('b0');
    await before.acknowledged(1, 20, []);
    before.close();
    // Journal and identity are gone; a new one has begun under another name.
    const anew = journal(
      chained('W7654321', 1, [
        { type: 'stationStarted', entity: 'station:self', payload: { version: '1', runtime: 'x', notes: [] } },
      ]),
    );
    const chains = anew.chains.bind(anew);
    anew.chains = async () => {
      const known = await chains();
      return { ...known, head: { ...known.head, device: 'W7654321' } };
    };
    anew.rescues = false;
    const trouble: string[] = [];
    const store = keep(new OperationStore(new DexieViewStorage(name), anew, (line) => trouble.push(line)));
    expect(await store.begin('b1')).toBe('the disk is full');
    expect(store.isBroken).toBe(true);
    await store.refresh();
    expect(anew.rescued).toEqual([]);
    anew.rescues = true;
    await store.refresh();
    expect(anew.rescued.map(({ seq }) => seq)).toEqual(old.map(({ seq }) => seq));
    expect(anew.rescued[29]).toEqual({ seq: 30, body: old[29]?.body, hash: old[29]?.hash });
    expect(store.counts()).toEqual({ here: 1, inCloud: 0, parked: 0 });
    expect(trouble).toEqual(['the local view belongs to another journal; 1 records read back from the journal']);
  });

  it('clears a parked row when it was applied after all', async () => {
    const store = keep(new OperationStore(new DexieViewStorage(fresh()), journal(parcels(1, 9))));
    await store.begin('b0');
    await store.acknowledged(1, 9, [
      { seq: 3, result: 'parked', code: 'OPERATION_CONFLICT', atMs: 1_000 },
      { seq: 4, result: 'deferred', code: 'x', atMs: 1_000 },
      { seq: 5, result: 'parked', code: 'OPERATION_CONFLICT', atMs: 3_000 },
    ]);
    const record = (result: 'parked' | 'applied') => ({ result, type: 'bagClosed', code: null, on: null });
    let known: Record<string, ReturnType<typeof record>> = { [`${DEVICE}-1-3`]: record('parked') };
    const reference = {
      status: { state: 'following' as const, asOfMs: 2_000, generation: 1, counts: {}, unreadable: 0, detail: '' },
      find: (_kind: string, key: string) => known[key] as never,
    };
    // 4 was decided before the whole copy that is here; 5 was parked after it.
    expect(await settleParked(store, reference)).toBe(1);
    expect((await store.parkedRows()).map(({ seq }) => seq)).toEqual([3, 5]);
    known = { [`${DEVICE}-1-3`]: record('applied') };
    expect(await settleParked(store, { ...reference, status: { ...reference.status, state: 'offline' } })).toBe(0);
    expect(await settleParked(store, reference)).toBe(1);
    expect(store.counts().parked).toBe(1);
  });
});

describe('databases of released versions', () => {
  it('waits for an upgrade that is under way: given up after five seconds it would begin anew for ever', async () => {
    const name = fresh();
    const old = await new Promise<IDBDatabase>((resolve) => {
      const request = indexedDB.open(name, 20);
      request.onupgradeneeded = () => request.result.createObjectStore('records', { keyPath: ['epoch', 'seq'] });
      request.onsuccess = () => resolve(request.result);
    });
    old.close();
    let made: OutboxDatabase | undefined;
    const limits: number[] = [];
    const storage = keep(
      new DexieViewStorage(name, {
        create: (of) => (made = new OutboxDatabase(of)),
        // The first limit is over in the middle of the upgrade.
        after: (delayMs, callback) => {
          limits.push(delayMs);
          let cancelled = false;
          const look = (): void => {
            if (cancelled) return;
            if (delayMs === 5_000 && made?.isUpgrading === true) callback();
            else setImmediate(look);
          };
          look();
          return () => (cancelled = true);
        },
      }),
    );
    await storage.open();
    expect(limits).toEqual([5_000, 600_000]);
    expect(await storage.numbersOf(1, ['parcelWeighed'])).toEqual([]);
  });

  it.each([
    [1, 'operations'],
    [2, 'records'],
  ] as const)('version %i comes up with everything that was in it', async (version, operations) => {
    const name = fresh();
    const saved = JSON.parse(readFileSync(`test/fixtures/outbox-v${version}.json`, 'utf8')) as {
      version: number;
      stores: Record<string, { keyPath: string | string[]; indexes: string[]; rows: object[] }>;
    };
    expect(saved.version).toBe(version * 10);
    const raw = await openRaw(name, saved.version, saved.stores);
    const tx = raw.transaction(Object.keys(saved.stores), 'readwrite');
    for (const [store, { rows }] of Object.entries(saved.stores))
      for (const row of rows) tx.objectStore(store).put(row);
    await new Promise((resolve) => (tx.oncomplete = resolve));
    raw.close();
    const storage = keep(new DexieViewStorage(name));
    await storage.open();
    const old = saved.stores[operations]?.rows as { seq: number; body: string; hash: string }[];
    expect(await storage.state()).toEqual({
      chains: [{ device: DEVICE, epoch: 3, firstSeq: 1, seq: old.length, hash: old.at(-1)?.hash, acked: 4 }],
      isEmpty: false,
      parked: 1,
    });
    expect((await storage.operationsAfter(3, 0, 100)).map(({ body }) => body)).toEqual(old.map(({ body }) => body));
    expect(await storage.parcel('YT30000')).toMatchObject({ epoch: 3, seq: 3 });
    expect(await storage.parked()).toEqual([{ epoch: 3, seq: 2, result: 'parked', code: 'X', atMs: 5 }]);
    expect(await storage.labelsIn(labelStateSchema.options)).toHaveLength(1);
    const weighings = old.filter(({ body }) => body.includes('"type":"parcelWeighed"')).map(({ seq }) => seq);
    expect(weighings.length).toBeGreaterThan(1);
    expect(await storage.numbersOf(3, ['parcelWeighed'])).toEqual(weighings);
    expect((await storage.operationsAt(3, weighings)).map(({ seq }) => seq)).toEqual(weighings);
    expect(await storage.numbersOf(3, ['labelSent', 'parcelWeighed', 'nothing'])).toEqual(
      old.filter(({ body }) => /"type":"(parcelWeighed|labelSent)"/.test(body)).map(({ seq }) => seq),
    );
  });
});

function openRaw(
  name: string,
  version: number,
  stores: Record<string, { keyPath: string | string[]; indexes: string[] }> = {},
): Promise<IDBDatabase> {
  return new Promise((resolve, reject) => {
    const request = indexedDB.open(name, version);
    request.onupgradeneeded = () => {
      for (const [store, { keyPath, indexes }] of Object.entries(stores)) {
        const made = request.result.createObjectStore(store, { keyPath });
        for (const index of indexes) made.createIndex(index, index);
      }
    };
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(new Error(request.error?.message));
  });
}
