import type { ParcelWeighed } from '../../shared/parcel/operations.ts';
import { weighed } from '../support/operations.ts';
import { Chance } from './chance.ts';
import { finalFaults, localFaults, quarantineFaults, type Expected } from './invariants.ts';
import { SimulatedCloud } from './simulated-cloud.ts';
import { SimulatedNetwork } from './simulated-network.ts';
import { SimulatedPrinter } from './simulated-printer.ts';
import { SimulatedStation } from './simulated-station.ts';
import { VirtualTime } from './virtual-time.ts';

export interface SeedResult {
  readonly seed: number;
  readonly faults: readonly string[];
  readonly traceHash: string;
  readonly events: number;
  readonly injected: number;
  readonly saved: number;
  readonly log: readonly string[] | undefined;
}

/** How long a healed world may take to come to rest (I6). Virtual time. */
const REST_MS = 15 * 60_000;
/** How long a revoked station may take to hand over what it has. */
const QUARANTINE_MS = 5 * 60_000;
/** More than any journal of these worlds has segments. */
const SCRUB_PIECES = 1_000;
/** Most worlds are small, so that many fit into a minute; one in eight is large. troubleMs: how long faults go on. */
const SMALL = { stations: [1, 1, 1, 2], troubleMs: 40_000, acts: [3, 12] } as const;
const LARGE = { stations: [1, 2, 3], troubleMs: 90_000, acts: [10, 40] } as const;

