import 'fake-indexeddb/auto';
import { readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { journalOver } from '../../renderer/app/journal-over.ts';
import { DexieViewStorage } from '../../renderer/data/dexie-view-storage.ts';
import { OperationStore } from '../../renderer/data/operation-store.ts';
import { MainStation } from '../support/main-station.ts';
import { weighed } from '../support/operations.ts';
import { StationsAndCloud } from '../support/stations-and-cloud.ts';

const world = new StationsAndCloud();

/** A station whose page has acknowledged 20 of 30 parcels; the answer to five more was lost on the way. */
async function workedOn(view: string): Promise<{ station: MainStation; device: string }> {
  const station = await MainStation.start({ url: world.cloud.url, token: world.cloud.tokens.live });
  for (let at = 0; at < 30; at += 1) {
    const waybill = `${view}${1000 + at}`;
    await station.ask('operation.append', {
      type: 'parcelWeighed',
      entity: `parcel:${waybill}`,
      payload: weighed(waybill, 500),
    });
  }
  const store = new OperationStore(new DexieViewStorage(view), journalOver(station.bridge));
  await store.begin('b0');
  await station.ask('sync.push', { epoch: 1, fromSeq: 1, count: 25 });
  await store.acknowledged(1, 20, []);
  store.close();
  const { device } = (await station.ask('journal.chains', null)).head;
  await station.stop({ keep: true });
  return { station, device };
}
async function comesUp(home: string, view: string): Promise<MainStation> {
  const station = await MainStation.start({ url: world.cloud.url, token: world.cloud.tokens.live }, home);
  const store = new OperationStore(new DexieViewStorage(view), journalOver(station.bridge));
  world.endsWithTest({
    stop: async () => {
      store.close();
      await station.stop();
    },
  });
  expect(await store.begin('b1')).toContain('another journal');
  return station;
}
const parcels = async (prefix: string): Promise<string[]> =>
  (
    await world.cloud.database.query('SELECT device, waybill FROM weighing WHERE waybill LIKE $1 ORDER BY waybill', [
      `${prefix}%`,
    ])
  ).rows.map((row) => `${String(row['device'])} ${String(row['waybill'])}`);

describe('the journal was deleted and the local view was not', () => {
  it('sends what only the view had under its own name: nothing lost, nothing twice', async () => {
    const { station, device } = await workedOn('LJ');
    expect(await parcels('LJ')).toHaveLength(24);
    rmSync(join(station.home, 'live', 'journal'), { recursive: true });
    const again = await comesUp(station.home, 'LJ');
    expect((await again.ask('journal.chains', null)).head.device).not.toBe(device);
    expect(again.notices).toContain('JOURNAL_RESCUED');
    await again.pull();
    expect(await parcels('LJ')).toEqual(Array.from({ length: 30 }, (_, at) => `${device} LJ${1000 + at}`));
    await again.push();
    expect(readdirSync(join(station.home, 'live', 'journal', 'rescued'))).toHaveLength(2);
  });

  it('does so as well when who it was is still known', async () => {
    const { station, device } = await workedOn('LK');
    rmSync(join(station.home, 'live', 'journal', '1'), { recursive: true });
    const again = await comesUp(station.home, 'LK');
    expect((await again.ask('journal.chains', null)).head).toMatchObject({ device, epoch: 2 });
    await again.pull();
    await again.push();
    expect(await parcels('LK')).toEqual(Array.from({ length: 30 }, (_, at) => `${device} LK${1000 + at}`));
  });

  it('keeps them, and says so, when the cloud does not take them', async () => {
    const { station, device } = await workedOn('LM');
    // The cloud has another history under this name: a copied disk went on working.
    await world.cloud.database.query(
      "UPDATE operation SET hash = decode(repeat('00', 32), 'hex') WHERE device = $1 AND seq BETWEEN 21 AND 25",
      [device],
    );
    await world.cloud.database.query("UPDATE device SET head = decode(repeat('00', 32), 'hex') WHERE device = $1", [
      device,
    ]);
    rmSync(join(station.home, 'live', 'journal'), { recursive: true });
    const again = await comesUp(station.home, 'LM');
    await again.pull();
    await again.pull();
    expect(again.notices.filter((code) => code === 'JOURNAL_RESCUED')).toHaveLength(2);
    expect(await parcels('LM')).toHaveLength(24);
    expect(readdirSync(join(station.home, 'live', 'journal', 'rescued'))).toEqual([
      `${device}-1.json`,
      `${device}-1.ndjson`,
    ]);
  });
});
