import { labelEntity } from '../labels/label-ledger.ts';
import type { BagEffect, BagEvent, ResolvedTag } from './bag-bench-state.ts';
import type { BagFacts } from './bag-rules.ts';
import { change, cue, nothing, refuse, type BagMemory, type BagStep } from './bag-steps.ts';

/** What became of the label of the bag that was sealed last. */
export function onBagLabel(memory: BagMemory, { job, state, code }: Extract<BagEvent, { type: 'label' }>): BagStep {
  const { last, refusal, phase } = memory.bench;
  if (last?.job !== job) return nothing(memory);
  const shown: BagMemory = {
    ...memory,
    bench: { ...memory.bench, last: { ...last, label: state, labelCode: code } },
  };
  const asked = refusal?.code === 'LABEL_UNKNOWN' || refusal?.subject === job;
  const quiet = (phase === 'sealed' || phase === 'idle') && (refusal === undefined || asked);
  if (state === 'unknown' && quiet) return askAboutLabel(shown, last.bag);
  if (state === 'failed' && quiet)
    return refuse(shown, { code: code ?? 'LABEL_FAILED', subject: last.bag.bag, answers: ['nothing-came-out'] });
  return asked && state !== 'unknown' ? change(shown, { refusal: undefined }) : change(shown, {});
}

export const askAboutLabel = (memory: BagMemory, bag: BagFacts): BagStep =>
  refuse(memory, {
    code: 'LABEL_UNKNOWN',
    subject: bag.bag,
    scanned: bag,
    answers: ['came-out', 'nothing-came-out'],
  });

/** The label that has just been put on the bag is scanned: it is there and can be read. */
export function scannedBack(memory: BagMemory, text: string, tag: ResolvedTag): BagStep | undefined {
  const { last, phase } = memory.bench;
  if (phase !== 'sealed' || last?.kind !== 'sealed' || last.job === undefined || last.undone) return undefined;
  if (tag.kind !== 'bag' || tag.bag.bag !== last.bag.bag || /^BAG:/i.test(text.trim())) return undefined;
  if (last.label === 'queued' || last.label === 'failed') return undefined;
  if (last.label === 'confirmed') return { memory, effects: [cue('twice')] };
  return change(memory, { refusal: undefined }, confirmLabel(last.job, 'scan-back'), cue('ok'));
}

/** A word on the label of a bag: it came out. */
export const confirmLabel = (job: string, by: 'operator' | 'scan-back'): BagEffect => ({
  ...{ type: 'append', operation: 'labelConfirmed', entity: labelEntity({ job, apart: true }) },
  payload: { job, by },
});
