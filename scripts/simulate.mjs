// npm run simulate -- [--seeds N] [--first S] [--workers W] [--log] [--mutants]
// Deterministic simulation of stations, network and cloud in virtual time. One JSON line for each failing seed, one at the end.
// --mutants [TEXT]: takes one guard out of the program at a time (those whose name holds TEXT) and prints within how many seeds that is noticed.
import { readFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { join, resolve } from 'node:path';
import { Worker } from 'node:worker_threads';
import { build } from 'esbuild';

const root = resolve(import.meta.dirname, '..');
process.chdir(root);
const MUTANT_SEEDS = 1_000;
/** Every this many seeds run twice. */
const TWICE = 50;

/** @param {string} name @param {number} fallback */
function option(name, fallback) {
  const at = process.argv.indexOf(name);
  if (at < 0) return fallback;
  const value = Number(process.argv[at + 1]);
  if (!Number.isSafeInteger(value) || value < 0) throw new Error(`${name} needs a whole number`);
  return value;
}

/** @param {string} outfile @param {readonly {file: string, find: string, replace: string}[]} edits */
async function bundle(outfile, edits = []) {
  const files = new Set(edits.map((edit) => resolve(root, edit.file)));
  await build({
    entryPoints: ['test/simulation/worker.ts'],
    bundle: true,
    platform: 'node',
    format: 'esm',
    outfile,
    logLevel: 'error',
    plugins: [
      {
        name: 'mutant',
        setup(plugin) {
          plugin.onLoad({ filter: /\.ts$/ }, ({ path }) => {
            if (!files.has(path)) return undefined;
            let contents = readFileSync(path, 'utf8');
            for (const { file, find, replace } of edits) {
              if (resolve(root, file) !== path) continue;
              if (contents.split(find).length !== 2) throw new Error(`${file} must hold exactly once: ${find}`);
              contents = contents.replace(find, () => replace);
            }
            return { contents, loader: 'ts' };
          });
        },
      },
    ],
  });
}

/**
 * @param {string} program @param {{first: number, end: number, workers: number, log: boolean, twice: number}} range
 * @param {(result: any) => boolean} onResult true ends the run
 */
async function run(program, { first, end, workers, log, twice }, onResult) {
  /** @type {Worker[]} */
  const all = [];
  let over = false;
  const stop = () => {
    over = true;
    for (const worker of all) void worker.terminate();
  };
  await Promise.all(
    Array.from({ length: workers }, (_, index) => {
      const worker = new Worker(program, { workerData: { first: first + index, end, step: workers, log, twice } });
      all.push(worker);
      return new Promise((done, fail) => {
        worker.on('message', (result) => {
          if (!over && onResult(result)) stop();
        });
        worker.on('error', (error) => (over ? done(undefined) : fail(error)));
        worker.on('exit', () => done(undefined));
      });
    }),
  );
}

const workers = Math.max(1, option('--workers', cpus().length));
const first = option('--first', 1);
let status = 0;

if (process.argv.includes('--mutants')) {
  await build({
    entryPoints: ['test/simulation/mutants.ts'],
    outfile: 'out/simulation/mutants.mjs',
    logLevel: 'error',
  });
  const { mutants } = await import(join(root, 'out/simulation/mutants.mjs'));
  const named = process.argv[process.argv.indexOf('--mutants') + 1] ?? '--';
  for (const [index, { name, edits }] of mutants.entries()) {
    if (!named.startsWith('--') && !name.includes(named)) continue;
    const program = join(root, 'out/simulation', `mutant-${index}.mjs`);
    await bundle(program, edits);
    let seeds = 0;
    /** @type {string | undefined} */
    let noticed;
    await run(program, { first, end: first + MUTANT_SEEDS, workers, log: false, twice: 0 }, (result) => {
      seeds += 1;
      if (result.faults.length === 0) return false;
      noticed = `seed ${result.seed}: ${result.faults[0]}`;
      return true;
    }).catch((error) => (noticed = `the program stopped: ${error.message}`));
    if (noticed === undefined) status = 1;
    console.log(`${noticed === undefined ? '✗' : '✓'} ${name}: ${noticed ?? 'NOT noticed'} (${seeds} seeds)`);
  }
} else {
  const seeds = option('--seeds', 1_000);
  const log = process.argv.includes('--log');
  const program = join(root, 'out/simulation/seeds.mjs');
  await bundle(program);
  const start = performance.now();
  const sum = { seeds: 0, failed: 0, events: 0, faultsInjected: 0, operationsSaved: 0 };
  await run(program, { first, end: first + seeds, workers, log, twice: TWICE }, (result) => {
    sum.seeds += 1;
    sum.events += result.events;
    sum.faultsInjected += result.injected;
    sum.operationsSaved += result.saved;
    if (result.log) console.log(`${result.log.join('\n')}\ntrace ${result.traceHash}`);
    if (result.faults.length > 0) {
      sum.failed += 1;
      if (sum.failed <= 20) console.log(JSON.stringify({ seed: result.seed, faults: result.faults.slice(0, 5) }));
    }
    return false;
  });
  const seconds = Math.round((performance.now() - start) / 100) / 10;
  console.log(JSON.stringify({ ...sum, first, workers, seconds }));
  if (sum.failed > 0 || sum.seeds !== seeds) status = 1;
}
process.exit(status);
