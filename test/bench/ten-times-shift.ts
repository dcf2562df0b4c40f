import { toledoFrame } from '../support/scale-pty.ts';
import type { Floor } from '../support/floor.ts';
import { waitUntil } from '../support/wait-until.ts';
import type { Row } from './figures.ts';
import type { openXKeys } from './x-keys.ts';

type Keys = ReturnType<typeof openXKeys>;

/** 1,500 parcels in a shift of 7.5 hours are 18 s each: at ten times the pace of people 1.8 s. */
const TAKT_MS = 1_800;
/** Within a takt: the scan, the parcel on the plate, the parcel away. */
const PUT_AT_MS = 150;
const STILL_AT_MS = 450;
const LIFT_AT_MS = 1_350;

const sleepUntil = (atMs: number): Promise<void> =>
  new Promise((resolve) => setTimeout(resolve, Math.max(0, atMs - performance.now())));
const type = (keys: Keys, text: string): void => {
  keys.send(`type --delay 4 -- ${text}`);
  keys.send('key Return');
};

/** The hands do not look at the screen: what is not ready in time drops a scan, and shows in the count. */
export async function replayWeighings(floor: Floor, keys: Keys, waybills: readonly string[]): Promise<Row[]> {
  floor.display.scan('CMD:WEIGH');
  await floor.station.page.locator('main[data-screen="weigh"]').waitFor();
  floor.put(0);
  await floor.waitForPhase('idle');
  const count = await counting(floor, 'parcelWeighed');
  const labels = floor.printer.labels.length;
  const start = performance.now() + 200;
  for (const [index, waybill] of waybills.entries()) {
    const at = start + index * TAKT_MS;
    await sleepUntil(at);
    type(keys, waybill);
    await sleepUntil(at + PUT_AT_MS);
    const grams = 700 + (index % 900);
    floor.scale.feed(() => toledoFrame(grams, { moving: performance.now() < at + STILL_AT_MS }));
    await sleepUntil(at + LIFT_AT_MS);
    floor.put(0);
  }
  await waitUntil('the last label', () => floor.printer.labels.length >= labels + waybills.length).catch(
    () => undefined,
  );
  const rows = await count('weigh bench, ten times', waybills, waybills);
  rows.push({
    name: 'weigh bench, ten times: labels printed',
    value: floor.printer.labels.length - labels,
    unit: 'labels',
  });
  return rows;
}

export async function replayBags(
  floor: Floor,
  keys: Keys,
  parcels: readonly { readonly waybill: string; readonly letter: string }[],
): Promise<Row[]> {
  floor.display.scan('CMD:BAG');
  await floor.station.page.locator('main[data-screen="bag"]').waitFor();
  const half = Math.ceil(parcels.length / 2);
  return [
    ...(await putIn(floor, keys, 'bag bench, ten times', parcels.slice(0, half), TAKT_MS)),
    // Both codes one behind the other as fast as a gun can, without a pause for the disk.
    ...(await putIn(floor, keys, 'bag bench, without a pause', parcels.slice(half), 0)),
  ];
}

async function putIn(
  floor: Floor,
  keys: Keys,
  name: string,
  parcels: readonly { readonly waybill: string; readonly letter: string }[],
  taktMs: number,
): Promise<Row[]> {
  const count = await counting(floor, 'parcelBagged');
  const start = performance.now() + 200;
  for (const [index, { waybill, letter }] of parcels.entries()) {
    await sleepUntil(start + index * taktMs);
    type(keys, waybill);
    await sleepUntil(start + (index + 0.5) * taktMs);
    type(keys, `BAG:${letter}`);
  }
  const sent = parcels.flatMap(({ waybill, letter }) => [waybill, `BAG:${letter}`]);
  return count(
    name,
    sent,
    parcels.map(({ waybill }) => waybill),
  );
}

/** Counts from now on, by two witnesses: the page's own marks of scans heard and decided, and the journal read without the product's code. */
async function counting(
  floor: Floor,
  operation: string,
): Promise<(name: string, sent: readonly string[], parcels: readonly string[]) => Promise<Row[]>> {
  const { page } = floor.station;
  await page.evaluate(() => void (window as unknown as { wh: unknown[] }).wh.splice(0));
  return async (name, sent, parcels) => {
    const marks = (kind: string): Promise<string[]> =>
      page.evaluate(
        (wanted) =>
          (window as unknown as { wh: { name: string; text: string }[] }).wh
            .filter((mark) => mark.name === wanted)
            .map((mark) => mark.text),
        kind,
      );
    await waitUntil('the last scan', async () => (await marks('wh-decided')).length >= sent.length, 30_000).catch(
      () => undefined,
    );
    const booked = (): number => {
      const known = new Set(parcels);
      return floor
        .journal()
        .filter(({ type: of, payload }) => of === operation && known.has(String(payload['waybill']))).length;
    };
    const onDisk = await waitUntil('the last record', () => booked() >= parcels.length || undefined, 30_000)
      .then(() => booked())
      .catch(() => booked());
    const [heard, decided] = [await marks('wh-heard'), await marks('wh-decided')];
    const missing = [...sent].filter((text) => !decided.includes(text)).length;
    return [
      { name: `${name}: scans sent`, value: sent.length, unit: 'scans' },
      { name: `${name}: scans heard`, value: heard.length, unit: 'scans' },
      { name: `${name}: scans decided`, value: decided.length, unit: 'scans' },
      { name: `${name}: parcels on the disk, of ${parcels.length}`, value: onDisk, unit: 'parcels' },
      {
        ...{ name: `${name}: dropped`, unit: 'scans', target: '0' },
        value: Math.max(missing, sent.length - decided.length, parcels.length - onDisk),
      },
    ];
  };
}
