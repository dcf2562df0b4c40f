import type { LabelState } from '../devices/print-job.ts';

/** Why a label is printed again. Kept in the ledger; `nothing-came-out` alone voids the former print, every other makes this one a copy. */
export type ReprintReason = 'nothing-came-out' | 'damaged' | 'lost' | 'printer-was-down';

/** The reasons to offer for a label in this state, as F1 to F3. Empty: it must not be asked for again now. */
export function reprintReasons(state: LabelState): readonly ReprintReason[] {
  switch (state) {
    case 'queued':
    case 'sending':
    case 'voided':
      return [];
    case 'failed':
      return ['printer-was-down'];
    // A person who has looked says that nothing came out; else there are two of them in the world.
    case 'unknown':
    case 'sent':
      return ['nothing-came-out', 'damaged', 'lost'];
    // Proven to have come out.
    case 'confirmed':
      return ['damaged', 'lost'];
  }
}

/** As a person says it. */
export const reprintWords: Readonly<Record<ReprintReason, { readonly zh: string; readonly en: string }>> = {
  'nothing-came-out': { zh: '没打出来', en: 'Nothing came out' },
  damaged: { zh: '标签坏了', en: 'Label is damaged' },
  lost: { zh: '标签丢了', en: 'Label is lost' },
  'printer-was-down': { zh: '打印机停了', en: 'Printer was down' },
};
