import type { OperationPayload, OperationType } from '../parcel/operations.ts';
import type { StockMove } from './stock-move.ts';

/** Owner of what was moved before movements named one. */
export const NO_OWNER = '?';

/**
 * The pieces that an operation moves: every operation that moves any carries them in `moves`, so that what a person chose and what
 * the stock says are one record. `stockMoved` is older and says it in its own words.
 */
export function movementsOf<T extends OperationType>(type: T, payload: OperationPayload<T>): readonly StockMove[] {
  if (type === 'stockMoved')
    return [movementOf(payload as OperationPayload<'stockMoved'>)].filter((move) => move.pieces > 0);
  if (!('moves' in payload)) return [];
  const { moves, practice } = payload as { moves: readonly StockMove[]; practice?: boolean };
  return practice === true ? [] : moves;
}

function movementOf(moved: OperationPayload<'stockMoved'>): StockMove {
  const { place, quantity, sku, owner = NO_OWNER, grade = 'A', lot, expiry, serials, from, to } = moved;
  const comes = quantity >= 0;
  const other = comes ? from : to;
  return {
    ...{ owner, sku, grade, pieces: Math.abs(quantity) },
    ...(comes ? { to: place } : { from: place }),
    ...(other === undefined || other === place ? {} : comes ? { from: other } : { to: other }),
    ...(lot === undefined ? {} : { lot }),
    ...(expiry === undefined ? {} : { expiry }),
    ...(serials === undefined ? {} : { serials }),
  };
}
