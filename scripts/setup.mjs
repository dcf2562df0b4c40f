// Brings a fresh machine to the point where the station can run. Each step is skipped when it has nothing to do,
// so that a second run costs well under a second. Runs before `npm ci`: no dependencies of its own.
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { spawnSync } from 'node:child_process';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { giveUp, say } from './lib-console.mjs';
import {
  displayPackages,
  ensurePackages,
  installIfPossible,
  campaignPackages,
  labPackages,
  runtimePackages,
  testPackages,
} from './debian-packages.mjs';

export const root = dirname(dirname(fileURLToPath(import.meta.url)));

function checkNode() {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
  if (major < 20 || (major === 20 && minor < 19))
    giveUp(`Node ${process.versions.node} is too old: Weighhouse needs 20.19 or newer.`);
}

/** `npm ci` when node_modules is missing or was made from another lock file. */
function ensureNodeModules() {
  const lock = createHash('sha256')
    .update(readFileSync(join(root, 'package-lock.json')))
    .update(process.versions.modules)
    .digest('hex');
  const stamp = join(root, 'node_modules', '.weighhouse-lock');
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === lock) return;
  // A developer's own `npm install` is respected: npm records the lock it has installed.
  const installed = join(root, 'node_modules', '.package-lock.json');
  if (process.env['WEIGHHOUSE_KEEP_MODULES'] === '1' && existsSync(installed)) return;
  say('installing npm packages (npm ci)');
  const run = spawnSync('npm', ['ci', '--no-audit', '--no-fund', '--loglevel=error'], { cwd: root, encoding: 'utf8' });
  if (run.status !== 0) {
    process.stderr.write(`${run.stdout}${run.stderr}`);
    giveUp('npm ci failed. Is the npm registry reachable?', 'npm ci');
  }
  mkdirSync(dirname(stamp), { recursive: true });
  writeFileSync(stamp, lock);
}

/**
 * @param {{ display?: boolean, tests?: boolean, lab?: boolean, campaigns?: boolean, build?: boolean, electron?: boolean }} what
 * @returns {Promise<{ electron: { distPath: string, executable: string, version: string, compatibility: boolean } | undefined }>}
 */
export async function setup(what = {}) {
  checkNode();
  ensurePackages([...runtimePackages, ...(what.display ? displayPackages : []), ...(what.tests ? testPackages : [])]);
  // Without its parts the lab says what was not tested; the rest of the tests goes on.
  if (what.lab) installIfPossible(labPackages);
  if (what.campaigns) installIfPossible(campaignPackages);
  ensureNodeModules();
  let electron;
  if (what.electron !== false) {
    const { ensureElectron } = await import('./electron-runtime.mjs');
    electron = await ensureElectron({ log: say });
  }
  if (what.build !== false) {
    const { build } = await import('./build.mjs');
    await build({ log: say });
  }
  return { electron };
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  await setup({ display: true, tests: process.argv.includes('--tests') });
  say('set-up is complete');
}
