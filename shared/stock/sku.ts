import { z } from 'zod';
import { dimensionsSchema, massSchema } from '../measure/quantity.ts';
import { gradeSchema } from './grade.ts';
import { ownerSchema, skuCodeSchema } from './stock-key.ts';

/** Which checklist a return of it goes through, and what it may share a box with. */
export const categories = ['apparel', 'shoes', 'electronics', 'beauty', 'toys', 'home'] as const;
export const categorySchema = z.enum(categories);
export type Category = z.infer<typeof categorySchema>;

/** An article of one seller, as reference data brings it. */
export const skuSchema = z.strictObject({
  owner: ownerSchema,
  sku: skuCodeSchema,
  nameZh: z.string().max(120),
  nameEn: z.string().max(120),
  /** What tells it from its neighbours: "white", "350 ml". */
  variant: z.string().max(60).optional(),
  /** GTIN in any length, the seller's own code, FNSKU. The SKU itself counts without being listed. */
  barcodes: z.array(z.string().min(1).max(80)).max(20),
  /** Of one piece with its own packing, without a shipping box. */
  weight: massSchema.optional(),
  dimensions: dimensionsSchema.optional(),
  category: categorySchema,
  tracks: z.strictObject({ lot: z.boolean(), expiry: z.boolean(), serial: z.boolean() }),
  /** Articles under which the seller resells what came back with these grades; absent: it keeps its number. */
  resale: z.partialRecord(gradeSchema, skuCodeSchema).optional(),
  /** Picture for the bench: a name in the picture store, never an address. */
  picture: z.string().max(120).optional(),
});
export type Sku = z.infer<typeof skuSchema>;
