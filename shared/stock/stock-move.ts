import { z } from 'zod';
import { binCodeSchema, serialSchema, stockItemSchema, type StockKey } from './stock-key.ts';

export const MAX_MOVE_PIECES = 1_000_000;
/** Lines of one operation: a body stays far below its 64 KB. */
export const MAX_MOVES = 200;
/** Serial numbers of one line. */
export const MAX_SERIALS = 200;

/**
 * Pieces that change place. Without `from` they come into the house (or into the books), without `to` they leave. What changes its
 * article or its grade is two moves: out as the one, in as the other.
 */
export const stockMoveSchema = stockItemSchema
  .extend({
    pieces: z.number().int().positive().max(MAX_MOVE_PIECES),
    from: binCodeSchema.optional(),
    to: binCodeSchema.optional(),
    serials: z.array(serialSchema).max(MAX_SERIALS).optional(),
  })
  .refine(({ from, to }) => from !== to, 'a move needs two different places, or one and the outside');
export type StockMove = z.infer<typeof stockMoveSchema>;
export const stockMovesSchema = z.array(stockMoveSchema).max(MAX_MOVES);

/** One end of a move. */
export interface StockChange {
  readonly key: StockKey;
  /** Pieces, signed. */
  readonly pieces: number;
  readonly serials: readonly string[];
}

/** What a move does to the piles: out of one, into another. */
export function changesOf({ from, to, pieces, serials = [], ...item }: StockMove): StockChange[] {
  const out = from === undefined ? [] : [{ key: { ...item, bin: from }, pieces: -pieces, serials }];
  const into = to === undefined ? [] : [{ key: { ...item, bin: to }, pieces, serials }];
  return [...out, ...into];
}

/** What takes a set of moves back, in the opposite order. */
export const reversed = (moves: readonly StockMove[]): StockMove[] =>
  moves.toReversed().map(({ from, to, ...item }) => ({
    ...item,
    ...(to === undefined ? {} : { from: to }),
    ...(from === undefined ? {} : { to: from }),
  }));
