import { z } from 'zod';
import { massSchema } from '../measure/quantity.ts';

const lineSchema = z.string().regex(/^[A-Z0-9-]{1,12}$/);

/** How bags are numbered, weighed and labelled here. A line of a post has a receptacle scheme (UPU S9), every other an SSCC. */
export const baggingSettingsSchema = z.strictObject({
  /** GS1 company prefix; without it only bags of posts can be sealed. */
  companyPrefix: z
    .string()
    .regex(/^\d{4,12}$/)
    .optional(),
  receptacles: z
    .array(
      z.strictObject({
        line: lineSchema,
        /** Offices of exchange, IMPC codes of six characters: CNSZXA, DEFRAA. */
        origin: z.string().regex(/^[A-Z]{2}[A-Z0-9]{3}[A-Z]$/),
        destination: z.string().regex(/^[A-Z]{2}[A-Z0-9]{3}[A-Z]$/),
        category: z.enum(['A', 'B', 'C', 'D']),
        subclass: z.string().regex(/^[A-Z]{2}$/),
      }),
    )
    .max(100)
    .default([]),
  /** Short name of this house on bag labels and manifests. */
  from: z.string().max(20).default('WH'),
  /** What a bag's label says under "to", by line; else country, duty and cargo. */
  destinations: z.record(lineSchema, z.string().max(24)).default({}),
  /** Weight of an empty bag. */
  tare: massSchema.default({ value: '180', unit: 'g' }),
  tolerance: z
    .strictObject({
      absolute: massSchema.default({ value: '100', unit: 'g' }),
      /** Thousandths of the sum of the parcels. */
      permille: z.number().int().min(0).max(200).default(5),
      counts: z.enum(['larger', 'smaller']).default('larger'),
    })
    .prefault({}),
  /** What one bag may weigh with everything in it. */
  maxBag: massSchema.default({ value: '30', unit: 'kg' }),
  /** Stands with a tag: BAG:A, BAG:B … BAG:Z, BAG:AA. */
  stands: z.number().int().min(1).max(702).default(26),
});
export type BaggingSettings = z.infer<typeof baggingSettingsSchema>;

/** GS1 keeps the prefix 952 for demonstrations (GS1 General Specifications, 1.4): no company has it. */
const PRACTICE_PREFIX = '9521234';

/** What is practised bears no number that a real bag could have: neither of this house's company nor of a post. */
export const baggingIn = (mode: 'practice' | 'live', bagging: BaggingSettings): BaggingSettings =>
  mode === 'live' ? bagging : { ...bagging, companyPrefix: PRACTICE_PREFIX, receptacles: [] };
