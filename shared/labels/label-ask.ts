import type { JobId } from '../devices/print-job.ts';
import { errorCatalog, type ErrorCode } from '../errors/catalog.ts';
import type { LedgerEntry } from './label-ledger.ts';
import { reprintReasons, type ReprintReason } from './reprint.ts';

/** What a person answers about a label: it came out, or why it is printed again. */
export type LabelAnswer = 'came-out' | ReprintReason;

/** A question about one label. code undefined: the person wants it again and is asked why. */
export interface LabelAsk {
  readonly job: JobId;
  /** What a person calls it: an order, a return, an article. */
  readonly subject: string;
  readonly code: ErrorCode | undefined;
  /** F1–F3 in order. */
  readonly answers: readonly LabelAnswer[];
}

/** Nothing else is heard before this is answered. A label that failed holds nobody up: the work goes on beside it. */
export const mustBeAnswered = ({ code }: LabelAsk): boolean => code === 'LABEL_UNKNOWN';

type Entry = Pick<LedgerEntry, 'job' | 'waybill' | 'state' | 'code'>;

/**
 * What a bench at rest has to ask. A label whose fate nobody knows is asked about before anything else; one that failed only where it is
 * the bench's own last: those of others are theirs.
 */
export function labelToAsk(entries: Iterable<Entry>, own: JobId | undefined): LabelAsk | undefined {
  let failed: LabelAsk | undefined;
  for (const { job, waybill: subject, state, code } of entries) {
    if (state === 'unknown') return { job, subject, code: 'LABEL_UNKNOWN', answers: ['came-out', 'nothing-came-out'] };
    if (state === 'failed' && job === own) {
      // Words of another program's version are not known here.
      const why = code !== undefined && Object.hasOwn(errorCatalog, code) ? code : 'LABEL_FAILED';
      // The same document, the same data would be refused again.
      failed = { job, subject, code: why, answers: errorCatalog[why].retry === 'never' ? [] : ['printer-was-down'] };
    }
  }
  return failed;
}

/** F4: why it shall be printed again. undefined: it must not be asked for again now. */
export function reprintAsk({ job, waybill: subject, state }: Entry): LabelAsk | undefined {
  const answers = reprintReasons(state);
  return answers.length === 0 ? undefined : { job, subject, code: undefined, answers };
}
