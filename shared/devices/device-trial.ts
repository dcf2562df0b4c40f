import { z } from 'zod';
import { dimensionerSettingsSchema, scanDeviceSettingsSchema } from '../settings/settings.ts';

export const trialKindSchema = z.enum(['scanner', 'dimensioner']);
export type TrialKind = z.infer<typeof trialKindSchema>;

/** A device that a person tries before it is saved: what it sends comes over the device stream, like that of a saved one. */
export const trialDeviceSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('scanner'), settings: scanDeviceSettingsSchema }),
  z.strictObject({ kind: z.literal('dimensioner'), settings: dimensionerSettingsSchema }),
]);
export type TrialDevice = z.infer<typeof trialDeviceSchema>;
