import { Floor } from '../support/floor.ts';
import { waitUntil } from '../support/wait-until.ts';
import type { Figure } from './figures.ts';
import { layOverseasSupply, LINES, skuOf } from './overseas-supply.ts';
import { whenPainted } from './painted.ts';
import { openXKeys } from './x-keys.ts';

const LIMIT_MS = 30_000;
/** From piece to piece of a fast hand. What is done meanwhile (the carrier's label is drawn and read again) is part of the design. */
const PACE_MS = 800;
const hand = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, PACE_MS));

/**
 * The pack bench with the data volumes of issue 8 on the machine, `rounds` orders of three articles with the carrier's label here. Each time
 * runs from the gun's Enter to what a person sees or the printer gets.
 */
export async function measureOverseas(rounds: number): Promise<Figure[]> {
  const floor = await Floor.open({ cloud: false });
  const keys = openXKeys(floor.display.name);
  const opened: number[] = [];
  const verified: number[] = [];
  const label: number[] = [];
  try {
    await layOverseasSupply(floor.home, rounds);
    floor.settings({ station: { name: 'P2', flows: ['pack'] }, overseas: { packWeighs: 'none' } });
    await floor.start({ until: 'screen' });
    const { page } = floor.station;
    await page.locator(`[data-labels-here="${rounds}"]`).waitFor({ timeout: 120_000 });
    /** As a gun types: the code, then Enter, which is what is timed. */
    const scan = async (code: string, sign: readonly [selector: string, attribute: string, value: string]) => {
      const painted = await whenPainted(page, ...sign);
      floor.display.scan(code, { terminator: 'none', delayMs: 2 });
      const enterAt = keys.send('key Return');
      const late = new Promise<never>((_, fail) =>
        setTimeout(() => fail(new Error(`${code}: nothing seen within ${LIMIT_MS} ms`)), LIMIT_MS).unref(),
      );
      return { enterAt, ms: (await Promise.race([painted(), late])) - enterAt };
    };
    for (let order = 0; order < rounds; order += 1) {
      opened.push((await scan(`T${100_000 + order}`, ['[data-phase]', 'data-phase', 'items'])).ms);
      for (let line = 0; line < LINES - 1; line += 1) {
        await hand();
        verified.push((await scan(skuOf(order, line), ['[data-packed]', 'data-packed', String(line + 1)])).ms);
      }
      await hand();
      const before = floor.printer.firstByteAtMs.length;
      const last = await scan(skuOf(order, LINES - 1), ['[data-phase]', 'data-phase', 'closed']);
      await waitUntil('the first byte of the label', () => floor.printer.firstByteAtMs.length > before);
      label.push((floor.printer.firstByteAtMs[before] ?? Number.NaN) - last.enterAt);
      await waitUntil('the whole label', () => floor.printer.labels.length === order + 1);
    }
  } finally {
    keys.close();
    await floor.close();
  }
  const volumes = '200,000 articles, 50,000 bins, 20,000 orders on the machine';
  return [
    { name: 'tote scanned → order open, painted', unit: 'ms', samples: opened },
    {
      name: 'item scanned → verified, painted',
      unit: 'ms',
      samples: verified,
      target: { percentile: 95, atMost: 100 },
      note: volumes,
    },
    {
      name: 'last scan → first byte of the prefetched label',
      unit: 'ms',
      samples: label,
      target: { percentile: 95, atMost: 150 },
      note: `the record is on the disk before; ${PACE_MS} ms between two scans`,
    },
  ];
}
