import { Floor } from '../support/floor.ts';
import { toledoFrame } from '../support/scale-pty.ts';
import { waitUntil } from '../support/wait-until.ts';
import type { Figure, Row } from './figures.ts';
import { fillMachine, type FullMachine, type MachineSize } from './full-machine.ts';
import { whenPainted } from './painted.ts';
import { withStartedStation } from './started-station.ts';
import { replayBags, replayWeighings } from './ten-times-shift.ts';
import { openXKeys } from './x-keys.ts';

export interface DecisionOptions extends MachineSize {
  /** Parcels timed one by one, at each bench. */
  readonly timed: number;
  /** Parcels of the shift that is replayed, at each bench. */
  readonly replayed: number;
}

export const wholeDecision: DecisionOptions = {
  ...{ parcels: 100_000, preAlerts: 20_000, openBags: 200, toBag: 700, timed: 100, replayed: 300 },
};
export const quickDecision: DecisionOptions = {
  ...{ parcels: 6_000, preAlerts: 2_000, openBags: 200, toBag: 60, timed: 20, replayed: 20 },
};

const now = (): number => performance.timeOrigin + performance.now();
/** What the parcel swings on the plate before it lies still. */
const SETTLING_MS = 500;
const FRAME_MS = 50;

type Keys = ReturnType<typeof openXKeys>;

/**
 * A full machine, real keys, a pty scale and a TCP printer: how soon a scan is heard and decided at the weigh and the bag bench, one
 * parcel's whole cycle without a touch, and a shift replayed at ten times the pace of people, every scan of it counted.
 */
export async function measureDecision(
  options: DecisionOptions,
  say: (line: string) => void,
): Promise<{ figures: Figure[]; rows: Row[] }> {
  const floor = await Floor.open({ cloud: false });
  const keys = openXKeys(floor.display.name);
  try {
    floor.settings({
      station: { name: 'W1', flows: ['weigh', 'bag'] },
      bagging: { companyPrefix: '9521234', stands: options.openBags },
    });
    say(`filling: ${options.parcels} parcels, ${options.preAlerts} pre-alerts, ${options.openBags} open bags`);
    const machine = await fillMachine(floor.home, options);
    // The first start makes the local view from the journal; what is measured is a station on its working days.
    await withStartedStation(floor, 600_000, async ({ untilMark }) => void (await untilMark('ready')));
    await floor.start({ until: 'screen' });
    await sees(floor, 'home');
    const { page } = floor.station;
    await page.evaluate(() => {
      const kept: { name: string; at: number; text: unknown }[] = [];
      Object.assign(window, { wh: kept });
      new PerformanceObserver((list) => {
        for (const mark of list.getEntries() as PerformanceMark[])
          kept.push({ name: mark.name, at: performance.timeOrigin + mark.startTime, text: mark.detail });
      }).observe({ type: 'mark' });
    });
    const weighing = await timeWeighing(floor, keys, machine.toWeigh.slice(0, options.timed));
    const bagging = await timeBagging(floor, keys, machine.toBag.slice(0, options.timed));
    const left: FullMachine = {
      toWeigh: machine.toWeigh.slice(options.timed, options.timed + options.replayed),
      toBag: machine.toBag.slice(options.timed, options.timed + options.replayed),
    };
    const rows = [
      ...(await replayBags(floor, keys, left.toBag)),
      ...(await replayWeighings(floor, keys, left.toWeigh)),
    ];
    return { figures: [...weighing, ...bagging], rows };
  } finally {
    keys.close();
    await floor.close();
  }
}

async function sees(floor: Floor, screen: 'home' | 'weigh' | 'bag'): Promise<void> {
  await floor.station.page.locator(`main[data-screen="${screen}"]`).waitFor({ timeout: 120_000 });
}

/** As a gun types: the code, then Enter, which is what is timed. @returns wall clock ms of that Enter */
function scan(floor: Floor, keys: Keys, text: string): number {
  floor.display.scan(text, { terminator: 'none', delayMs: 2 });
  return keys.send('key Return');
}

