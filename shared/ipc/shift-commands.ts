import { z } from 'zod';
import { labelStateSchema } from '../devices/print-job.ts';

const nodeIdSchema = z.enum(['counted', 'scanned', 'weighed', 'labelled', 'bagged', 'synced']);
const linkReasonSchema = z.enum([
  ...(['set-aside', 'undone', 'merged', 'unit', 'waiting', 'parked', 'explained'] as const),
  ...(['not-counted', 'label-open', 'in-no-bag'] as const),
]);
const seenAtSchema = z.enum([
  ...(['weighed', 'voided', 'set-aside', 'label', 'scanned-back', 'bagged', 'unbagged', 'merged'] as const),
]);
const shortText = z.string().max(120);
/** More are not looked for one by one at the end of a shift. */
export const MAX_MISSING = 200;
/** shared/shift/reconcile-shift.ts over the wire. */
export const reconciliationSchema = z.strictObject({
  nodes: z.array(z.strictObject({ id: nodeIdSchema, count: z.number().int().nonnegative() })).max(8),
  links: z
    .array(
      z.strictObject({
        ...{ from: nodeIdSchema, to: nodeIdSchema, difference: z.number().int(), unexplained: z.number().int() },
        explained: z.array(z.strictObject({ why: linkReasonSchema, pieces: z.number().int() })).max(12),
      }),
    )
    .max(8),
  missing: z
    .array(
      z.strictObject({
        why: z.enum(['label-open', 'in-no-bag']),
        parcel: z.strictObject({
          ...{ waybill: shortText, isUnit: z.boolean(), weighed: z.boolean(), gross: shortText },
          label: labelStateSchema.optional(),
          ...{ bag: shortText.optional(), unit: shortText.optional(), aside: shortText.optional() },
          last: z.strictObject({ at: seenAtSchema, wallMs: z.number().int(), actor: shortText, place: shortText }),
          lastSeq: z.number().int().nonnegative(),
        }),
      }),
    )
    .max(MAX_MISSING),
  countDifference: z.number().int(),
  balanced: z.boolean(),
});

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
  /** The parcels of the open shift, counted through from the hand to the cloud. ackedSeq: what the page's queue knows to be there. */
  'shift.reconcile': command(
    z.strictObject({ counted: count.optional(), usesBags: z.boolean(), ackedSeq: count }),
    reconciliationSchema,
  ),
  /** Writes the report of a seal as PDF, with the manifest of its parcels; answers where. Errors: REQUEST_REFUSED, EXPORT_FAILED. */
  'shift.report': command(
    z.strictObject({ operation: z.string().max(64) }),
    z.strictObject({ path: z.string().max(1_000), parcels: count }),
  ),
} as const;
