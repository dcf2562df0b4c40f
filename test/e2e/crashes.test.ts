import { readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { errorCatalog } from '../../shared/errors/catalog.ts';
import { Floor } from '../support/floor.ts';
import { toledoFrame } from '../support/scale-pty.ts';
import { spawnStation } from '../support/station.ts';
import { waitUntil } from '../support/wait-until.ts';

const preAlerts = Array.from({ length: 40 }, (_, index) => ({
  waybill: `YT44000000${String(index).padStart(2, '0')}`,
  line: 'US-A',
  cargoClass: 'none',
  customer: 'c',
  dimensions: { length: '10', width: '10', height: '10', unit: 'cm' as const },
}));
const floor = await Floor.open({ preAlerts });
let next = 0;
const take = (): string => preAlerts[next++]?.waybill ?? '';
const weighNext = async (): Promise<string> => {
  const waybill = take();
  await floor.weigh(waybill, 400 + next);
  return waybill;
};
const weighings = () => floor.journal().filter((body) => body.type === 'parcelWeighed');
async function agree(): Promise<void> {
  await waitUntil(
    'journal and cloud to agree',
    async () => {
      const { operations, parked } = await floor.admin<{ operations: number; parked: number }>('/v1/operations/count');
      expect(parked).toBe(0);
      return operations === floor.journal().length;
    },
    60_000,
  );
  const waybills = weighings().map((body) => body.payload['waybill']);
  expect(new Set(waybills).size).toBe(waybills.length);
}

beforeAll(async () => {
  floor.settings();
  await floor.start();
});
afterEach(() => floor.clear());
afterAll(() => floor.close());

describe('processes killed', () => {
  it('main, by SIGKILL, at eight different moments of a parcel: nothing lost, nothing doubled', async () => {
    await weighNext();
    for (const afterMs of [0, 40, 120, 200, 260, 320, 400, 500]) {
      const waybill = take();
      floor.display.scan(waybill);
      await floor.waitForPhase('await-weight');
      const onPlate = Date.now();
      floor.put(900);
      await waitUntil('the moment', () => Date.now() - onPlate >= afterMs);
      // What the screen said to be saved before the plug was pulled must be there.
      const saved = (await floor.phase()) === 'booked';
      await floor.killStation();
      const stored = weighings().filter((body) => body.payload['waybill'] === waybill).length;
      if (saved) expect(stored).toBe(1);
      expect(stored).toBeLessThanOrEqual(1);
      floor.put(0);
      await floor.start({ until: 'screen' });
      await waitUntil('a bench that answers', async () => (await floor.phase()) !== null);
      await floor.clear();
      await floor.seesNumber('0.000 kg');
      floor.display.scan(waybill);
      if (stored === 1) await floor.waitForCode('PARCEL_ALREADY_WEIGHED');
      else {
        await floor.waitForPhase('await-weight');
        floor.put(900);
        await floor.waitForBooked(waybill);
      }
      await floor.clear();
    }
    await agree();
  });

  it('the window, by SIGKILL: it comes back by itself with everything', async () => {
    const waybill = await weighNext();
    const killed = floor.child('renderer') ?? 0;
    const rendererPid = () => floor.child('renderer');
    process.kill(killed, 'SIGKILL');
    await waitUntil('the renderer to run again', () => rendererPid() !== killed && rendererPid() !== undefined);
    await floor.station.reattach();
    await floor.station.page.locator('main[data-screen]').waitFor();
    await floor.seesNumber('0.000 kg');
    floor.display.scan(waybill);
    await floor.waitForCode('PARCEL_ALREADY_WEIGHED');
    await floor.clear();
    await weighNext();
    await agree();
  });

  it('the device host, by SIGKILL: said, back, and the parcel in hand is weighed', async () => {
    const waybill = take();
    floor.display.scan(waybill);
    await floor.waitForPhase('await-weight');
    const lost = await floor.watchForLoss('live');
    const killedAt = Date.now();
    process.kill(floor.child('device-host') ?? 0, 'SIGKILL');
    await waitUntil('the host to be gone from the screen', lost);
    await floor.seesNumber('0.000 kg');
    process.stdout.write(`device host back with a live weight after ${Date.now() - killedAt} ms\n`);
    floor.put(1100);
    await floor.waitForBooked(waybill, 'sent');
    await floor.lift();
    await agree();
  });
});

describe('storage in trouble', () => {
  it('IndexedDB deleted while the station was off: rebuilt from the journal, and it says so', async () => {
    const waybill = await weighNext();
    await agree();
    await floor.stopStation();
    rmSync(join(floor.home, 'live', 'session', 'IndexedDB'), { recursive: true, force: true });
    await floor.start({ until: 'screen' });
    await floor.waitForPhase('idle');
    expect(await floor.station.page.locator('.notice').innerText()).toMatch(/重建|rebuilt/i);
    await floor.seesNumber('0.000 kg');
    floor.display.scan(waybill);
    await floor.waitForCode('PARCEL_ALREADY_WEIGHED');
    await floor.clear();
    await weighNext();
    await agree();
  });

  it('a torn last record is cut off; all before it stays', async () => {
    await weighNext();
    await floor.stopStation();
    const before = floor.journal().length;
    const folder = join(floor.home, 'live', 'journal');
    const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.log'));
    const last = join(folder, files.sort().at(-1) ?? '');
    const bytes = readFileSync(last);
    expect(statSync(last).size).toBe(bytes.length);
    writeFileSync(last, Buffer.concat([bytes, Buffer.from([0x40, 1, 0, 0, 9, 9, 9, 9, 1, 2, 3])]));
    await floor.start();
    expect(floor.journal().length).toBe(before + 1);
    expect(floor.journal().at(-1)?.type).toBe('stationStarted');
    await weighNext();
    await agree();
  });

  it('disk full: refused before the weighing, with words, and nothing of it is written', async () => {
    await floor.stopStation();
    await floor.start({ env: { WEIGHHOUSE_DISK_FULL_BYTES: String(2 ** 50) }, until: 'screen' });
    await floor.waitForCode('DISK_FULL');
    const before = weighings().length;
    floor.display.scan(take());
    await floor.weightWasSeen(800);
    expect((await floor.band()).code).toBe('DISK_FULL');
    expect(weighings()).toHaveLength(before);
    await floor.stopStation();
    floor.scale.feed(() => toledoFrame(0));
    await floor.start();
    await weighNext();
  });
});

describe('one bench, one station, one configuration', () => {
  it('a second instance on the same data is refused with words', async () => {
    const { child, output } = spawnStation({ home: floor.home, display: floor.display.name });
    const code = await new Promise((resolve) => child.once('exit', resolve));
    expect(code).toBe(0);
    expect(output()).toContain('already running');
    await weighNext();
  });

  it('a broken configuration is said and kept, and does not book real parcels', async () => {
    await floor.stopStation();
    const path = join(floor.home, 'station.json');
    const good = readFileSync(path, 'utf8');
    writeFileSync(path, '{ "version": 1, "scale": {{');
    await floor.start({ until: 'screen' });
    await waitUntil('the words', async () =>
      /[\u4e00-\u9fff]/.test(await floor.station.page.locator('.notice').innerText()),
    );
    expect(await floor.station.page.locator('.notice').innerText()).toContain(
      String(errorCatalog.SETTINGS_BROKEN.number),
    );
    expect(await floor.station.page.locator('.practice-flag').count()).toBe(1);
    const copies = readdirSync(floor.home).filter((name) => name.startsWith('station.broken-'));
    expect(copies).toHaveLength(1);
    expect(readFileSync(join(floor.home, copies[0] ?? ''), 'utf8')).toBe('{ "version": 1, "scale": {{');
    await floor.stopStation();
    writeFileSync(path, good);
  });

  it('a configuration of a newer version is left untouched', async () => {
    const path = join(floor.home, 'station.json');
    const newer = JSON.stringify({ version: 99, shape: 'unknown' });
    const good = readFileSync(path, 'utf8');
    writeFileSync(path, newer);
    await floor.start({ until: 'screen' });
    await waitUntil('the notice', async () =>
      (await floor.station.page.locator('.notice').innerText()).includes(String(errorCatalog.SETTINGS_NEWER.number)),
    );
    await floor.stopStation();
    expect(readFileSync(path, 'utf8')).toBe(newer);
    writeFileSync(path, good);
    await floor.start();
    await agree();
  });
});
