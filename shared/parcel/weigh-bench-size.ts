import type { DimensionsFrame } from '../devices/dimensions-frame.ts';
import type { Dimensions } from '../measure/quantity.ts';
import { compare, fromDecimal, fromInteger } from '../measure/rational.ts';
import { rebook } from './weigh-bench-correct.ts';
import type { BenchContext, BenchMemory, BenchStep } from './weigh-bench-events.ts';
import type { DimensionsEvidence, WeighBenchState } from './weigh-bench-state.ts';
import { cue, refuse, refuseScan } from './weigh-bench-steps.ts';

/** Questions that another size answers. */
const aboutSize: readonly string[] = [
  'DIMENSIONS_MISSING',
  'PARCEL_DOUBTFUL',
  'PARCEL_OVER_LIMIT',
  'PARCEL_NEAR_LIMIT',
];

/** A measured size replaces the announced one of the parcel in hand; one that names another parcel is not for it. */
export function onDimensions(
  memory: BenchMemory,
  { deviceId, sequence, reading, raw }: DimensionsFrame,
  context: BenchContext,
): BenchStep {
  const { parcel, phase } = memory.bench;
  if (reading.type === 'status') return { memory, effects: [] };
  // With nothing in hand, or when it is too late, a size belongs to nobody.
  if (parcel === undefined || phase === 'booking' || phase === 'booked' || phase === 'correcting')
    return { memory, effects: [] };
  if (reading.type === 'fault')
    return parcel.dimensions === undefined && memory.bench.refusal === undefined
      ? refuse(memory, { code: 'DIMENSIONS_MISSING', subject: parcel.waybill, answers: [] }, 'check')
      : { memory, effects: [cue('check')] };
  const { barcode, reference, dimensions } = reading;
  if (barcode !== undefined && barcode.toUpperCase() !== parcel.waybill) return { memory, effects: [cue('check')] };
  const evidence = { device: deviceId, raw, frame: sequence, ...(reference === undefined ? {} : { reference }) };
  return setDimensions(memory, dimensions, 'dimensioner', context, evidence);
}

export function setDimensions(
  memory: BenchMemory,
  dimensions: Dimensions,
  source: 'box' | 'keypad' | 'last' | 'dimensioner',
  context: BenchContext,
  dimensionsEvidence?: DimensionsEvidence,
): BenchStep {
  const { bench } = memory;
  if (bench.parcel === undefined) return refuseScan(memory, { code: 'SCAN_WAYBILL_FIRST', answers: [] });
  // Whoever gives another size takes back what was said about the former one.
  const parcel = {
    ...bench.parcel,
    ...{ dimensions, dimensionsFrom: source, dimensionsEvidence },
    answered: bench.parcel.answered?.filter(({ code }) => !aboutSize.includes(code)),
  };
  if (parcel.kept !== undefined) return rebook(memory, parcel, context);
  // An open question about the line stays open; a missing or odd size was the question.
  const answered = bench.refusal === undefined || aboutSize.includes(bench.refusal.code);
  const changes: Partial<WeighBenchState> = answered
    ? { parcel, refusal: undefined, keypad: undefined, phase: 'await-weight', stableFrames: 0 }
    : { parcel, keypad: undefined };
  return { memory: { ...memory, run: undefined, bench: { ...bench, ...changes } }, effects: [cue('next')] };
}

const MIN_SIDE_CM = fromInteger(1);

const MAX_SIDE_CM = fromInteger(300);

const FIELDS = ['length', 'width', 'height'] as const;

export function onKeypad(memory: BenchMemory, key: string, context: BenchContext): BenchStep {
  const { bench } = memory;
  const { keypad } = bench;
  if (keypad === undefined) return { memory, effects: [] };
  const typed = keypad.typed[keypad.field];
  const update = (text: string): BenchStep => ({
    memory: {
      ...memory,
      bench: { ...bench, keypad: { field: keypad.field, typed: { ...keypad.typed, [keypad.field]: text } } },
    },
    effects: [],
  });
  if (/^\d$/.test(key)) return /^(\d{0,2}|\d{1,3}\.)$/.test(typed) ? update(typed + key) : { memory, effects: [] };
  if (key === '.') return /^\d{1,3}$/.test(typed) ? update(`${typed}.`) : { memory, effects: [] };
  if (key === 'Backspace') {
    const index = FIELDS.indexOf(keypad.field);
    const former = FIELDS[index - 1];
    if (typed !== '' || former === undefined) return update(typed.slice(0, -1));
    return { memory: { ...memory, bench: { ...bench, keypad: { field: former, typed: keypad.typed } } }, effects: [] };
  }
  if (key !== 'Enter') return { memory, effects: [] };
  const value = typed.endsWith('.') ? typed.slice(0, -1) : typed;
  const good =
    value !== '' && compare(fromDecimal(value), MIN_SIDE_CM) >= 0 && compare(fromDecimal(value), MAX_SIDE_CM) <= 0;
  if (!good)
    return {
      memory: { ...memory, bench: { ...bench, keypad: { ...keypad, problem: 'DIMENSIONS_IMPLAUSIBLE' } } },
      effects: [cue('check')],
    };
  const sides = { ...keypad.typed, [keypad.field]: value };
  const next = FIELDS[FIELDS.indexOf(keypad.field) + 1];
  if (next !== undefined)
    return { memory: { ...memory, bench: { ...bench, keypad: { field: next, typed: sides } } }, effects: [] };
  return setDimensions(
    { ...memory, bench: { ...bench, keypad: undefined } },
    { ...sides, unit: 'cm' },
    'keypad',
    context,
  );
}
