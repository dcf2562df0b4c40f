import { existsSync, readdirSync, rmSync, statSync, openSync, writeSync, closeSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { MainStation } from '../support/main-station.ts';
import { NOBODYS_URL, StationsAndCloud } from '../support/stations-and-cloud.ts';

const world = new StationsAndCloud(async (cloud) => {
  for (const series of ['bag', 'sscc', 'label']) await cloud.admin('PUT', `/v1/series/${series}`, { last: 1_000_000 });
});
const take = async (station: MainStation, count: number): Promise<number[]> =>
  (await Promise.all(Array.from({ length: count }, () => station.ask('numbers.take', { series: 'bag' })))).map(
    ({ number }) => number,
  );
const stateOf = async (station: MainStation) =>
  (await station.ask('numbers.describe', null)).find(({ series }) => series === 'bag');

describe('numbers leased ahead', () => {
  it('are never given out twice: asked at once, after a crash, by two stations', async () => {
    const [first, second] = [await world.start(), await world.start()];
    expect(await first.bridge.invoke('numbers.take', { series: 'bag' })).toMatchObject({
      error: { code: 'NUMBERS_EMPTY' },
    });
    await first.pull();
    await second.pull();
    // Six weeks of a quiet station's days.
    expect(await stateOf(first)).toMatchObject({ left: 1680, days: 42, state: 'ok' });
    const taken = [...(await take(first, 30)), ...(await take(second, 30))];
    // What the disk holds at this instant, in another life and without a network.
    const crashed = await world.start({ home: first.imageOfDisk(), url: NOBODYS_URL });
    taken.push(...(await take(crashed, 30)));
    expect(new Set(taken).size).toBe(90);
    expect(await stateOf(crashed)).toMatchObject({ left: 1680 - 60 });
  });

  it('leave with their chain when its name belonged to another history, and come anew', async () => {
    const station = await world.start();
    await station.pull();
    const taken = await take(station, 5);
    await station.ask('journal.newEpoch', { epoch: 1, why: 'fork' });
    expect(await station.bridge.invoke('numbers.take', { series: 'bag' })).toMatchObject({
      error: { code: 'NUMBERS_EMPTY' },
    });
    await station.pull();
    taken.push(...(await take(station, 5)));
    expect(new Set(taken).size).toBe(10);
    world.forget(station);
    await station.stop({ keep: true });
    const again = await world.start({ home: station.home, url: NOBODYS_URL });
    taken.push(...(await take(again, 5)));
    expect(new Set(taken).size).toBe(15);
  });

  it('skip what a damaged chain may have hidden, and work on without a network', async () => {
    const station = await world.start();
    await station.pull();
    const taken = await take(station, 20);
    world.forget(station);
    await station.stop({ keep: true });
    spoilARecord(join(station.home, 'live', 'journal', '1'));
    const mended = await world.start({ home: station.home, url: NOBODYS_URL });
    expect(mended.notices).toContain('JOURNAL_DAMAGED');
    expect((await mended.ask('journal.chains', null)).head.epoch).toBe(2);
    taken.push(...(await take(mended, 20)));
    expect(new Set(taken).size).toBe(40);
  });

  it('are not given back by a journal that was made anew', async () => {
    const station = await world.start();
    await station.pull();
    const taken = await take(station, 10);
    const { records } = await station.ask('journal.read', { epoch: 1, afterSeq: 0, limit: 100 });
    world.forget(station);
    await station.stop({ keep: true });
    rmSync(join(station.home, 'live', 'journal'), { recursive: true });
    const anew = await world.start({ home: station.home });
    const lease = records
      .map(({ body }) => JSON.parse(body) as { type: string; payload: Record<string, unknown> })
      .find(({ type, payload }) => type === 'numbersLeased' && payload['series'] === 'bag');
    // What the local view still had of the lost journal is told again.
    await anew.ask('operation.append', { type: 'numbersLeased', entity: 'numbers:bag', payload: lease?.payload ?? {} });
    expect(await stateOf(anew)).toMatchObject({ left: 0 });
    await anew.pull();
    taken.push(...(await take(anew, 10)));
    expect(new Set(taken).size).toBe(20);
  });

  it('say early that they run out, and why no more come', async () => {
    await world.cloud.admin('PUT', '/v1/series/sscc', { last: 1_000_000 });
    const rest = await world.cloud.admin<{ series: string; next: number }[]>('GET', '/v1/series');
    expect(rest.find(({ series }) => series === 'bag')?.next).toBeGreaterThan(1680);
    const station = await world.start();
    await station.pull();
    await take(station, 1680 - 399);
    // More was taken today than a quiet day: the pace is today's.
    expect(await stateOf(station)).toMatchObject({ state: 'low', days: 0 });
    expect(station.notices).toContain('NUMBERS_LOW');
    await take(station, 399);
    expect(await stateOf(station)).toMatchObject({ state: 'empty', left: 0 });
    expect(station.notices).toContain('NUMBERS_EMPTY');
  });
});

/** Turns a bit in the middle of the first segment. */
function spoilARecord(folder: string): void {
  const [segment = ''] = readdirSync(folder)
    .filter((name) => name.endsWith('.log'))
    .sort();
  const path = join(folder, segment);
  expect(existsSync(path)).toBe(true);
  const file = openSync(path, 'r+');
  writeSync(file, Buffer.from([0xff]), 0, 1, Math.floor(statSync(path).size / 2));
  closeSync(file);
}
