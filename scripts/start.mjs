// npm start: set-up, the embedded cloud, the station. Ctrl+C ends all of it.
import { spawn } from 'node:child_process';
import { existsSync, mkdirSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { say } from './lib-console.mjs';
import { hasDisplay, startXvfb } from './display.mjs';
import { root, setup } from './setup.mjs';

const flags = new Set(process.argv.slice(2));
if (flags.has('--help')) {
  process.stdout.write(`npm start [-- options]
  --no-cloud     do not start the embedded cloud
  --setup-only   prepare the machine and end
Environment: WEIGHHOUSE_HOME (data folder), DATABASE_URL (your PostgreSQL instead of the embedded one)
`);
  process.exit(0);
}

const home =
  process.env['WEIGHHOUSE_HOME'] ??
  join(process.env['XDG_DATA_HOME'] ?? join(homedir(), '.local', 'share'), 'weighhouse');
const ownDisplay = !hasDisplay();
const { electron } = await setup({ display: ownDisplay });
if (electron === undefined) throw new Error('no Electron runtime');
if (flags.has('--setup-only')) process.exit(0);
mkdirSync(home, { recursive: true });

/** What the station stands on, stopped after it. @type {(() => void)[]} */
const stops = [];
let ending = false;
/** @type {() => void} */
let stopStation = () => process.exit(0);
for (const signal of /** @type {const} */ (['SIGINT', 'SIGTERM']))
  process.on(signal, () => {
    ending = true;
    stopStation();
  });

/** @type {NodeJS.ProcessEnv} */
const env = { ...process.env, WEIGHHOUSE_HOME: home, ELECTRON_OVERRIDE_DIST_PATH: electron.distPath };
if (ownDisplay) {
  const xvfb = await startXvfb();
  stops.push(xvfb.stop);
  env['DISPLAY'] = xvfb.display;
  say(`no display here: the station runs on a virtual one, ${xvfb.display} (Xvfb 1920×1080)`);
}

if (!flags.has('--no-cloud')) {
  const data = join(home, 'cloud');
  const port = process.env['WEIGHHOUSE_CLOUD_PORT'] ?? '8917';
  const cloud = spawn(process.execPath, ['scripts/run-ts.mjs', 'cloud/main.ts', '--data', data, '--port', port], {
    cwd: root,
    env,
    stdio: ['ignore', 'pipe', 'inherit'],
    // Not reached by Ctrl+C: it ends after the station has.
    detached: true,
  });
  stops.push(() => void cloud.kill('SIGTERM'));
  cloud.stdout.on('data', (chunk) => {
    for (const line of String(chunk).split('\n'))
      if (line.includes('"listening"')) say(`cloud ready on http://127.0.0.1:${port}/ (data in ${data})`);
  });
  cloud.on('exit', (code) => {
    if (!ending) say(`the cloud ended with code ${code}; the station goes on without it`);
  });
  env['WEIGHHOUSE_CLOUD_URL'] = `http://127.0.0.1:${port}`;
  env['WEIGHHOUSE_CLOUD_TOKENS'] = join(data, 'tokens.json');
}

const station = spawn(electron.executable, [...(process.getuid?.() === 0 ? ['--no-sandbox'] : []), root], {
  cwd: root,
  env,
  stdio: ['ignore', 'inherit', 'pipe'],
});
if (process.getuid?.() === 0)
  say('running as root: Chromium cannot use its sandbox; use an ordinary user on the floor');
// Chromium's harmless complaints about a missing session bus stay out of the way of what matters.
station.stderr.on('data', (chunk) => {
  for (const line of String(chunk).split('\n')) {
    if (line.trim() !== '' && !/dbus|Failed to connect to the bus|gpu_|vaInitialize|GLES|viz_main/i.test(line))
      process.stderr.write(`${line}\n`);
  }
});
say(
  `station started (Electron ${electron.version}${electron.compatibility ? ', compatibility runtime' : ''}, data in ${home})`,
);
if (!existsSync(join(home, 'station.json')))
  say('no device is configured yet: the station opens in PRACTICE mode; F12 sets up scale and printer');
stopStation = () => void station.kill('SIGTERM');
station.on('exit', (code, signal) => {
  say(`station ended${signal === null ? '' : ` by ${signal}`}`);
  ending = true;
  for (const stop of stops.reverse()) stop();
  process.exitCode = code ?? 1;
});
