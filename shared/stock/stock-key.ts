import { z } from 'zod';
import { gradeSchema, type Grade } from './grade.ts';

/** No control characters: they part the fields of a key. */
const printable = (max: number): z.ZodString =>
  z
    .string()
    .min(1)
    .max(max)
    .regex(/^[^\p{Cc}]+$/u);

/** The seller whose goods these are: the code of a customer record. */
export const ownerSchema = printable(64);
/** Article number of a seller. Two sellers may use the same one. */
export const skuCodeSchema = printable(64);
export const binCodeSchema = z.string().regex(/^[A-Z0-9][A-Z0-9.-]{0,31}$/);
/** GS1 (10): at most 20 characters; makers' own are longer. */
export const lotSchema = printable(40);
/** ISO 8601 date. The last day of the month where a label names only the month (GS1 day 00). */
export const expirySchema = z.iso.date();
/** GS1 (21), IMEI, a maker's own. */
export const serialSchema = printable(40);

/** What tells one pile of pieces from another. */
export interface StockKey {
  readonly owner: string;
  readonly sku: string;
  readonly lot?: string | undefined;
  readonly expiry?: string | undefined;
  readonly grade: Grade;
  readonly bin: string;
}

export const stockItemSchema = z.strictObject({
  owner: ownerSchema,
  sku: skuCodeSchema,
  lot: lotSchema.optional(),
  expiry: expirySchema.optional(),
  grade: gradeSchema,
});
/** A key without its place. */
export type StockItem = z.infer<typeof stockItemSchema>;

const SEPARATOR = '\u001f';

/** One text a key; equal keys and no others have equal texts. */
export const keyText = ({ owner, sku, lot = '', expiry = '', grade, bin }: StockKey): string =>
  [owner, sku, lot, expiry, grade, bin].join(SEPARATOR);

/** Article of one owner: what a figure of stock is asked for by. */
export const articleText = (owner: string, sku: string): string => `${owner}${SEPARATOR}${sku}`;
