import type { OperationPayload, OperationType } from '../parcel/operations.ts';
import type { Claim } from '../sync/conflicts.ts';
import { movementsOf, NO_OWNER } from './movements-of.ts';
import type { StockKey } from './stock-key.ts';
import { changesOf } from './stock-move.ts';

/**
 * Who speaks of a pile: one text a key, the same on every station. What was said before movements named an owner keeps the subject that
 * it had, so that old and new records meet in one sum.
 */
export const stockSubject = ({ owner, sku, lot, expiry, grade, bin }: StockKey): string =>
  owner === NO_OWNER ? `stock:${bin}/${sku}` : `stock:${bin}/${owner}/${sku}/${grade}/${lot ?? ''}/${expiry ?? ''}`;

/** What an operation says about piles that other stations speak of too: the change of each pile it touches, summed. */
export function stockClaimsOf<T extends OperationType>(
  type: T,
  payload: OperationPayload<T>,
  operation: string,
  actor: string,
  wallMs: number,
): Claim[] {
  const sums = new Map<string, number>();
  const said = new Map<string, Record<string, string>>();
  for (const move of movementsOf(type, payload))
    for (const { key, pieces } of changesOf(move)) {
      const subject = stockSubject(key);
      sums.set(subject, (sums.get(subject) ?? 0) + pieces);
      said.set(subject, { owner: key.owner, sku: key.sku, bin: key.bin, grade: key.grade });
    }
  return [...sums].map(([subject, moved]) => ({
    subject,
    kind: 'stock-below-zero',
    side: { operation, actor, wallMs, said: { ...said.get(subject), moved, quantity: moved } },
  }));
}
