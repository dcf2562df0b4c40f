// npm test: set-up, static checks, simulation, slices of the campaigns, unit, integration and end-to-end tests, the packaged app's smoke start.
// The last line is `N passed, N failed`. A suite that ran no test at all counts as failed.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { say } from './lib-console.mjs';
import { root, setup } from './setup.mjs';

process.chdir(root);
const only = process.argv.slice(2);
const cyclesAt = only.indexOf('--cycles');
const wanted = (/** @type {string} */ name) => only.length === 0 || only.includes(name);
const labOnly = only[0] === 'lab';
const { electron } = await setup({
  display: !labOnly,
  tests: true,
  lab: wanted('lab'),
  campaigns: wanted('campaigns'),
  electron: !labOnly,
  build: !labOnly,
});
if (electron === undefined && !labOnly) throw new Error('no Electron runtime');
const { runStaticChecks, runStep } = await import('./check.mjs');

let passed = 0;
let failed = 0;
/** @param {boolean} ok */
const count = (ok) => (ok ? (passed += 1) : (failed += 1));

if (wanted('static')) for (const ok of await runStaticChecks()) count(ok);

if (wanted('simulation')) {
  say('simulation: 20,000 worlds, then the program with one guard less at a time');
  count(await runStep(['20,000 seeds', process.execPath, ['scripts/simulate.mjs', '--seeds', '20000']]));
  count(await runStep(['every mutant noticed', process.execPath, ['scripts/simulate.mjs', '--mutants']]));
}

/** Slices of the campaigns of docs/reliability.md: real processes, a real file system under a power cut, a disk that refuses. */
const CAMPAIGN_CANNOT_RUN = 3;
const campaigns = [
  ['a power cut of the disk', 'campaign-power-cut.ts', '--cuts', '25', '--minutes', '2', '--seed', '20261129'],
  ['SIGKILL of the writer', 'campaign-kill.ts', '--kills', '60', '--minutes', '2', '--seed', '20261129'],
  ['a disk that refuses', 'campaign-disk.ts', '--rounds', '6', '--minutes', '2', '--seed', '20261129'],
];
if (wanted('campaigns')) {
  say('campaigns: a slice of each');
  for (const [name, file, ...options] of campaigns) {
    const run = spawnSync(process.execPath, ['scripts/run-ts.mjs', `test/power-cut/${file}`, ...options], {
      encoding: 'utf8',
    });
    // The campaign's own counts, or why this machine cannot run it; then it counts as nothing.
    const said = `${run.stdout}${run.stderr}`.trim();
    if (run.status === CAMPAIGN_CANNOT_RUN) process.stdout.write(`skipped: ${name}: ${said}\n`);
    else {
      process.stdout.write(`${run.status === 0 ? '✓' : '✗'} ${name}: ${said}\n`);
      count(run.status === 0);
    }
  }
}

const out = join(root, 'out', 'test');
mkdirSync(out, { recursive: true });
for (const project of ['unit', 'integration', 'e2e']) {
  if (!wanted(project)) continue;
  say(`${project} tests`);
  const report = join(out, `${project}.json`);
  rmSync(report, { force: true });
  const run = spawnSync(
    process.execPath,
    [
      'node_modules/vitest/vitest.mjs',
      'run',
      '--project',
      project,
      '--reporter=default',
      '--reporter=json',
      `--outputFile.json=${report}`,
    ],
    {
      stdio: ['ignore', 'inherit', 'inherit'],
      // A log is read in a file: no colours, a line a test file.
      env: { ...process.env, ELECTRON_OVERRIDE_DIST_PATH: electron?.distPath, NO_COLOR: '1', FORCE_COLOR: undefined },
    },
  );
  if (!existsSync(report)) {
    process.stdout.write(`✗ ${project}: the runner ended with ${run.status} and left no report\n`);
    count(false);
    continue;
  }
  const result = JSON.parse(readFileSync(report, 'utf8'));
  passed += result.numPassedTests;
  failed += result.numFailedTests;
  // The last lines of a long log are the ones that are read.
  for (const file of result.testResults) {
    if (file.status === 'failed' && file.assertionResults.length === 0)
      process.stdout.write(`✗ ${file.name}: ${String(file.message).slice(0, 500)}\n`);
    for (const test of file.assertionResults)
      if (test.status === 'failed')
        process.stdout.write(`✗ ${test.fullName}: ${String(test.failureMessages[0]).slice(0, 500)}\n`);
  }
  const skipped = result.numPendingTests + result.numTodoTests;
  if (skipped > 0) {
    for (const file of result.testResults) {
      for (const test of file.assertionResults)
        if (test.status !== 'passed' && test.status !== 'failed') process.stdout.write(`skipped: ${test.fullName}\n`);
    }
  }
  // A suite that failed to load has no failed test of its own; it still failed.
  if (result.numFailedTests === 0 && (run.status !== 0 || result.numPassedTests === 0)) count(false);
}

/** Real kernel devices in a guest of software; where no guest can run it says so and counts as nothing. */
const LAB_CANNOT_RUN = 77;
if (wanted('lab')) {
  say('virtual hardware lab');
  const more = cyclesAt === -1 ? [] : only.slice(cyclesAt, cyclesAt + 2);
  const run = spawnSync(process.execPath, ['scripts/run-ts.mjs', 'test/lab/main.ts', ...more], {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  process.stdout.write(run.stdout);
  const counts = /^(\d+) passed, (\d+) failed$/m.exec(run.stdout);
  if (run.status !== LAB_CANNOT_RUN) {
    passed += Number(counts?.[1] ?? 0);
    failed += Number(counts?.[2] ?? 1);
  }
}

if (wanted('fuzz')) {
  // One seed, the one of docs/devices/robustness.md: a run that fails can be run again. Other seeds are for a person's own campaigns.
  const fuzz = ['fuzz', '--bytes', '10000000', '--seed', '20261124'];
  say('scale languages: ten million damaged bytes each, seed 20261124');
  count(
    await runStep([
      `npm run device -- ${fuzz.join(' ')}`,
      process.execPath,
      ['scripts/run-ts.mjs', 'hardware/tools/main.ts', ...fuzz],
    ]),
  );
}

if (wanted('package')) {
  say('packaged app: fuses and smoke start');
  count(await runStep(['package', process.execPath, ['scripts/package.mjs', '--smoke']]));
}

process.stdout.write(`${passed} passed, ${failed} failed\n`);
process.exit(failed === 0 ? 0 : 1);
