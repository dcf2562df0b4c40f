import { expect, it } from 'vitest';
import { SMALLEST_SHIFT } from '../shift/consolidation-plan.ts';
import { playConsolidationShift } from '../shift/consolidation-shift.ts';
import { differencesOf } from '../shift/reconciliation.ts';

/** The whole shift, three hundred parcels, is `npm run shift -- consolidation`; this is the same with every trouble and fewer parcels. */
it(
  'a short shift of the consolidation floor with every trouble in it comes out even',
  { timeout: 420_000 },
  async () => {
    const result = await playConsolidationShift({ seed: 20261129, size: SMALLEST_SHIFT, say: () => undefined });
    expect(differencesOf(result)).toEqual([]);
  },
);
