import { z } from 'zod';

/** scrypt with its cost; salt and hash in base64url. 2^15·8 bytes: about 50 ms on a floor PC, 32 MiB. */
export const secretHashSchema = z.strictObject({
  scheme: z.literal('scrypt'),
  n: z.number().int().min(16_384).max(131_072),
  r: z.literal(8),
  p: z.literal(1),
  salt: z.base64url().min(22).max(43),
  hash: z.base64url().length(43),
});
export type SecretHash = z.infer<typeof secretHashSchema>;

/** A person of the floor, as reference data brings it: a station knows its people for weeks without a network. */
export const operatorSchema = z.strictObject({
  id: z.string().regex(/^[A-Za-z0-9-]{1,32}$/),
  name: z.string().min(1).max(40),
  role: z.enum(['operator', 'lead', 'supervisor']),
  pin: secretHashSchema.optional(),
  badge: secretHashSchema.optional(),
  /** The language that the station switches to with this person: zh, en, th, vi. */
  language: z
    .string()
    .regex(/^[a-z]{2}$/)
    .optional(),
  /** Left: known by name in old records, opens nothing. */
  active: z.boolean().default(true),
});
export type Operator = z.infer<typeof operatorSchema>;

export const pinSchema = z.string().regex(/^\d{4,8}$/);
/** Printable, as a badge's barcode or a reader that types gives it. */
export const badgeSchema = z.string().regex(/^[\x21-\x7e]{4,64}$/);

/** Wrong attempts in a row at one station, and until when nobody may try. Time is the monotonic clock's. */
export interface SignInGuard {
  readonly wrong: number;
  readonly lockedUntilMs: number;
}
export const openGuard: SignInGuard = { wrong: 0, lockedUntilMs: 0 };
const FREE_ATTEMPTS = 4;
const FIRST_LOCK_MS = 15_000;
const LONGEST_LOCK_MS = 15 * 60_000;

/** Four wrong tries are a person's; from the fifth on each one waits twice as long, up to a quarter of an hour. Never for ever. */
export function afterWrong(guard: SignInGuard, nowMs: number): SignInGuard {
  const wrong = guard.wrong + 1;
  if (wrong <= FREE_ATTEMPTS) return { wrong, lockedUntilMs: 0 };
  const lockMs = Math.min(LONGEST_LOCK_MS, FIRST_LOCK_MS * 2 ** (wrong - FREE_ATTEMPTS - 1));
  return { wrong, lockedUntilMs: nowMs + lockMs };
}

/** @returns milliseconds until the next try, 0 when one may try now. */
export const lockedForMs = (guard: SignInGuard, nowMs: number): number => Math.max(0, guard.lockedUntilMs - nowMs);
