import { bookWith } from './weigh-bench-book.ts';
import type { BenchContext, BenchMemory, BenchStep } from './weigh-bench-events.ts';
import type { OpenParcel } from './weigh-bench-state.ts';
import { askUnknown, cue, emptyKeypad } from './weigh-bench-steps.ts';

/** The last weighing is opened for another size, line or class. Its weight stays; what is booked then replaces it by a new operation. */
export function correctLast(memory: BenchMemory): BenchStep {
  const { bench } = memory;
  const { last } = bench;
  if (last === undefined || last.voided || (bench.phase !== 'booked' && bench.phase !== 'idle'))
    return { memory, effects: [cue('check')] };
  const { record } = last;
  const parcel: OpenParcel = {
    waybill: record.waybill,
    announced: record.announced,
    line: record.line,
    cargoClass: record.cargoClass,
    receiver: record.label.data['receiver'],
    destination: record.label.data['destination'],
    country: record.ratedWith?.country,
    packaging: record.ratedWith?.packaging,
    declared: record.ratedWith?.declared,
    dimensions: record.dimensions,
    dimensionsFrom: record.dimensionsFrom,
    dimensionsEvidence: record.dimensionsEvidence,
    consignment: record.consignment,
    answered: record.answered,
    supersedes: last.seq,
    kept: { gross: record.gross, grossMilligrams: record.grossMilligrams, evidence: record.evidence },
  };
  return {
    memory: {
      ...memory,
      run: undefined,
      bench: { ...bench, ask: undefined, parcel, phase: 'correcting', keypad: emptyKeypad, stableFrames: 0 },
    },
    effects: [cue('next')],
  };
}

/** Books the changed parcel with the weight that was kept; the rules are asked as for a new one. */
export function rebook(memory: BenchMemory, parcel: OpenParcel, context: BenchContext): BenchStep {
  const { kept, line, dimensions } = parcel;
  const { last } = memory.bench;
  if (kept === undefined || line === undefined || dimensions === undefined || last === undefined)
    return { memory, effects: [cue('check')] };
  return bookWith(
    { ...memory, bench: { ...memory.bench, keypad: undefined } },
    { ...parcel, line, dimensions },
    { ...kept, wallMs: last.wallMs },
    context,
  );
}

/** Nothing was changed: the last parcel stands as it was. */
export function leaveCorrection(memory: BenchMemory): BenchStep {
  const { bench } = memory;
  return askUnknown({
    memory: {
      ...memory,
      bench: {
        ...bench,
        parcel: undefined,
        refusal: undefined,
        keypad: undefined,
        phase: bench.zeroSeen ? 'idle' : 'booked',
      },
    },
    effects: [],
  });
}