/** One world from one number: stations, network, cloud, acts and faults. Same seed, same trace. */
export async function runSeed(seed: number, keepLog = false): Promise<SeedResult> {
  const chance = new Chance(seed);
  const time = new VirtualTime(keepLog);
  const cloud = new SimulatedCloud(time, chance);
  const gone = new Set<string>();
  const hit = new Set<string>();
  const faults: string[] = [];
  let injected = 0;
  let wentBack = false;
  const inject = (line: string): void => {
    injected += 1;
    time.note(`! ${line}`);
  };

  const size = chance.hits(1 / 8) ? LARGE : SMALL;
  const { troubleMs } = size;
  // Swarm: each world has its own few kinds of trouble, so that each kind meets long quiet and each pair meets.
  const does = (probability: number): boolean => chance.hits(probability);
  const stations = Array.from({ length: chance.pick(size.stations) }, (_, index) => {
    const network = new SimulatedNetwork(cloud, time, chance);
    network.latencyMs = chance.pick([2, 20, 80, 400]);
    return new SimulatedStation(
      `W000000${index + 1}`,
      network,
      time,
      chance,
      chance.pick([600, 1_500, 4_000, 8 << 20]),
    );
  });
  // Chance of its own: the worlds without a printer stay what they were.
  const printing = new Chance(seed + 2 ** 40);
  if (printing.hits(1 / 3))
    for (const station of stations) {
      station.printer = new SimulatedPrinter();
      if (printing.hits(0.5)) station.printer.faults.lost = printing.pick([0.1, 0.5]);
      if (printing.hits(0.5)) station.printer.faults.silent = printing.pick([0.05, 0.3]);
    }
  for (const station of stations) {
    if (does(0.5)) station.network.faults.requestLost = chance.pick([0.02, 0.2, 0.5]);
    if (does(0.5)) station.network.faults.answerLost = chance.pick([0.02, 0.2, 0.5]);
    if (does(0.3)) station.network.faults.repeated = 0.3;
    if (does(0.2)) station.network.faults.answerBroken = 0.2;
    if (does(0.3)) station.disk.faults.syncFails = chance.pick([0.01, 0.1]);
    if (does(0.2)) station.disk.faults.writeStops = chance.pick([0.01, 0.1]);
    if (does(0.2)) station.disk.faults.repairFails = 0.3;
    if (does(0.3)) station.indexedDb.faults.aborts = chance.pick([0.02, 0.2]);
    if (does(0.2)) station.indexedDb.faults.hangs = 0.05;
    if (does(0.15)) station.indexedDb.faults.openFails = 0.2;
    station.boot();
  }

  scheduleActs(stations, size, time, chance);
  const every = (meanMs: number, run: () => void): void => {
    const next = (): void => {
      time.after(chance.next() * 2 * meanMs, () => {
        if (time.nowMs >= troubleMs) return;
        run();
        next();
      });
    };
    next();
  };
  const restartLater = (station: SimulatedStation): void => {
    time.after(chance.between(100, 15_000), () => {
      if (station.main !== undefined) return;
      station.boot();
      if (station.main !== undefined) faults.push(...localFaults(station, { gone, hit }));
    });
  };
  if (does(0.6))
    every(10_000, () => {
      const station = chance.pick(stations);
      if (station.main === undefined) return;
      const kind = chance.pick(['kill', 'power', 'page', 'quit'] as const);
      inject(`${station.name} ${kind}`);
      if (kind === 'page') {
        station.closePage();
        time.after(chance.between(100, 5_000), () => station.openPage());
        return;
      }
      if (kind === 'kill') station.kill();
      if (kind === 'power') station.powerCut();
      if (kind === 'quit') void station.quit();
      if (kind === 'power' && station.flipsBits && chance.hits(0.5)) {
        const place = station.disk.flipBit(station.directory);
        if (place !== undefined) {
          inject(`${station.name} bit flipped in ${place.epoch}-${place.seq}`);
          hit.add(`${station.name} ${place.epoch}-${place.seq}`);
        }
      }
      restartLater(station);
    });
  // Between a write and its sync; in half of these worlds the power goes soon after the next start, before anything new is written.
  if (does(0.25)) {
    const twice = does(0.5);
    every(8_000, () => {
      const station = chance.pick(stations);
      if (station.main === undefined || station.disk.trap !== undefined) return;
      const kind = chance.pick(['kill', 'power'] as const);
      station.disk.trap = () => {
        if (station.main === undefined) return;
        inject(`${station.name} ${kind} behind a write`);
        if (kind === 'kill') station.kill();
        else station.powerCut();
        restartLater(station);
        if (!twice) return;
        const cutSoon = (): void => {
          if (station.main === undefined) {
            if (time.nowMs < troubleMs) time.after(200, cutSoon);
            return;
          }
          inject(`${station.name} power soon after a start`);
          station.powerCut();
          restartLater(station);
        };
        time.after(chance.between(200, 16_000), cutSoon);
      };
    });
  }
  for (const station of stations) station.flipsBits = does(0.15);
  if (does(0.4))
    every(14_000, () => {
      const station = chance.pick(stations);
      const whole = chance.hits(0.7);
      inject(`${station.name} view ${whole ? 'vanishes' : 'loses rows'}`);
      // Noticed at the next start; a page that is open has its connection taken away.
      if (whole) station.indexedDb.vanish();
      else station.indexedDb.losesRows(chance);
      station.closePage();
      time.after(chance.between(100, 3_000), () => station.openPage());
    });
  if (does(0.6))
    every(10_000, () => {
      const some = chance.hits(0.5) ? stations : [chance.pick(stations)];
      const state = chance.pick(['down', 'half-open', 'portal'] as const);
      inject(`${some.map((one) => one.name).join(' ')} network ${state}`);
      for (const { network } of some) network.state = state;
      time.after(chance.between(500, 40_000), () => {
        for (const { network } of some) network.state = 'up';
      });
    });
  if (does(0.5))
    every(14_000, () => {
      inject('cloud killed');
      cloud.kill();
      time.after(chance.between(50, 10_000), () => (cloud.up = true));
    });
  if (does(0.3))
    every(25_000, () => {
      const to = Math.max(0, cloud.changes - chance.between(1, 30));
      wentBack = true;
      inject(`cloud goes back to ${to}`);
      cloud.restore(to, chance.hits(0.6));
    });
  if (does(0.3))
    every(14_000, () => {
      const status = chance.pick([500, 503, 429, 502, 408, 401, 413, 400]);
      inject(`cloud answers ${status}`);
      cloud.refusal = {
        status,
        ...(status === 503 || status === 429 ? { retryAfterMs: chance.between(1, 20) * 1_000 } : {}),
      };
      time.after(chance.between(500, 20_000), () => (cloud.refusal = undefined));
    });
  if (does(0.3))
    every(14_000, () => {
      const station = chance.pick(stations);
      station.wallSkewMs += chance.pick([-86_400_000, 31_536_000_000, -3_600_000, 7_000]);
      inject(`${station.name} clock jumps`);
    });
  const revoking = new Chance(seed + 2 ** 41);
  const revoked = revoking.hits(1 / 5) ? revoking.pick(stations) : undefined;
  if (revoked !== undefined)
    time.after(revoking.next() * troubleMs, () => {
      inject(`${revoked.name} is revoked`);
      cloud.revoked.add(revoked.name);
    });
  if (does(0.12)) restoreImageOnce(chance.pick(stations), cloud, time, chance, gone, inject);

  await time.runUntil(troubleMs);
  // Everything heals at once; what is down comes up.
  time.note('healed');
  cloud.up = true;
  cloud.refusal = undefined;
  for (const station of stations) {
    Object.assign(station.network.faults, { requestLost: 0, answerLost: 0, repeated: 0, answerBroken: 0 });
    Object.assign(station.disk.faults, { syncFails: 0, writeStops: 0, repairFails: 0 });
    if (station.printer !== undefined) Object.assign(station.printer.faults, { lost: 0, silent: 0 });
    station.disk.trap = undefined;
    Object.assign(station.indexedDb.faults, { aborts: 0, hangs: 0, openFails: 0 });
    station.network.state = 'up';
    station.boot();
    station.openPage();
    faults.push(...localFaults(station, { gone, hit }));
  }
  if (revoked !== undefined) faults.push(...(await endQuarantine(revoked, cloud, time, revoking, { gone, hit })));
  const healedMs = time.nowMs;
  // Beside its work a station reads all of its sealed journal again and again: what a bit did to it is found, whoever reads it last.
  for (const station of stations)
    for (const afterMs of [500, 2_000, 4_000])
      time.after(afterMs, () => {
        for (let piece = 0; piece < SCRUB_PIECES && station.main?.journal.scrub(256) === true; piece += 1);
      });
  // An idle station asks once a minute whether the cloud still has what it had.
  const looksAgain = wentBack ? 80_000 : 5_000;
  const isAtRest = (): boolean =>
    time.nowMs >= healedMs + looksAgain &&
    cloud.refusal === undefined &&
    stations.every((station) => station.isAtRest());
  await time.runUntil(healedMs + REST_MS, isAtRest);
  const emptied = isAtRest();
  // What a repeated request of a proxy still does must change nothing.
  if (emptied) await time.runUntil(time.nowMs + 40_000);
  // Who was killed in the last moment of that still has to come up (seed 16699).
  if (emptied && !isAtRest()) await time.runUntil(time.nowMs + REST_MS, isAtRest);
  time.note(`at rest: ${emptied}`);
  faults.push(...finalFaults(stations, cloud, { gone, hit }, emptied));
  for (const station of stations) station.kill();
  const saved = stations.reduce((sum, station) => sum + station.told.length, 0);
  return { seed, faults, traceHash: time.traceHash(), events: time.events, injected, saved, log: time.log };
}

