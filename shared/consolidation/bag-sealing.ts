import type { DeviceStatus } from '../devices/device-status.ts';
import type { ScaleFrame } from '../devices/scale-reading.ts';
import { massToMilligrams } from '../measure/mass.ts';
import { afterBooking, steadyMass, weightAfterFrame, weightAfterStatus } from '../parcel/steady-weight.ts';
import type { OperationPayload } from '../parcel/operations.ts';
import type { ScaleView } from '../parcel/weigh-bench-state.ts';
import type { BagBenchState, BagContext, Lead, Sealing } from './bag-bench-state.ts';
import { bagLabel, receptacleOf } from './bag-label.ts';
import { judgeParcelAlone, judgeParcelInBag, type BagFacts } from './bag-rules.ts';
import { append, change, cleared, cue, nothing, refuse, type BagMemory, type BagStep } from './bag-steps.ts';
import { weighBag } from './bag-weight.ts';
import type { DifferenceReason } from './consolidation-operations.ts';

/** Puts a bag on the scale; with a weight that was taken before, computes again what changed meanwhile in its list. */
export function startSealing(memory: BagMemory, bag: BagFacts, context: BagContext, former?: Sealing): BagStep {
  const subject = bag.bag;
  if (bag.pieces === 0) return refuse(memory, { code: 'BAG_EMPTY', subject });
  const stopped = context.stoppedIn(bag);
  if (stopped !== undefined)
    return refuse(
      memory,
      { ...stopped.refusal, subject: stopped.parcel.waybill, scanned: bag, answers: ['take-out'] },
      { ...cleared, parcel: stopped.parcel, target: bag },
    );
  const { labels } = context;
  if (labels.companyPrefix === undefined && receptacleOf(labels, bag.group.line) === undefined)
    return refuse(memory, { code: 'BAG_NUMBERS_NOT_SET_UP', subject });
  const sealing: Sealing = { bag, tare: former?.tare ?? context.tare, steady: former?.steady };
  if (sealing.steady !== undefined) return decide(memory, sealing, context);
  return change(
    { ...memory, weight: { ...memory.weight, stableFrames: 0, run: undefined } },
    {
      ...{ phase: 'weigh-bag', sealing, target: bag, parcel: undefined, refusal: undefined, question: undefined },
      ...{ scale: memory.weight.scale, stableFrames: 0, neededFrames: context.weighing.neededFrames },
    },
    cue('next'),
  );
}

/** Within the limit it is sealed at once; else the sum is shown, with the parcel that explains it best. */
function decide(memory: BagMemory, sealing: Sealing, context: BagContext): BagStep {
  const { bag, steady, tare } = sealing;
  if (steady === undefined) return nothing(memory);
  const weighing = weighBag(steady.milligrams, massToMilligrams(tare), bag.sumMilligrams, context.tolerance);
  const weighed: BagMemory = { ...memory, weight: afterBooking(memory.weight) };
  if (weighing.within)
    return change(
      { ...weighed, pending: { kind: 'seal', reason: undefined } },
      { phase: 'saving', sealing: { ...sealing, weighing, explanation: undefined }, refusal: undefined },
      { type: 'take-number', series: 'sscc' },
    );
  const explanation = context.explain(bag, weighing.differenceMilligrams, weighing.toleranceMilligrams);
  return change(
    weighed,
    {
      phase: 'sum',
      sealing: { ...sealing, weighing, explanation },
      refusal: undefined,
      target: bag,
      parcel: undefined,
    },
    cue('check'),
    { type: 'say-code', code: 'BAG_WEIGHT_DIFFERS' },
  );
}

/** At the sum a parcel is scanned: found inside it is put on the list, found outside it is taken off it. Nothing else fits here. */
export function explainWithParcel(memory: BagMemory, waybill: string, context: BagContext): BagStep {
  const { sealing } = memory.bench;
  const bag = sealing === undefined ? undefined : context.findBag(sealing.bag.bag);
  const parcel = context.findParcel(waybill);
  if (sealing?.weighing === undefined || bag === undefined) return nothing(memory);
  if (parcel === undefined) return refuse(memory, { code: 'PARCEL_NOT_WEIGHED', subject: waybill });
  if (parcel.bag?.bag === bag.bag) {
    if (sealing.weighing.differenceMilligrams > 0)
      // It is on the list already; taking it off would make the difference larger.
      return refuse(memory, { code: 'PARCEL_IN_BAG', subject: waybill, scanned: bag });
    return append(memory, { kind: 'unbag', bag, waybill, keepsSealing: true }, 'parcelUnbagged', `parcel:${waybill}`, {
      waybill,
      bag: bag.bag,
      reason: 'not-in-the-bag',
    });
  }
  const alone = judgeParcelAlone(parcel);
  const refused = alone ?? judgeParcelInBag({ parcel, bag, limits: context.limits });
  if (refused !== undefined)
    return refuse(memory, { ...refused, subject: waybill, scanned: alone === undefined ? bag : parcel.bag });
  return append(memory, { kind: 'add', bag, waybill }, 'parcelBagged', `parcel:${waybill}`, {
    ...{ waybill, bag: bag.bag, grossMilligrams: parcel.milligrams ?? 0, first: 'bag' },
    practice: context.practice,
  });
}

