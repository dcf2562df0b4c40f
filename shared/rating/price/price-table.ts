import { z } from 'zod';
import { amountSchema, exactDecimalSchema, positiveSchema } from '../../measure/exact-text.ts';
import { conditionSchema } from '../rule-parts.ts';

/** What one bracket costs. Weights are in the rule's weight unit; `per` is the weight that a rate is for. */
export const chargeSchema = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('flat'), amount: amountSchema }),
  z.strictObject({ type: z.literal('per-unit'), rate: amountSchema, per: positiveSchema.default('1') }),
  /** 首重/续重. `stepped`: a begun next weight counts whole; else it is charged in proportion. */
  z.strictObject({
    type: z.literal('first-next'),
    first: positiveSchema,
    firstPrice: amountSchema,
    next: positiveSchema,
    nextPrice: amountSchema,
    stepped: z.boolean(),
  }),
  z.strictObject({
    type: z.literal('flat-then-per-unit'),
    amount: amountSchema,
    included: amountSchema,
    rate: amountSchema,
    per: positiveSchema.default('1'),
  }),
]);
export type Charge = z.infer<typeof chargeSchema>;

const bracketSchema = z.strictObject({
  from: amountSchema,
  /** Absent: no upper end. */
  to: positiveSchema.optional(),
  charge: chargeSchema,
  /** 挂号费, per ticket. */
  ticketFee: amountSchema.optional(),
  /** Least freight of this bracket. */
  minimum: amountSchema.optional(),
});
export type Bracket = z.infer<typeof bracketSchema>;

const tableSchema = z.strictObject({
  /** Countries of destination this table is for; absent: all not named by another table. */
  countries: z
    .array(z.string().regex(/^[A-Z]{2}$/))
    .min(1)
    .max(300)
    .optional(),
  /** Names of areas this table is for; a table with areas goes before one without. */
  areas: z.array(z.string().min(1).max(64)).min(1).max(100).optional(),
  zone: z.string().max(64).optional(),
  /** Each slice of the weight pays the rate of its own bracket: 540 kg = 500 at 0.50 + 40 at 0.45. */
  cumulative: z.boolean().default(false),
  brackets: z.array(bracketSchema).min(1).max(500),
});
export type PriceTable = z.infer<typeof tableSchema>;

const surchargeSchema = z.strictObject({
  id: z.string().regex(/^[a-z0-9][a-z0-9-]{0,47}$/),
  zh: z.string().max(80).optional(),
  en: z.string().max(80).optional(),
  /** Raised by this flag of the rule's limits, or where `when` holds; without either, always. */
  flag: z.string().max(48).optional(),
  when: conditionSchema.optional(),
  per: z.enum(['ticket', 'piece']).default('ticket'),
  amount: z.discriminatedUnion('type', [
    z.strictObject({ type: z.literal('fixed'), amount: exactDecimalSchema }),
    /** max(rate × weight, minimum). */
    z.strictObject({
      type: z.literal('per-unit'),
      rate: amountSchema,
      per: positiveSchema.default('1'),
      minimum: amountSchema.optional(),
    }),
    z.strictObject({
      type: z.literal('percent'),
      percent: exactDecimalSchema,
      of: z.array(z.string().max(48)).min(1).max(40),
    }),
  ]),
  /** Of one group only the dearest is charged. */
  group: z.string().max(40).optional(),
});
export type Surcharge = z.infer<typeof surchargeSchema>;

/** A price sheet in one currency. Lines come in this order: freight, ticket-fee, surcharges, fuel. */
export const priceSchema = z.strictObject({
  currency: z.string().regex(/^[A-Z]{3}$/),
  /** Rounding of money: of every line, or only of the total. */
  money: z.strictObject({
    step: positiveSchema,
    mode: z.enum(['up', 'down', 'half-up']),
    each: z.enum(['line', 'total']),
  }),
  /** Which end of a bracket belongs to it. There is no default: sheets of both kinds exist. */
  edge: z.enum(['(from,to]', '[from,to)']),
  tables: z.array(tableSchema).min(1).max(300),
  surcharges: z.array(surchargeSchema).max(200).optional(),
  /** Percent of the sum of the listed lines, last. */
  fuel: z.strictObject({ percent: amountSchema, of: z.array(z.string().max(48)).min(1).max(60) }).optional(),
});
export type PriceSheet = z.infer<typeof priceSchema>;
