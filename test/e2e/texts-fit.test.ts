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
const [largest] = sizes;
const display = await startXDisplay(...largest);
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
afterAll(() => display.stop());

describe('texts that are 40 % longer', () => {
  it.each(screenParts.map((part) => [part.name, part] as const))(
    'are neither cut off nor lie on one another at any size of the screen (%s)',
    { timeout: 900_000 },
    async (_name, part) => {
      const faults: string[] = [];
      const app = join(projectRoot, outDir);
      await walkPart(part, { language: 'en', display, app }, (floor) => async (state) => {
        // One walk: the way into a state takes seconds, another size of the page does not.
        for (const [width, height] of sizes) {
          await floor.resize(width, height);
          faults.push(...(await misfits(floor.station.page)).map((fault) => `${state} at ${width} px: ${fault}`));
        }
        await floor.resize(...largest);
      });
      expect(faults).toEqual([]);
    },
  );
});
