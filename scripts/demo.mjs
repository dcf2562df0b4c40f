// npm run demo: a short shift through the real application, hands free. With or without a display.
import { spawn } from 'node:child_process';
import { setup, root } from './setup.mjs';
import { say } from './lib-console.mjs';

const { electron } = await setup({ display: true, tests: true });
if (electron === undefined) throw new Error('no Electron runtime');
say(
  'the shift runs on a virtual display of its own, so that nobody’s keyboard gets into it; pictures are in out/demo/',
);
const child = spawn(process.execPath, ['scripts/run-ts.mjs', 'test/demo/demo.ts'], {
  cwd: root,
  stdio: 'inherit',
  env: { ...process.env, ELECTRON_OVERRIDE_DIST_PATH: electron.distPath },
});
child.on('exit', (code) => process.exit(code ?? 1));