/** A revoked station in a healed world: all it has comes to lie in quarantine and is not sent again and again; then its key stands again. */
async function endQuarantine(
  station: SimulatedStation,
  cloud: SimulatedCloud,
  time: VirtualTime,
  chance: Chance,
  expected: Expected,
): Promise<string[]> {
  await time.runUntil(time.nowMs + QUARANTINE_MS);
  const before = cloud.pushes;
  await time.runUntil(time.nowMs + QUARANTINE_MS);
  const faults = quarantineFaults(station, cloud, cloud.pushes - before, expected);
  const accept = chance.hits(0.5);
  time.note(`${station.name} is reinstated${accept ? ', its quarantine accepted' : ''}`);
  let done = false;
  void cloud.reinstate(station.name, accept).then(() => (done = true));
  await time.runUntil(time.nowMs + QUARANTINE_MS, () => done);
  return done ? faults : [...faults, `I6 ${station.name} is not reinstated`];
}

/** What people do: single weighings, bursts, corrections, and acts of a newer program that this cloud does not know. */
function scheduleActs(
  stations: readonly SimulatedStation[],
  { troubleMs, acts }: typeof SMALL | typeof LARGE,
  time: VirtualTime,
  chance: Chance,
): void {
  const total = chance.between(acts[0], acts[1]) * stations.length;
  let number = 0;
  for (let index = 0; index < total; index += 1) {
    const station = chance.pick(stations);
    const burst = chance.hits(0.1) ? chance.between(2, 12) : 1;
    time.after(chance.next() * troubleMs * 0.95, () => {
      for (let i = 0; i < burst; i += 1) {
        number += 1;
        const uid = `uid:${station.name}-${number}`;
        const waybill = `YT${chance.between(100, 140)}`;
        const kind = chance.next();
        if (kind < 0.15) station.act(sharedAct(uid, chance), uid.slice(4));
        else if (kind < 0.45)
          station.act(
            {
              type: 'stationStarted',
              entity: 'station:self',
              payload: { version: '1', runtime: 'simulated', notes: [uid] },
            },
            uid.slice(4),
          );
        else if (kind < 0.8)
          station.act(
            { type: 'parcelWeighed', entity: `parcel:${waybill}`, payload: weighing(waybill, uid, chance) },
            uid.slice(4),
          );
        else if (kind < 0.9)
          station.act(
            {
              type: 'parcelWeighingVoided',
              entity: `parcel:${waybill}`,
              payload: { voids: chance.between(1, 20), waybill, reason: uid },
            },
            uid.slice(4),
          );
        else station.act({ type: 'newerThing', entity: `parcel:${waybill}`, payload: { note: uid } }, uid.slice(4));
      }
    });
  }
}

