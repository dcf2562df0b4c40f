// npm run package: the unpacked application with its fuses, in out/package. --smoke starts it and looks at the doors.
import { spawn, spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { hasDisplay, startXvfb } from './display.mjs';
import { say } from './lib-console.mjs';
import { root, setup } from './setup.mjs';

const smoke = process.argv.includes('--smoke');
const { electron } = await setup({ display: smoke || !hasDisplay() });
if (electron === undefined) throw new Error('no Electron runtime');

const output = join(root, 'out', 'package');
rmSync(output, { recursive: true, force: true });
mkdirSync(output, { recursive: true });
// A copy: the packager renames and rewrites what it is given.
const runtime = mkdtempSync(join(tmpdir(), 'weighhouse-runtime-'));
try {
  cpSync(electron.distPath, runtime, { recursive: true, verbatimSymlinks: true });
  const { build } = await import('electron-builder');
  await build({
    projectDir: root,
    dir: true,
    publish: 'never',
    config: {
      extends: join(root, 'electron-builder.yml'),
      electronDist: runtime,
      electronVersion: electron.version,
    },
  });
} finally {
  rmSync(runtime, { recursive: true, force: true });
}
const folder = ['linux-unpacked', 'win-unpacked', 'mac'].map((name) => join(output, name)).find(existsSync);
if (folder === undefined) throw new Error(`the packager left nothing in ${output}`);
const program = join(folder, process.platform === 'win32' ? 'Weighhouse.exe' : 'weighhouse');
say(`packaged: ${folder} (Electron ${electron.version})`);

const { getCurrentFuseWire, FuseV1Options } = await import('@electron/fuses');
/** Bytes of the wire: '0' off, '1' on. */
const [off, on] = [0x30, 0x31];
const wire = await getCurrentFuseWire(program);
const wanted = /** @type {const} */ ({
  RunAsNode: false,
  EnableCookieEncryption: true,
  EnableNodeOptionsEnvironmentVariable: false,
  EnableNodeCliInspectArguments: false,
  EnableEmbeddedAsarIntegrityValidation: true,
  OnlyLoadAppFromAsar: true,
  LoadBrowserProcessSpecificV8Snapshot: false,
  GrantFileProtocolExtraPrivileges: false,
});
/** @type {string[]} */
const problems = [];
for (const [name, state] of Object.entries(wanted)) {
  const found = Number(wire[FuseV1Options[/** @type {keyof typeof wanted} */ (name)]]);
  if (found !== (state ? on : off)) problems.push(`fuse ${name} is not ${state ? 'on' : 'off'}`);
}
say(
  `fuses read back: ${Object.entries(wanted)
    .map(([name, state]) => `${name}=${state ? 'on' : 'off'}`)
    .join(' ')}`,
);

if (smoke) await smokeStart();
for (const problem of problems) process.stderr.write(`✗ ${problem}\n`);
process.exit(problems.length === 0 ? 0 : 1);

/** Starts the program as a user does and waits for a painted window; then knocks at the doors that must be closed. */
async function smokeStart() {
  const xvfb = await startXvfb();
  const home = mkdtempSync(join(tmpdir(), 'weighhouse-smoke-'));
  const env = { ...process.env, DISPLAY: xvfb.display, WEIGHHOUSE_HOME: home, WEIGHHOUSE_BENCH: '1' };
  const sandbox = process.getuid?.() === 0 ? ['--no-sandbox'] : [];
  const log = join(home, 'logs', 'station.log');
  const child = spawn(program, sandbox, { env, stdio: 'ignore' });
  try {
    const painted = await waitFor(
      () => existsSync(log) && readFileSync(log, 'utf8').includes('"name":"ready"'),
      30_000,
    );
    if (!painted)
      problems.push(
        `no window within 30 s; log: ${existsSync(log) ? readFileSync(log, 'utf8').slice(-2_000) : 'none'}`,
      );
    const devices = await waitFor(() => readFileSync(log, 'utf8').includes('devices-ready'), 10_000);
    if (!devices) problems.push('the device host did not come up in the packaged program');
    if (painted && devices) say('the packaged program shows its window, and its device host is up');
  } finally {
    const gone = new Promise((resolve) => child.once('exit', resolve));
    child.kill('SIGTERM');
    await gone;
  }
  const carrier = spawnSync(
    process.execPath,
    ['scripts/run-ts.mjs', 'test/campaign/packaged-carrier-label.ts', program],
    { cwd: root, env, encoding: 'utf8', timeout: 150_000 },
  );
  if (carrier.status === 0) say("a carrier's label is drawn, read and printed; one of another parcel is refused");
  else problems.push(`carriers' labels: ${carrier.stdout}${carrier.stderr}`);
  const debug = spawnSync(program, [...sandbox, '--remote-debugging-port=0'], { env, timeout: 20_000 });
  if (debug.status !== 3) problems.push(`remote debugging was not refused (exit ${debug.status})`);
  const asNode = spawnSync(program, [...sandbox, '-e', 'process.stdout.write("node")', '--remote-debugging-port=0'], {
    env: { ...env, ELECTRON_RUN_AS_NODE: '1' },
    encoding: 'utf8',
    timeout: 20_000,
  });
  if (asNode.stdout.includes('node')) problems.push('ELECTRON_RUN_AS_NODE works');
  if (debug.status === 3 && !asNode.stdout.includes('node')) say('remote debugging and run-as-node are refused');
  xvfb.stop();
  rmSync(home, { recursive: true, force: true });
}

/** @param {() => boolean} probe @param {number} timeoutMs */
async function waitFor(probe, timeoutMs) {
  const deadline = Date.now() + timeoutMs;
  while (Date.now() < deadline) {
    if (probe()) return true;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  return probe();
}
