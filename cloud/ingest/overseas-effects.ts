import { jobIdOf } from '../../shared/labels/label-ledger.ts';
import type { OperationPayload } from '../../shared/parcel/operations.ts';
import { movementsOf } from '../../shared/stock/movements-of.ts';
import type { StockMove } from '../../shared/stock/stock-move.ts';
import type { Understood } from './classify.ts';
import type { Source } from './place-batch.ts';

/** What an operation of the overseas floor does to its views. Parcels and pieces are named by the operation that made them. */
export type OverseasEffect = { readonly by: number } & (
  | { readonly do: 'move'; readonly moves: readonly StockMove[] }
  | {
      readonly do: 'grade';
      readonly piece: string;
      readonly actor: string;
      readonly wallMs: number;
      readonly graded: OperationPayload<'returnGraded'>;
    }
  | {
      readonly do: 'put-away';
      readonly piece: string;
      readonly name: string;
      readonly put: OperationPayload<'returnPutAway'>;
    }
  | {
      readonly do: 'ungrade';
      readonly piece: string;
      readonly name: string;
      readonly undone: OperationPayload<'returnVoided'>;
    }
  | {
      readonly do: 'pack';
      readonly parcel: string;
      readonly actor: string;
      readonly wallMs: number;
      readonly packed: OperationPayload<'orderPacked'>;
    }
  | { readonly do: 'relabel-parcel'; readonly parcel: string; readonly labelled: OperationPayload<'parcelLabelled'> }
  | {
      readonly do: 'unpack';
      readonly parcel: string;
      readonly name: string;
      readonly undone: OperationPayload<'orderPackingVoided'>;
    }
  | {
      readonly do: 'set-aside';
      readonly name: string;
      readonly actor: string;
      readonly wallMs: number;
      readonly said: OperationPayload<'orderSetAside'>;
    }
  | { readonly do: 'take-up'; readonly name: string; readonly said: OperationPayload<'orderTakenUp'> }
  | {
      readonly do: 'stop';
      readonly parcel: string;
      readonly name: string;
      readonly stopped: OperationPayload<'parcelStopped'>;
    }
);

/** Of every operation that moves pieces, packs or takes back. What was practised is in no view. */
export function overseasEffectsOf(
  { device, epoch }: Pick<Source, 'device' | 'epoch'>,
  operation: Understood,
): OverseasEffect[] {
  const { seq: by, actor, wallMs, type, payload } = operation;
  if ('practice' in payload && payload.practice === true) return [];
  const moves = movementsOf(type, payload);
  const moved: OverseasEffect[] = moves.length === 0 ? [] : [{ do: 'move', by, moves }];
  const name = jobIdOf(device, epoch, by);
  if (operation.type === 'returnGraded')
    return [...moved, { do: 'grade', by, piece: name, actor, wallMs, graded: operation.payload }];
  if (operation.type === 'returnPutAway')
    return [...moved, { do: 'put-away', by, piece: operation.payload.graded, name, put: operation.payload }];
  if (operation.type === 'returnVoided')
    return [...moved, { do: 'ungrade', by, piece: operation.payload.voids, name, undone: operation.payload }];
  if (operation.type === 'orderPacked')
    return [...moved, { do: 'pack', by, parcel: name, actor, wallMs, packed: operation.payload }];
  if (operation.type === 'orderSetAside')
    return [{ do: 'set-aside', by, name, actor, wallMs, said: operation.payload }];
  if (operation.type === 'orderTakenUp') return [{ do: 'take-up', by, name, said: operation.payload }];
  if (operation.type === 'parcelLabelled')
    return [...moved, { do: 'relabel-parcel', by, parcel: operation.payload.packed, labelled: operation.payload }];
  if (operation.type === 'orderPackingVoided')
    return [...moved, { do: 'unpack', by, parcel: operation.payload.voids, name, undone: operation.payload }];
  if (operation.type === 'parcelStopped')
    return [...moved, { do: 'stop', by, parcel: operation.payload.packed, name, stopped: operation.payload }];
  return moved;
}
