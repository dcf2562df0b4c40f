// Runs a TypeScript program of this repository: node scripts/run-ts.mjs FILE [arguments…]
import { pathToFileURL } from 'node:url';
import { resolve } from 'node:path';
import { register } from 'tsx/esm/api';

const [file, ...rest] = process.argv.slice(2);
if (file === undefined) {
  process.stderr.write('usage: node scripts/run-ts.mjs FILE [arguments…]\n');
  process.exit(2);
}
process.argv = [process.argv[0] ?? 'node', resolve(file), ...rest];
register();
await import(pathToFileURL(resolve(file)).href);
