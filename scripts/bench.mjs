// npm run bench [-- --quick] [labels|first-label|latencies|decision|start|queued-start|heal|saving|sync]: figures with percentiles, of this machine. Not a test: it never fails for being slow.
import { spawn } from 'node:child_process';
import { root, setup } from './setup.mjs';

const { electron } = await setup({ display: true, tests: true });
if (electron === undefined) throw new Error('no Electron runtime');
const child = spawn(process.execPath, ['scripts/run-ts.mjs', 'test/bench/bench.ts', ...process.argv.slice(2)], {
  cwd: root,
  stdio: 'inherit',
  env: { ...process.env, ELECTRON_OVERRIDE_DIST_PATH: electron.distPath },
});
child.on('exit', (code) => process.exit(code ?? 1));
