import 'fake-indexeddb/auto';
import { describe, expect, it } from 'vitest';
import { journalOver } from '../../renderer/app/journal-over.ts';
import { DexieViewStorage } from '../../renderer/data/dexie-view-storage.ts';
import { OperationStore } from '../../renderer/data/operation-store.ts';
import { SyncLoop, type SyncStatus } from '../../renderer/sync/sync-loop.ts';
import { MainStation } from '../support/main-station.ts';
import { weighed } from '../support/operations.ts';
import { StationsAndCloud } from '../support/stations-and-cloud.ts';
import { waitUntil } from '../support/wait-until.ts';

const world = new StationsAndCloud();
/** A minute of the loop is a third of a second of this test. */
const FASTER = 180;

interface Bench {
  readonly station: MainStation;
  readonly store: OperationStore;
  readonly device: string;
  status: SyncStatus | undefined;
  readonly weigh: (count: number) => Promise<void>;
  readonly enrol: () => Promise<unknown>;
}

/** An enrolled station: main's own code, the page's store and loop over the same gate, the cloud on PostgreSQL. */
async function enrolled(view: string): Promise<Bench> {
  const station = await MainStation.start(undefined);
  const store = new OperationStore(new DexieViewStorage(view), journalOver(station.bridge));
  await store.begin('b0');
  const { device } = (await station.ask('journal.chains', null)).head;
  let number = 1_000;
  const bench: Bench = {
    ...{ station, store, device, status: undefined },
    weigh: async (count) => {
      for (let at = 0; at < count; at += 1) {
        const waybill = `${view}${(number += 1)}`;
        await station.ask('operation.append', {
          type: 'parcelWeighed',
          entity: `parcel:${waybill}`,
          payload: weighed(waybill, 500),
        });
      }
      await store.lookAgain();
    },
    enrol: async () => {
      const { code } = await world.cloud.admin<{ code: string }>('POST', '/v1/stations', { name: view });
      return station.ask('identity.enrol', { url: world.cloud.url, code });
    },
  };
  await bench.enrol();
  const loop = new SyncLoop({
    bridge: station.bridge,
    store,
    monoMs: () => performance.now() * FASTER,
    wallMs: () => Date.now(),
    random: () => 0.5,
    after: (delayMs, callback) => {
      const timer = setTimeout(callback, delayMs / FASTER);
      return () => clearTimeout(timer);
    },
    onStatus: (status) => (bench.status = status),
    onAcknowledged: () => undefined,
  });
  world.endsWithTest({
    stop: async () => {
      loop.stop();
      store.close();
      await station.stop();
    },
  });
  loop.start();
  return bench;
}
const inCloud = async (view: string): Promise<number> =>
  Number(
    (await world.cloud.database.query('SELECT count(*) AS n FROM weighing WHERE waybill LIKE $1', [`${view}%`]))
      .rows[0]?.['n'],
  );
const pushesSeen = async (): Promise<number> => {
  const text = String((await world.cloud.ask('GET', '/metrics', undefined)).body);
  return Number(/weighhouse_pushes_total\{[^}]*revoked[^}]*\} (\d+)/.exec(text)?.[1] ?? 0);
};
const acked = ({ store }: Bench): boolean => store.counts().here === store.counts().inCloud;

describe('a station whose key was revoked', () => {
  it('hands its queue over once, counts none of it, and sends it again when it is enrolled anew', async () => {
    const bench = await enrolled('RV');
    await bench.weigh(30);
    await waitUntil('all is in the cloud', () => acked(bench) || undefined);
    const before = bench.store.counts().inCloud;
    await world.cloud.admin('POST', `/v1/stations/${bench.device}/revoke`, { reason: 'lost' });
    // More than the largest batch: it has to go on behind what lies there.
    await bench.weigh(700);
    await waitUntil('all of it lies in quarantine', () => bench.status?.quarantined === 700 || undefined, 20_000);
    expect(bench.status).toMatchObject({ held: 'STATION_REVOKED', online: true });
    expect(bench.store.counts()).toMatchObject({ inCloud: before });
    expect(await inCloud('RV')).toBe(30);
    expect(await world.cloud.admin('GET', '/v1/quarantine')).toMatchObject([{ device: bench.device, waiting: 700 }]);
    // Five minutes of the loop: a word a minute, not the batch again and again.
    const pushes = await pushesSeen();
    await new Promise((resolve) => setTimeout(resolve, 300_000 / FASTER));
    expect((await pushesSeen()) - pushes).toBeLessThanOrEqual(6);
    await bench.weigh(2);
    await waitUntil('the next ones as well', () => bench.status?.quarantined === 702 || undefined, 20_000);

    await bench.enrol();
    await waitUntil('all is in the cloud', () => acked(bench) || undefined, 20_000);
    expect(await inCloud('RV')).toBe(732);
    await waitUntil('and it says so', () => bench.status?.held === undefined && bench.status?.quarantined === 0);
  }, 90_000);

  it('hears what became of each when the supervisor has let them in, also after a second revocation', async () => {
    const bench = await enrolled('RW');
    for (const round of [1, 2]) {
      await world.cloud.admin('POST', `/v1/stations/${bench.device}/revoke`, { reason: 'lost' });
      await bench.weigh(10);
      await waitUntil('they lie in quarantine', () => (bench.status?.quarantined ?? 0) >= 10 || undefined, 20_000);
      await world.cloud.admin('POST', `/v1/quarantine/${bench.device}/1/accept`);
      await waitUntil('let in', async () => (await inCloud('RW')) === round * 10 || undefined, 20_000);
      expect(acked(bench)).toBe(false);
      await bench.enrol();
      await waitUntil('the station knows', () => acked(bench) || undefined, 20_000);
      await waitUntil('and says so', () => bench.status?.quarantined === 0);
    }
  }, 90_000);
});
