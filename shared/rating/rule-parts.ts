import { z } from 'zod';
import { amountSchema, exactDecimalSchema, positiveSchema } from '../measure/exact-text.ts';

/** Rounding to a multiple of `step`: up, down, half-up, or none. */
export const roundingSchema = z.strictObject({
  mode: z.enum(['none', 'up', 'down', 'half-up']),
  step: positiveSchema.default('1'),
});
export type Rounding = z.infer<typeof roundingSchema>;

/** One band of a step table: values `below` (exclusive) or `upTo` (inclusive) an end; the last band has neither. */
const roundingBandSchema = z.strictObject({
  below: positiveSchema.optional(),
  upTo: positiveSchema.optional(),
  mode: roundingSchema.shape.mode,
  step: roundingSchema.shape.step,
});

/** A rounding, or a table of bands: "below 21 kg next 0.5, else next 1". */
export const stepTableSchema = z.union([roundingSchema, z.array(roundingBandSchema).min(1).max(20)]);
export type StepTable = z.infer<typeof stepTableSchema>;

/** What a limit, a gate or a multiplier may look at. Sides are those after rounding, in the rule's unit. */
export const numericMeasures = [
  'length',
  'width',
  'height',
  'longest',
  'second',
  'shortest',
  'sumOfSides',
  'longestPlusSecond',
  'girth',
  'lengthPlusGirth',
  'rollSum',
  'largestFace',
  'volume',
  'actual',
  'volumetric',
  'excess',
  'billable',
  'pieces',
] as const;
export type NumericMeasure = (typeof numericMeasures)[number];

export const wordMeasures = ['shape', 'packaging', 'cargoClass', 'country', 'service', 'area'] as const;
export type WordMeasure = (typeof wordMeasures)[number];

export type Condition =
  | { measure: NumericMeasure; op: '>' | '>=' | '<' | '<=' | '=' | '!='; value: string; unit?: string | undefined }
  | { measure: WordMeasure; in: string[] }
  | { measure: WordMeasure; notIn: string[] }
  | { all: Condition[] }
  | { any: Condition[] }
  | { not: Condition };

const words = z.array(z.string().min(1).max(64)).min(1).max(300);
export const conditionSchema: z.ZodType<Condition> = z.lazy(() =>
  z.union([
    z.strictObject({
      measure: z.enum(numericMeasures),
      op: z.enum(['>', '>=', '<', '<=', '=', '!=']),
      value: exactDecimalSchema,
      /** The unit of `value` where it is not the rule's own. */
      unit: z.enum(['mm', 'cm', 'm', 'in', 'g', 'kg', 't', 'lb', 'oz', 'cm3', 'm3', 'in3', 'ft3', 'l']).optional(),
    }),
    z.strictObject({ measure: z.enum(wordMeasures), in: words }),
    z.strictObject({ measure: z.enum(wordMeasures), notIn: words }),
    z.strictObject({ all: z.array(conditionSchema).min(1).max(20) }),
    z.strictObject({ any: z.array(conditionSchema).min(1).max(20) }),
    z.strictObject({ not: conditionSchema }),
  ]),
);

/** How actual and volumetric weight become one figure. */
export const choiceSchema = z.discriminatedUnion('mode', [
  z.strictObject({ mode: z.literal('actual') }),
  z.strictObject({ mode: z.literal('volumetric') }),
  z.strictObject({ mode: z.literal('max') }),
  /** Volumetric only where it reaches (≥) or exceeds (>) `ratio` times the actual weight; else actual. */
  z.strictObject({ mode: z.literal('ratio'), ratio: positiveSchema, edge: z.enum(['>=', '>']) }),
  /** Half the sum where volumetric is greater; else actual. */
  z.strictObject({ mode: z.literal('average') }),
  /** `share` (0 to 1) of the excess of volumetric over actual is billed, or is waived. The direction has no default: the trade uses both. */
  z.strictObject({ mode: z.literal('split'), share: amountSchema, direction: z.enum(['billed', 'waived']) }),
  /** Excess up to (<=) or below (<) `allowance` is free; beyond, `then` decides over the whole excess. */
  z.strictObject({
    mode: z.literal('free-allowance'),
    allowance: amountSchema,
    edge: z.enum(['<=', '<']),
    then: z.enum(['average', 'volumetric', 'excess-above-allowance']),
  }),
  /** Greatest of actual, volumetric and loading metres × weight (kg per loading metre); a loading metre is trailerWidth (m) wide. */
  z.strictObject({
    mode: z.literal('greatest-of-three'),
    kgPerLoadingMetre: positiveSchema,
    trailerWidth: positiveSchema.default('2.4'),
  }),
]);
export type Choice = z.infer<typeof choiceSchema>;

/** What comes first where a ticket has several pieces. Names follow the steps in order. */
export const aggregationSchema = z.enum([
  'per-parcel',
  'sum-compare',
  'compare-sum',
  'compare-round-sum',
  'sum-compare-round',
]);
export type Aggregation = z.infer<typeof aggregationSchema>;

export const stages = ['declared', 'inbound', 'outbound', 'carrier'] as const;
/** Which of several weighings counts, and how far two may differ before there is a dispute. */
export const sourcesSchema = z.strictObject({
  use: z.enum(['max', 'last', ...stages]),
  tolerance: z
    .strictObject({
      absolute: amountSchema.optional(),
      /** Percent of the greater weight. */
      percent: amountSchema.optional(),
      /** Dispute when either limit is passed, or only when both are. */
      require: z.enum(['either', 'both']),
    })
    .optional(),
});

/** A limit or a flag: raised where `when` holds. */
export const limitSchema = z.strictObject({
  id: z.string().regex(/^[a-z0-9][a-z0-9-]{0,47}$/),
  zh: z.string().max(80).optional(),
  en: z.string().max(80).optional(),
  when: conditionSchema,
  severity: z.enum(['block', 'surcharge', 'warn']),
  per: z.enum(['piece', 'ticket']).default('piece'),
  /** Of the limits of one group only the one with the highest rank stays. */
  group: z.string().max(40).optional(),
  rank: z.coerce.number().int().min(0).max(1000).optional(),
  suppresses: z.array(z.string().max(48)).max(20).optional(),
  /** Conditional minimum: a piece (or ticket) with this flag bills at least so much, in the rule's weight unit. */
  minimumBillable: positiveSchema.optional(),
});
export type Limit = z.infer<typeof limitSchema>;