/** When the tone of this scan was started, wall clock ms. */
async function heardAt(floor: Floor, text: string, afterMs: number): Promise<number> {
  return waitUntil(`${text} heard`, () =>
    floor.station.page.evaluate(
      ([code, from]) => {
        const { wh } = window as unknown as { wh: { name: string; at: number; text: unknown }[] };
        return wh.find((mark) => mark.name === 'wh-heard' && mark.text === code && mark.at >= from)?.at;
      },
      [text, afterMs] as const,
    ),
  );
}

async function timeWeighing(floor: Floor, keys: Keys, waybills: readonly string[]): Promise<Figure[]> {
  const { page } = floor.station;
  const [heard, decided, cycle]: [number[], number[], number[]] = [[], [], []];
  floor.display.scan('CMD:WEIGH');
  await sees(floor, 'weigh');
  floor.put(0);
  await floor.seesNumber('0.000 kg');
  for (const [index, waybill] of waybills.entries()) {
    const painted = await whenPainted(page, '.band', 'data-subject', waybill);
    const labels = floor.printer.firstByteAtMs.length;
    const enterAt = scan(floor, keys, waybill);
    // The hand puts it down with the scan: it swings, then lies still.
    const grams = 900 + index;
    floor.scale.feed(() => toledoFrame(grams, { moving: now() - enterAt < SETTLING_MS }));
    decided.push((await painted()) - enterAt);
    heard.push((await heardAt(floor, waybill, enterAt)) - enterAt);
    await waitUntil('the first byte of the label', () => floor.printer.firstByteAtMs.length > labels);
    cycle.push((floor.printer.firstByteAtMs[labels] ?? Number.NaN) - enterAt);
    await floor.waitForBooked(waybill, 'sent');
    floor.put(0);
    await floor.waitForPhase('idle');
  }
  return [
    { name: 'weigh bench: scan → heard', unit: 'ms', samples: heard, target: { percentile: 95, atMost: 50 } },
    {
      name: 'weigh bench: scan → decision painted',
      unit: 'ms',
      samples: decided,
      target: { percentile: 95, atMost: 100 },
    },
    {
      ...{ name: 'scan → first byte at the printer, no touch', unit: 'ms', samples: cycle },
      target: { percentile: 95, atMost: 1_000 },
      note: `with ${SETTLING_MS} ms in which the weight moves and five equal frames ${FRAME_MS} ms apart after that`,
    },
  ];
}

async function timeBagging(
  floor: Floor,
  keys: Keys,
  parcels: readonly { readonly waybill: string; readonly letter: string }[],
): Promise<Figure[]> {
  const { page } = floor.station;
  const [heard, named, bagged]: [number[], number[], number[]] = [[], [], []];
  floor.display.scan('CMD:BAG');
  await sees(floor, 'bag');
  for (const { waybill, letter } of parcels) {
    const naming = await whenPainted(page, '.band', 'data-subject', waybill);
    const parcelAt = scan(floor, keys, waybill);
    named.push((await naming()) - parcelAt);
    heard.push((await heardAt(floor, waybill, parcelAt)) - parcelAt);
    await floor.waitForPhase('await-bag');
    const putIn = await whenPainted(page, '[data-phase]', 'data-phase', 'bagged');
    const tagAt = scan(floor, keys, `BAG:${letter}`);
    bagged.push((await putIn()) - tagAt);
    heard.push((await heardAt(floor, `BAG:${letter}`, tagAt)) - tagAt);
  }
  return [
    { name: 'bag bench: scan → heard', unit: 'ms', samples: heard, target: { percentile: 95, atMost: 50 } },
    {
      name: 'bag bench: parcel → bag named, painted',
      unit: 'ms',
      samples: named,
      target: { percentile: 95, atMost: 100 },
    },
    {
      ...{ name: 'bag bench: tag → in the bag, painted', unit: 'ms', samples: bagged },
      target: { percentile: 95, atMost: 100 },
      note: 'the record is on the disk',
    },
  ];
}
