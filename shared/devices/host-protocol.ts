import { z } from 'zod';
import { stationErrorSchema } from '../errors/catalog.ts';
import { practiceActSchema, serialPortSchema } from '../ipc/contract.ts';
import {
  dimensionerSettingsSchema,
  printerSettingsSchema,
  scaleSettingsSchema,
  scanDeviceSettingsSchema,
  stationModeSchema,
} from '../settings/settings.ts';
import { paperPrinterSchema } from '../settings/paper-printer.ts';
import { deviceStatusSchema } from './device-status.ts';
import { trialDeviceSchema, trialKindSchema } from './device-trial.ts';
import { listedPlaceSchema, MAX_PLACES, probeProgressSchema, scalePlaceSchema } from './scale-wizard.ts';
import {
  documentLabelSchema,
  jobIdSchema,
  labelContentSchema,
  printerIdSchema,
  sendOutcomeSchema,
  watchOutcomeSchema,
} from './print-job.ts';
import { printerProbeSchema, printerPlacesSchema, printerTransportSchema } from './printer-wizard.ts';

/** Between main and the device host. Each request carries an id; its response carries the same. Both sides parse. */
const request = { id: z.number().int().nonnegative() };

export const hostRequestSchema = z.discriminatedUnion('type', [
  z.strictObject({
    ...request,
    type: z.literal('configure'),
    mode: stationModeSchema,
    /** Absent: no such device. In practice mode absent means a simulated one. */
    scale: scaleSettingsSchema.optional(),
    printer: printerSettingsSchema.optional(),
    fallbackPrinter: printerSettingsSchema.optional(),
    scanDevice: scanDeviceSettingsSchema.optional(),
    dimensioner: dimensionerSettingsSchema.optional(),
    /** Three crashes in a minute: the devices that go through native code stay closed, printing goes on. */
    quarantined: z.boolean().optional(),
  }),
  z.strictObject({ ...request, type: z.literal('list-serial-ports') }),
  z.strictObject({ ...request, type: z.literal('measure-dimensions') }),
  /** The wizard: listens and asks on a port; the station's own scale lets go of it meanwhile. */
  z.strictObject({ ...request, type: z.literal('probe-scale'), place: scalePlaceSchema }),
  z.strictObject({ ...request, type: z.literal('stop-probe') }),
  z.strictObject({ ...request, type: z.literal('list-scale-places') }),
  /** Another scanner or dimensioner on trial: the station's own one lets go meanwhile. */
  z.strictObject({ ...request, type: z.literal('list-trial-places'), kind: trialKindSchema }),
  z.strictObject({ ...request, type: z.literal('start-trial'), device: trialDeviceSchema }),
  z.strictObject({ ...request, type: z.literal('stop-trial') }),
  z.strictObject({ ...request, type: z.literal('scale-command'), command: z.enum(['zero', 'tare']) }),
  /** Compiles the label and keeps its bytes under the job id; no byte leaves. */
  z.strictObject({
    ...request,
    type: z.literal('prepare-label'),
    job: jobIdSchema,
    printer: printerIdSchema,
    label: labelContentSchema,
    practice: z.boolean(),
    copy: z.boolean(),
    /** Where the document of a foreign label lies. */
    file: z.string().max(1_000).optional(),
  }),
  /** Draws a foreign label ahead of its print, so that preparing it takes no time. Answers before it is drawn. */
  z.strictObject({
    ...request,
    type: z.literal('warm-label'),
    printer: printerIdSchema,
    label: documentLabelSchema,
    practice: z.boolean(),
    file: z.string().max(1_000),
  }),
  /** Sends the prepared bytes. The caller has made `labelSending` durable before. nextWaits: another label is to go right behind it. */
  z.strictObject({
    ...request,
    type: z.literal('send-label'),
    job: jobIdSchema,
    printer: printerIdSchema,
    nextWaits: z.boolean(),
  }),
  /** Lets go of a printer and takes it up again; a label inside it becomes unknown. */
  z.strictObject({ ...request, type: z.literal('release-printer'), printer: printerIdSchema }),
  /** The printer wizard: where printers may be, what answers there, a test page; the station's own printers are let go meanwhile. */
  z.strictObject({ ...request, type: z.literal('list-printer-places') }),
  z.strictObject({ ...request, type: z.literal('probe-printer'), transport: printerTransportSchema }),
  z.strictObject({
    ...request,
    type: z.literal('print-test-page'),
    printer: printerSettingsSchema,
    time: z.string().max(40),
  }),
  z.strictObject({ ...request, type: z.literal('stop-printer-wizard') }),
  /** A paper document or a form as PDF: shared/labels/documents or templates by name. Its own schema checks the data. */
  z.strictObject({
    ...request,
    type: z.literal('draw-document'),
    template: z.string().max(64),
    data: z.unknown(),
    practice: z.boolean(),
  }),
  /** A PDF to the printer of papers. */
  z.strictObject({
    ...request,
    type: z.literal('print-paper'),
    printer: paperPrinterSchema,
    name: z.string().min(1).max(80),
    file: z.instanceof(Uint8Array),
  }),
  z.strictObject({ ...request, type: z.literal('practice-act'), act: practiceActSchema }),
]);
export type HostRequest = z.infer<typeof hostRequestSchema>;

export const preparedLabelSchema = z.strictObject({
  bytes: z.number().int().positive(),
  sha256: z.string().length(64),
  compileMs: z.number(),
});

/** value per request type. */
export const hostAnswers = {
  configure: z.null(),
  'list-serial-ports': z.array(serialPortSchema),
  'measure-dimensions': z.strictObject({ accepted: z.boolean(), detail: z.string().max(200) }),
  'probe-scale': z.null(),
  'stop-probe': z.null(),
  'list-scale-places': z.array(listedPlaceSchema).max(MAX_PLACES),
  'list-trial-places': z.array(listedPlaceSchema).max(MAX_PLACES),
  'start-trial': z.null(),
  'stop-trial': z.null(),
  'scale-command': z.strictObject({ accepted: z.boolean(), detail: z.string().max(200) }),
  'prepare-label': preparedLabelSchema,
  'warm-label': z.null(),
  'send-label': sendOutcomeSchema,
  'release-printer': z.null(),
  'list-printer-places': printerPlacesSchema,
  'probe-printer': printerProbeSchema,
  'print-test-page': sendOutcomeSchema,
  'stop-printer-wizard': z.null(),
  'draw-document': z.strictObject({ file: z.instanceof(Uint8Array) }),
  'print-paper': sendOutcomeSchema,
  'practice-act': z.null(),
} as const;

export const hostResponseSchema = z.union([
  z.strictObject({ id: z.number().int(), ok: z.literal(true), value: z.unknown() }),
  z.strictObject({ id: z.number().int(), ok: z.literal(false), error: stationErrorSchema }),
]);

/** Unasked. Live readings do not pass here: they go as ScaleFrame over the MessagePort handed to the host. */
export const hostEventSchema = z.discriminatedUnion('event', [
  z.strictObject({ event: z.literal('ready'), pid: z.number().int() }),
  z.strictObject({ event: z.literal('device-status'), status: deviceStatusSchema }),
  z.strictObject({ event: z.literal('probe-progress'), progress: probeProgressSchema }),
  z.strictObject({ event: z.literal('label-first-byte'), job: jobIdSchema, wallMs: z.number() }),
  z.strictObject({ event: z.literal('label-watched'), job: jobIdSchema, outcome: watchOutcomeSchema }),
]);
export type HostEvent = z.infer<typeof hostEventSchema>;
