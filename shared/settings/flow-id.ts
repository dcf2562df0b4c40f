import { z } from 'zod';

/** The floor flows there are. A station is set up for one or several of them; the order is that of the home screen. */
export const flowIdSchema = z.enum([
  'weigh',
  'merge',
  'bag',
  'manifest',
  'receive',
  'putaway',
  'relabel',
  'pack',
  'returns',
  'stock',
]);
export type FlowId = z.infer<typeof flowIdSchema>;
