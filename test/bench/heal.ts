import { weighed } from '../support/operations.ts';
import { Chance } from '../simulation/chance.ts';
import { SimulatedCloud } from '../simulation/simulated-cloud.ts';
import { SimulatedNetwork } from '../simulation/simulated-network.ts';
import { SimulatedStation } from '../simulation/simulated-station.ts';
import { VirtualTime } from '../simulation/virtual-time.ts';
import { printFigures, type Figure } from './figures.ts';

const KINDS = ['down', 'half-open', 'portal'] as const;
const OUTAGES_MS = [20_000, 120_000, 900_000, 28_800_000] as const;
const LATENCIES_MS = [2, 20, 80, 400] as const;
const GIVE_UP_MS = 600_000;

/**
 * How long after a healed link the first operation is durable in the cloud again: the real journal, repository and sync loop in
 * virtual time (test/simulation), one station, a parcel every 20 s, so that work goes on through the outage. A link that is down
 * refuses at once, a half-open one answers nothing, a portal answers a page of its own. `seeds` worlds of each kind and length.
 */
export async function measureHeal(seeds = 250): Promise<Figure[]> {
  const figures: Figure[] = [];
  const all: number[] = [];
  for (const kind of KINDS)
    for (const outageMs of OUTAGES_MS) {
      const samples: number[] = [];
      for (let seed = 1; seed <= seeds; seed += 1) samples.push((await healOnce(seed, kind, outageMs)) / 1_000);
      all.push(...samples);
      figures.push({ name: `heal → durable push, ${kind} for ${outageMs / 1_000} s`, unit: 's', samples });
    }
  return [
    ...figures,
    {
      name: `heal → durable push, all ${all.length} worlds`,
      unit: 's',
      samples: all,
      target: { percentile: 100, atMost: 45 },
      note: 'virtual time, real client: probe, spread over the floor, push, commit and answer',
    },
  ];
}

/** @returns milliseconds of virtual time from the moment the link is up to the first acknowledgement that the station took. */
export async function healOnce(
  seed: number,
  kind: (typeof KINDS)[number],
  outageMs: (typeof OUTAGES_MS)[number],
): Promise<number> {
  const chance = new Chance(seed * 7919 + OUTAGES_MS.indexOf(outageMs) * 31 + KINDS.indexOf(kind));
  const time = new VirtualTime(false);
  const cloud = new SimulatedCloud(time, chance);
  const network = new SimulatedNetwork(cloud, time, chance);
  network.latencyMs = chance.pick(LATENCIES_MS);
  const station = new SimulatedStation('W0000001', network, time, chance, 8 << 20);
  station.boot();
  const fromMs = chance.between(30_000, 60_000);
  const healMs = fromMs + outageMs;
  let parcel = 0;
  const work = (): void => {
    parcel += 1;
    const waybill = `YT${10_000 + parcel}`;
    const act = { type: 'parcelWeighed', entity: `parcel:${waybill}`, payload: weighed(waybill, 500) };
    station.act(act, String(parcel));
    // Long outages: the floor rests, so that hours of virtual time do not take minutes of real time.
    const rests = time.nowMs > fromMs + 60_000 && time.nowMs < healMs - 60_000;
    time.after(rests ? healMs - 60_000 - time.nowMs : chance.next() * 40_000, work);
  };
  work();
  await time.runUntil(fromMs);
  network.state = kind;
  await time.runUntil(healMs);
  network.state = 'up';
  const acked = station.page?.store.ackedSeq ?? 0;
  const isThrough = (): boolean => (station.page?.store.ackedSeq ?? 0) > acked;
  await time.runUntil(healMs + GIVE_UP_MS, isThrough);
  const tookMs = isThrough() ? time.nowMs - healMs : Number.POSITIVE_INFINITY;
  station.kill();
  return tookMs;
}

if (process.argv[1] === import.meta.filename)
  printFigures(await measureHeal(Number(process.argv[2] ?? 250)), (line) => void process.stdout.write(`${line}\n`));
