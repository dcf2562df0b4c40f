import { BY_HAND } from './parcel-operations.ts';
import type { BenchContext, BenchMemory, BenchStep } from './weigh-bench-events.ts';
import { askUnknown, cue } from './weigh-bench-steps.ts';

/** The parcel lies where refused ones wait; nothing was booked. The bench is free for the next. */
export function setAside(memory: BenchMemory, scanned: boolean, { practice, rules }: BenchContext): BenchStep {
  const { bench } = memory;
  const { refusal, parcel } = bench;
  const waybill = refusal?.place === undefined ? parcel?.waybill : refusal.subject;
  if (waybill === undefined || bench.phase === 'booking' || parcel?.kept !== undefined)
    return { memory, effects: [cue('check')] };
  const payload = {
    waybill,
    code: refusal?.code ?? BY_HAND,
    place: refusal?.place ?? rules.holdPlace,
    ...{ scanned, practice },
  };
  const step = askUnknown({
    memory: {
      ...memory,
      run: undefined,
      lastScan: undefined,
      bench: { ...bench, parcel: undefined, refusal: undefined, keypad: undefined, phase: 'idle', stableFrames: 0 },
    },
    effects: [],
  });
  return {
    memory: step.memory,
    effects: [
      { type: 'append', operation: 'parcelSetAside', entity: `parcel:${waybill}`, payload },
      cue('ok'),
      ...step.effects,
    ],
  };
}
