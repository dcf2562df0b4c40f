import { z } from 'zod';
import { customsInputSchema } from '../customs/check-customs.ts';
import { exactDecimalSchema } from '../measure/exact-text.ts';
import { inUnit, lengthUnitSchema, massInputSchema, sidesInputSchema } from '../measure/parse-measure.ts';
import { firstIssue } from './first-issue.ts';
import { fault, rated, type Rated } from './rating-fault.ts';
import { dateSchema } from './rule.ts';
import { ticketForm, TwiceSaid } from './ticket-forms.ts';

const MAX_PIECES = 5_000;
const word = z.string().min(1).max(64);

const pieceShape = {
  /** Weight that counts, where there is one. */
  weight: massInputSchema.optional(),
  /** Weights by the place they were taken, for rules that say which one counts. */
  weights: z
    .strictObject({
      declared: massInputSchema.optional(),
      inbound: massInputSchema.optional(),
      outbound: massInputSchema.optional(),
      carrier: massInputSchema.optional(),
    })
    .optional(),
  dimensions: sidesInputSchema.optional(),
  /** A roll: length and diameter. Counts as length × diameter × diameter. */
  roll: z
    .strictObject({ length: exactDecimalSchema, diameter: exactDecimalSchema, unit: lengthUnitSchema })
    .transform(({ length, diameter, unit }) => ({
      length: inUnit(length, unit).value,
      diameter: inUnit(diameter, unit).value,
      unit: unit.unit,
    }))
    .optional(),
  /** Volume handed in as such, where nobody measured sides. */
  cbm: exactDecimalSchema.optional(),
  volume: z
    .strictObject({ value: exactDecimalSchema, unit: z.enum(['mm3', 'cm3', 'm3', 'in3', 'ft3', 'l']) })
    .optional(),
  shape: word.optional(),
  packaging: word.optional(),
  cargoClass: word.optional(),
  quantity: z.coerce.number().int().min(1).max(MAX_PIECES).optional(),
};
const pieceSchema = z.strictObject(pieceShape);
export type PieceInput = z.infer<typeof pieceSchema>;

const ticketShape = {
  /** Shipment date: chooses the version of a dated rule. */
  date: dateSchema.optional(),
  origin: z
    .string()
    .regex(/^[A-Z]{2}$/)
    .optional(),
  destination: z
    .strictObject({
      country: z.string().regex(/^[A-Z]{2}$/),
      postcode: z.string().max(16).optional(),
      city: z.string().max(80).optional(),
    })
    .optional(),
  service: word.optional(),
  /** Names of area lists that hold the destination ("remote"). */
  areas: z.array(word).max(20).optional(),
  loadingMetres: exactDecimalSchema.optional(),
  /** Customs data to check; it changes no weight. */
  customs: customsInputSchema.optional(),
};
const ticketSchema = z.strictObject({ ...ticketShape, pieces: z.array(pieceSchema).min(1).max(MAX_PIECES) });
export type TicketInput = z.infer<typeof ticketSchema>;

/**
 * One ticket from outside: {date?, destination?, pieces: [{weight, dimensions}, …]}, a list of pieces, or the fields of a single
 * piece straight beside the ticket's own; all forms are in docs/rating.md. Pieces with a quantity are written out.
 */
export function readTicket(value: unknown): Rated<TicketInput> {
  let raw: unknown;
  try {
    raw = ticketForm(value);
  } catch (error) {
    if (!(error instanceof TwiceSaid)) throw error;
    return fault('RATING_INPUT_REFUSED', `input.${error.field}`, error.message);
  }
  const parsed = ticketSchema.safeParse(raw);
  if (!parsed.success) {
    const { path, message } = firstIssue(parsed.error.issues);
    return fault('RATING_INPUT_REFUSED', ['input', ...path].join('.'), message);
  }
  const pieces = parsed.data.pieces.flatMap((piece) => Array.from({ length: piece.quantity ?? 1 }, () => piece));
  if (pieces.length > MAX_PIECES)
    return fault('RATING_INPUT_REFUSED', 'input.pieces', `more than ${MAX_PIECES} pieces`);
  return rated({ ...parsed.data, pieces });
}
