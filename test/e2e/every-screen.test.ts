import { afterAll, describe, expect, it } from 'vitest';
import { screenParts, walkPart } from '../screens/screens.ts';
import { axeViolations, tooSmall } from '../support/look-at-page.ts';
import { startXDisplay } from '../support/x-display.ts';

/** The calibrated 24-inch profile of the design language: 3.61 px a millimetre. */
const TARGET_PX = 20 * 3.61;
const BODY_PX = 32;
const display = await startXDisplay(1920, 1080);
afterAll(() => display.stop());

describe('every screen and state', () => {
  it.each(screenParts.map((part) => [part.name, part] as const))(
    'has no violation of axe-core, no key below 20 mm, no body text below 32 px (%s)',
    { timeout: 900_000 },
    async (_name, part) => {
      const faults: string[] = [];
      let seen = 0;
      await walkPart(part, { language: 'zh', display }, (floor) => async (state) => {
        const { page } = floor.station;
        const found = [
          ...(await axeViolations(page)),
          ...(await tooSmall(page, { targetPx: TARGET_PX, bodyPx: BODY_PX })),
        ];
        faults.push(...found.map((fault) => `${state}: ${fault}`));
        seen += 1;
      });
      expect(faults).toEqual([]);
      expect(seen).toBeGreaterThan(0);
    },
  );
});
