import { z } from 'zod';

/**
 * A decimal number as text, exactly as a scale, a person or a file gave it: "2.365", "-0.020".
 * Measures travel as text with a unit so that no binary floating point ever stands on the path of a weight.
 * Limit: 12 digits before and 9 after the point.
 */
export const decimalTextSchema = z.string().regex(/^-?\d{1,12}(\.\d{1,9})?$/, 'decimal text');
export type DecimalText = z.infer<typeof decimalTextSchema>;

export const massUnitSchema = z.enum(['mg', 'g', 'kg', 't', 'oz', 'lb']);
export type MassUnit = z.infer<typeof massUnitSchema>;

/** A mass with the unit in which it was read. Conversion: shared/measure/mass.ts. */
export const massSchema = z.strictObject({ value: decimalTextSchema, unit: massUnitSchema });
export type Mass = z.infer<typeof massSchema>;

export const lengthUnitSchema = z.enum(['mm', 'cm', 'm', 'in']);
export type LengthUnit = z.infer<typeof lengthUnitSchema>;

/** Outer sides of a parcel in the order given by the source; never re-sorted silently. */
export const dimensionsSchema = z.strictObject({
  length: decimalTextSchema,
  width: decimalTextSchema,
  height: decimalTextSchema,
  unit: lengthUnitSchema,
});
export type Dimensions = z.infer<typeof dimensionsSchema>;
