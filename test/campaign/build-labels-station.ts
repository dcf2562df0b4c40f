import { symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const root = fileURLToPath(new URL('../..', import.meta.url));

/** labels-station as one JavaScript file in `folder`: starts in a fraction of the time, and is killed hundreds of times. */
export async function buildLabelsStation(
  folder: string,
): Promise<{ readonly stationFile: string; readonly fontsDirectory: string }> {
  const stationFile = join(folder, 'labels-station.mjs');
  await build({
    entryPoints: [join(root, 'test/campaign/labels-station.ts')],
    outfile: stationFile,
    bundle: true,
    platform: 'node',
    format: 'esm',
    target: 'node20',
    external: ['serialport', 'node-hid', '@napi-rs/canvas', 'koffi'],
    banner: { js: "import { createRequire } from 'node:module';\nconst require = createRequire(import.meta.url);" },
    logLevel: 'error',
  });
  symlinkSync(join(root, 'node_modules'), join(folder, 'node_modules'), 'dir');
  return { stationFile, fontsDirectory: join(root, 'assets/fonts') };
}
