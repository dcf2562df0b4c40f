import { scannedTwice } from '../devices/scanned-twice.ts';
import { classifyScan } from '../identifiers/scan-code.ts';
import { onBagKey, setAside } from './bag-answers.ts';
import { onBagLabel, scannedBack } from './bag-labels.ts';
import { bagId } from './bag-number.ts';
import type {
  BagBenchState,
  BagContext,
  BagEffect,
  BagEvent,
  BagPhase,
  PendingAct,
  ResolvedTag,
} from './bag-bench-state.ts';
import { judgeParcelAlone, judgeParcelInBag, type BagFacts, type ParcelFacts } from './bag-rules.ts';
import { afterLeadsWord, explainWithParcel, onBagFrame, onBagScaleStatus, seal, startSealing } from './bag-sealing.ts';
import { append, change, cleared, cue, nothing, refuse, toIdle, type BagMemory, type BagStep } from './bag-steps.ts';

/**
 * Bagging: the parcel names its bag and the tag of that bag has to follow, or the tag comes first and the parcel has to fit. Whatever
 * else is scanned in between is refused with words, and the parcel stays open until it is in a bag or put back.
 */
export function reduceBagBench(before: BagMemory, event: BagEvent, context: BagContext): BagStep {
  if (event.type === 'scan' && before.bench.phase === 'saving') return waitForDisk(before, event);
  const step = react(before, event, context);
  const [next, ...waiting] = step.memory.waiting;
  if (next === undefined || step.memory.bench.phase === 'saving') return step;
  const then = reduceBagBench({ ...step.memory, waiting }, next, context);
  return { memory: then.memory, effects: [...step.effects, ...then.effects] };
}

/** A gun is faster than a disk: so many scans wait for its answer. One more is told that it was too early. */
const MOST_WAITING = 4;

function waitForDisk(memory: BagMemory, scan: Extract<BagEvent, { type: 'scan' }>): BagStep {
  const { waiting, lastScan } = memory;
  if (scannedTwice(waiting.at(-1) ?? lastScan, scan.text, scan.atMs)) return { memory, effects: [cue('twice')] };
  return waiting.length < MOST_WAITING
    ? nothing({ ...memory, waiting: [...waiting, scan] })
    : { memory, effects: [cue('check')] };
}

function react(memory: BagMemory, event: BagEvent, context: BagContext): BagStep {
  switch (event.type) {
    case 'scan':
      return onScan(memory, event, context);
    case 'scan-torn':
      return memory.bench.refusal === undefined
        ? refuse(memory, { code: 'SCAN_TORN' })
        : { memory, effects: [cue('check')] };
    case 'key':
      return onBagKey(memory, event.key, context);
    case 'frame':
      return onBagFrame(memory, event.frame, context);
    case 'scale-status':
      return onBagScaleStatus(memory, event.status);
    case 'number':
      return onNumber(memory, event, context);
    case 'recorded':
      return onRecorded(memory, event, context);
    case 'failed':
      return onFailed(memory, event.code);
    case 'lead':
      return memory.bench.asksLead ? afterLeadsWord(memory, event.lead) : nothing(memory);
    case 'lead-left':
      return memory.bench.asksLead
        ? change(memory, { asksLead: false, matter: undefined }, cue('next'))
        : nothing(memory);
    case 'label':
      return onBagLabel(memory, event);
    case 'synced': {
      const { last } = memory.bench;
      return last !== undefined && !last.inCloud && last.seq <= event.ackedSeq
        ? change(memory, { last: { ...last, inCloud: true } })
        : nothing(memory);
    }
    case 'storage':
      return event.full === memory.bench.storageFull
        ? nothing(memory)
        : change(memory, { storageFull: event.full }, ...(event.full ? [cue('stop')] : []));
  }
}

// ── scans ────────────────────────────────────────────────────────────────────────────────────────────────────────────

function onScan(before: BagMemory, event: Extract<BagEvent, { type: 'scan' }>, context: BagContext): BagStep {
  const { text, atMs, aim } = event;
  const { lastScan } = before;
  const again = scannedTwice(lastScan, text, atMs);
  const memory: BagMemory = { ...before, lastScan: { text, atMs } };
  const { bench } = memory;
  const tag = context.resolveTag(text);
  const code = classifyScan(text, aim);
  if (code.kind === 'command') return onBagKey(memory, keyOfCommand[code.command] ?? '', context);
  if (again) return { memory, effects: [cue('twice')] };
  if (bench.storageFull) return { memory, effects: [cue('stop')] };
  if (tag !== undefined) return scannedBack(memory, text, tag) ?? onTag(memory, tag, context);
  if (code.kind === 'waybill') return onParcel(memory, code.waybill, context);
  if (code.kind === 'place' && bench.parcel !== undefined)
    return code.place === context.holdPlace.toUpperCase()
      ? setAside(memory, true, context)
      : { memory, effects: [cue('stop')] };
  return bench.refusal === undefined
    ? refuse(memory, { code: 'SCAN_UNREADABLE', subject: text.slice(0, 24) })
    : { memory, effects: [cue('check')] };
}

