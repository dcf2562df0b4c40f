import type { z } from 'zod';
import type { serialPortSchema } from '../../shared/ipc/contract.ts';

export type SerialPortInfo = z.infer<typeof serialPortSchema>;
