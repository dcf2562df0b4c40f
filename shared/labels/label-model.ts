import { z } from 'zod';

/** A label in millimetres, from the top left corner. Text and codes take their content from data fields: "{waybill}". */
const place = { xMm: z.number(), yMm: z.number() };
export const labelElementSchema = z.discriminatedUnion('type', [
  z.strictObject({
    ...place,
    type: z.literal('text'),
    text: z.string().max(600),
    widthMm: z.number().positive(),
    /** Height of a line; letters are about 0.7 of it. Shrinks down to minSizeMm before the text is cut with an ellipsis. */
    sizeMm: z.number().positive(),
    minSizeMm: z.number().positive().optional(),
    maxLines: z.number().int().min(1).max(12).default(1),
    bold: z.boolean().default(false),
    align: z.enum(['left', 'center', 'right']).default('left'),
    inverse: z.boolean().default(false),
  }),
  z.strictObject({
    ...place,
    type: z.literal('code128'),
    text: z.string().max(120),
    widthMm: z.number().positive(),
    heightMm: z.number().positive(),
  }),
  z.strictObject({
    ...place,
    type: z.literal('box'),
    widthMm: z.number().positive(),
    heightMm: z.number().positive(),
    lineMm: z.number().positive(),
    fill: z.boolean().default(false),
  }),
]);
export type LabelElement = z.infer<typeof labelElementSchema>;

export interface LabelTemplate {
  readonly name: string;
  readonly widthMm: number;
  readonly heightMm: number;
  readonly data: z.ZodType<Record<string, string>>;
  readonly elements: readonly z.input<typeof labelElementSchema>[];
}