const keyOfCommand: Readonly<Record<string, string>> = {
  ...{ '1': 'F1', '2': 'F2', '3': 'F3', REPRINT: 'F4', CHANGE: 'F5', HOLD: 'F6', UNDO: 'F8', LEAD: 'F9' },
};

function onParcel(memory: BagMemory, waybill: string, context: BagContext): BagStep {
  const { bench } = memory;
  if (bench.phase === 'sum') return explainWithParcel(memory, waybill, context);
  const inHand = bench.phase === 'await-bag' || bench.phase === 'await-new-bag' ? bench.parcel : undefined;
  if (inHand !== undefined)
    return inHand.waybill === waybill
      ? { memory, effects: [cue('twice')] }
      : refuse(memory, { code: 'BAG_TAG_EXPECTED', subject: inHand.waybill });
  const parcel = context.findParcel(waybill);
  if (parcel === undefined)
    return refuse(memory, { code: 'PARCEL_NOT_WEIGHED', subject: waybill }, { ...cleared, last: bench.last });
  const alone = judgeParcelAlone(parcel);
  // A tag that was scanned first stays chosen: the next parcel may fit.
  const kept = bench.phase === 'await-parcel' ? {} : cleared;
  if (alone !== undefined)
    return refuse(
      memory,
      {
        code: alone.code,
        subject: waybill,
        scanned: parcel.bag,
        facts: alone.facts,
        answers: parcel.bag?.state === 'open' ? ['take-out'] : [],
      },
      { ...kept, parcel },
    );
  const chosen = bench.phase === 'await-parcel' ? bench.target : undefined;
  if (chosen === undefined) return nameTheBag(memory, parcel, context);
  const bag = context.findBag(chosen.bag) ?? chosen;
  const refused = judgeParcelInBag({ parcel, bag, limits: context.limits });
  if (refused === undefined) return putIn({ ...memory, bench: { ...bench, parcel } }, parcel, bag, 'bag', context);
  const named = nameTheBag(memory, parcel, context);
  // It names its own bag, and the refusal stands over that.
  return refuse(named.memory, { ...refused, subject: waybill, scanned: bag });
}

/** The parcel says where it goes: an open bag of its kind, or a new one on an empty stand. */
function nameTheBag(memory: BagMemory, parcel: ParcelFacts, context: BagContext): BagStep {
  const target = context.openBagFor(parcel);
  const changes = { ...cleared, parcel };
  if (target !== undefined)
    return change(memory, { ...changes, phase: 'await-bag', target }, cue('next'), {
      type: 'say-bag',
      letter: target.letter,
      fresh: false,
    });
  const newLetter = context.freeLetter();
  if (newLetter === undefined) return refuse(memory, { code: 'BAG_NO_STAND', subject: parcel.waybill }, cleared);
  return change(memory, { ...changes, phase: 'await-new-bag', newLetter }, cue('next'), {
    type: 'say-bag',
    letter: newLetter,
    fresh: true,
  });
}

function onTag(memory: BagMemory, tag: ResolvedTag, context: BagContext): BagStep {
  const { bench } = memory;
  const { parcel } = bench;
  const subject = parcel?.waybill;
  if (tag.kind === 'unknown') return refuse(memory, { code: 'BAG_TAG_UNKNOWN', subject });
  if (tag.kind === 'old-label') return refuse(memory, { code: 'BAG_LABEL_OLD', subject: tag.bag.bag });
  const waits = bench.phase === 'await-bag' || bench.phase === 'await-new-bag';
  if (tag.kind === 'empty-stand') {
    if (bench.phase === 'await-new-bag' && parcel !== undefined)
      return change(
        { ...memory, pending: { kind: 'open', letter: tag.letter, group: parcel.group } },
        { phase: 'saving', refusal: undefined },
        { type: 'take-number', series: 'bag' },
      );
    return refuse(
      memory,
      waits
        ? { code: 'BAG_WRONG', subject, scannedLetter: tag.letter }
        : { code: 'BAG_TAG_UNKNOWN', subject: tag.letter, scannedLetter: tag.letter },
    );
  }
  const { bag } = tag;
  if (waits && parcel !== undefined) {
    const refused = judgeParcelInBag({ parcel, bag, limits: context.limits });
    if (refused === undefined) return putIn(memory, parcel, bag, 'parcel', context);
    const taken = bench.phase === 'await-new-bag' && refused.code !== 'BAG_SEALED';
    return refuse(memory, {
      ...(taken && refused.difference === undefined ? { code: 'BAG_TAG_TAKEN' as const } : refused),
      ...{ subject, scanned: bag },
    });
  }
  return chooseBag(memory, bag);
}

/** A tag first: the next parcel goes in here, or F1 seals it. A sealed bag can be unsealed. */
function chooseBag(memory: BagMemory, bag: BagFacts): BagStep {
  const shown = { ...cleared, target: bag };
  if (bag.state === 'handed-over' || bag.loaded)
    return refuse(memory, { code: 'BAG_HANDED_OVER', subject: bag.bag, scanned: bag }, cleared);
  if (bag.state === 'sealed')
    return refuse(memory, { code: 'BAG_SEALED', subject: bag.bag, scanned: bag, answers: ['unseal'] }, shown);
  return change(memory, { ...shown, phase: 'await-parcel', question: undefined }, cue('next'), {
    type: 'say-bag',
    letter: bag.letter,
    fresh: false,
  });
}

