import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { initialPackBench, reducePack } from '../../shared/packing/pack-bench.ts';
import type { PackBenchState, PackEvent } from '../../shared/packing/pack-bench-state.ts';
import {
  initialPutAway,
  reducePutAway,
  type PutAwayEvent,
  type PutAwayState,
} from '../../shared/receiving/put-away-bench.ts';
import { initialReceiveBench, reduceReceive } from '../../shared/receiving/receive-bench.ts';
import type { ReceiveBenchState, ReceiveEvent } from '../../shared/receiving/receive-bench-state.ts';
import { initialReturnsBench, reduceReturns } from '../../shared/returns/returns-bench.ts';
import type { ReturnsBenchState, ReturnsEvent } from '../../shared/returns/returns-bench-state.ts';
import { percentile } from '../bench/figures.ts';
import { BenchRunner } from '../support/bench-runner.ts';
import { CloudProcess } from '../support/cloud.ts';
import { overseasContexts } from '../support/overseas-contexts.ts';
import { TcpPrinter } from '../support/tcp-printer.ts';
import type { ShiftOptions } from './main.ts';
import { announceOverseas, type Admin } from './announce-overseas.ts';
import { BOX, DOCK, planOverseas, WHOLE_DAY, type DaySize, type OverseasPlan } from './overseas-plan.ts';
import { OverseasStation } from './overseas-station.ts';
import { reconcileOverseas, type HandsDid } from './reconcile-overseas.ts';
import type { Reconciliation } from './reconciliation.ts';

/** A part of the whole day, at least two of each. */
const shareOf = (percent: number): DaySize => {
  const part = (count: number): number => Math.max(2, Math.round((count * percent) / 100));
  return { cartons: part(WHOLE_DAY.cartons), orders: part(WHOLE_DAY.orders), returns: part(WHOLE_DAY.returns) };
};

/**
 * A day of the overseas floor without its window: hands at the pure benches, everything behind them real. The cloud is stopped for the
 * middle third. What the hands did is counted here and compared with journal, labels and cloud at the end.
 */
