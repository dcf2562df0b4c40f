import type { LabelState } from '../devices/print-job.ts';
import { jobIdOf, labelStateAfter } from '../labels/label-ledger.ts';
import type { OperationType } from '../parcel/operations.ts';
import type { OperationBody } from '../sync/operation.ts';
import { explanationReasonSchema, type ExplanationReason } from './shift-operations.ts';

/** What was last known of a parcel, for somebody who looks for it. */
export type SeenAt = 'weighed' | 'voided' | 'set-aside' | 'label' | 'scanned-back' | 'bagged' | 'unbagged' | 'merged';

export interface ShiftParcel {
  readonly waybill: string;
  /** A carton made of other parcels: it was not received, it is counted from here on in their place. */
  readonly isUnit: boolean;
  /** A weighing that counts. */
  readonly weighed: boolean;
  readonly gross: string;
  readonly label: LabelState | undefined;
  readonly bag: string | undefined;
  /** The carton that it went into. */
  readonly unit: string | undefined;
  /** Set aside and not taken up again: the code that it was refused with. */
  readonly aside: string | undefined;
  readonly last: { readonly at: SeenAt; readonly wallMs: number; readonly actor: string; readonly place: string };
  /** The newest operation about it; in the cloud when everything up to it is. */
  readonly lastSeq: number;
}

export interface ShiftParcels {
  readonly parcels: ReadonlyMap<string, ShiftParcel>;
  readonly explained: readonly Explained[];
}
export interface Explained {
  readonly waybill: string | undefined;
  readonly pieces: number;
  readonly reason: ExplanationReason;
}

/** Folds the operations of one shift, of one chain, oldest first. Operations about other things pass by. */
export function foldShift(
  operations: Iterable<OperationBody>,
  chain: { readonly device: string; readonly epoch: number },
): ShiftParcels {
  const parcels = new Map<string, ShiftParcel>();
  const jobs = new Map<string, string>();
  const explained: Explained[] = [];
  for (const body of operations) {
    const { payload, seq, wallMs, actor } = body;
    const { type } = body;
    const see = (waybill: string, at: SeenAt, change: Partial<ShiftParcel>, place = ''): void => {
      const known = parcels.get(waybill);
      parcels.set(waybill, {
        ...(known ?? {
          waybill,
          isUnit: false,
          weighed: false,
          gross: '',
          label: undefined,
          bag: undefined,
          unit: undefined,
          aside: undefined,
        }),
        ...change,
        last: { at, wallMs, actor, place },
        lastSeq: seq,
      });
    };
    const waybill = text(payload['waybill']);
    switch (type) {
      case 'parcelWeighed': {
        jobs.set(jobIdOf(chain.device, chain.epoch, seq), waybill);
        see(waybill, 'weighed', {
          weighed: true,
          gross: massText(payload['gross']),
          label: 'queued',
          aside: undefined,
        });
        break;
      }
      case 'parcelWeighingVoided':
        // The weighing may be of an earlier shift: then the parcel is none of this one.
        if (parcels.has(waybill)) see(waybill, 'voided', { weighed: false, label: undefined });
        break;
      case 'parcelSetAside':
        see(waybill, 'set-aside', { aside: text(payload['code']) }, text(payload['place']));
        break;
      case 'parcelsMerged':
        see(text(payload['unit']), 'merged', { isUnit: true });
        for (const one of list(payload['parcels']))
          see(text(one['waybill']), 'merged', { unit: text(payload['unit']) }, text(payload['unit']));
        break;
      case 'mergeUndone':
        for (const parcel of [...parcels.values()])
          if (parcel.unit === text(payload['unit'])) see(parcel.waybill, 'merged', { unit: undefined });
        break;
      case 'parcelBagged':
        see(waybill, 'bagged', { bag: text(payload['bag']) }, text(payload['bag']));
        break;
      case 'shiftDifferenceExplained': {
        const reason = explanationReasonSchema.safeParse(payload['reason']);
        if (reason.success)
          explained.push({
            waybill: waybill === '' ? undefined : waybill,
            pieces: Number(payload['pieces']),
            reason: reason.data,
          });
        break;
      }
      case 'parcelUnbagged':
        see(waybill, 'unbagged', { bag: undefined });
        break;
      default: {
        const owner = jobs.get(text(payload['job']));
        const known = owner === undefined ? undefined : parcels.get(owner);
        const label = labelStateAfter(type as OperationType, payload);
        if (known !== undefined && label !== undefined)
          see(known.waybill, label === 'confirmed' ? 'scanned-back' : 'label', { label });
      }
    }
  }
  return { parcels, explained };
}

const text = (value: unknown): string => (typeof value === 'string' ? value : '');
const list = (value: unknown): readonly Record<string, unknown>[] =>
  Array.isArray(value) ? (value as Record<string, unknown>[]) : [];
function massText(value: unknown): string {
  const { value: number, unit } = (value ?? {}) as { value?: unknown; unit?: unknown };
  return `${text(number)} ${text(unit)}`.trim();
}
