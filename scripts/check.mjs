// npm run check: types, type-aware lint, format, import rules, unit tests. Prints one line a step; ends with 1 when any failed.
import { spawnSync } from 'node:child_process';
import { performance } from 'node:perf_hooks';

/** @type {[string, string, string[]][]} */
export const staticChecks = [
  ['types', process.execPath, ['scripts/check-types.mjs']],
  ['lint', process.execPath, ['node_modules/eslint/bin/eslint.js', '.', '--max-warnings', '0']],
  ['format', process.execPath, ['node_modules/prettier/bin/prettier.cjs', '--check', '--log-level', 'warn', '.']],
  [
    'imports',
    process.execPath,
    [
      'node_modules/dependency-cruiser/bin/dependency-cruise.mjs',
      '--config',
      '.dependency-cruiser.cjs',
      'shared',
      'hardware',
      'electron',
      'renderer',
      'cloud',
    ],
  ],
];

/** @param {[string, string, string[]]} step */
export function runStep([name, program, args]) {
  const start = performance.now();
  const run = spawnSync(program, args, {
    encoding: 'utf8',
    maxBuffer: 64 << 20,
    env: { ...process.env, FORCE_COLOR: '0' },
  });
  const ok = run.status === 0;
  process.stdout.write(`${ok ? '✓' : '✗'} ${name} (${((performance.now() - start) / 1000).toFixed(1)} s)\n`);
  if (!ok) process.stdout.write(`${run.stdout}${run.stderr}\n`);
  return ok;
}

if (import.meta.filename === process.argv[1]) {
  const steps = [
    ...staticChecks,
    /** @type {[string, string, string[]]} */ ([
      'unit tests',
      process.execPath,
      ['node_modules/vitest/vitest.mjs', 'run', '--project', 'unit'],
    ]),
  ];
  const failed = steps.filter((step) => !runStep(step));
  process.exit(failed.length === 0 ? 0 : 1);
}
