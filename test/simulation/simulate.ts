import { runSeed } from './run-seed.ts';

const arguments_ = process.argv.slice(2);
const number = (name: string, fallback: number): number => {
  const at = arguments_.indexOf(name);
  return at < 0 ? fallback : Number(arguments_[at + 1]);
};
const seeds = number('--seeds', 100);
const first = number('--first', 1);
const verbose = arguments_.includes('--log');
const start = performance.now();
let failed = 0;
let events = 0;
let injected = 0;
let saved = 0;
for (let seed = first; seed < first + seeds; seed += 1) {
  const result = await runSeed(seed, verbose);
  events += result.events;
  injected += result.injected;
  saved += result.saved;
  if (verbose) console.log(result.log?.join('\n'), '\n', result.traceHash);
  if (result.faults.length > 0) {
    failed += 1;
    if (failed < 20) console.log(`seed ${seed}: ${result.faults.slice(0, 3).join(' | ')}`);
  }
}
const seconds = (performance.now() - start) / 1000;
console.log(JSON.stringify({ seeds, failed, events, injected, saved, seconds, perSecond: seeds / seconds }));
