import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { PROFILE_PX_PER_MM } from '../../shared/settings/settings.ts';
import { screenParts, sizes, walkPart } from '../screens/screens.ts';
import { axeViolations, misfits, tooSmall } from '../support/look-at-page.ts';
import { projectRoot } from '../support/station.ts';
import { startXDisplay } from '../support/x-display.ts';

/** Of the design language, on the 24-inch profile. */
const PROFILE = { targetPx: 20 * PROFILE_PX_PER_MM, bodyPx: 32 };
/** A build of its own whose English texts are 40 % longer, as other languages are: what holds with it holds with the texts as they are. */
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

/** `npm run screens` looks the same way at both languages as they are. */
describe('every screen and state, with texts 40 % longer', () => {
  it.each(screenParts.map((part) => [part.name, part] as const))(
    'has no violation of axe-core, no key below 20 mm, no body text below 32 px, no text cut off or on another at any size (%s)',
    { timeout: 900_000 },
    async (_name, part) => {
      const faults: string[] = [];
      let seen = 0;
      const app = join(projectRoot, outDir);
      await walkPart(part, { language: 'en', display, app }, (floor) => async (state) => {
        const { page } = floor.station;
        const found = [...(await axeViolations(page)), ...(await tooSmall(page, PROFILE))];
        faults.push(...found.map((fault) => `${state}: ${fault}`));
        // One walk: the way into a state takes seconds, another size of the page does not.
        for (const [width, height] of sizes) {
          await floor.resize(width, height);
          faults.push(...(await misfits(page)).map((fault) => `${state} at ${width} px: ${fault}`));
        }
        await floor.resize(...largest);
        seen += 1;
      });
      expect(faults).toEqual([]);
      expect(seen).toBeGreaterThan(0);
    },
  );
});