function putIn(
  memory: BagMemory,
  parcel: ParcelFacts,
  bag: BagFacts,
  first: 'parcel' | 'bag',
  context: BagContext,
): BagStep {
  return append(
    { ...memory, bench: { ...memory.bench, target: bag } },
    { kind: 'bag', first, bag },
    'parcelBagged',
    `parcel:${parcel.waybill}`,
    {
      ...{ waybill: parcel.waybill, bag: bag.bag, grossMilligrams: parcel.milligrams ?? 0, first },
      practice: context.practice,
    },
  );
}

// ── answers of the disk ──────────────────────────────────────────────────────────────────────────────────────────────

function onNumber(memory: BagMemory, event: Extract<BagEvent, { type: 'number' }>, context: BagContext): BagStep {
  const { pending } = memory;
  if (pending?.kind === 'open') {
    const bag = bagId(pending.group.line, event.number);
    const { letter, group } = pending;
    return append(memory, pending, 'bagOpened', `bag:${bag}`, { bag, letter, group, practice: context.practice });
  }
  if (pending?.kind === 'seal') return seal(memory, pending.reason, event.number, event.wallMs, context);
  return nothing(memory);
}

function onRecorded(memory: BagMemory, event: Extract<BagEvent, { type: 'recorded' }>, context: BagContext): BagStep {
  const { pending, bench } = memory;
  const { seq, job } = event;
  if (pending === undefined) return nothing(memory);
  switch (pending.kind) {
    case 'open': {
      // Opened for the parcel in hand: it goes in at once, its tag has just been scanned.
      const { parcel } = bench;
      const bag = parcel === undefined ? undefined : context.openBagFor(parcel);
      return parcel === undefined || bag === undefined ? toIdle(memory) : putIn(memory, parcel, bag, 'parcel', context);
    }
    case 'bag': {
      const bag = context.findBag(pending.bag.bag) ?? pending.bag;
      const waybill = bench.parcel?.waybill;
      const last = { kind: 'bagged' as const, seq, bag, waybill, inCloud: false, undone: false };
      return finish(memory, { phase: 'bagged', last }, cue('ok'));
    }
    case 'unbag':
    case 'add': {
      const bag = context.findBag(pending.bag.bag) ?? pending.bag;
      const { sealing } = bench;
      const keeps = pending.kind === 'add' || pending.keepsSealing;
      if (keeps && sealing?.steady !== undefined)
        return startSealing({ ...memory, pending: undefined, lastScan: undefined }, bag, context, sealing);
      const { waybill } = pending;
      const last = { kind: 'unbagged' as const, seq, bag, waybill, inCloud: false, undone: true };
      return finish(memory, { phase: 'done', last }, cue('next'));
    }
    case 'seal': {
      const { sealing } = bench;
      if (sealing === undefined) return toIdle(memory);
      const bag = context.findBag(sealing.bag.bag) ?? sealing.bag;
      const { weighing } = sealing;
      const last = {
        ...{ kind: 'sealed' as const, seq, job, bag, weighing, label: 'queued' as const },
        ...{ inCloud: false, undone: false },
      };
      return finish(memory, { phase: 'sealed', last }, cue('ok'));
    }
    case 'aside':
      return finish(
        memory,
        { phase: 'done', aside: { waybill: pending.waybill, place: context.holdPlace } },
        cue('ok'),
      );
    case 'unseal': {
      const bag = context.findBag(pending.bag.bag) ?? pending.bag;
      const last = { kind: 'unsealed' as const, seq, bag, inCloud: false, undone: true };
      return finish(memory, { phase: 'await-parcel', target: bag, last }, cue('next'));
    }
  }
}

/** It is done: what belonged to it is over, and the code that was scanned last may come again at once. */
const finish = (memory: BagMemory, changes: Partial<BagBenchState>, effect: BagEffect): BagStep =>
  change({ ...memory, pending: undefined, lastScan: undefined }, { ...cleared, ...changes }, effect);

/** The disk or the numbers refused: nothing was done, and everything is as it was before. What was scanned behind it has to come again. */
function onFailed(memory: BagMemory, code: Extract<BagEvent, { type: 'failed' }>['code']): BagStep {
  const { pending, bench } = memory;
  const phases: Readonly<Record<PendingAct['kind'], BagPhase>> = {
    ...{ open: 'await-new-bag', bag: 'await-bag', unbag: 'idle', add: 'sum', unseal: 'idle', aside: 'idle' },
    seal: bench.sealing?.weighing?.within === false ? 'sum' : 'weigh-bag',
  };
  const back = pending === undefined ? bench.phase : phases[pending.kind];
  return refuse(
    { ...memory, pending: undefined, lastScan: undefined, waiting: [] },
    { code, subject: bench.parcel?.waybill },
    { phase: back },
  );
}
