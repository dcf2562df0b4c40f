import type { ScaleFrame } from '../devices/scale-reading.ts';
import type { Mass } from '../measure/quantity.ts';
import type { OperationPayload } from './operations.ts';
import { parcelLabel } from './parcel-label.ts';
import type { BenchContext, BenchEvent, BenchMemory, BenchStep } from './weigh-bench-events.ts';
import type { BookedParcel } from './weigh-bench-state.ts';
import { cue, refuse, askUnknown } from './weigh-bench-steps.ts';

export function book(
  memory: BenchMemory,
  gross: Mass,
  milligrams: number,
  frame: ScaleFrame,
  context: BenchContext,
): BenchStep {
  const { bench, run } = memory;
  const parcel = bench.parcel;
  if (parcel?.line === undefined || run === undefined) return { memory, effects: [] };
  const { line, dimensions } = parcel;
  if (milligrams < context.minimumMg)
    return refuse(memory, { code: 'WEIGHT_TOO_SMALL', subject: parcel.waybill, answers: [] }, 'check');
  if (dimensions === undefined && context.measuresSizes === true) return { memory, effects: [] };
  if (dimensions === undefined)
    return refuse(memory, { code: 'DIMENSIONS_MISSING', subject: parcel.waybill, answers: [] }, 'check');
  const rated = context.rate(line, gross, dimensions);
  if (!rated.ok) return refuse(memory, { code: rated.error.code, subject: parcel.waybill, answers: [] }, 'stop');
  const payload: OperationPayload<'parcelWeighed'> = {
    waybill: parcel.waybill,
    announced: parcel.announced,
    line,
    cargoClass: parcel.cargoClass,
    gross,
    grossMilligrams: milligrams,
    dimensions,
    dimensionsFrom: parcel.dimensionsFrom ?? 'keypad',
    ...(parcel.dimensionsEvidence === undefined ? {} : { dimensionsEvidence: parcel.dimensionsEvidence }),
    chargeable: rated.value,
    evidence: {
      scale: frame.deviceId,
      scaleName: context.scaleName,
      simulated: context.scaleSimulated,
      rawHex: frame.rawHex,
      frame: frame.sequence,
      stableFrames: bench.stableFrames,
      settleMs: Math.max(0, Math.round(frame.monoMs - run.offZeroMonoMs)),
      zeroSeen: bench.zeroSeen,
      stabilityFrom: run.derived ? 'derived' : 'protocol',
    },
    label: parcelLabel({ ...parcel, dimensions }, gross, rated.value, {
      line: context.lines.find((known) => known.code === line),
      language: context.language,
      station: context.station,
      operator: context.operator,
      time: context.timeText(frame.wallMs),
    }),
    practice: context.practice,
    ...(parcel.supersedes === undefined ? {} : { supersedes: parcel.supersedes }),
  };
  return {
    memory: { ...memory, bench: { ...bench, phase: 'booking' } },
    effects: [{ type: 'append', operation: 'parcelWeighed', entity: `parcel:${parcel.waybill}`, payload }],
  };
}

export function onBooked(memory: BenchMemory, event: Extract<BenchEvent, { type: 'booked' }>): BenchStep {
  const { payload, seq, job, wallMs } = event;
  const last: BookedParcel = {
    waybill: payload.waybill,
    seq,
    job,
    gross: payload.gross,
    dimensions: payload.dimensions,
    chargeable: payload.chargeable,
    label: 'queued',
    inCloud: false,
    voided: false,
    wallMs,
  };
  const { bench } = memory;
  return askUnknown({
    memory: {
      ...memory,
      run: undefined,
      // The scan that opened this parcel is used up: the same code again, however soon, is its label scanned back.
      lastScan: undefined,
      bench: {
        ...bench,
        phase: 'booked',
        parcel: undefined,
        refusal: undefined,
        keypad: undefined,
        last,
        zeroSeen: false,
      },
    },
    effects: [cue('ok')],
  });
}
