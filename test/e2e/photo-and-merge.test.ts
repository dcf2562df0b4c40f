import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest';
import { builtInReference } from '../../shared/reference/built-in-reference.ts';
import { jpegSize } from '../../shared/stock/photo.ts';
import { Floor } from '../support/floor.ts';
import { waitUntil } from '../support/wait-until.ts';

const size = { length: '18', width: '12', height: '8', unit: 'cm' as const };
const alert = (index: number, line: string) => ({
  waybill: `YT880000000${index}`,
  ...{ line, cargoClass: 'none', customer: 'C1', country: 'US', dimensions: size },
});
const preAlerts = [alert(1, 'CNE'), alert(2, 'US-A'), alert(3, 'US-A')];
/** A line with a rule of a pack that ships: weights by country, divisors by size. */
const cne = { code: 'CNE', nameZh: '递一', nameEn: 'CNE', ruleId: 'cne-global' };
const floor = await Floor.open({ cloud: true, language: 'en' });
const of = (type: string) => floor.journal().filter((body) => body.type === type);

beforeAll(async () => {
  const { lines, boxes } = builtInReference;
  const supply = { lines: [...lines, cne], boxes, preAlerts };
  await floor.admin('/v1/supply', { method: 'PUT', body: JSON.stringify(supply) });
  floor.settings({ station: { name: 'W1', flows: ['weigh', 'merge'] } });
  await floor.start({ switches: ['--use-fake-device-for-media-stream'] });
  floor.display.scan('CMD:WEIGH');
});
afterEach(() => floor.clear());
afterAll(() => floor.close());

async function weigh(waybill: string, grams: number): Promise<void> {
  floor.display.scan(waybill);
  await floor.waitForPhase('await-weight');
  floor.put(grams);
  await floor.waitForBooked(waybill);
}

it('a line with the rule of a pack is rated, printed and booked by that rule', async () => {
  await weigh('YT8800000001', 600);
  expect(of('parcelWeighed').at(-1)?.payload).toMatchObject({
    ...{ line: 'CNE', ratedWith: { country: 'US' } },
    chargeable: { ruleId: 'cne-global', chargeable: { value: '0.6', unit: 'kg' } },
  });
});

it('F7 keeps a picture of the last parcel on this machine, by the hash that the operation names', async () => {
  floor.display.press('F7');
  await waitUntil('the photo', () => of('parcelPhotographed').length === 1, 20_000);
  const { waybill, sha256, bytes, widthPx } = of('parcelPhotographed')[0]?.payload as Record<string, string & number>;
  expect(waybill).toBe('YT8800000001');
  const file = readFileSync(join(floor.home, 'live', 'photos', String(sha256).slice(0, 2), `${sha256}.jpg`));
  expect(file).toHaveLength(Number(bytes));
  expect(createHash('sha256').update(file).digest('hex')).toBe(sha256);
  expect(jpegSize(file)?.widthPx).toBe(widthPx);
  await floor.station.page.locator('[data-photo="stored"]').waitFor();
  await floor.lift();
});

it('two parcels of a customer become one carton, by scans alone: planned, numbered, weighed; what is in it is weighed no more', async () => {
  await weigh('YT8800000002', 600);
  await floor.lift();
  await weigh('YT8800000003', 600);
  await floor.lift();
  floor.display.scan('CMD:MERGE');
  await floor.station.page.locator('[data-screen="merge"]').waitFor();
  floor.display.scan('YT8800000002');
  floor.display.scan('YT8800000003');
  await floor.station.page.locator('[data-count="2"]').waitFor();
  floor.display.press('F1');
  await floor.station.page.locator('[data-box]').waitFor();
  floor.display.scan('HU00000771');
  await waitUntil('the carton to be merged', () => of('parcelsMerged').length === 1);
  expect(of('parcelsMerged')[0]?.payload).toMatchObject({
    ...{ unit: 'HU00000771', customer: 'C1', line: 'US-A' },
    parcels: [{ waybill: 'YT8800000002' }, { waybill: 'YT8800000003' }],
  });
  // The bench has it in hand without another scan.
  await floor.waitForPhase('await-weight');
  floor.put(1400);
  await floor.waitForBooked('HU00000771');
  expect(of('parcelWeighed').at(-1)?.payload).toMatchObject({ waybill: 'HU00000771', line: 'US-A', announced: true });
  await floor.lift();
  floor.display.scan('YT8800000002');
  expect(await floor.waitForCode('PARCEL_IN_MERGE')).toMatchObject({ tone: 'stop', subject: 'YT8800000002' });
});
