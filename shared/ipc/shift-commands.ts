import { z } from 'zod';

const command = <I extends z.ZodType, O extends z.ZodType>(input: I, output: O) => ({ input, output });
const count = z.number().int().nonnegative();

/** How many checks of the past are kept at hand: a month of two shifts a day. */
export const MAX_KEPT_CHECKS = 60;

/** One check before a shift, as home and the next check show it. */
export const keptCheckSchema = z.strictObject({
  wallMs: z.number().int(),
  actor: z.string().max(64),
  tookMs: count,
  steps: count,
  passed: count,
  overridden: count,
  /** Of the test weight; absent: it was not weighed. */
  driftMilligrams: z.number().int().optional(),
  scale: z.string().max(120),
});
export type KeptCheck = z.infer<typeof keptCheckSchema>;

export const checksSchema = z.strictObject({
  /** Oldest first. */
  checks: z.array(keptCheckSchema).max(MAX_KEPT_CHECKS),
  /** Wall clock of the last seal. */
  sealedMs: z.number().int().optional(),
  /** This machine's clock less the cloud's at the last contact since the start; absent: there was none. */
  clockSkewMs: z.number().int().optional(),
});
export type Checks = z.infer<typeof checksSchema>;

/** The working day of a station beside its seal: checks before shifts. */
export const shiftCommands = {
  /** Answered when the journal is read. */
  'shift.checks': command(z.null(), checksSchema),
} as const;