export async function playOverseasShift({ seed, size = 100, say }: ShiftOptions): Promise<Reconciliation> {
  const plan = planOverseas(seed, shareOf(size));
  const folder = mkdtempSync(join(tmpdir(), 'wh-overseas-'));
  chmodSync(folder, 0o711);
  const cloud = new CloudProcess(join(folder, 'cloud'));
  const printer = new TcpPrinter();
  await Promise.all([cloud.start(), printer.listen()]);
  const admin: Admin = async <T>(path: string, init: RequestInit = {}): Promise<T> => {
    const answer = await fetch(`${cloud.url}${path}`, {
      ...init,
      headers: {
        authorization: `Bearer ${String(cloud.tokens()['liveAdmin'])}`,
        ...(init.body === undefined ? {} : { 'content-type': 'application/json' }),
        ...init.headers,
      },
    });
    if (!answer.ok) throw new Error(`${path}: ${answer.status} ${await answer.text()}`);
    return (await answer.json()) as T;
  };
  let station: OverseasStation | undefined;
  try {
    await announceOverseas(plan, admin);
    station = await OverseasStation.start({ url: cloud.url, token: String(cloud.tokens()['live']) }, printer.port);
    await station.follow();
    const { wanted, here } = station.documents.coverage;
    say(`${plan.orders.length} orders, carriers' labels here: ${here} of ${wanted}`);
    const did = await work(plan, station, cloud, printer, say);
    if (!(await station.push())) throw new Error('the cloud does not answer at the end');
    return await reconcileOverseas({
      ...{ plan, did, admin, journal: await station.journal(), labels: printer.labels },
      view: station.known.stock.all(),
    });
  } finally {
    await station?.stop();
    await printer.close();
    await cloud.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}

async function work(
  plan: OverseasPlan,
  station: OverseasStation,
  cloud: CloudProcess,
  printer: TcpPrinter,
  say: (text: string) => void,
): Promise<HandsDid> {
  const { known } = station;
  const contexts = overseasContexts(known, DOCK);
  const boxes = [
    {
      code: BOX.code,
      inner: { length: '40', width: '30', height: '30', unit: 'cm' as const },
      tare: { value: String(BOX.tareGrams), unit: 'g' as const },
    },
  ];
  const around = { write: station.write.bind(station), plate: () => station.plate() };
  const runner = {
    receive: new BenchRunner<ReceiveBenchState, ReceiveEvent>(
      initialReceiveBench,
      (state, event) => reduceReceive(state, event, contexts.receive),
      around,
    ),
    putAway: new BenchRunner<PutAwayState, PutAwayEvent>(
      initialPutAway,
      (state, event) => reducePutAway(state, event, contexts.putAway),
      around,
    ),
    pack: new BenchRunner<PackBenchState, PackEvent>(
      initialPackBench,
      (state, event) => reducePack(state, event, { ...contexts.pack, boxes }),
      around,
    ),
    returns: new BenchRunner<ReturnsBenchState, ReturnsEvent>(
      initialReturnsBench,
      (state, event) => reduceReturns(state, event, contexts.returns),
      around,
    ),
  };
  const did: HandsDid = { cartons: 0, pieces: new Map(), packed: new Map(), returned: new Map() };
  const count = (owner: string, sku: string, grade: string, bin: string, by: number): void => {
    const key = [owner, sku, grade, bin].join(' ');
    did.pieces.set(key, (did.pieces.get(key) ?? 0) + by);
  };
  const firstByteMs: number[] = [];
  const acts: (() => Promise<void>)[] = [];
  for (const { owner, cartons } of plan.asns)
    for (const { carton, lines, bin } of cartons)
      acts.push(async () => {
        const scans = lines.flatMap(({ sku, pieces }) => Array.from({ length: pieces }, () => sku));
        await runner.receive.scan(carton, ...scans, carton);
        if (runner.receive.state.phase !== 'done')
          throw new Error(`${carton}: ${JSON.stringify(runner.receive.state.refusal)}`);
        await runner.putAway.scan(...scans, bin);
        if (runner.putAway.state.phase !== 'done')
          throw new Error(`${bin}: ${JSON.stringify(runner.putAway.state.refusal)}`);
        did.cartons += 1;
        for (const { sku, pieces } of lines) count(owner, sku, 'A', bin, pieces);
      });
  for (const { order, owner, tote, lines, tracking } of plan.orders)
    acts.push(async () => {
      const scans = lines.flatMap(({ sku, pieces }) => Array.from({ length: pieces }, () => sku));
      await runner.pack.scan(tote, ...scans.slice(0, -1));
      const [jobs, scannedAtMs] = [printer.firstByteAtMs.length, Date.now()];
      await runner.pack.scan(...scans.slice(-1));
      const { phase, last, refusal } = runner.pack.state;
      if (phase !== 'closed' || last === undefined) throw new Error(`${order}: ${phase} ${JSON.stringify(refusal)}`);
      await station.printed(last.job);
      firstByteMs.push((printer.firstByteAtMs[jobs] ?? NaN) - scannedAtMs);
      did.packed.set(order, { job: last.job, tracking });
      for (const { sku, pieces, bin } of lines) count(owner, sku, 'A', bin, -pieces);
    });
  for (const { rma, owner, sku, answers } of plan.returns)
    acts.push(async () => {
      const bench = runner.returns;
      await bench.scan(rma, sku);
      for (let turn = 0; bench.state.phase === 'checking' || bench.state.phase === 'await-photo'; turn += 1) {
        if (bench.state.phase === 'await-photo') await bench.key('F7');
        else {
          const choices = bench.state.answers.length;
          await bench.key(`F${Math.min(answers[turn % answers.length] ?? 0, choices - 1) + 1}`);
        }
      }
      const { open, graded } = bench.state;
      if (open === undefined || graded?.plate === undefined)
        throw new Error(`${rma}: ${JSON.stringify(bench.state.refusal)} ${bench.state.phase}`);
      await station.printed(open.job);
      await bench.scan(graded.plate);
      const bin = bench.state.proposedBin;
      if (bin === undefined) throw new Error(`${rma}: no bin is proposed for ${graded.disposition}`);
      await bench.scan(bin);
      if (bench.state.phase !== 'done') throw new Error(`${rma}: ${JSON.stringify(bench.state.refusal)}`);
      did.returned.set(rma, { job: open.job, plate: graded.plate, bin, grade: graded.grade });
      count(owner, sku, graded.grade, bin, 1);
    });
  // Deliveries first, then orders and returns side by side as they come.
  const third = Math.floor(acts.length / 3);
  for (const [at, act] of acts.entries()) {
    if (at === third) {
      await cloud.stop();
      say('the cloud is stopped');
    }
    if (at === 2 * third) {
      await cloud.start();
      say('the cloud is back');
    }
    await act();
    if (at % 10 === 9) await station.push();
    if (at % 40 === 39) say(`${at + 1} of ${acts.length}`);
  }
  const figure = (part: number): string => `${Math.round(percentile(firstByteMs, part))} ms`;
  say(`last scan to first label byte: p50 ${figure(0.5)}, p95 ${figure(0.95)}`);
  return did;
}
