// Builds main, preload and device host with esbuild, the page with Vite. Does nothing when no source has changed.
import { createHash } from 'node:crypto';
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const sources = ['shared', 'hardware', 'electron', 'renderer', 'assets', 'scripts/build.mjs', 'package-lock.json'];

/** Native packages and Electron itself stay outside the bundles. */
const external = ['electron', 'serialport', 'node-hid', '@napi-rs/canvas', 'koffi'];

/** @param {string} path @param {import('node:crypto').Hash} hash */
function fingerprint(path, hash) {
  if (!existsSync(path)) return;
  const stat = statSync(path);
  if (stat.isDirectory()) for (const entry of readdirSync(path).sort()) fingerprint(join(path, entry), hash);
  else if (!/\.test\.tsx?$/.test(path)) hash.update(`${path}:${stat.size}:${stat.mtimeMs}\n`);
}

/** @param {{ log?: (text: string) => void, force?: boolean, testFlag?: boolean, outDir?: string }} [options] */
export async function build({ log = () => undefined, force = false, testFlag = false, outDir = 'dist' } = {}) {
  const dist = join(root, outDir);
  const hash = createHash('sha256').update(`testFlag=${testFlag}\n`);
  for (const source of sources) fingerprint(join(root, source), hash);
  const stamp = hash.digest('hex');
  const stampFile = join(dist, 'stamp');
  if (!force && existsSync(stampFile) && readFileSync(stampFile, 'utf8') === stamp) return;
  log('building the station');
  rmSync(dist, { recursive: true, force: true });
  mkdirSync(dist, { recursive: true });
  const esbuild = await import('esbuild');
  /** @param {string} entry @param {string} outfile @param {string[]} extra */
  const bundle = (entry, outfile, extra = []) =>
    esbuild.build({
      entryPoints: [join(root, entry)],
      outfile: join(dist, outfile),
      bundle: true,
      platform: 'node',
      format: 'cjs',
      // Node 20.18 is in the compatibility runtime, Node 24 in Electron 45.
      target: 'node20',
      external: [...external, ...extra],
      sourcemap: 'linked',
      legalComments: 'none',
      logLevel: 'error',
      define: {
        WEIGHHOUSE_TEST_BUILD: String(testFlag),
        WEIGHHOUSE_VERSION: JSON.stringify(JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')).version),
      },
    });
  await Promise.all([
    bundle('electron/main/main.ts', 'main/main.cjs'),
    bundle('electron/preload/preload.ts', 'preload/preload.cjs'),
    bundle('electron/device-host/main.ts', 'device-host/host.cjs'),
  ]);
  const { build: viteBuild } = await import('vite');
  await viteBuild({
    root: join(root, 'renderer'),
    configFile: join(root, 'renderer', 'vite.config.ts'),
    logLevel: 'error',
    build: { outDir: join(dist, 'renderer'), emptyOutDir: true },
  });
  cpSync(join(root, 'assets'), join(dist, 'assets'), { recursive: true });
  writeFileSync(stampFile, stamp);
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  await build({ log: (text) => process.stdout.write(`${text}\n`), force: process.argv.includes('--force') });
}
