import { z } from 'zod';
import { printerTroubleSchema } from './printer-condition.ts';

export const deviceKindSchema = z.enum(['scale', 'scanner', 'printer', 'dimensioner']);

/** Supervisor states (DESIGN §4), with `unconfigured` (nothing set up) and `quarantined` (three host crashes in a minute). */
export const deviceStateSchema = z.enum([
  'unconfigured',
  'absent',
  'opening',
  'probing',
  'ready',
  'stale',
  'closing',
  'quarantined',
]);
export type DeviceState = z.infer<typeof deviceStateSchema>;

export const deviceStatusSchema = z.strictObject({
  deviceId: z.string().min(1).max(64),
  kind: deviceKindSchema,
  state: deviceStateSchema,
  /** Model or port as a person would name it. */
  name: z.string().max(120),
  /** Simulated devices are flagged wherever they are shown. */
  simulated: z.boolean(),
  detail: z.string().max(200).optional(),
  /** Printers: it is there and will not print until a hand has mended this. Absent: it reports nothing of the kind. */
  troubles: z.array(printerTroubleSchema).max(20).optional(),
  sinceWallMs: z.number().int().nonnegative(),
});
export type DeviceStatus = z.infer<typeof deviceStatusSchema>;
