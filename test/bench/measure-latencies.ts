import { Floor } from '../support/floor.ts';
import { toledoFrame } from '../support/scale-pty.ts';
import { waitUntil } from '../support/wait-until.ts';
import type { Figure } from './figures.ts';
import { whenPainted } from './painted.ts';
import { openXKeys } from './x-keys.ts';

const now = (): number => performance.timeOrigin + performance.now();
const FRAME_MS = 50;

/**
 * A bench with a pty scale, X keys, a TCP printer and the cloud: `rounds` parcels, each scanned, weighed, booked and labelled.
 * Every time runs from the act outside (key sent, frame written) to what a person or a printer gets.
 */
export async function measureLatencies(rounds: number): Promise<Figure[]> {
  const preAlerts = Array.from({ length: rounds }, (_, index) => ({
    waybill: `YT5500${String(index).padStart(6, '0')}`,
    line: 'US-A',
    cargoClass: 'none',
    customer: '深圳市云帆贸易',
    receiver: '王小明',
    destination: 'Los Angeles CA, S Grand Ave 221',
    dimensions: { length: '42', width: '31', height: '20', unit: 'cm' as const },
  }));
  const floor = await Floor.open({ preAlerts });
  const keys = openXKeys(floor.display.name);
  const scan: number[] = [];
  const frame: number[] = [];
  const saved: number[] = [];
  const savedPainted: number[] = [];
  const label: number[] = [];
  const append: number[] = [];
  try {
    floor.settings();
    await floor.start();
    const { page } = floor.station;
    // Frames one by one: nothing else is on the line while a frame is timed.
    floor.scale.feed(() => undefined);
    for (let round = 0; round < rounds; round += 1) {
      const grams = 1000 + round;
      const painted = await whenPainted(page, '[data-number="live"]', 'data-value', `${(grams / 1000).toFixed(3)} kg`);
      const sentAt = now();
      floor.scale.write(toledoFrame(grams, { moving: true }));
      frame.push((await painted()) - sentAt);
    }
    floor.put(0);
    await floor.seesNumber('0.000 kg');

    for (const [index, { waybill }] of preAlerts.entries()) {
      floor.scale.feed(() => undefined);
      floor.scale.write(toledoFrame(0));
      await floor.seesNumber('0.000 kg');
      const heard = await whenPainted(page, '.band', 'data-subject', waybill);
      // As a gun types: the code, then Enter, which is what is timed.
      floor.display.scan(waybill, { terminator: 'none', delayMs: 2 });
      const enterAt = keys.send('key Return');
      scan.push((await heard()) - enterAt);
      await floor.waitForPhase('await-weight');

      await page.evaluate(() => performance.clearMarks());
      const booked = await whenPainted(page, '[data-phase]', 'data-phase', 'booked');
      const labelsBefore = floor.printer.firstByteAtMs.length;
      const grams = 2000 + index * 3;
      let lastAt = 0;
      for (let stable = 0; stable < 5; stable += 1) {
        if (stable > 0) await new Promise((resolve) => setTimeout(resolve, FRAME_MS));
        lastAt = now();
        floor.scale.write(toledoFrame(grams));
      }
      savedPainted.push((await booked()) - lastAt);
      const marks = await page.evaluate(() => {
        const at = (name: string): number =>
          performance.timeOrigin + (performance.getEntriesByName(name)[0]?.startTime ?? NaN);
        return { sent: at('wh-append-sent'), answered: at('wh-append-answered') };
      });
      saved.push(marks.answered - lastAt);
      append.push(marks.answered - marks.sent);
      await waitUntil('the first byte of the label', () => floor.printer.firstByteAtMs.length > labelsBefore);
      label.push((floor.printer.firstByteAtMs[labelsBefore] ?? Number.NaN) - lastAt);
      floor.put(0);
      await floor.waitForPhase('idle');
    }
  } finally {
    keys.close();
    await floor.close();
  }
  return [
    { name: 'wedge Enter → painted', unit: 'ms', samples: scan, target: { percentile: 95, atMost: 50 } },
    { name: 'serial frame → painted', unit: 'ms', samples: frame, target: { percentile: 95, atMost: 50 } },
    {
      name: 'stable frame → durably saved',
      unit: 'ms',
      samples: saved,
      target: { percentile: 95, atMost: 50 },
      note: 'fifth equal stable frame written → the page has the answer that the record is on disk',
    },
    { name: 'stable frame → "saved" painted', unit: 'ms', samples: savedPainted },
    { name: 'append and fdatasync, seen by the page', unit: 'ms', samples: append },
    { name: 'stable → first byte at the printer', unit: 'ms', samples: label, target: { percentile: 95, atMost: 100 } },
  ];
}
