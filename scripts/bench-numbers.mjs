// npm run bench:numbers: figures of the number engines, with percentiles. Bundled first, as the product is: a loader that compiles on the
// fly would be measured instead of the engine.
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { build } from 'esbuild';

const folder = join(import.meta.dirname, '..', '.cache', 'bench');
mkdirSync(folder, { recursive: true });
const outfile = join(folder, 'numbers.mjs');
await build({
  entryPoints: [join(import.meta.dirname, 'tools', 'bench-numbers.ts')],
  bundle: true,
  platform: 'node',
  format: 'esm',
  outfile,
  logLevel: 'error',
});
await import(pathToFileURL(outfile).href);
