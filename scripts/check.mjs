// npm run check: types, type-aware lint, format, import rules, unit tests. Prints one line a step; ends with 1 when any failed.
import { spawn } from 'node:child_process';
import { performance } from 'node:perf_hooks';

/** @type {[string, string, string[]][]} */
const staticChecks = [
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

/** Prints one line, and what it said when it failed. @param {[string, string, string[]]} step @returns {Promise<boolean>} */
export function runStep([name, program, args]) {
  const start = performance.now();
  const child = spawn(program, args, {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, FORCE_COLOR: '0' },
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (output += String(chunk)));
  return new Promise((resolve) => {
    child.on('close', (code) => {
      const ok = code === 0;
      process.stdout.write(`${ok ? '✓' : '✗'} ${name} (${((performance.now() - start) / 1000).toFixed(1)} s)\n`);
      if (!ok) process.stdout.write(`${output}\n`);
      resolve(ok);
    });
  });
}

/** The static checks, the long one (types) beside the others. @returns one answer a step. */
export async function runStaticChecks() {
  const [types, ...others] = staticChecks;
  const beside = types === undefined ? Promise.resolve([]) : runStep(types).then((ok) => [ok]);
  const answers = [];
  for (const step of others) answers.push(await runStep(step));
  return [...(await beside), ...answers];
}

if (import.meta.filename === process.argv[1]) {
  const answers = await runStaticChecks();
  answers.push(
    await runStep(['unit tests', process.execPath, ['node_modules/vitest/vitest.mjs', 'run', '--project', 'unit']]),
  );
  process.exit(answers.every(Boolean) ? 0 : 1);
}
