// npm run shift -- consolidation|overseas [--seed N] [--size N]: a whole shift through the real application, hands free, and the
// reconciliation table of what the floor did with journal, labels and cloud. Exits 1 on any difference.
import { spawn } from 'node:child_process';
import { setup, root } from './setup.mjs';
import { say } from './lib-console.mjs';

const { electron } = await setup({ display: true, tests: true });
if (electron === undefined) throw new Error('no Electron runtime');
say('the shift runs on a virtual display of its own, so that nobody’s keyboard gets into it');
const child = spawn(process.execPath, ['scripts/run-ts.mjs', 'test/shift/main.ts', ...process.argv.slice(2)], {
  cwd: root,
  stdio: 'inherit',
  env: { ...process.env, ELECTRON_OVERRIDE_DIST_PATH: electron.distPath },
});
child.on('exit', (code) => process.exit(code ?? 1));
