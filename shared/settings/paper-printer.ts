import { z } from 'zod';

/** A page printer that takes PDF: a CUPS queue, or port 9100 of one with PDF direct print. Labels never go there. */
export const paperPrinterSchema = z.discriminatedUnion('type', [
  z.strictObject({
    type: z.literal('cups'),
    server: z.url({ protocol: /^https?$/ }).max(300),
    queue: z.string().regex(/^[^\s/#?]{1,127}$/),
  }),
  z.strictObject({
    type: z.literal('tcp'),
    host: z.string().min(1).max(253),
    port: z.number().int().min(1).max(65_535),
  }),
]);
export type PaperPrinter = z.infer<typeof paperPrinterSchema>;
