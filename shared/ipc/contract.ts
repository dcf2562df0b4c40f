import { z } from 'zod';
import { deviceStatusSchema } from '../devices/device-status.ts';
import { listedPlaceSchema, MAX_PLACES, probeProgressSchema, scalePlaceSchema } from '../devices/scale-wizard.ts';
import { errorCodeSchema } from '../errors/catalog.ts';
import { operatorSchema } from '../identity/operator.ts';
import { massSchema } from '../measure/quantity.ts';
import { operationTypeSchema } from '../parcel/operations.ts';
import { labelCommands, labelEvents } from './label-commands.ts';
import { photoCommands } from './photo-commands.ts';
import { paperCommands } from './paper-commands.ts';
import { settingsSchema, stationModeSchema } from '../settings/settings.ts';
import { journalChainsSchema, journalHeadSchema, journalRecordSchema } from '../sync/operation.ts';
import { healthAnswerSchema, MAX_BATCH_OPERATIONS, pushAnswerSchema } from '../sync/protocol.ts';
import { httpFailureSchema } from './http-failure.ts';
import { shiftCommands } from './shift-commands.ts';
import { exportCommands, queueCommands } from './queue-commands.ts';
import { supplyCommands, supplyEvents } from './supply-commands.ts';
import { trialCommands } from './trial-commands.ts';

export type { HttpFailure } from './http-failure.ts';

/**
 * The one contract between renderer and main. Handler types, the preload's allow-list and the simulated bridge all come from here.
 * Every input and output is parsed on arrival; every answer is a Result.
 */
const command = <I extends z.ZodType, O extends z.ZodType>(input: I, output: O) => ({ input, output });

export const noticeSchema = z.strictObject({
  code: errorCodeSchema,
  detail: z.string().max(500).optional(),
  wallMs: z.number().int(),
});
export type Notice = z.infer<typeof noticeSchema>;

export const storageStatusSchema = z.strictObject({
  state: z.enum(['ok', 'low', 'full']),
  freeBytes: z.number().nonnegative(),
});
export type StorageStatus = z.infer<typeof storageStatusSchema>;

export const stationDescriptionSchema = z.strictObject({
  mode: stationModeSchema,
  version: z.string(),
  runtime: z.string(),
  settings: settingsSchema,
  head: journalHeadSchema,
  boot: z.string(),
  storage: storageStatusSchema,
  /** Things found and mended at start: truncated tail, quarantined segment, broken settings. */
  notices: z.array(noticeSchema).max(50),
});
export type StationDescription = z.infer<typeof stationDescriptionSchema>;

/**
 * Nothing was sent. foreign-head: the cloud's head is none that the records here lead to. already-there: the cloud has the true
 * records up to lastSeq, some of which are lost here.
 */
export const notSentSchema = z.discriminatedUnion('outcome', [
  z.strictObject({ outcome: z.literal('foreign-head') }),
  z.strictObject({ outcome: z.literal('already-there'), lastSeq: journalHeadSchema.shape.seq }),
]);
export type NotSent = z.infer<typeof notSentSchema>;
const epochSchema = journalHeadSchema.shape.epoch;

/** Acts on the simulated devices of practice mode; refused in live mode. */
export const practiceActSchema = z.discriminatedUnion('act', [
  z.strictObject({ act: z.literal('scale-put'), mass: massSchema }),
  z.strictObject({ act: z.literal('scale-clear') }),
  z.strictObject({
    act: z.literal('scale-trouble'),
    trouble: z.enum(['none', 'overload', 'below-zero', 'wobble', 'silent', 'noise', 'unplugged']),
  }),
  z.strictObject({
    act: z.literal('printer-trouble'),
    trouble: z.enum(['none', 'offline', 'reset-mid-job', 'paper-out']),
  }),
]);
export type PracticeAct = z.infer<typeof practiceActSchema>;

export const serialPortSchema = z.strictObject({
  path: z.string(),
  vendorId: z.string().optional(),
  productId: z.string().optional(),
  serialNumber: z.string().optional(),
  manufacturer: z.string().optional(),
});

