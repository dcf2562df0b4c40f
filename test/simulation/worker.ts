import { parentPort, workerData } from 'node:worker_threads';
import { runSeed } from './run-seed.ts';

/** One worker's share: every `step`-th seed from `first` on. One message for each seed. */
export interface Share {
  readonly first: number;
  readonly end: number;
  readonly step: number;
  readonly log: boolean;
  /** Every this many seeds run twice, and the traces must be equal. */
  readonly twice: number;
}

const share = workerData as Share;
for (let seed = share.first; seed < share.end; seed += share.step) {
  const result = await runSeed(seed, share.log);
  const faults = [...result.faults];
  if (share.twice > 0 && Math.floor(seed / share.step) % share.twice === 0) {
    const again = await runSeed(seed);
    if (again.traceHash !== result.traceHash)
      faults.push(`not deterministic: ${result.traceHash} and ${again.traceHash}`);
  }
  parentPort?.postMessage({ ...result, faults });
}
