import { BY_HAND } from '../parcel/parcel-operations.ts';
import { labelEntity } from '../labels/label-ledger.ts';
import { askAboutLabel, confirmLabel } from './bag-labels.ts';
import type { BagAnswer, BagBenchState, BagContext } from './bag-bench-state.ts';
import { askForLead, startSealing } from './bag-sealing.ts';
import { append, change, cue, nothing, refuse, toIdle, type BagMemory, type BagStep } from './bag-steps.ts';
import type { DifferenceReason, UnsealReason } from './consolidation-operations.ts';

const MAX_TARE_DIGITS = 5;

export function onBagKey(memory: BagMemory, key: string, context: BagContext): BagStep {
  const { bench } = memory;
  if (bench.phase === 'saving') return nothing(memory);
  if (bench.tareTyped !== undefined && key !== 'F8') return onTareKey(memory, bench.tareTyped, key, context);
  switch (key) {
    case 'F1':
    case 'F2':
    case 'F3': {
      const answer = answersOf(memory)[Number(key.slice(1)) - 1];
      return answer === undefined ? nothing(memory) : onAnswer(memory, answer, context);
    }
    case 'F4': {
      const { last } = bench;
      // The stand in question: its tag is torn, or was never hung there.
      const stand = standOf(bench);
      if (stand !== undefined) return change(memory, {}, { type: 'print-tag', letter: stand }, cue('next'));
      const printed = last?.label === 'sent' || last?.label === 'confirmed' || last?.label === 'failed';
      if (last?.kind === 'sealed' && last.label === 'unknown' && !last.undone) return askAboutLabel(memory, last.bag);
      return last?.kind !== 'sealed' || last.undone || !printed || bench.phase !== 'sealed'
        ? { memory, effects: [cue('check')] }
        : change(memory, {
            question: { about: 'reprint-reason', answers: ['reprint-damaged', 'reprint-lost', 'reprint-nothing'] },
          });
    }
    case 'F5':
      return bench.sealing === undefined
        ? { memory, effects: [cue('check')] }
        : change(memory, { tareTyped: '', refusal: undefined });
    case 'F6':
      return setAside(memory, false, context);
    case 'F9':
      return bench.phase === 'sum' && bench.question === undefined
        ? askForLead(memory, { kind: 'difference' }, context)
        : { memory, effects: [cue('check')] };
    case 'F8':
    case 'Escape':
      return back(memory, key, context);
  }
  return nothing(memory);
}

/** The stand whose tag may be printed now. */
export const standOf = ({ phase, newLetter, target, refusal }: BagBenchState): string | undefined =>
  refusal !== undefined
    ? undefined
    : phase === 'await-new-bag'
      ? newLetter
      : phase === 'await-parcel' || phase === 'await-bag'
        ? target?.letter
        : undefined;

/** F1–F3 of the moment, in order. */
export function answersOf({ bench }: BagMemory): readonly BagAnswer[] {
  if (bench.question !== undefined) return bench.question.answers;
  if (bench.refusal !== undefined && bench.refusal.answers.length > 0) return bench.refusal.answers;
  if (bench.phase === 'await-parcel') return ['seal'];
  return bench.phase === 'sum' ? ['weigh-again'] : [];
}

function onAnswer(memory: BagMemory, answer: BagAnswer, context: BagContext): BagStep {
  const { bench } = memory;
  switch (answer) {
    case 'seal': {
      const bag = bench.target === undefined ? undefined : context.findBag(bench.target.bag);
      return bag === undefined ? nothing(memory) : startSealing(memory, bag, context);
    }
    case 'unseal': {
      const bag = bench.refusal?.scanned;
      return bag === undefined ? nothing(memory) : askForLead(memory, { kind: 'unseal', bag }, context);
    }
    case 'weigh-again': {
      const { sealing } = bench;
      return sealing === undefined
        ? nothing(memory)
        : startSealing(memory, sealing.bag, context, { ...sealing, steady: undefined });
    }
    case 'take-out': {
      const { parcel } = bench;
      if (parcel?.bag === undefined) return nothing(memory);
      return append(
        memory,
        { kind: 'unbag', bag: parcel.bag, waybill: parcel.waybill, keepsSealing: false },
        'parcelUnbagged',
        `parcel:${parcel.waybill}`,
        { waybill: parcel.waybill, bag: parcel.bag.bag, reason: 'taken-out' },
      );
    }
    case 'counted-by-hand':
    case 'empty-bag-differs':
    case 'accepted':
      return letGo(memory, answer);
    case 'parcel-to-take-out':
    case 'parcel-to-put-in':
    case 'label-or-bag-damaged':
      return unseal(memory, answer);
    case 'reprint-damaged':
    case 'reprint-lost':
    case 'reprint-nothing':
      return reprint(memory, answer);
    case 'came-out':
    case 'nothing-came-out':
      return answerUnknown(memory, answer);
  }
}

/** The parcel in hand goes to the hold shelf; one that lies in a bag is taken out first. */
export function setAside(memory: BagMemory, scanned: boolean, { practice, holdPlace }: BagContext): BagStep {
  const { parcel, refusal } = memory.bench;
  if (parcel === undefined || parcel.bag !== undefined) return { memory, effects: [cue('check')] };
  const { waybill } = parcel;
  const payload = { waybill, code: refusal?.code ?? BY_HAND, place: holdPlace, scanned, practice };
  return append(memory, { kind: 'aside', waybill }, 'parcelSetAside', `parcel:${waybill}`, payload);
}

