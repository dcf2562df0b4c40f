import { z } from 'zod';
import { amountSchema, positiveSchema } from '../measure/exact-text.ts';
import { areaRowSchema } from './areas/area-row.ts';
import { cargoMatrixSchema } from './cargo/cargo-matrix.ts';
import { priceSchema } from './price/price-table.ts';
import {
  aggregationSchema,
  choiceSchema,
  conditionSchema,
  limitSchema,
  numericMeasures,
  roundingSchema,
  sourcesSchema,
  stepTableSchema,
} from './rule-parts.ts';

export const dateSchema = z.iso.date();
const country = z.string().regex(/^[A-Z]{2}$/, 'expected a country as two capitals');
const identity = {
  id: z.string().min(1).max(64).default('inline'),
  version: z.string().min(1).max(32).default('unversioned'),
  carrier: z.string().max(64).optional(),
  service: z.string().max(64).optional(),
  source: z.string().max(300).default('not stated'),
  note: z.string().max(500).optional(),
};

/**
 * How one service bills weight. Units are named once; every figure of the rule is in them. What is not stated does not happen:
 * no rounding, no gate, no minimum. Figures are decimal text (JSON numbers are read by their text).
 * Order of evaluation: units, sides, minimum sides, volume, shape factor, gate, divide, round volumetric, round actual, choose,
 * aggregate, multiplier, round, conditional minimum, minimum, cap.
 */
export const ratingRuleSchema = z.strictObject({
  ...identity,
  /** `sample`: from a public text, check before use; `confirmed`: a user has compared it with a contract. */
  status: z.enum(['sample', 'confirmed']).default('sample'),
  /** First and last day of shipment, both inclusive. */
  effectiveFrom: dateSchema.optional(),
  effectiveTo: dateSchema.optional(),
  lane: z
    .strictObject({
      origins: z.array(country).min(1).max(300).optional(),
      destinations: z.array(country).min(1).max(300).optional(),
    })
    .optional(),
  cargoClasses: z.array(z.string().min(1).max(32)).min(1).max(60).optional(),
  /** cbm bills cubic metres (weights become them by kgPerCbm); ft3 bills cubic feet, for tiers by volume alone. */
  weightUnit: z.enum(['kg', 'lb', 'g', 'oz', 't', 'cbm', 'ft3']),
  lengthUnit: z.enum(['cm', 'in', 'mm', 'm']),
  /** weightUnit cbm: kilograms that count as one cubic metre (W/M 1000, 方数 363). */
  kgPerCbm: positiveSchema.optional(),
  /** A weight handed in as weightUnit above this figure is read in another unit ("> 100 kg" is grams). */
  unitGuard: z.strictObject({ above: amountSchema, readAs: z.enum(['g', 'kg', 'lb', 'oz']) }).optional(),
  sides: z
    .strictObject({
      ...roundingSchema.shape,
      /** Least length of a side: one figure for all, or by place after sorting. */
      minimum: z
        .union([
          positiveSchema,
          z.strictObject({
            longest: positiveSchema.optional(),
            second: positiveSchema.optional(),
            shortest: positiveSchema.optional(),
          }),
        ])
        .optional(),
    })
    .optional(),
  /** Volume of a shape as a share of its box: { "irregular": 0.785 }. Shapes not listed count whole. */
  shapeFactors: z.record(z.string().max(32), positiveSchema).optional(),
  volumeRounding: stepTableSchema.optional(),
  /** Volume per weight. Unit: lengthUnit³ per weightUnit unless divisorUnit says otherwise. */
  divisor: positiveSchema.optional(),
  divisorUnit: z
    .string()
    .regex(/^(mm3|cm3|m3|in3|ft3|l)\/(kg|g|lb|oz|t)$/, 'expected for example cm3/kg')
    .optional(),
  /** Kilograms per cubic metre, instead of a divisor. 167 is not 6000. */
  density: positiveSchema.optional(),
  /** Divisors by size: the first band that holds decides; divisor null: volume does not count there. */
  divisorBands: z
    .strictObject({
      measure: z.enum(numericMeasures),
      bands: z
        .array(
          z.strictObject({
            below: positiveSchema.optional(),
            upTo: positiveSchema.optional(),
            divisor: positiveSchema.nullable(),
          }),
        )
        .min(1)
        .max(20),
    })
    .optional(),
  /** Volumetric weight counts only where this holds; on the piece, or on the ticket's totals. */
  gate: z.strictObject({ on: z.enum(['piece', 'ticket']).default('piece'), when: conditionSchema }).optional(),
  rounding: z
    .strictObject({
      pieceVolumetric: stepTableSchema.optional(),
      pieceActual: stepTableSchema.optional(),
      piece: stepTableSchema.optional(),
      ticketVolumetric: stepTableSchema.optional(),
      ticketActual: stepTableSchema.optional(),
      final: stepTableSchema.optional(),
    })
    .optional(),
  choice: choiceSchema,
  /** Needed as soon as a ticket has more than one piece. */
  aggregation: aggregationSchema.optional(),
  multipliers: z
    .array(z.strictObject({ when: conditionSchema, factor: positiveSchema }))
    .max(20)
    .optional(),
  minimums: z
    .strictObject({
      piece: positiveSchema.optional(),
      ticket: positiveSchema.optional(),
      /** Ticket minimum in cubic metres, turned into weight by the rule's own divisor or density. */
      ticketCbm: positiveSchema.optional(),
      /** 起重 by country of destination; "*" for all others. */
      startWeights: z.record(z.string().regex(/^([A-Z]{2}|\*)$/), positiveSchema).optional(),
    })
    .optional(),
  cap: z.strictObject({ of: z.enum(['volumetric', 'chargeable']), value: positiveSchema }).optional(),
  sources: sourcesSchema.optional(),
  limits: z.array(limitSchema).max(100).optional(),
  /** Places with a name ("remote", "zone 3"), asked for by the measure `area` and by price tables. Long lists are packs of their own. */
  areas: z.array(areaRowSchema).min(1).max(20_000).optional(),
  /** What each cargo class needs on this line (its `service`, else its id) by country of destination. */
  cargo: cargoMatrixSchema.optional(),
  price: priceSchema.optional(),
});
export type RatingRule = z.infer<typeof ratingRuleSchema>;

/** The unit actual weights of a rule are kept in: a rule that bills cubic feet still has limits in pounds. */
export const actualUnitOf = (rule: RatingRule): Exclude<RatingRule['weightUnit'], 'ft3'> =>
  rule.weightUnit === 'ft3' ? 'lb' : rule.weightUnit;

/** A carrier whose rule no public text states: the place for a user's own figures. It never rates. */
export const ruleTemplateSchema = z.strictObject({ ...identity, status: z.literal('template') });
export type RuleTemplate = z.infer<typeof ruleTemplateSchema>;