/** Things that two stations can say differently. */
function sharedAct(uid: string, chance: Chance): { type: string; entity: string; payload: Record<string, unknown> } {
  const bag = `BAG-${chance.between(1, 4)}`;
  const grams = chance.between(100, 20_000);
  switch (chance.between(0, 3)) {
    case 0:
      return {
        type: 'bagClosed',
        entity: `bag:${bag}`,
        payload: {
          bag,
          line: 'US-A',
          parcels: chance.between(1, 20),
          gross: { value: String(grams), unit: 'g' },
          grossMilligrams: grams * 1_000,
        },
      };
    case 1:
      return { type: 'parcelBagged', entity: `bag:${bag}`, payload: { waybill: `YT${chance.between(100, 110)}`, bag } };
    case 2:
      return {
        type: 'returnGraded',
        entity: `return:R${chance.between(1, 5)}`,
        payload: { rma: `R${chance.between(1, 5)}`, grade: chance.pick(['A', 'B', 'C', 'D']), note: uid },
      };
    default:
      return {
        type: 'stockMoved',
        entity: 'stock:A1',
        payload: { place: 'A1', sku: 'S1', quantity: chance.between(-5, 3), reason: uid },
      };
  }
}

function weighing(waybill: string, uid: string, chance: Chance): ParcelWeighed {
  const whole = weighed(waybill, chance.between(20, 30_000));
  return { ...whole, evidence: { ...whole.evidence, scaleName: uid } };
}

/** The machine is put back to an image of some time before, as a backup tool or a virtual machine does it. */
function restoreImageOnce(
  station: SimulatedStation,
  cloud: SimulatedCloud,
  time: VirtualTime,
  chance: Chance,
  gone: Set<string>,
  inject: (line: string) => void,
): void {
  time.after(chance.between(10_000, 30_000), () => {
    const files = station.disk.snapshot();
    const view = station.indexedDb.copy();
    // What only the cloud and the newer journal know is destroyed here too, whether anybody was told of it or not.
    const known = (): string[] => [
      ...station.told.map(({ epoch, seq }) => `${epoch}-${seq}`),
      ...cloud.idsOf(station.name),
    ];
    const kept = new Set(known());
    inject(`${station.name} image taken`);
    time.after(chance.between(1_000, 35_000), () => {
      inject(`${station.name} image put back`);
      station.wasPutBack = true;
      station.kill();
      station.disk.restore(files);
      Object.assign(view.faults, station.indexedDb.faults);
      station.indexedDb = view;
      for (const id of known()) if (!kept.has(id)) gone.add(`${station.name} ${id}`);
      station.boot();
      // A chain that ended while the program ran has to stay ended over the next start.
      if (chance.hits(0.5))
        time.after(chance.between(3_000, 20_000), () => {
          inject(`${station.name} kill after the image`);
          station.kill();
          time.after(500, () => station.boot());
        });
    });
  });
}
