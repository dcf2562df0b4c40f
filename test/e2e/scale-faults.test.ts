import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { Floor } from '../support/floor.ts';
import { stGsFrame, toledoFrame } from '../support/scale-pty.ts';
import { waitUntil } from '../support/wait-until.ts';

const size = { length: '15', width: '15', height: '15', unit: 'cm' as const };
const floor = await Floor.open({ cloud: false });

let next = 0;
/** An unannounced parcel up to "put it on the plate". */
async function openParcel(): Promise<string> {
  const waybill = `SF66000000${String((next += 1)).padStart(3, '0')}`;
  floor.display.scan(waybill);
  await floor.waitForCode('PARCEL_UNANNOUNCED');
  floor.display.press('F1');
  await floor.waitForPhase('await-weight');
  floor.display.scan(`BOX:${size.length}x${size.width}x${size.height}`);
  await waitUntil('the size on the screen', async () =>
    (await floor.station.page.locator('.facts').innerText()).includes('15 × 15 × 15'),
  );
  return waybill;
}
const booked = () => floor.journal().filter((body) => body.type === 'parcelWeighed');

beforeAll(async () => {
  floor.settings();
  await floor.start();
});
afterEach(() => floor.clear());
afterAll(() => floor.close());

describe('a scale in trouble: five different states, no number booked', () => {
  it.each([
    ['overload', 'SCALE_OVERLOAD', 'over', (): Uint8Array => toledoFrame(0, { overload: true })],
    ['below zero', 'SCALE_BELOW_ZERO', 'under', (): Uint8Array => toledoFrame(-40)],
    ['silence', 'SCALE_SILENT', 'silent', (): undefined => undefined],
    [
      'noise',
      'SCALE_UNREADABLE',
      'noise',
      (): Uint8Array => Uint8Array.from({ length: 18 }, (_, i) => (i * 37 + 101) & 0xff),
    ],
  ] as const)('%s', async (_name, code, mark, frames) => {
    const waybill = await openParcel();
    const before = booked().length;
    floor.scale.feed(frames);
    await floor.waitForCode(code);
    expect(await floor.number('live')).toBeNull();
    expect(await floor.number('gross')).toBeNull();
    expect(await floor.station.page.locator(`[data-number="${mark}"]`).count()).toBe(1);
    expect(booked()).toHaveLength(before);
    // The cause goes away: the same parcel is weighed without a further touch.
    floor.scale.feed(() => toledoFrame(0));
    await floor.waitForPhase('await-weight');
    await floor.seesNumber('0.000 kg');
    floor.put(1250);
    await floor.waitForBooked(waybill);
    expect(booked().at(-1)?.payload['gross']).toEqual({ value: '1.250', unit: 'kg' });
  });

  it('motion: a number that moves is shown as moving and never booked', async () => {
    const waybill = await openParcel();
    const before = booked().length;
    let grams = 900;
    floor.scale.feed(() => toledoFrame((grams += 7), { moving: true }));
    await waitUntil('a moving scale', async () => (await floor.chip('scale')) === 'now');
    expect((await floor.band()).code).toBe('');
    const from = grams;
    await waitUntil('twenty moving frames', () => grams > from + 140);
    expect(booked()).toHaveLength(before);
    floor.put(1000);
    await floor.waitForBooked(waybill);
    expect(booked().at(-1)?.payload['gross']).toEqual({ value: '1.000', unit: 'kg' });
  });

  it('wobble: stable by its own word but never twice the same is not booked', async () => {
    await openParcel();
    const before = booked().length;
    let frame = 0;
    floor.scale.feed(() => toledoFrame(1000 + (frame++ % 3)));
    await waitUntil('forty wobbling frames', () => frame > 40);
    expect(booked()).toHaveLength(before);
  });

  it('unplugged in the middle of a parcel: said at once, resumed when it is back, from an empty plate', async () => {
    const waybill = await openParcel();
    const before = booked().length;
    floor.put(1800);
    floor.scale.unplug();
    const pulledAt = Date.now();
    await floor.waitForCode('SCALE_LOST');
    process.stdout.write(`unplug to screen: ${Date.now() - pulledAt} ms\n`);
    expect(booked().length).toBeLessThanOrEqual(before);
    // Plugged in again with the parcel still on the plate: it has to come off once.
    await floor.scale.plug();
    floor.put(1800);
    await floor.seesNumber('1.800 kg');
    expect((await floor.band()).subject).toBe(waybill);
    await floor.lift();
    floor.put(1800);
    await floor.waitForBooked(waybill);
    expect(booked()).toHaveLength(before + 1);
  });
});

describe('the ST,GS family through the same path', () => {
  it('books its stable lines and says its overload', async () => {
    await floor.clear();
    await floor.stopStation();
    floor.scale.feed(() => stGsFrame(0));
    floor.settings({
      scale: {
        transport: {
          type: 'serial',
          path: floor.scale.path,
          line: { baudRate: 9600, dataBits: 8, parity: 'none', stopBits: 1 },
        },
        protocol: 'st-gs',
      },
    });
    await floor.start();
    const waybill = await openParcel();
    floor.scale.feed(() => stGsFrame(0, 'OL'));
    await floor.waitForCode('SCALE_OVERLOAD');
    floor.scale.feed(() => stGsFrame(0));
    await floor.seesNumber('0.000 kg');
    floor.scale.feed(() => stGsFrame(3456));
    await floor.waitForBooked(waybill);
    expect(booked().at(-1)?.payload['gross']).toEqual({ value: '3.456', unit: 'kg' });
    floor.scale.feed(() => stGsFrame(0));
    await floor.waitForPhase('idle');
  });
});
