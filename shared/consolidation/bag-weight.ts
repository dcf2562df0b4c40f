import { massToMilligrams } from '../measure/mass.ts';
import type { Mass } from '../measure/quantity.ts';

/** From the settings. Both limits are computed; which of them counts is a choice: no standard says it. */
export interface BagTolerance {
  readonly absolute: Mass;
  /** Thousandths of the sum of the parcels. */
  readonly permille: number;
  /** larger: a difference must exceed both to be one. smaller: exceeding either is enough. */
  readonly counts: 'larger' | 'smaller';
}

export function toleranceMilligrams({ absolute, permille, counts }: BagTolerance, sumMilligrams: number): number {
  const fixed = massToMilligrams(absolute);
  const relative = Math.round((sumMilligrams * permille) / 1_000);
  return counts === 'larger' ? Math.max(fixed, relative) : Math.min(fixed, relative);
}

/** What the column sum on the screen says. difference = gross − tare − sum. */
export interface BagWeighing {
  readonly grossMilligrams: number;
  readonly tareMilligrams: number;
  readonly sumMilligrams: number;
  readonly differenceMilligrams: number;
  readonly toleranceMilligrams: number;
  readonly within: boolean;
}

export function weighBag(gross: number, tare: number, sum: number, tolerance: BagTolerance): BagWeighing {
  const differenceMilligrams = gross - tare - sum;
  const limit = toleranceMilligrams(tolerance, sum);
  return {
    ...{ grossMilligrams: gross, tareMilligrams: tare, sumMilligrams: sum, differenceMilligrams },
    toleranceMilligrams: limit,
    within: Math.abs(differenceMilligrams) <= limit,
  };
}
