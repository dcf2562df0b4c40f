import { z } from 'zod';
import { trialDeviceSchema, trialKindSchema } from '../devices/device-trial.ts';
import { listedPlaceSchema, MAX_PLACES } from '../devices/scale-wizard.ts';

const command = <I extends z.ZodType, O extends z.ZodType>(input: I, output: O) => ({ input, output });

/** Scanner and dimensioner on the set-up screen: where one may be, one on trial, the station's own one again. */
export const trialCommands = {
  'deviceTrial.places': command(z.strictObject({ kind: trialKindSchema }), z.array(listedPlaceSchema).max(MAX_PLACES)),
  /** Its state comes as device.status. Errors: SETTINGS_BROKEN with what is wrong in words. */
  'deviceTrial.start': command(z.strictObject({ device: trialDeviceSchema }), z.null()),
  'deviceTrial.stop': command(z.null(), z.null()),
} as const;
