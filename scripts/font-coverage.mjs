// Writes assets/fonts/coverage.json: the code points each shipped font has, as ranges. Run after changing a font.
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
// @ts-expect-error the package ships no types
import { create } from 'fontkit';
import { root } from './setup.mjs';

const folder = join(root, 'assets', 'fonts');
/** @type {Record<string, number[]>} pairs first, last */
const coverage = {};
for (const file of readdirSync(folder)
  .filter((name) => /\.(woff2|ttf)$/.test(name))
  .sort()) {
  const font = /** @type {{ characterSet: number[] }} */ (create(readFileSync(join(folder, file))));
  const points = [...font.characterSet].sort((a, b) => a - b);
  /** @type {number[]} */
  const ranges = [];
  for (const point of points) {
    if (ranges.length > 0 && point === (ranges.at(-1) ?? 0) + 1) ranges[ranges.length - 1] = point;
    else ranges.push(point, point);
  }
  coverage[file] = ranges;
}
writeFileSync(join(folder, 'coverage.json'), `${JSON.stringify(coverage)}\n`);
process.stdout.write(`${Object.keys(coverage).length} fonts\n`);
