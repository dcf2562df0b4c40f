import { z } from 'zod';
import {
  printerIdSchema,
  type JobId,
  type LabelContent,
  type LabelState,
  type PrinterId,
} from '../devices/print-job.ts';
import type { ErrorCode } from '../errors/catalog.ts';
import type { PackLabel } from '../packing/packing-operations.ts';
import { operationPayloads, type OperationType } from '../parcel/operations.ts';
import { reprintReasons } from './reprint.ts';
import type { OperationBody } from '../sync/operation.ts';

/** One label's life, folded from the operations. */
export interface LedgerEntry {
  readonly job: JobId;
  readonly label: LabelContent;
  readonly practice: boolean;
  /** What a person calls it: the parcel's waybill, a bag. */
  readonly waybill: string;
  readonly state: LabelState;
  readonly code?: ErrorCode | undefined;
  readonly detail?: string | undefined;
  /** The next print of this serial is a copy: a former one may exist. */
  readonly copy: boolean;
  /** Inside a printer that is watched, whose word has not come yet. */
  readonly watched: boolean;
  /** Who confirmed it, once it is confirmed. */
  readonly by?: 'operator' | 'scan-back' | 'printer' | undefined;
  /** Not a weighing's: a bag's, or asked for by itself (`labelRequested`). */
  readonly apart?: true | undefined;
  /** The packing it is a later label of: stopped with it. */
  readonly of?: JobId | undefined;
  /** Which printer had it last. */
  readonly printer?: PrinterId | undefined;
  readonly queuedWallMs: number;
}

export type LabelLedger = ReadonlyMap<JobId, LedgerEntry>;

/** Of the chain that the label's operation stands in. */
export const epochOfJob = (job: JobId): number => Number(job.split('-')[1]);
export const jobIdOf = (device: string, epoch: number, seq: number): JobId => `${device}-${epoch}-${seq}`;

/**
 * What operations about this label are filed under. A weighing's label is a part of the weighing, also in the cloud's view; one that was asked
 * for by itself stands alone.
 */
export const labelEntity = ({ job, apart }: Pick<LedgerEntry, 'job' | 'apart'>): string =>
  `${apart === true ? PRINT_ENTITY : 'label:'}${job}`;
export const PRINT_ENTITY = 'print:';

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
  if (asksForLabel(type)) {
    const asked = labelAsked({ type, payload: body.payload });
    if (asked === undefined) return undefined;
    const job = jobIdOf(head.device, head.epoch, body.seq);
    return set({ ...asked, job, state: 'queued', copy: false, watched: false, queuedWallMs: body.wallMs });
  }
  const voids = voidedBy[type]?.(body.payload);
  if (voids !== undefined) {
    // What it stood for is taken back: a label that has not come out yet must not, one that has is worth nothing.
    let last: LedgerEntry | undefined;
    for (const entry of labelsOf(ledger, voids))
      last = set({ ...entry, state: 'voided', code: undefined, detail: undefined });
    return last;
  }
  const job = typeof body.payload['job'] === 'string' ? body.payload['job'] : undefined;
  const entry = job === undefined ? undefined : ledger.get(job);
  if (entry === undefined) return undefined;
  const plain = {
    ...entry,
    code: undefined,
    detail: undefined,
    by: undefined,
    watched: body.payload['watched'] === true,
  };
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
  if (type === 'labelSending') {
    const { printer } = operationPayloads.labelSending.parse(body.payload);
    return set({ ...plain, state, printer: printerIdSchema.safeParse(printer).data });
  }
  const by = type === 'labelConfirmed' ? operationPayloads.labelConfirmed.parse(body.payload).by : undefined;
  return set({ ...plain, state, by });
}

type Asked = Pick<LedgerEntry, 'label' | 'practice' | 'waybill' | 'apart' | 'of'>;
const labelOfPacking = (label: PackLabel): LabelContent =>
  label.kind === 'route' ? label.label : { document: label.document, bytes: label.bytes, tracking: label.tracking };

/**
 * The operations that ask for a label, and the label that each asks for. undefined: this one came without (a bag of a former version, an
 * empty box). Of a weighing only what its label needs is read: all of them are read again at every start.
 */
