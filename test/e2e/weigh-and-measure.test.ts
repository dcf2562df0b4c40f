import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { builtInReference } from '../../shared/reference/built-in-reference.ts';
import { Floor } from '../support/floor.ts';
import { waitUntil } from '../support/wait-until.ts';

const size = { length: '20', width: '15', height: '10', unit: 'cm' as const };
const alert = (index: number, more: Record<string, unknown> = {}) => ({
  waybill: `YT880000000${index}`,
  ...{ line: 'US-A', cargoClass: 'none', customer: 'c', dimensions: size },
  ...more,
});
const preAlerts = [
  alert(1),
  alert(2, { declared: { value: '0.5', unit: 'kg' } }),
  alert(3, { consignment: { id: 'C1', piece: 1, of: 2 } }),
  alert(4, { consignment: { id: 'C1', piece: 2, of: 2 } }),
];
const holds = [{ waybill: 'YT8800000001', reason: 'unpaid' as const, sinceMs: 1_795_000_000_000 }];
const floor = await Floor.open({ preAlerts, cloud: true });
const of = (type: string) => floor.journal().filter((body) => body.type === type);

beforeAll(async () => {
  const { lines, boxes } = builtInReference;
  await floor.admin('/v1/supply', { method: 'PUT', body: JSON.stringify({ lines, boxes, preAlerts, holds }) });
  floor.settings();
  await floor.start();
});
afterEach(() => floor.clear());
afterAll(() => floor.close());

describe('what speaks against a parcel', () => {
  it('a held one stops at its scan, nothing is weighed, and the code of the shelf clears it', async () => {
    floor.display.scan('YT8800000001');
    expect(await floor.waitForCode('PARCEL_HELD')).toMatchObject({ tone: 'stop', subject: 'YT8800000001' });
    floor.put(900);
    floor.display.scan('YT8800000002');
    expect((await floor.band()).code).toBe('PARCEL_HELD');
    floor.display.scan('PLACE:H2');
    await waitUntil('the bench to be free', () => of('parcelSetAside').length === 1);
    expect(of('parcelSetAside')[0]?.payload).toMatchObject({ waybill: 'YT8800000001', place: 'H2', scanned: true });
    expect(of('parcelWeighed')).toHaveLength(0);
    await floor.lift();
  });

  it('a weight that is not the declared one is asked about; the answer is in the record', async () => {
    floor.display.scan('YT8800000002');
    await floor.waitForPhase('await-weight');
    floor.put(900);
    await floor.waitForCode('WEIGHT_DIFFERS');
    floor.display.press('F1');
    await floor.waitForBooked('YT8800000002');
    expect(of('parcelWeighed').at(-1)?.payload['answered']).toMatchObject([
      { code: 'WEIGHT_DIFFERS', answer: 'accepted' },
    ]);
    await floor.lift();
  });

  it('pieces of a consignment: the first names the missing one, the second completes it', async () => {
    const pieces = () => floor.station.page.locator('[data-pieces]').getAttribute('data-pieces');
    floor.display.scan('YT8800000003');
    await floor.waitForPhase('await-weight');
    floor.put(700);
    await floor.waitForBooked('YT8800000003');
    expect(await pieces()).toBe('1/2');
    await floor.lift();
    floor.display.scan('YT8800000004');
    await floor.waitForPhase('await-weight');
    floor.put(800);
    await floor.waitForBooked('YT8800000004');
    expect(await pieces()).toBe('2/2');
    await floor.lift();
  });

  it('the last one gets another line by its code: weight kept, a new operation', async () => {
    floor.display.scan('CMD:CHANGE');
    await waitUntil('the correction', async () => (await floor.phase()) === 'keypad');
    floor.display.scan('LINE:EU-B');
    await waitUntil('a corrected weighing', () => of('parcelWeighed').at(-1)?.payload['corrected'] === true);
    const [former, corrected] = of('parcelWeighed').slice(-2);
    expect(corrected?.payload).toMatchObject({
      line: 'EU-B',
      supersedes: former?.seq,
      gross: former?.payload['gross'],
    });
  });
});
