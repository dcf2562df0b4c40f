import { labelStateAfter } from '../../shared/labels/label-ledger.ts';
import type { OperationPayload } from '../../shared/parcel/operations.ts';
import type { Understood } from './classify.ts';
import type { Source } from './place-batch.ts';

/** What an applied operation (number `by`) does to the views. A weighing is named by the operation that made it: device-epoch-seq. */
export type Effect = { readonly by: number } & (
  | { readonly do: 'weigh'; readonly wallMs: number; readonly weighing: OperationPayload<'parcelWeighed'> }
  | { readonly do: 'supersede' | 'void'; readonly target: string }
  | { readonly do: 'label'; readonly target: string; readonly state: string }
);

export function effectsOf(source: Pick<Source, 'device' | 'epoch'>, operation: Understood): Effect[] {
  const own = (of: number): string => `${source.device}-${source.epoch}-${of}`;
  const { seq: by, wallMs } = operation;
  switch (operation.type) {
    case 'parcelWeighed': {
      const weighing = operation.payload;
      const weigh: Effect = { do: 'weigh', by, wallMs, weighing };
      return weighing.supersedes === undefined
        ? [weigh]
        : [weigh, { do: 'supersede', by, target: own(weighing.supersedes) }];
    }
    case 'parcelWeighingVoided':
      return [{ do: 'void', by, target: own(operation.payload.voids) }];
    case 'stationStarted':
      return [];
    case 'labelSending':
    case 'labelSent':
    case 'labelConfirmed':
    case 'labelUnknown':
    case 'labelFailed':
    case 'labelReprintRequested': {
      const state = labelStateAfter(operation.type, operation.payload);
      return state === undefined ? [] : [{ do: 'label', by, target: operation.payload.job, state }];
    }
  }
}

/** The records an operation is about, which must exist before it can be applied. */
export function targetsOf(source: Pick<Source, 'device' | 'epoch'>, operation: Understood): string[] {
  return effectsOf(source, operation).flatMap((effect) => (effect.do === 'weigh' ? [] : [effect.target]));
}
