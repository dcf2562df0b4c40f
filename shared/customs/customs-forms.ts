import { z } from 'zod';
import { amountSchema } from '../measure/exact-text.ts';
import { massSchema } from '../measure/quantity.ts';
import data from './customs-forms.json' with { type: 'json' };

/** Which postal customs form goes with which parcel. The value is in special drawing rights; what that is in a currency comes as reference data. */
export const customsForms = z
  .strictObject({
    source: z.string(),
    cn22: z.strictObject({ maxGross: massSchema, maxValueSdr: amountSchema }),
  })
  .parse(data);

const currency = z.string().regex(/^[A-Z]{3}$/);

/** What one special drawing right is worth in a currency, with whose rate it is and of when. */
export const sdrRateSchema = z.strictObject({
  currency,
  /** Units of the currency for one SDR. */
  perSdr: amountSchema,
  source: z.string().min(1).max(120),
  asOfMs: z.number().int(),
});
export type SdrRate = z.infer<typeof sdrRateSchema>;

/** What the customs forms of an order say, as reference data brings it; apart from the order, because only the forms need names and addresses. */
export const orderPapersSchema = z.strictObject({
  order: z.string().min(3).max(64),
  addressVersion: z.number().int().positive().default(1),
  sender: z.string().min(5).max(200),
  receiver: z.string().min(5).max(200),
  category: z.enum(['gift', 'documents', 'sample', 'goods', 'returned', 'other']).default('goods'),
  /** Number of the commercial invoice; the order's own when absent. */
  invoice: z.string().min(3).max(40).optional(),
  /** DAP, DDP … as it stands on the invoice. */
  terms: z.string().max(20).default(''),
  currency,
  items: z
    .array(
      z.strictObject({
        sku: z.string().min(1).max(64),
        description: z.string().min(2).max(120),
        hs: z.string().regex(/^\d{6,12}$/),
        origin: z.string().regex(/^[A-Z]{2}$/),
        /** Of one piece, two decimals at most: lines and total say the same to the cent. */
        value: amountSchema.refine((text) => /^\d+(\.\d{1,2})?$/.test(text), 'two decimals at most'),
      }),
    )
    .min(1)
    .max(100),
});
export type OrderPapers = z.infer<typeof orderPapersSchema>;
