import type { ErrorCode } from '../errors/catalog.ts';
import type { PreAlert } from '../reference/reference-data.ts';
import type { OperationPayload } from './operations.ts';
import type { BenchContext, BenchEffect, BenchMemory, BenchStep } from './weigh-bench-events.ts';
import type { Cue, Keypad, OpenParcel, Refusal, WeighBenchState } from './weigh-bench-state.ts';

export const emptyKeypad: Keypad = { field: 'length', typed: { length: '', width: '', height: '' } };

export const cue = (name: Cue): BenchEffect => ({ type: 'cue', cue: name });

export const confirm = (job: string, by: 'operator' | 'scan-back'): BenchEffect => ({
  type: 'append',
  operation: 'labelConfirmed',
  entity: `label:${job}`,
  payload: { job, by },
});

export const reprint = (job: string, reason: OperationPayload<'labelReprintRequested'>['reason']): BenchEffect => ({
  type: 'append',
  operation: 'labelReprintRequested',
  entity: `label:${job}`,
  payload: { job, reason },
});

export function refuse(memory: BenchMemory, refusal: Refusal, sound: Cue): BenchStep {
  return {
    memory: {
      ...memory,
      run: undefined,
      bench: { ...memory.bench, phase: 'refused', refusal, keypad: undefined, stableFrames: 0 },
    },
    effects: [cue(sound)],
  };
}

/** A wrong scan never ends a question that is open. */
export function refuseScan(memory: BenchMemory, refusal: Refusal): BenchStep {
  return memory.bench.refusal === undefined ? refuse(memory, refusal, 'check') : { memory, effects: [cue('check')] };
}

/** No picture came of it. The parcel goes on as it was: weighing does not wait for a camera. */
export const photoTrouble = (memory: BenchMemory, waybill: string, code: ErrorCode): BenchStep => ({
  memory: { ...memory, bench: { ...memory.bench, photo: { waybill, state: 'failed', code } } },
  effects: [cue('check')],
});

/** The parcel is known: wait for its weight. keepWeight: it stands on the plate already, and what was counted of it counts. */
export function take(memory: BenchMemory, parcel: OpenParcel, keepWeight = false): BenchStep {
  const { bench } = memory;
  return {
    memory: {
      ...memory,
      run: keepWeight ? memory.run : undefined,
      bench: {
        ...bench,
        parcel,
        phase: 'await-weight',
        refusal: undefined,
        keypad: undefined,
        stableFrames: keepWeight ? bench.stableFrames : 0,
      },
    },
    effects: [cue('next')],
  };
}

export function parcelFrom(alert: PreAlert, { measuresSizes }: BenchContext): OpenParcel {
  const { waybill, line, cargoClass, customer, receiver, destination, declared, country, dutyMode, consignment } =
    alert;
  const dimensions = measuresSizes === true ? undefined : alert.dimensions;
  return {
    waybill,
    announced: true,
    line,
    cargoClass,
    customer,
    receiver,
    destination,
    declared,
    country,
    dutyMode,
    consignment,
    dimensions,
    dimensionsFrom: dimensions === undefined ? undefined : 'pre-alert',
  };
}

export function restPhase(bench: WeighBenchState): WeighBenchState['phase'] {
  if (bench.parcel !== undefined) return 'await-weight';
  return bench.last !== undefined && !bench.zeroSeen ? 'booked' : 'idle';
}

/** A label whose fate nobody knows is asked for as soon as no parcel is in hand; nothing prints meanwhile for that serial. */
export function askUnknown(step: BenchStep): BenchStep {
  const { bench } = step.memory;
  const [job] = bench.unknownLabels;
  if (job === undefined || (bench.phase !== 'idle' && bench.phase !== 'booked')) return step;
  const subject = bench.last?.job === job ? bench.last.waybill : job;
  const asked = refuse(
    step.memory,
    { code: 'LABEL_UNKNOWN', subject, answers: ['came-out', 'nothing-came-out'], job },
    'check',
  );
  return { memory: asked.memory, effects: [...step.effects, ...asked.effects] };
}
