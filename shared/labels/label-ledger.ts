import type { JobId, LabelRequest, LabelState } from '../devices/print-job.ts';
import type { ErrorCode } from '../errors/catalog.ts';
import { operationPayloads, type OperationType } from '../parcel/operations.ts';
import type { OperationBody } from '../sync/operation.ts';

/** One label's life, folded from the operations. */
export interface LedgerEntry {
  readonly job: JobId;
  readonly label: LabelRequest;
  readonly practice: boolean;
  readonly waybill: string;
  readonly state: LabelState;
  readonly code?: ErrorCode | undefined;
  readonly detail?: string | undefined;
  /** The next print of this serial is a copy: a former one may exist. */
  readonly copy: boolean;
  /** Sent to a printer that counts, whose word has not come yet. */
  readonly watched: boolean;
  readonly queuedWallMs: number;
}

export type LabelLedger = ReadonlyMap<JobId, LedgerEntry>;

export const jobIdOf = (device: string, epoch: number, seq: number): JobId => `${device}-${epoch}-${seq}`;

/** Applies one operation; entries it does not touch stay the same objects. Unknown jobs are left alone. */
export function applyToLedger(
  ledger: Map<JobId, LedgerEntry>,
  head: { readonly device: string; readonly epoch: number },
  body: OperationBody,
): LedgerEntry | undefined {
  const type = body.type as OperationType;
  const set = (entry: LedgerEntry): LedgerEntry => {
    ledger.set(entry.job, entry);
    return entry;
  };
  if (type === 'parcelWeighed') {
    const payload = operationPayloads.parcelWeighed.parse(body.payload);
    const job = jobIdOf(head.device, head.epoch, body.seq);
    return set({
      job,
      label: payload.label,
      practice: payload.practice,
      waybill: payload.waybill,
      state: 'queued',
      copy: false,
      watched: false,
      queuedWallMs: body.wallMs,
    });
  }
  const job = typeof body.payload['job'] === 'string' ? body.payload['job'] : undefined;
  const entry = job === undefined ? undefined : ledger.get(job);
  if (entry === undefined) return undefined;
  const plain = { ...entry, code: undefined, detail: undefined, watched: body.payload['watched'] === true };
  const state = labelStateAfter(type, body.payload);
  if (state === undefined) return undefined;
  if (type === 'labelUnknown' || type === 'labelFailed') {
    const { code, detail } = operationPayloads[type].parse(body.payload);
    return set({ ...plain, state, code: code as ErrorCode, detail });
  }
  if (type === 'labelReprintRequested') {
    const { reason } = operationPayloads.labelReprintRequested.parse(body.payload);
    // Only a person's word that nothing came out, or a print that never left, makes the next one an original.
    const copy = reason === 'nothing-came-out' || (entry.state === 'failed' && !entry.copy) ? entry.copy : true;
    return set({ ...plain, state, copy, queuedWallMs: body.wallMs });
  }
  return set({ ...plain, state });
}

/** The state one operation puts its label into; the station's ledger and the cloud's projection share this rule. */
export function labelStateAfter(type: OperationType, payload: Record<string, unknown>): LabelState | undefined {
  // The printer was not reached or reports that it cannot print, and no byte left: the job goes on waiting by itself.
  const waits = payload['code'] === 'PRINTER_LOST' || payload['code'] === 'PRINTER_NEEDS_HAND';
  return type === 'labelFailed' && waits ? 'queued' : stateAfter[type];
}

/** Operations that speak of a label; every other one leaves it as it is. */
const stateAfter: Partial<Record<OperationType, LabelState>> = {
  parcelWeighed: 'queued',
  labelReprintRequested: 'queued',
  labelSending: 'sending',
  labelSent: 'sent',
  labelConfirmed: 'confirmed',
  labelUnknown: 'unknown',
  labelFailed: 'failed',
};