export const commands = {
  'station.describe': command(z.null(), stationDescriptionSchema),
  /** Validated against the payload schema of its type, stamped, appended and fdatasynced before the answer. */
  'operation.append': command(
    z.strictObject({
      type: operationTypeSchema,
      entity: z.string().min(3).max(160),
      payload: z.record(z.string(), z.unknown()),
    }),
    journalRecordSchema,
  ),
  /** The chain being written and the closed ones before it, oldest first. */
  'journal.chains': command(z.null(), journalChainsSchema),
  'journal.read': command(
    z.strictObject({
      epoch: epochSchema,
      afterSeq: z.number().int().nonnegative(),
      limit: z.number().int().min(1).max(2_000),
    }),
    z.strictObject({ records: z.array(journalRecordSchema) }),
  ),
  /** Records that the view still has and the journal has lost; answers how many fitted back onto its head. */
  'journal.mend': command(
    z.strictObject({ epoch: epochSchema, records: z.array(journalRecordSchema).min(1).max(2_000) }),
    z.strictObject({ mended: z.number().int().nonnegative() }),
  ),
  /**
   * Records of a chain that this journal does not know at all: it was deleted, the view was not. Kept apart under their own name and
   * sent under it. Answers the last number that is safe; the view may let go of no record before.
   */
  'journal.rescue': command(
    z.strictObject({
      device: journalHeadSchema.shape.device,
      epoch: epochSchema,
      acked: journalHeadSchema.shape.seq,
      records: z.array(journalRecordSchema).min(1).max(2_000),
    }),
    z.strictObject({ kept: z.number().int().nonnegative() }),
  ),
  /** Closes this epoch when it is still the open one: the cloud holds other or more records under its name. */
  'journal.newEpoch': command(
    z.strictObject({ epoch: epochSchema, why: z.enum(['fork', 'behind']) }),
    journalHeadSchema,
  ),
  /**
   * Pushes journal records fromSeq … fromSeq+count-1, bytes straight from the journal. `server`: what the cloud last said of this
   * chain; how a closed chain with lost records goes on depends on it.
   */
  'sync.push': command(
    z.strictObject({
      epoch: epochSchema,
      fromSeq: z.number().int().positive(),
      count: z.number().int().min(1).max(MAX_BATCH_OPERATIONS),
      server: z
        .strictObject({ lastSeq: journalHeadSchema.shape.seq, head: journalHeadSchema.shape.hash.optional() })
        .optional(),
    }),
    z.strictObject({
      /** Last number that was in the batch, and its hash. */
      toSeq: z.number().int().nonnegative(),
      headHash: journalHeadSchema.shape.hash,
      answer: z.union([pushAnswerSchema, httpFailureSchema, notSentSchema]),
    }),
  ),
  'sync.health': command(z.strictObject({ epoch: epochSchema }), z.union([healthAnswerSchema, httpFailureSchema])),
  ...supplyCommands,
  ...shiftCommands,
  ...queueCommands,
  ...exportCommands,
  /** Who this station is to the cloud; null: not enrolled. warning: the key is not in a key store, in plain words. */
  'identity.describe': command(
    z.null(),
    z
      .strictObject({
        url: z.string(),
        device: z.string(),
        organisation: z.string(),
        name: z.string(),
        warning: z.string().optional(),
      })
      .nullable(),
  ),
  /** With the one-time code of a supervisor; the key is made here and never leaves. */
  'identity.enrol': command(
    z.strictObject({ url: z.url().max(300), code: z.string().max(40) }),
    z.strictObject({ organisation: z.string(), name: z.string(), warning: z.string().optional() }),
  ),
  'devices.list': command(z.null(), z.array(deviceStatusSchema)),
  'devices.serialPorts': command(z.null(), z.array(serialPortSchema)),
  'devices.scaleCommand': command(
    z.strictObject({ command: z.enum(['zero', 'tare']) }),
    z.strictObject({ accepted: z.boolean(), detail: z.string().max(200) }),
  ),
  /** Asks the dimensioner for one measurement; the size comes over the device stream. */
  'devices.measure': command(z.null(), z.strictObject({ accepted: z.boolean(), detail: z.string().max(200) })),
  /** Scale wizard: where a scale may be, listen and ask there (progress comes as events), let the port go again. */
  'wizard.places': command(z.null(), z.array(listedPlaceSchema).max(MAX_PLACES)),
  'wizard.probe': command(z.strictObject({ place: scalePlaceSchema }), z.null()),
  'wizard.stop': command(z.null(), z.null()),
  ...trialCommands,
  ...labelCommands,
  ...photoCommands,
  ...paperCommands,
  'settings.read': command(z.null(), settingsSchema),
  /**
   * Written atomically with a backup; devices reopen; what shared/settings/needs-restart.ts names takes effect at the next start. lead: whose
   * word it is where the person at the station is none. Errors: LEAD_NEEDED, SETTINGS_NEWER.
   */
  'settings.write': command(
    z.strictObject({ settings: settingsSchema, lead: operatorSchema.shape.id.optional() }),
    z.strictObject({ restartNeeded: z.boolean() }),
  ),
  'practice.act': command(practiceActSchema, z.null()),
  /** Opens the MessagePort of the live weight; it arrives as a window message "weighhouse:scale-port". */
  'devices.openScaleStream': command(z.null(), z.null()),
  /** For the benchmark: the page says when something became visible. */
  'bench.mark': command(z.strictObject({ name: z.string().max(60), atMs: z.number() }), z.null()),
} as const;

export const events = {
  /** Records appended by main itself (label ledger, start-up) or by this window; in order, may repeat. */
  'journal.appended': z.strictObject({ epoch: epochSchema, records: z.array(journalRecordSchema).min(1) }),
  'device.status': deviceStatusSchema,
  'wizard.progress': probeProgressSchema,
  'storage.status': storageStatusSchema,
  notice: noticeSchema,
  'settings.changed': settingsSchema,
  ...labelEvents,
  ...supplyEvents,
} as const;

export type CommandName = keyof typeof commands;
export type CommandInput<C extends CommandName> = z.infer<(typeof commands)[C]['input']>;
export type CommandOutput<C extends CommandName> = z.infer<(typeof commands)[C]['output']>;
export type EventName = keyof typeof events;
export type EventPayload<E extends EventName> = z.infer<(typeof events)[E]>;

/** What the preload exposes as `window.weighhouse`. Nothing of Electron crosses. */
export interface Bridge {
  invoke(name: CommandName, input: unknown): Promise<unknown>;
  on(name: EventName, listener: (payload: unknown) => void): () => void;
}

/** Message that carries the device stream's port from preload into the page. On it: ScaleFrame, { scan: Scan }, { dimensions: DimensionsFrame }. */
export const SCALE_PORT_MESSAGE = 'weighhouse:scale-port';
