import { labelStateAfter, PRINT_ENTITY } from '../../shared/labels/label-ledger.ts';
import type { OperationPayload } from '../../shared/parcel/operations.ts';
import type { Conflict, Side } from '../../shared/sync/conflicts.ts';
import type { Understood } from './classify.ts';
import { labelEffectsOf, type LabelEffect } from './label-effects.ts';
import { overseasEffectsOf, type OverseasEffect } from './overseas-effects.ts';
import type { Source } from './place-batch.ts';

type BagType =
  | ('bagOpened' | 'parcelBagged' | 'parcelUnbagged' | 'bagClosed' | 'bagUnsealed')
  | ('manifestOpened' | 'bagLoaded' | 'bagUnloaded' | 'manifestHandedOver');
/** An operation about bags or manifests, with its payload. */
export type BagOperation = { [T in BagType]: { readonly type: T; readonly payload: OperationPayload<T> } }[BagType];

/** What an applied operation (number `by`) does to the views. A weighing is named by the operation that made it: device-epoch-seq. */
export type Effect =
  | OverseasEffect
  | LabelEffect
  | ({ readonly by: number } & (
      | { readonly do: 'weigh'; readonly wallMs: number; readonly weighing: OperationPayload<'parcelWeighed'> }
      /** epoch: of the operation that takes it back. */
      | { readonly do: 'supersede' | 'void'; readonly target: string; readonly epoch: number }
      | {
          readonly do: 'release';
          readonly actor: string;
          readonly wallMs: number;
          readonly release: OperationPayload<'holdReleased'>;
        }
      | { readonly do: 'bag'; readonly wallMs: number; readonly said: BagOperation }
      | { readonly do: 'label'; readonly target: string; readonly state: string }
      | {
          readonly do: 'merge-parcels';
          readonly actor: string;
          readonly wallMs: number;
          readonly merged: OperationPayload<'parcelsMerged'>;
        }
      /** merge: the operation that had merged them. */
      | { readonly do: 'undo-merge'; readonly merge: string; readonly reason: string }
      | { readonly do: 'stand'; readonly subject: string; readonly side: Side }
      | { readonly do: 'conflict'; readonly conflict: Conflict }
      | { readonly do: 'seal'; readonly actor: string; readonly seal: OperationPayload<'shiftSealed'> }
      | { readonly do: 'sign'; readonly actor: string; readonly signed: OperationPayload<'shiftSealSigned'> }
      | { readonly do: 'decide-parked'; readonly actor: string; readonly decision: OperationPayload<'parkedDecided'> }
      | {
          readonly do: 'decide-conflict';
          readonly actor: string;
          readonly decision: OperationPayload<'conflictDecided'>;
          /** A word from the floor may be weeks old: it does not change what was decided meanwhile. */
          readonly onlyOpen: boolean;
        }
    ));

/** The chain that supervisors' decisions stand in; no station may have this name. */
export const CLOUD_DEVICE = 'CLOUD';

/** Effects that follow from the operation alone; claims are resolved by judgeOperations. */
export function effectsOf(source: Pick<Source, 'device' | 'epoch'>, operation: Understood): Effect[] {
  return [...viewEffectsOf(source, operation), ...labelEffectsOf(source, operation)];
}

function viewEffectsOf(source: Pick<Source, 'device' | 'epoch'>, operation: Understood): Effect[] {
  const { epoch } = source;
  const own = (of: number, ofEpoch = epoch): string => `${source.device}-${ofEpoch}-${of}`;
  const { seq: by, wallMs, actor } = operation;
  switch (operation.type) {
    case 'parcelWeighed': {
      const weighing = operation.payload;
      const weigh: Effect = { do: 'weigh', by, wallMs, weighing };
      return weighing.supersedes === undefined
        ? [weigh]
        : [weigh, { do: 'supersede', by, epoch, target: own(weighing.supersedes, weighing.supersedesEpoch) }];
    }
    case 'parcelWeighingVoided':
      return [{ do: 'void', by, epoch, target: own(operation.payload.voids, operation.payload.voidsEpoch) }];
    case 'shiftSealed':
      return [{ do: 'seal', by, actor, seal: operation.payload }];
    case 'shiftSealSigned':
      return [{ do: 'sign', by, actor, signed: operation.payload }];
    case 'parkedDecided':
      return [{ do: 'decide-parked', by, actor, decision: operation.payload }];
    case 'conflictDecided':
      return [{ do: 'decide-conflict', by, actor, decision: operation.payload, onlyOpen: false }];
    case 'leadSettledParked': {
      const { operation: parked, act, answer, lead } = operation.payload;
      return [{ do: 'decide-parked', by, actor: lead, decision: { operation: parked, act, reason: answer } }];
    }
    case 'leadSettledConflict': {
      const { conflict, stands, answer, lead } = operation.payload;
      const decision = { conflict, stands, reason: answer };
      return [{ do: 'decide-conflict', by, actor: lead, decision, onlyOpen: true }];
    }
    case 'holdReleased':
      return [{ do: 'release', by, actor, wallMs, release: operation.payload }];
    case 'bagOpened':
    case 'parcelBagged':
    case 'parcelUnbagged':
    case 'bagClosed':
    case 'bagUnsealed':
    case 'manifestOpened':
    case 'bagLoaded':
    case 'bagUnloaded':
    case 'manifestHandedOver':
      return [{ do: 'bag', by, wallMs, said: operation }];
    case 'parcelsMerged':
      return [{ do: 'merge-parcels', by, actor, wallMs, merged: operation.payload }];
    case 'mergeUndone':
      return [{ do: 'undo-merge', by, merge: own(operation.payload.undoes), reason: operation.payload.reason }];
    case 'stationStarted':
    case 'labelRequested':
    case 'printerChosen':
    case 'numberTaken':
    case 'operatorSignedIn':
    case 'operatorSignedOut':
    case 'numbersLeased':
    case 'parcelSetAside':
    case 'parcelPhotographed':
    case 'shiftCheckDone':
    case 'shiftDifferenceExplained':
    case 'shiftReconciled':
    case 'returnClosed':
    case 'relabelRequested':
      return [];
    case 'stockMoved':
    case 'binCounted':
    case 'unitsRelabelled':
    case 'cartonReceived':
    case 'cartonReceiptVoided':
    case 'unitsPutAway':
    case 'putAwayVoided':
    case 'orderPacked':
    case 'parcelLabelled':
    case 'orderPackingVoided':
    case 'parcelStopped':
    case 'orderSetAside':
    case 'orderTakenUp':
    case 'returnGraded':
    case 'returnPutAway':
    case 'returnVoided':
      return overseasEffectsOf(source, operation);
    case 'labelSending':
    case 'labelSent':
    case 'labelConfirmed':
    case 'labelUnknown':
    case 'labelFailed':
    case 'labelReprintRequested': {
      // A label that no weighing asked for has no weighing to stand at.
      if (operation.entity.startsWith(PRINT_ENTITY)) return [];
      const state = labelStateAfter(operation.type, operation.payload);
      return state === undefined ? [] : [{ do: 'label', by, target: operation.payload.job, state }];
    }
  }
}

/** The weighings that effects are about, which must exist before the operation can be applied. */
export const targetsOf = (effects: readonly Effect[]): string[] =>
  effects.flatMap((effect) => ('target' in effect ? [effect.target] : []));
