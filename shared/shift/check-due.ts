/** When the last check of this station was, and when its last shift was sealed. undefined: never, as far as this machine knows. */
export interface CheckTimes {
  readonly checkedMs: number | undefined;
  readonly sealedMs: number | undefined;
  readonly nowMs: number;
}

/** A shift that nobody has sealed ends for the check after this: no floor works longer with one crew. */
export const CHECK_HOLDS_MS = 16 * 3_600_000;

/** Whether work of a shift begins that nobody has checked the devices for. A clock that went back does not ask anew. */
export function isCheckDue({ checkedMs, sealedMs, nowMs }: CheckTimes): boolean {
  if (checkedMs === undefined) return true;
  if (sealedMs !== undefined && sealedMs > checkedMs) return true;
  return nowMs - checkedMs > CHECK_HOLDS_MS;
}