const asking = {
  parcelWeighed: (raw) => weighingsLabel.parse(raw),
  labelRequested: (raw) => {
    const { label, practice, subject } = operationPayloads.labelRequested.parse(raw);
    return { label, practice, waybill: subject, apart: true };
  },
  bagClosed: (raw) => {
    const { label, practice = false, bag } = operationPayloads.bagClosed.parse(raw);
    return label === undefined ? undefined : { label, practice, waybill: bag, apart: true };
  },
  orderPacked: (raw) => {
    const { label, practice, order } = operationPayloads.orderPacked.parse(raw);
    return { label: labelOfPacking(label), practice, waybill: order, apart: true };
  },
  parcelLabelled: (raw) => {
    const { label, order, packed } = operationPayloads.parcelLabelled.parse(raw);
    return { label: labelOfPacking(label), practice: false, waybill: order, apart: true, of: packed };
  },
  returnGraded: (raw) => {
    const { label, practice = false, rma } = operationPayloads.returnGraded.parse(raw);
    return label === undefined ? undefined : { label, practice, waybill: rma, apart: true };
  },
  relabelRequested: (raw) => {
    const { label, toSku } = operationPayloads.relabelRequested.parse(raw);
    return { label, practice: false, waybill: toSku, apart: true };
  },
} as const satisfies Partial<Record<OperationType, (raw: Record<string, unknown>) => Asked | undefined>>;
export type LabelAsking = keyof typeof asking;
export const asksForLabel = (type: OperationType): type is LabelAsking => Object.hasOwn(asking, type);

/** What an operation asks to be printed; undefined: nothing. */
export const labelAsked = ({
  type,
  payload,
}: {
  type: LabelAsking;
  payload: Record<string, unknown>;
}): Asked | undefined => asking[type](payload);

const { label: labelOfWeighing, practice: practiceOfWeighing, waybill } = operationPayloads.parcelWeighed.shape;
const weighingsLabel = z.object({ label: labelOfWeighing, practice: practiceOfWeighing, waybill });

/** Operations that take back what a label stood for, and the operation that had asked for it. */
export const voidedBy: Partial<Record<OperationType, (raw: Record<string, unknown>) => JobId | undefined>> = {
  bagUnsealed: (raw) => operationPayloads.bagUnsealed.parse(raw).job,
  parcelStopped: (raw) => operationPayloads.parcelStopped.parse(raw).packed,
  orderPackingVoided: (raw) => operationPayloads.orderPackingVoided.parse(raw).voids,
  returnVoided: (raw) => operationPayloads.returnVoided.parse(raw).voids,
};

/** The label that an operation asked for, and those that came later for the same parcel: nearly always one, seldom looked for. */
function labelsOf(ledger: ReadonlyMap<JobId, LedgerEntry>, job: JobId): LedgerEntry[] {
  const own = ledger.get(job);
  if (own === undefined) return [];
  return [own, ...[...ledger.values()].filter(({ of }) => of === job)];
}

/** The state one operation puts its label into; the station's ledger and the cloud's projection share this rule. */
export function labelStateAfter(type: OperationType, payload: Record<string, unknown>): LabelState | undefined {
  // The printer was not reached or reports that it cannot print, and no byte left: the job goes on waiting by itself.
  const waits = payload['code'] === 'PRINTER_LOST' || payload['code'] === 'PRINTER_NEEDS_HAND';
  return type === 'labelFailed' && waits ? 'queued' : stateAfter[type];
}

/** Operations that speak of a label; every other one leaves it as it is. */
const stateAfter: Partial<Record<OperationType, LabelState>> = {
  ...(Object.fromEntries(Object.keys(asking).map((type) => [type, 'queued'])) as Record<LabelAsking, 'queued'>),
  labelReprintRequested: 'queued',
  labelSending: 'sending',
  labelSent: 'sent',
  labelConfirmed: 'confirmed',
  labelUnknown: 'unknown',
  labelFailed: 'failed',
};

/**
 * Operations of the ledger that a page may not write, or not now: what became of a label is the print service's to say, and a label that is
 * on its way, or that nobody knows, is not asked for again. undefined: it may.
 */
export function pageMayNot(
  type: OperationType,
  payload: Readonly<Record<string, unknown>>,
  entryOf: (job: JobId) => LedgerEntry | undefined,
): string | undefined {
  if (outcomes.includes(type)) return 'only the print service says what became of a label';
  if (type === 'labelRequested') return 'labels are asked for by labels.print, which keeps their file';
  if (type === 'printerChosen') return 'printers are chosen by labels.choosePrinter';
  if (type === 'labelConfirmed' && payload['by'] === 'printer') return 'only the print service speaks for a printer';
  if (type !== 'labelReprintRequested') return undefined;
  const entry = entryOf(String(payload['job']));
  if (entry === undefined) return 'no such label';
  return (reprintReasons(entry.state) as readonly unknown[]).includes(payload['reason'])
    ? undefined
    : `a label that is ${entry.state} is not printed again for "${String(payload['reason'])}"`;
}
const outcomes: readonly OperationType[] = ['labelSending', 'labelSent', 'labelUnknown', 'labelFailed'];