/** The number has come: everything that was said and weighed goes into one record, with the label it asks for. */
export function seal(
  memory: BagMemory,
  reason: DifferenceReason | undefined,
  number: number,
  wallMs: number,
  context: BagContext,
): BagStep {
  const { sealing, leadIs } = memory.bench;
  if (sealing?.weighing === undefined || sealing.steady === undefined) return nothing(memory);
  const { bag, tare, steady, weighing } = sealing;
  const made = bagLabel(bag, steady.mass, steady.milligrams, number, {
    ...context.labels,
    time: context.labels.timeText(wallMs),
    year: context.labels.yearOf(wallMs),
  });
  if (made === undefined)
    return refuse(
      { ...memory, pending: undefined },
      { code: 'BAG_NUMBERS_NOT_SET_UP', subject: bag.bag },
      { phase: 'sum' },
    );
  const payload: OperationPayload<'bagClosed'> = {
    ...{ bag: bag.bag, line: bag.group.line, parcels: bag.pieces, gross: steady.mass },
    ...{ grossMilligrams: steady.milligrams, letter: bag.letter, group: bag.group, tare },
    tareMilligrams: weighing.tareMilligrams,
    sumMilligrams: weighing.sumMilligrams,
    differenceMilligrams: weighing.differenceMilligrams,
    toleranceMilligrams: weighing.toleranceMilligrams,
    ...(reason === undefined || leadIs === undefined ? {} : { decision: { lead: leadIs, reason } }),
    evidence: { ...steady.evidence, scaleName: context.scaleName, simulated: context.scaleSimulated },
    ...made,
    practice: context.practice,
  };
  return append(memory, { kind: 'seal', reason }, 'bagClosed', `bag:${bag.bag}`, payload);
}

// ── a lead's word ────────────────────────────────────────────────────────────────────────────────────────────────────

/** Asks for a lead, unless the person at the station may decide. */
export function askForLead(memory: BagMemory, matter: BagBenchState['matter'], context: BagContext): BagStep {
  const asked: BagMemory = { ...memory, bench: { ...memory.bench, matter } };
  const { leadHere } = context;
  return leadHere === undefined
    ? change(asked, { asksLead: true }, cue('check'), { type: 'ask-lead' }, { type: 'say-code', code: 'LEAD_NEEDED' })
    : afterLeadsWord(asked, leadHere);
}

/** A lead has spoken: why, is the last question. */
export function afterLeadsWord(memory: BagMemory, leadIs: Lead): BagStep {
  const { matter } = memory.bench;
  if (matter === undefined) return nothing(memory);
  return change(
    memory,
    {
      ...{ asksLead: false, leadIs, refusal: undefined },
      question:
        matter.kind === 'difference'
          ? { about: 'difference-reason', answers: ['counted-by-hand', 'empty-bag-differs', 'accepted'] }
          : {
              about: 'unseal-reason',
              answers: ['parcel-to-take-out', 'parcel-to-put-in', 'label-or-bag-damaged'],
            },
    },
    cue('next'),
  );
}

// ── the scale ────────────────────────────────────────────────────────────────────────────────────────────────────────

const weighs = ({ phase, asksLead, tareTyped }: BagBenchState): boolean =>
  (phase === 'weigh-bag' || phase === 'settling') && !asksLead && tareTyped === undefined;

export function onBagFrame(before: BagMemory, frame: ScaleFrame, context: BagContext): BagStep {
  const weight = weightAfterFrame(before.weight, frame, context.weighing);
  const memory: BagMemory = { ...before, weight };
  const { bench } = memory;
  // Where nothing is weighed nothing is drawn: only that the plate was empty is kept.
  if (!weighs(bench)) return nothing(memory);
  const { scale } = weight;
  const onPlate = scale.kind === 'live' && !scale.atZero;
  const notEmpty = onPlate && !weight.zeroSeen;
  if (notEmpty && bench.refusal === undefined)
    return refuse(memory, { code: 'SCALE_NOT_AT_ZERO', subject: bench.sealing?.bag.bag });
  const refusal = !notEmpty && bench.refusal?.code === 'SCALE_NOT_AT_ZERO' ? undefined : bench.refusal;
  const steady = notEmpty ? undefined : steadyMass(weight, context.weighing);
  if (steady !== undefined && bench.sealing !== undefined) return decide(memory, { ...bench.sealing, steady }, context);
  const phase = onPlate && !notEmpty ? 'settling' : 'weigh-bag';
  const same = sameView(bench.scale, scale) && bench.phase === phase && bench.stableFrames === weight.stableFrames;
  return same && refusal === bench.refusal
    ? nothing(memory)
    : change(memory, { scale, phase, refusal, stableFrames: weight.stableFrames });
}

export function onBagScaleStatus(before: BagMemory, status: DeviceStatus): BagStep {
  const weight = weightAfterStatus(before.weight, status);
  const memory: BagMemory = { ...before, weight };
  if (!weighs(memory.bench) || sameView(memory.bench.scale, weight.scale)) return nothing(memory);
  return change(memory, { scale: weight.scale, phase: 'weigh-bag', stableFrames: 0 });
}

const sameView = (a: ScaleView, b: ScaleView): boolean => JSON.stringify(a) === JSON.stringify(b);
