import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { screenParts, sizes, walkPart } from '../screens/screens.ts';
import { misfits } from '../support/look-at-page.ts';
import { projectRoot } from '../support/station.ts';
import { startXDisplay } from '../support/x-display.ts';

/** A build of its own whose English texts are 40 % longer, as other languages are. */
const outDir = join('out', 'long-texts');
const displays = await Promise.all(sizes.map(([width, height]) => startXDisplay(width, height)));
beforeAll(() => {
  const built = spawnSync(process.execPath, ['scripts/build.mjs', '--long-texts'], {
    cwd: projectRoot,
    encoding: 'utf8',
  });
  if (built.status !== 0) throw new Error(built.stderr);
  // Electron starts a folder.
  writeFileSync(
    join(projectRoot, outDir, 'package.json'),
    JSON.stringify({ name: 'weighhouse', main: 'main/main.cjs' }),
  );
});
afterAll(() => {
  for (const display of displays) display.stop();
});

const walks = sizes.flatMap(([width], index) =>
  screenParts.map((part) => [part.name, width, part, displays[index]] as const),
);

describe('texts that are 40 % longer', () => {
  it.each(walks)('are neither cut off nor lie on one another (%s, %d px)', { timeout: 900_000 }, async (...walk) => {
    const [, , part, display] = walk;
    if (display === undefined) throw new Error('no display');
    const faults: string[] = [];
    const app = join(projectRoot, outDir);
    await walkPart(part, { language: 'en', display, app }, (floor) => async (state) => {
      faults.push(...(await misfits(floor.station.page)).map((fault) => `${state}: ${fault}`));
    });
    expect(faults).toEqual([]);
  });
});
