import { z } from 'zod';

export const symbologySchema = z.enum([
  'code128',
  'gs1-128',
  'itf14',
  'ean13',
  'ean8',
  'qr',
  'datamatrix',
  'gs1-datamatrix',
]);
export type Symbology = z.infer<typeof symbologySchema>;

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
    /** Instead of maxLines: as many lines as fit into this height at the size of the moment. */
    heightMm: z.number().positive().optional(),
    bold: z.boolean().default(false),
    align: z.enum(['left', 'center', 'right']).default('left'),
    inverse: z.boolean().default(false),
    /** What happens to text that does not fit at its smallest size: cut with an ellipsis, or the label is refused (numbers). */
    overflow: z.enum(['ellipsis', 'refuse']).default('ellipsis'),
  }),
  /** The field with its quiet zones. Left out when its text is empty: a template that must have the code says so in its schema. */
  z.strictObject({
    ...place,
    type: z.literal('barcode'),
    symbology: symbologySchema,
    text: z.string().max(200),
    widthMm: z.number().positive(),
    heightMm: z.number().positive(),
    /** Narrow bar or cell, where a standard sets bounds. Always whole dots. */
    minModuleMm: z.number().positive().optional(),
    maxModuleMm: z.number().positive().optional(),
    /** Bars one above the other, for numbers longer than the label is wide. */
    ladder: z.boolean().default(false),
  }),
  z.strictObject({
    ...place,
    type: z.literal('box'),
    widthMm: z.number().positive(),
    heightMm: z.number().positive(),
    lineMm: z.number().positive(),
    fill: z.boolean().default(false),
  }),
  /** A pictogram, drawn: a row a string, "#" is black. As large as whole dots a cell allow in the given space. */
  z.strictObject({
    ...place,
    type: z.literal('image'),
    widthMm: z.number().positive(),
    heightMm: z.number().positive(),
    rows: z
      .array(
        z
          .string()
          .regex(/^[ #.]*$/)
          .min(1)
          .max(128),
      )
      .min(1)
      .max(128),
  }),
]);
export type LabelElement = z.infer<typeof labelElementSchema>;
export type LabelElementInput = z.input<typeof labelElementSchema>;

export interface LabelTemplate {
  readonly name: string;
  readonly titleZh: string;
  readonly titleEn: string;
  readonly widthMm: number;
  readonly heightMm: number;
  readonly data: z.ZodType<Record<string, string>>;
  /** Data of ordinary length without serial and copy: for previews, and for the question whether a print head can do this template. */
  readonly sample: Readonly<Record<string, string>>;
  readonly elements: readonly LabelElementInput[];
}
