import { admit, withAnswer } from './weigh-bench-admit.ts';
import { setAside } from './weigh-bench-aside.ts';
import { rebook } from './weigh-bench-correct.ts';
import type { BenchContext, BenchMemory, BenchStep } from './weigh-bench-events.ts';
import { setDimensions } from './weigh-bench-size.ts';
import type { Answer, OpenParcel } from './weigh-bench-state.ts';
import { confirm, cue, parcelFrom, reprint, take } from './weigh-bench-steps.ts';
import { askLine, onWaybill } from './weigh-bench-waybill.ts';

/** F1–F3, a touch, or the code off the glass. */
export function onAnswer(memory: BenchMemory, answer: Answer, context: BenchContext): BenchStep {
  const { bench } = memory;
  const { refusal, ask, parcel, last } = bench;
  const job = refusal?.job ?? ask?.job;
  const nothing: BenchStep = { memory, effects: [] };
  const quiet: BenchMemory = { ...memory, bench: { ...bench, ask: undefined } };
  const print = (reason: Parameters<typeof reprint>[1]): BenchStep =>
    job === undefined ? nothing : { memory: quiet, effects: [reprint(job, reason), cue('next')] };
  switch (answer) {
    case 'reweigh':
      return refusal?.subject === undefined || refusal.earlier === undefined
        ? nothing
        : weighAgain(memory, refusal.subject, refusal.earlier, context);
    case 'line-1':
    case 'line-2': {
      const line = refusal?.lines?.[answer === 'line-1' ? 0 : 1];
      return parcel === undefined || line === undefined ? nothing : admit(memory, { ...parcel, line }, context);
    }
    case 'came-out':
    case 'no-scan':
      return job === undefined ? nothing : { memory: quiet, effects: [confirm(job, 'operator'), cue('ok')] };
    case 'nothing-came-out':
    case 'damaged':
    case 'lost':
      return print(answer);
    case 'print-again':
      return print('printer-was-down');
    case 'accept':
      return parcel === undefined || refusal === undefined
        ? nothing
        : goOn(memory, withAnswer(parcel, refusal, 'accepted'), context);
    case 'weigh-again':
      // Lifted and put on once more: what lay there before counts for nothing.
      return parcel === undefined
        ? nothing
        : take({ ...memory, bench: { ...bench, zeroSeen: false } }, { ...parcel, kept: undefined });
    case 'set-aside':
      return setAside(memory, false, context);
    case 'go-on':
      return refusal?.subject === undefined
        ? nothing
        : onWaybill(
            {
              ...memory,
              oldListSeenMs: context.rules.holdList?.ageMs,
              bench: { ...bench, refusal: undefined, phase: 'idle' },
            },
            refusal.subject,
            context,
          );
    case 'changed-quickly':
      return parcel === undefined || refusal === undefined
        ? nothing
        : take({ ...memory, bench: { ...bench, zeroSeen: true } }, withAnswer(parcel, refusal, 'changed-quickly'));
    case 'last-size':
      return last === undefined ? nothing : setDimensions(memory, last.dimensions, 'last', context);
  }
}

/** After a person's or a lead's word: the next thing that speaks against it, or on. */
export function goOn(memory: BenchMemory, parcel: OpenParcel, context: BenchContext): BenchStep {
  return parcel.kept === undefined ? admit(memory, parcel, context) : rebook(memory, parcel, context);
}

function weighAgain(
  memory: BenchMemory,
  waybill: string,
  { seq, epoch, line }: NonNullable<NonNullable<BenchMemory['bench']['refusal']>['earlier']>,
  context: BenchContext,
): BenchStep {
  const alert = context.findPreAlert(waybill);
  const replaces = { supersedes: seq, supersedesEpoch: epoch };
  if (alert !== undefined) return admit(memory, { ...parcelFrom(alert, context), ...replaces }, context);
  const parcel = { waybill, announced: false, line, cargoClass: '', ...replaces };
  return line === undefined ? askLine(memory, parcel, context) : admit(memory, parcel, context);
}