/** The difference stays, a lead has said why: the bag is sealed with both. */
function letGo(memory: BagMemory, reason: DifferenceReason): BagStep {
  if (memory.bench.sealing?.weighing === undefined || memory.bench.leadIs === undefined) return nothing(memory);
  return change(
    { ...memory, pending: { kind: 'seal', reason } },
    { phase: 'saving', question: undefined, refusal: undefined },
    { type: 'take-number', series: 'sscc' },
  );
}

function unseal(memory: BagMemory, reason: UnsealReason): BagStep {
  const { matter, leadIs } = memory.bench;
  if (matter?.kind !== 'unseal' || leadIs === undefined) return nothing(memory);
  const { bag } = matter;
  return append(memory, { kind: 'unseal', bag }, 'bagUnsealed', `bag:${bag.bag}`, {
    ...{ bag: bag.bag, reason, lead: leadIs },
    ...(bag.unitNumber === undefined ? {} : { unitNumber: bag.unitNumber }),
    ...(bag.job === undefined ? {} : { job: bag.job }),
  });
}

/** Nobody knows whether the label came out: a person looks and says. */
function answerUnknown(memory: BagMemory, answer: 'came-out' | 'nothing-came-out'): BagStep {
  if (answer === 'nothing-came-out') return reprint(memory, 'reprint-nothing');
  const job = memory.bench.last?.job;
  if (job === undefined) return nothing(memory);
  return change(memory, { refusal: undefined }, confirmLabel(job, 'operator'), cue('next'));
}

const reprintReasons = {
  'reprint-damaged': 'damaged',
  'reprint-lost': 'lost',
  'reprint-nothing': 'nothing-came-out',
} as const;

function reprint(memory: BagMemory, answer: keyof typeof reprintReasons): BagStep {
  const job = memory.bench.last?.job;
  if (job === undefined) return nothing(memory);
  const payload = { job, reason: reprintReasons[answer] };
  return change(
    memory,
    { question: undefined, refusal: undefined },
    { type: 'append', operation: 'labelReprintRequested', entity: labelEntity({ job, apart: true }), payload },
    cue('next'),
  );
}

// ── back, undo ───────────────────────────────────────────────────────────────────────────────────────────────────────

/** One step back while something is open; with nothing open F8 takes back the last act by a new operation. */
function back(memory: BagMemory, key: 'F8' | 'Escape', context: BagContext): BagStep {
  const { bench } = memory;
  if (bench.tareTyped !== undefined) return change(memory, { tareTyped: undefined });
  if (bench.question !== undefined)
    return change(
      memory,
      { question: undefined, matter: undefined, leadIs: undefined, refusal: undefined },
      cue('next'),
    );
  const open = [bench.parcel, bench.target, bench.sealing, bench.aside].some((one) => one !== undefined);
  if (open || bench.refusal !== undefined) return toIdle(memory, cue('next'));
  if (key === 'Escape') return nothing(memory);
  const { last } = bench;
  if (last === undefined || last.undone) return { memory, effects: [cue('check')] };
  const bag = context.findBag(last.bag.bag);
  if (last.kind === 'bagged' && last.waybill !== undefined) {
    const { waybill } = last;
    // Meanwhile the bag was sealed, or the parcel taken out: there is nothing left to take back.
    if (bag?.state !== 'open' || context.findParcel(waybill)?.bag?.bag !== bag.bag)
      return bag?.state === 'sealed'
        ? refuse(memory, { code: 'BAG_SEALED', subject: bag.bag, scanned: bag, answers: ['unseal'] })
        : { memory, effects: [cue('check')] };
    return append(memory, { kind: 'unbag', bag, waybill, keepsSealing: false }, 'parcelUnbagged', `parcel:${waybill}`, {
      ...{ waybill, bag: bag.bag, reason: 'undone', undoes: last.seq },
    });
  }
  if (last.kind === 'sealed' && bag?.state === 'sealed' && !bag.loaded)
    return askForLead(memory, { kind: 'unseal', bag }, context);
  return { memory, effects: [cue('check')] };
}

/** Grams of the empty bag: digits, Backspace, Enter. */
function onTareKey(memory: BagMemory, typed: string, key: string, context: BagContext): BagStep {
  if (/^\d$/.test(key))
    return typed.length < MAX_TARE_DIGITS ? change(memory, { tareTyped: typed + key }) : nothing(memory);
  if (key === 'Backspace') return change(memory, { tareTyped: typed.slice(0, -1) });
  if (key === 'Escape') return change(memory, { tareTyped: undefined });
  const { sealing } = memory.bench;
  if (key !== 'Enter' || typed === '' || sealing === undefined) return nothing(memory);
  const tare = { value: String(Number(typed)), unit: 'g' as const };
  const typedIn: BagMemory = { ...memory, bench: { ...memory.bench, tareTyped: undefined } };
  const bag = context.findBag(sealing.bag.bag) ?? sealing.bag;
  // Where the bag was weighed already, its sum is made again with the new tare.
  return startSealing(typedIn, bag, context, { ...sealing, tare });
}
