import { z } from 'zod';
import { consolidationErrors } from './consolidation-errors.ts';
import type { ErrorEntry } from './error-entry.ts';
import { exportErrors } from './export-errors.ts';
import { labelErrors } from './label-errors.ts';
import { mergeErrors } from './merge-errors.ts';
import { packingErrors } from './packing-errors.ts';
import { parcelErrors } from './parcel-errors.ts';
import { ratingErrors } from './rating-errors.ts';
import { receivingErrors } from './receiving-errors.ts';
import { returnErrors } from './return-errors.ts';
import { scaleErrors } from './scale-errors.ts';
import { shellErrors } from './shell-errors.ts';
import { stationErrors } from './station-errors.ts';
import { stockErrors } from './stock-errors.ts';
import { supplyErrors } from './supply-errors.ts';
import { holdErrors, weighErrors } from './weigh-errors.ts';

const entries = {
  ...scaleErrors,
  ...parcelErrors,
  ...labelErrors,
  ...ratingErrors,
  ...stationErrors,
  ...packingErrors,
  ...receivingErrors,
  ...returnErrors,
  ...stockErrors,
  ...supplyErrors,
  ...weighErrors,
  ...holdErrors,
  ...mergeErrors,
  ...shellErrors,
  ...exportErrors,
  ...consolidationErrors,
} as const;

/** The closed list. A code that is not here cannot be shown, sent or stored. */
export type ErrorCode = keyof typeof entries;
export const errorCatalog: Readonly<Record<ErrorCode, ErrorEntry>> = entries;
export const errorCodeSchema = z.enum(Object.keys(entries) as [ErrorCode, ...ErrorCode[]]);

export const stationErrorSchema = z.strictObject({ code: errorCodeSchema, detail: z.string().max(500).optional() });
export type StationError = z.infer<typeof stationErrorSchema>;

/** Errors cross a process boundary as values: an exception would lose everything but its message. */
export type Result<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly error: StationError };

export function success<T>(value: T): Result<T> {
  return { ok: true, value };
}

export function failure(code: ErrorCode, detail?: string): { readonly ok: false; readonly error: StationError } {
  return { ok: false, error: detail === undefined ? { code } : { code, detail: detail.slice(0, 500) } };
}
