import { admit } from './weigh-bench-admit.ts';
import { inCarton } from './in-carton.ts';
import type { BenchContext, BenchMemory, BenchStep } from './weigh-bench-events.ts';
import { scanBack } from './weigh-bench-labels.ts';
import type { OpenParcel, WeighBenchState } from './weigh-bench-state.ts';
import { cue, parcelFrom, refuse } from './weigh-bench-steps.ts';

/** Refusals that hold the bench until they are cleared: the next parcel would leave this one forgotten. */
const mustBeCleared = ({ refusal }: WeighBenchState): boolean => refusal?.place !== undefined;

/** A waybill is scanned: it opens a parcel, unless it is the last one's label, or something has to be done first. */
export function onWaybill(memory: BenchMemory, waybill: string, context: BenchContext): BenchStep {
  const { bench } = memory;
  const { rules } = context;
  const { last } = bench;
  // With a label that has to come back, its own waybill is its scan also after the parcel has gone.
  const waits = last !== undefined && awaitsScanBack(bench);
  if (last?.waybill === waybill && !last.voided && (bench.phase === 'booked' || waits))
    return scanBack(memory, last.job);
  if (bench.refusal?.code === 'LABEL_UNKNOWN') {
    return last?.waybill === waybill && last.job === bench.refusal.job
      ? scanBack(memory, last.job)
      : { memory, effects: [cue('check')] };
  }
  if (bench.phase === 'booking') return { memory, effects: [cue('check')] };
  if (mustBeCleared(bench)) return { memory, effects: [cue(bench.refusal?.subject === waybill ? 'twice' : 'stop')] };
  if (waits)
    return refuse(
      memory,
      { code: 'LABEL_NOT_SCANNED', subject: last.waybill, answers: ['damaged', 'no-scan'], job: last.job },
      'check',
    );
  const open = bench.parcel;
  const onPlate = bench.scale.kind === 'live' && !bench.scale.atZero && bench.zeroSeen;
  if (open !== undefined && open.waybill !== waybill && onPlate)
    return refuse(memory, { code: 'PARCEL_OPEN', subject: open.waybill, answers: [] }, 'check');
  if (rules.order === 'weigh-first' && !onPlate)
    return refuse(closed(memory), { code: 'WEIGH_FIRST', subject: waybill, answers: [] }, 'check');
  const oldList = objectionToList(memory, waybill, context);
  if (oldList !== undefined) return oldList;
  const inside = inCarton(rules.findUnit(waybill));
  if (inside !== undefined) {
    const { code, zh, en } = inside;
    return refuse(closed(memory), { code, subject: waybill, answers: [], facts: { zh, en } }, 'stop');
  }
  const alert = context.findPreAlert(waybill);
  const parcel: OpenParcel =
    alert === undefined ? { waybill, announced: false, line: undefined, cargoClass: '' } : parcelFrom(alert, context);
  const earlier = context.findWeighed(waybill);
  // What may not leave is said first, also of one that was weighed before the hold came.
  const held = earlier === undefined || alert === undefined ? undefined : admit(memory, parcel, context);
  if (held?.memory.bench.refusal?.hold !== undefined) return held;
  if (earlier !== undefined)
    return refuse(
      closed(memory),
      { code: 'PARCEL_ALREADY_WEIGHED', subject: waybill, earlier, answers: ['reweigh'] },
      'check',
    );
  const admitted = admit(memory, parcel, context);
  if (alert !== undefined || admitted.memory.bench.refusal !== undefined) return admitted;
  return askLine(memory, parcel, context);
}

const closed = (memory: BenchMemory): BenchMemory => ({ ...memory, bench: { ...memory.bench, parcel: undefined } });

/** One that has not been printed cannot be scanned: the printer's own questions are about those. */
const awaitsScanBack = ({ last }: WeighBenchState): boolean =>
  last?.scanBack === true && !last.voided && (last.label === 'sent' || last.label === 'sending');

/** 无预报: the line is chosen by key or by its code. */
export function askLine(memory: BenchMemory, parcel: OpenParcel, context: BenchContext): BenchStep {
  const lines = [context.defaultLine, ...context.lines.map((line) => line.code)]
    .filter((line, i, all) => all.indexOf(line) === i && context.lines.some((known) => known.code === line))
    .slice(0, 2);
  const answers = (['line-1', 'line-2'] as const).slice(0, lines.length);
  return refuse(
    { ...memory, bench: { ...memory.bench, parcel } },
    { code: 'PARCEL_UNANNOUNCED', subject: parcel.waybill, answers, lines },
    'check',
  );
}

/** A hold list that is too old is said, and said again every few hours; it never fails in silence. */
function objectionToList(memory: BenchMemory, waybill: string, { rules }: BenchContext): BenchStep | undefined {
  const list = rules.holdList;
  if (list === undefined || list.ageMs <= list.maxAgeMs) return undefined;
  const seen = memory.oldListSeenMs;
  // A younger list came and grew old again, or hours have passed: it is another question.
  if (seen !== undefined && list.ageMs >= seen && list.ageMs - seen < list.askAgainMs) return undefined;
  const hours = Math.floor(list.ageMs / 3_600_000);
  const facts = { zh: `扣件名单已 ${hours} 小时没更新`, en: `The hold list is ${hours} h old` };
  const refusal = { subject: waybill, facts, lead: true };
  return list.whenOld === 'stop'
    ? refuse(closed(memory), { ...refusal, code: 'HOLDS_TOO_OLD', answers: [] }, 'stop')
    : refuse(closed(memory), { ...refusal, code: 'HOLDS_OLD', answers: ['go-on'] }, 'check');
}
