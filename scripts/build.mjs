// Builds main, preload and device host with esbuild, the page with Vite. Does nothing when no source has changed.
import { createHash } from 'node:crypto';
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
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

/**
 * A test's stand-in for languages that need more room: English texts of the page and of the errors grow by 40 % at their end.
 * @type {import('vite').Plugin}
 */
const longerTexts = {
  name: 'longer-texts',
  transform(code, id) {
    const name = /export const (\w+) = \{/.exec(code)?.[1];
    const texts = /renderer\/text\/en\.ts$/.test(id);
    if (name === undefined || (!texts && !/shared\/errors\/[a-z-]+-errors\.ts$/.test(id))) return undefined;
    const lengthen = `(texts) => {
      for (const [key, text] of Object.entries(texts)) {
        const room = Math.ceil(text.replace(/\\{[^}]*\\}/g, 'xx').length * 0.4);
        texts[key] = text + (room < 4 ? 'õëï' : ' wördë lõngër thän bëfõrë ünd mõrë').slice(0, room);
      }
    }`;
    return `${code};(${texts ? lengthen : `(all) => Object.values(all).forEach(({ en }) => (${lengthen})(en))`})(${name});`;
  },
};

/** @param {{ log?: (text: string) => void, force?: boolean, testFlag?: boolean, outDir?: string, longTexts?: boolean }} [options] */
export async function build({
  log = () => undefined,
  force = false,
  testFlag = false,
  outDir = 'dist',
  longTexts = false,
} = {}) {
  const dist = join(root, outDir);
  const hash = createHash('sha256').update(`testFlag=${testFlag} longTexts=${longTexts}\n`);
  for (const source of sources) fingerprint(join(root, source), hash);
  const stamp = hash.digest('hex');
  const stampFile = join(dist, 'stamp');
  if (!force && existsSync(stampFile) && readFileSync(stampFile, 'utf8') === stamp) return;
  log('building the station');
  rmSync(dist, { recursive: true, force: true });
  mkdirSync(dist, { recursive: true });
  const esbuild = await import('esbuild');
  /** A library in the bundle that asks where it lies is told where the bundle lies. */
  const ownPlace = {
    banner: { js: "const bundleUrl = require('node:url').pathToFileURL(__filename).href;" },
    define: { 'import.meta.url': 'bundleUrl' },
  };
  /** @param {string} entry @param {string} outfile @param {{ banner?: { js: string }, define?: Record<string, string> }} more */
  const bundle = (entry, outfile, { banner = { js: '' }, define = {} } = {}) =>
    esbuild.build({
      entryPoints: [join(root, entry)],
      outfile: join(dist, outfile),
      bundle: true,
      platform: 'node',
      format: 'cjs',
      // Node 20.18 is in the compatibility runtime, Node 24 in Electron 45.
      target: 'node20',
      external,
      banner,
      sourcemap: 'linked',
      legalComments: 'none',
      logLevel: 'error',
      define: {
        ...define,
        WEIGHHOUSE_TEST_BUILD: String(testFlag),
        WEIGHHOUSE_VERSION: JSON.stringify(JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')).version),
      },
    });
  await Promise.all([
    bundle('electron/main/main.ts', 'main/main.cjs'),
    bundle('electron/preload/preload.ts', 'preload/preload.cjs'),
    bundle('electron/device-host/main.ts', 'device-host/host.cjs'),
    bundle('hardware/printer/carrier/carrier-worker.ts', 'device-host/carrier.cjs', ownPlace),
  ]);
  const { build: viteBuild } = await import('vite');
  await viteBuild({
    root: join(root, 'renderer'),
    configFile: join(root, 'renderer', 'vite.config.ts'),
    logLevel: 'error',
    plugins: longTexts ? [{ ...longerTexts, enforce: 'post' }] : [],
    build: { outDir: join(dist, 'renderer'), emptyOutDir: true },
  });
  cpSync(join(root, 'assets'), join(dist, 'assets'), { recursive: true });
  mkdirSync(join(dist, 'wasm'));
  for (const file of ['@hyzyla/pdfium/dist/pdfium.wasm', 'zxing-wasm/dist/reader/zxing_reader.wasm'])
    cpSync(join(root, 'node_modules', file), join(dist, 'wasm', basename(file)));
  writeFileSync(stampFile, stamp);
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  await build({
    log: (text) => process.stdout.write(`${text}\n`),
    force: process.argv.includes('--force'),
    // For test/e2e/every-screen.test.ts.
    ...(process.argv.includes('--long-texts') ? { longTexts: true, outDir: 'out/long-texts' } : {}),
  });
}
