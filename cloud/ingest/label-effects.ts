import {
  asksForLabel,
  jobIdOf,
  labelAsked,
  labelStateAfter,
  PRINT_ENTITY,
  voidedBy,
} from '../../shared/labels/label-ledger.ts';
import type { Understood } from './classify.ts';
import type { Source } from './place-batch.ts';

/** What an operation does to the labels that stand beside the weighings'. A label is named by the operation that asked for it. */
export type LabelEffect = { readonly by: number } & (
  | {
      readonly do: 'ask-label';
      readonly job: string;
      readonly askedBy: string;
      readonly subject: string;
      readonly of: string | undefined;
      readonly wallMs: number;
    }
  | { readonly do: 'label-state'; readonly job: string; readonly state: string }
  /** The label, and those that came later for the same parcel. */
  | { readonly do: 'void-labels'; readonly job: string }
);

/** Of every operation that asks for such a label, speaks of one, or takes back what it stood for: by the rules of the station's own ledger. */
export function labelEffectsOf(
  { device, epoch }: Pick<Source, 'device' | 'epoch'>,
  operation: Understood,
): LabelEffect[] {
  const { seq: by, type, entity, wallMs, payload } = operation;
  if (type === 'parcelWeighed') return [];
  const job = jobIdOf(device, epoch, by);
  const asked = asksForLabel(type) ? labelAsked({ type, payload }) : undefined;
  if (asked !== undefined)
    return [{ do: 'ask-label', by, job, askedBy: type, subject: asked.waybill, of: asked.of, wallMs }];
  const voids = voidedBy[type]?.(payload);
  if (voids !== undefined) return [{ do: 'void-labels', by, job: voids }];
  const state = entity.startsWith(PRINT_ENTITY) && 'job' in payload ? labelStateAfter(type, payload) : undefined;
  return state === undefined || !('job' in payload) ? [] : [{ do: 'label-state', by, job: String(payload.job), state }];
}
