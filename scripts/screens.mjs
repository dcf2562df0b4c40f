// npm run screens: pictures of every screen and state, both languages and sizes, in out/screens/.
import { spawn } from 'node:child_process';
import { root, setup } from './setup.mjs';

const { electron } = await setup({ display: true, tests: true });
if (electron === undefined) throw new Error('no Electron runtime');
const child = spawn(process.execPath, ['scripts/run-ts.mjs', 'test/screens/screens.ts', ...process.argv.slice(2)], {
  cwd: root,
  stdio: 'inherit',
  env: { ...process.env, ELECTRON_OVERRIDE_DIST_PATH: electron.distPath },
});
child.on('exit', (code) => process.exit(code ?? 1));
