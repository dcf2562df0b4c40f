import { z } from 'zod';
import { badgeSchema, operatorSchema, pinSchema } from '../identity/operator.ts';
import { pulledSealSchema, sealDifferenceSchema } from '../sync/pulled-records.ts';
import { seriesSchema } from '../sync/number-ranges.ts';
import { sealSchema } from '../sync/seal.ts';
import { pulledChangeSchema } from '../sync/pull.ts';
import { httpFailureSchema } from './http-failure.ts';

const command = <I extends z.ZodType, O extends z.ZodType>(input: I, output: O) => ({ input, output });
const count = z.number().int().nonnegative();

/** How old the supply of work is, and what is wrong with it. */
export const supplyStatusSchema = z.strictObject({
  /** Wall clock of the last moment at which everything of the cloud was here; undefined: never, the built-in lines and boxes serve. */
  asOfMs: z.number().int().optional(),
  /** Number of the stored state; records of another generation are read anew. */
  generation: count,
  /** snapshot: a whole copy is on its way. revoked: the cloud gives nothing to this station. */
  state: z.enum(['following', 'snapshot', 'offline', 'revoked']),
  counts: z.record(z.string(), count),
  /** Records that this program cannot read; kept as they came. */
  unreadable: count,
  detail: z.string().max(300),
});
export type SupplyStatus = z.infer<typeof supplyStatusSchema>;

/** A person as screens see one: no hash of a secret leaves the main process. */
export const personSchema = z.strictObject(
  operatorSchema.pick({ id: true, name: true, role: true, language: true }).shape,
);
export type Person = z.infer<typeof personSchema>;

/** Badge as scanned, or a person's id and PIN. */
export const credentialSchema = z.union([
  z.strictObject({ badge: badgeSchema }),
  z.strictObject({ id: operatorSchema.shape.id, pin: pinSchema }),
]);
export const signInAnswerSchema = z.discriminatedUnion('outcome', [
  z.strictObject({ outcome: z.literal('in'), operator: personSchema }),
  z.strictObject({ outcome: z.literal('wrong') }),
  /** Too many wrong tries: nobody may try for so long. */
  z.strictObject({ outcome: z.literal('wait'), ms: count }),
  /** No people have come from the cloud yet: see operatorStateSchema. */
  z.strictObject({ outcome: z.literal('nobody-known') }),
]);
/**
 * open: no people are known here (first start, or a cloud that has none): the station works as the person of its settings, who may
 * decide as a lead. people: somebody has to sign in; until then operations carry the person of the settings.
 */
export const operatorStateSchema = z.strictObject({
  rule: z.enum(['open', 'people']),
  operator: personSchema,
  signedIn: z.boolean(),
  /** Who may sign in by PIN, by name. */
  people: z.array(personSchema).max(2_000),
});
export type OperatorState = z.infer<typeof operatorStateSchema>;

export const walletStateSchema = z.strictObject({
  series: seriesSchema,
  left: count,
  /** At the pace of a busy day here. */
  days: count,
  /** low: announced while there are days left. */
  state: z.enum(['ok', 'low', 'empty']),
  /** The cloud's last refusal, if it refused: the supervisor extends the series. */
  refused: z.enum(['exhausted', 'unknown-series', 'other-request']).optional(),
});
export type WalletState = z.infer<typeof walletStateSchema>;

const sealedShiftSchema = z.strictObject({
  /** device-epoch-seq of the shiftSealed operation. */
  operation: z.string().max(64),
  wallMs: z.number().int(),
  actor: z.string().max(64),
  seal: sealSchema.omit({ segments: true }),
  /** sent: the cloud has not answered yet. */
  state: z.enum(['waiting', 'equal', 'open', 'signed']),
  cloud: pulledSealSchema.shape.cloud.optional(),
  differences: z.array(sealDifferenceSchema).max(2_000),
  signatures: z.array(
    z.strictObject({ as: z.enum(['outgoing', 'incoming']), actor: z.string().max(64), differencesSeen: count }),
  ),
});
export type SealedShift = z.infer<typeof sealedShiftSchema>;
export const shiftStateSchema = z.strictObject({
  /** What a seal would hold now: everything of the open chain since the last seal. */
  open: sealSchema.omit({ segments: true, head: true }),
  /** Newest first. */
  sealed: z.array(sealedShiftSchema).max(30),
});
export type ShiftState = z.infer<typeof shiftStateSchema>;

/** Supply of work, people, numbers, day close: what the main process keeps for all floors. */
export const supplyCommands = {
  /** One contact with the cloud beside the queue: a page of changes, numbers where they run low, open seals. Bounded in time. */
  'sync.pull': command(
    z.null(),
    z.union([z.strictObject({ outcome: z.literal('pulled'), changes: count, more: z.boolean() }), httpFailureSchema]),
  ),
  'supply.describe': command(z.null(), supplyStatusSchema),
  /** Stored records as lines of JSON {kind, key, data}, about half a megabyte a page. next null: that was all of this generation. */
  'supply.read': command(
    z.strictObject({ generation: count, from: count }),
    z.strictObject({ generation: count, lines: z.string(), next: count.nullable() }),
  ),
  /** Holds that were released at this station, as shared/reference/hold.ts names them (holdKey); answered when the journal is read. */
  'supply.releases': command(z.null(), z.array(z.string().max(200))),
  /** Durable before it is answered: a number given out is never given out again. Errors: NUMBERS_EMPTY. */
  'numbers.take': command(
    z.strictObject({ series: seriesSchema }),
    z.strictObject({ number: z.number().int().positive() }),
  ),
  'numbers.describe': command(z.null(), z.array(walletStateSchema)),
  'operator.describe': command(z.null(), operatorStateSchema),
  /** Errors: none for a wrong badge, that is an answer. A person already signed in is signed out by it. */
  'operator.signIn': command(credentialSchema, signInAnswerSchema),
  'operator.signOut': command(z.null(), operatorStateSchema),
  /** A second person's word inside a flow, a lead's as a rule; who is signed in stays. */
  'operator.check': command(credentialSchema, signInAnswerSchema),
  'shift.describe': command(z.null(), shiftStateSchema),
  /** Ends the shift: main computes the seal from the journal and appends it. */
  'shift.seal': command(z.null(), sealedShiftSchema),
  /** The word of a shift on a seal and on as many differences as it was shown. */
  'shift.sign': command(
    z.strictObject({ operation: z.string().max(64), as: z.enum(['outgoing', 'incoming']), differencesSeen: count }),
    sealedShiftSchema,
  ),
} as const;

export const supplyEvents = {
  /** Applied to the stored state already; in order. */
  'supply.changed': z.strictObject({ generation: count, changes: z.array(pulledChangeSchema) }),
  'supply.status': supplyStatusSchema,
  'operator.changed': operatorStateSchema,
  'numbers.status': z.array(walletStateSchema),
} as const;
