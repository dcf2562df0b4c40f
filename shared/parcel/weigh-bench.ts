import type { DeviceStatus } from '../devices/device-status.ts';
import type { DimensionsFrame } from '../devices/dimensions-frame.ts';
import type { LabelState } from '../devices/print-job.ts';
import type { ScaleFrame } from '../devices/scale-reading.ts';
import type { ErrorCode, Result } from '../errors/catalog.ts';
import { classifyScan, type ScanCommand } from '../identifiers/scan-code.ts';
import { massToMilligrams } from '../measure/mass.ts';
import type { Dimensions, Mass } from '../measure/quantity.ts';
import { compare, fromDecimal, fromInteger } from '../measure/rational.ts';
import type { ChargeableResult } from '../rating/chargeable-result.ts';
import type { Box, Line, PreAlert } from '../reference/reference-data.ts';
import type { OperationPayload, OperationType } from './operations.ts';
import { parcelLabel } from './parcel-label.ts';
import { sameScaleView, viewOfFrame, viewOfStatus } from './scale-view.ts';
import type {
  BookedParcel,
  Cue,
  DimensionsEvidence,
  OpenParcel,
  Refusal,
  ScaleView,
  WeighBenchState,
} from './weigh-bench-state.ts';

/** What the bench knows besides its state. Lookups are local and answer at once; nothing here waits for a network. */
export interface BenchContext {
  readonly neededFrames: number;
  readonly zeroBandMg: number;
  readonly toleranceMg: number;
  readonly minimumMg: number;
  readonly defaultLine: string;
  readonly lines: readonly Line[];
  readonly practice: boolean;
  readonly language: 'zh' | 'en';
  readonly station: string;
  readonly operator: string;
  readonly scaleName: string;
  readonly scaleSimulated: boolean;
  /** A dimensioner is ready: it is asked when a parcel settles, its size counts instead of the announced one, and booking waits for it. */
  readonly measuresSizes?: boolean;
  readonly findPreAlert: (waybill: string) => PreAlert | undefined;
  readonly findBox: (code: string) => Box | undefined;
  readonly findWeighed: (waybill: string) => Refusal['earlier'];
  readonly rate: (line: string, gross: Mass, dimensions: Dimensions) => Result<ChargeableResult>;
  readonly timeText: (wallMs: number) => string;
}

export type BenchEvent =
  | { readonly type: 'scan'; readonly text: string; readonly atMs: number; readonly aim?: string }
  | { readonly type: 'dimensions'; readonly frame: DimensionsFrame }
  | { readonly type: 'scan-torn' }
  | { readonly type: 'frame'; readonly frame: ScaleFrame }
  | { readonly type: 'scale-status'; readonly status: DeviceStatus }
  | { readonly type: 'key'; readonly key: 'F1' | 'F2' | 'F3' | 'F4' | 'F5' | 'F8' | 'Escape' }
  | { readonly type: 'keypad'; readonly key: string }
  | {
      readonly type: 'booked';
      readonly seq: number;
      readonly job: string;
      readonly payload: OperationPayload<'parcelWeighed'>;
      readonly wallMs: number;
    }
  | { readonly type: 'booking-failed'; readonly code: ErrorCode }
  | { readonly type: 'label'; readonly job: string; readonly state: LabelState; readonly code?: ErrorCode | undefined }
  | { readonly type: 'voided'; readonly seq: number }
  | { readonly type: 'synced'; readonly ackedSeq: number }
  | { readonly type: 'storage'; readonly full: boolean }
  | { readonly type: 'restored'; readonly last: BookedParcel | undefined; readonly unknownLabels: readonly string[] };

export type BenchEffect =
  | {
      readonly type: 'append';
      readonly operation: OperationType;
      readonly entity: string;
      readonly payload: Record<string, unknown>;
    }
  | { readonly type: 'cue'; readonly cue: Cue }
  | { readonly type: 'go'; readonly screen: 'queue' | 'settings' };

/** State plus what the picture does not show: the run of equal frames and the last scan. */
export interface BenchMemory {
  readonly bench: WeighBenchState;
  readonly run:
    | {
        readonly firstMg: number;
        readonly offZeroMonoMs: number;
        readonly startMonoMs: number;
        readonly derived: boolean;
      }
    | undefined;
  readonly lastScan: { readonly text: string; readonly atMs: number } | undefined;
}

export interface BenchStep {
  readonly memory: BenchMemory;
  readonly effects: readonly BenchEffect[];
}

/** The same code within this time is one act of one hand. */
const TWICE_MS = 3_000;
/** Where the wire has no stability it is derived: equal frames over at least this long. */
const DERIVED_STABLE_MS = 500;
const MIN_SIDE_CM = fromInteger(1);
const MAX_SIDE_CM = fromInteger(300);

export function initialBench(neededFrames: number): BenchMemory {
  return {
    bench: {
      phase: 'idle',
      scale: { kind: 'none' },
      stableFrames: 0,
      neededFrames,
      zeroSeen: false,
      parcel: undefined,
      refusal: undefined,
      keypad: undefined,
      last: undefined,
      unknownLabels: [],
      storageFull: false,
    },
    run: undefined,
    lastScan: undefined,
  };
}

const cue = (name: Cue): BenchEffect => ({ type: 'cue', cue: name });

export function reduceBench(memory: BenchMemory, event: BenchEvent, context: BenchContext): BenchStep {
  const step = react(memory, event, context);
  // A frame that says what the last one said changes nothing that is shown: the same object, so that nothing is drawn again.
  return showsTheSame(memory.bench, step.memory.bench)
    ? { ...step, memory: { ...step.memory, bench: memory.bench } }
    : step;
}

function showsTheSame(before: WeighBenchState, after: WeighBenchState): boolean {
  return (Object.keys(after) as (keyof WeighBenchState)[]).every((key) =>
    key === 'scale' ? sameScaleView(before.scale, after.scale) : Object.is(before[key], after[key]),
  );
}

function react(memory: BenchMemory, event: BenchEvent, context: BenchContext): BenchStep {
  const { bench } = memory;
  const keep = (changes: Partial<WeighBenchState>, ...effects: BenchEffect[]): BenchStep => ({
    memory: { ...memory, bench: { ...bench, ...changes } },
    effects,
  });
  switch (event.type) {
    case 'scan':
      return onScan(memory, event.text, event.atMs, context, event.aim);
    case 'dimensions':
      return onDimensions(memory, event.frame);
    case 'scan-torn':
      return refuseScan(memory, { code: 'SCAN_TORN', answers: [] });
    case 'frame':
      return onFrame(memory, event.frame, context);
    case 'scale-status': {
      const view = viewOfStatus(event.status);
      return view === undefined ? { memory, effects: [] } : onView({ ...memory, run: undefined }, view);
    }
    case 'key':
      return onKey(memory, event.key, context);
    case 'keypad':
      return onKeypad(memory, event.key);
    case 'booked':
      return onBooked(memory, event);
    case 'booking-failed':
      return {
        memory: {
          ...memory,
          run: undefined,
          bench: {
            ...bench,
            phase: 'refused',
            stableFrames: 0,
            refusal: { code: event.code, subject: bench.parcel?.waybill, answers: [] },
          },
        },
        effects: [cue('stop')],
      };
    case 'label':
      return onLabel(memory, event);
    case 'voided':
      return bench.last?.seq === event.seq ? keep({ last: { ...bench.last, voided: true } }) : { memory, effects: [] };
    case 'synced':
      return bench.last !== undefined && !bench.last.inCloud && bench.last.seq <= event.ackedSeq
        ? keep({ last: { ...bench.last, inCloud: true } })
        : { memory, effects: [] };
    case 'storage':
      return event.full === bench.storageFull
        ? { memory, effects: [] }
        : keep({ storageFull: event.full }, ...(event.full ? [cue('stop')] : []));
    case 'restored':
      return askUnknown({
        memory: { ...memory, bench: { ...bench, last: event.last, unknownLabels: event.unknownLabels } },
        effects: [],
      });
  }
}

// ── scans ────────────────────────────────────────────────────────────────────────────────────────────────────────────

function onScan(memory: BenchMemory, text: string, atMs: number, context: BenchContext, aim?: string): BenchStep {
  const { bench, lastScan } = memory;
  const heard: BenchMemory = { ...memory, lastScan: { text, atMs } };
  const code = classifyScan(text, aim);
  const again = lastScan?.text === text && atMs - lastScan.atMs < TWICE_MS;
  if (again && code.kind !== 'command') return { memory: heard, effects: [cue('twice')] };
  if (bench.storageFull && code.kind !== 'command') return { memory: heard, effects: [cue('stop')] };
  switch (code.kind) {
    case 'command':
      return onCommand(heard, code.command, context);
    case 'label':
      return scanBack(heard, code.job);
    case 'line':
      return chooseLine(heard, code.line, context);
    case 'size':
      return setDimensions(heard, code.dimensions, 'box');
    case 'box': {
      const box = context.findBox(code.box);
      return box === undefined
        ? refuse(heard, { code: 'SCAN_UNREADABLE', subject: text, answers: [] }, 'check')
        : setDimensions(heard, box.dimensions, 'box');
    }
    case 'waybill':
      return onWaybill(heard, code.waybill, context);
    case 'unreadable':
      return refuseScan(heard, { code: 'SCAN_UNREADABLE', subject: text.slice(0, 24), answers: [] });
  }
}

/** A wrong scan never ends a question that is open. */
function refuseScan(memory: BenchMemory, refusal: Refusal): BenchStep {
  return memory.bench.refusal === undefined ? refuse(memory, refusal, 'check') : { memory, effects: [cue('check')] };
}

function onCommand(memory: BenchMemory, command: ScanCommand, context: BenchContext): BenchStep {
  switch (command) {
    case '1':
    case '2':
    case '3':
      return onKey(memory, `F${command}`, context);
    case 'REPRINT':
      return onKey(memory, 'F4', context);
    case 'CHANGE':
      return onKey(memory, 'F5', context);
    case 'UNDO':
      return onKey(memory, 'F8', context);
    case 'QUEUE':
      return { memory, effects: [{ type: 'go', screen: 'queue' }] };
    case 'HOME':
      return { memory, effects: [{ type: 'go', screen: 'settings' }] };
  }
}

function onWaybill(memory: BenchMemory, waybill: string, context: BenchContext): BenchStep {
  const { bench } = memory;
  if (bench.last?.waybill === waybill && !bench.last.voided && bench.phase === 'booked')
    return scanBack(memory, bench.last.job);
  if (bench.refusal?.code === 'LABEL_UNKNOWN') {
    return bench.last?.waybill === waybill && bench.last.job === bench.refusal.job
      ? scanBack(memory, bench.last.job)
      : { memory, effects: [cue('check')] };
  }
  if (bench.phase === 'booking') return { memory, effects: [cue('check')] };
  const open = bench.parcel;
  const onPlate = bench.scale.kind === 'live' && !bench.scale.atZero && bench.zeroSeen;
  if (open !== undefined && open.waybill !== waybill && onPlate)
    return refuse(memory, { code: 'PARCEL_OPEN', subject: open.waybill, answers: [] }, 'check');
  const earlier = context.findWeighed(waybill);
  if (earlier !== undefined)
    return refuse(
      { ...memory, bench: { ...bench, parcel: undefined } },
      { code: 'PARCEL_ALREADY_WEIGHED', subject: waybill, earlier, answers: ['reweigh'] },
      'check',
    );
  const alert = context.findPreAlert(waybill);
  if (alert !== undefined) return take(memory, parcelFrom(alert, context));
  const parcel: OpenParcel = { waybill, announced: false, line: undefined, cargoClass: '' };
  const lines = [context.defaultLine, ...context.lines.map((line) => line.code)]
    .filter((line, i, all) => all.indexOf(line) === i && context.lines.some((known) => known.code === line))
    .slice(0, 2);
  const answers = (['line-1', 'line-2'] as const).slice(0, lines.length);
  return refuse(
    { ...memory, bench: { ...bench, parcel } },
    { code: 'PARCEL_UNANNOUNCED', subject: waybill, answers, lines },
    'check',
  );
}

function parcelFrom(alert: PreAlert, { measuresSizes }: BenchContext): OpenParcel {
  const { waybill, line, cargoClass, customer, receiver, destination, declared } = alert;
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
    dimensions,
    dimensionsFrom: dimensions === undefined ? undefined : 'pre-alert',
  };
}

/** The parcel is known: wait for its weight. */
function take(memory: BenchMemory, parcel: OpenParcel): BenchStep {
  return {
    memory: {
      ...memory,
      run: undefined,
      bench: { ...memory.bench, parcel, phase: 'await-weight', refusal: undefined, keypad: undefined, stableFrames: 0 },
    },
    effects: [cue('next')],
  };
}

function chooseLine(memory: BenchMemory, line: string, context: BenchContext): BenchStep {
  const { parcel } = memory.bench;
  if (parcel === undefined || !context.lines.some((known) => known.code === line))
    return refuse(memory, { code: 'SCAN_UNREADABLE', subject: `LINE:${line}`, answers: [] }, 'check');
  return take(memory, { ...parcel, line });
}

/** A measured size replaces the announced one of the parcel in hand; one that names another parcel is not for it. */
function onDimensions(memory: BenchMemory, { deviceId, sequence, reading, raw }: DimensionsFrame): BenchStep {
  const { parcel, phase } = memory.bench;
  if (reading.type === 'status') return { memory, effects: [] };
  // With nothing in hand, or when it is too late, a size belongs to nobody.
  if (parcel === undefined || phase === 'booking' || phase === 'booked') return { memory, effects: [] };
  if (reading.type === 'fault')
    return parcel.dimensions === undefined && memory.bench.refusal === undefined
      ? refuse(memory, { code: 'DIMENSIONS_MISSING', subject: parcel.waybill, answers: [] }, 'check')
      : { memory, effects: [cue('check')] };
  const { barcode, reference, dimensions } = reading;
  if (barcode !== undefined && barcode.toUpperCase() !== parcel.waybill) return { memory, effects: [cue('check')] };
  const evidence = { device: deviceId, raw, frame: sequence, ...(reference === undefined ? {} : { reference }) };
  return setDimensions(memory, dimensions, 'dimensioner', evidence);
}

function setDimensions(
  memory: BenchMemory,
  dimensions: Dimensions,
  source: 'box' | 'keypad' | 'dimensioner',
  dimensionsEvidence?: DimensionsEvidence,
): BenchStep {
  const { bench } = memory;
  if (bench.parcel === undefined) return refuse(memory, { code: 'SCAN_WAYBILL_FIRST', answers: [] }, 'check');
  const parcel = { ...bench.parcel, dimensions, dimensionsFrom: source, dimensionsEvidence };
  // An open question about the line stays open; a missing size was the question.
  const answered = bench.refusal === undefined || bench.refusal.code === 'DIMENSIONS_MISSING';
  const changes: Partial<WeighBenchState> = answered
    ? { parcel, refusal: undefined, keypad: undefined, phase: 'await-weight', stableFrames: 0 }
    : { parcel, keypad: undefined };
  return { memory: { ...memory, run: undefined, bench: { ...bench, ...changes } }, effects: [cue('next')] };
}

function scanBack(memory: BenchMemory, job: string): BenchStep {
  const { bench } = memory;
  const known = bench.last?.job === job || bench.unknownLabels.includes(job);
  if (!known) return refuse(memory, { code: 'SCAN_UNREADABLE', subject: job, answers: [] }, 'check');
  if (bench.last?.job === job && (bench.last.label === 'queued' || bench.last.label === 'failed'))
    return { memory, effects: [cue('check')] };
  if (bench.last?.job === job && bench.last.label === 'confirmed') return { memory, effects: [cue('twice')] };
  return { memory, effects: [confirm(job, 'scan-back'), cue('ok')] };
}

const confirm = (job: string, by: 'operator' | 'scan-back'): BenchEffect => ({
  type: 'append',
  operation: 'labelConfirmed',
  entity: `label:${job}`,
  payload: { job, by },
});
const reprint = (job: string, reason: OperationPayload<'labelReprintRequested'>['reason']): BenchEffect => ({
  type: 'append',
  operation: 'labelReprintRequested',
  entity: `label:${job}`,
  payload: { job, reason },
});

function refuse(memory: BenchMemory, refusal: Refusal, sound: Cue): BenchStep {
  return {
    memory: {
      ...memory,
      run: undefined,
      bench: { ...memory.bench, phase: 'refused', refusal, keypad: undefined, stableFrames: 0 },
    },
    effects: [cue(sound)],
  };
}

// ── weight ───────────────────────────────────────────────────────────────────────────────────────────────────────────

/** Refusals that the scale itself clears: the cause goes away. */
const clearedByZero: readonly ErrorCode[] = [
  'SCALE_NOT_AT_ZERO',
  'SCAN_WAYBILL_FIRST',
  'WEIGHT_TOO_SMALL',
  'PARCEL_OPEN',
  'JOURNAL_WRITE_FAILED',
];

function onView(memory: BenchMemory, scale: ScaleView): BenchStep {
  const { bench } = memory;
  const trouble = scale.kind !== 'live' && scale.kind !== 'none' && scale.kind !== 'moving';
  const sound =
    trouble && bench.scale.kind !== scale.kind
      ? [cue(scale.kind === 'overload' || scale.kind === 'below-zero' ? 'check' : 'stop')]
      : [];
  // Whatever lay on the plate before the trouble has to be seen again from zero, or it might be another parcel.
  const settling = bench.phase === 'settling' ? { phase: 'await-weight' as const } : {};
  return {
    memory: { ...memory, run: undefined, bench: { ...bench, ...settling, scale, stableFrames: 0 } },
    effects: sound,
  };
}

function onFrame(memory: BenchMemory, frame: ScaleFrame, context: BenchContext): BenchStep {
  const scale = viewOfFrame(frame, context.zeroBandMg);
  if (scale.kind !== 'live') return onView(memory, scale);
  return scale.atZero
    ? onZero(memory, scale)
    : onWeight({ ...memory, bench: { ...memory.bench, scale } }, scale, frame, context);
}

function onZero(memory: BenchMemory, scale: Extract<ScaleView, { kind: 'live' }>): BenchStep {
  const { bench } = memory;
  const zeroSeen = bench.zeroSeen || scale.stable;
  const cleared =
    bench.phase === 'refused' && bench.refusal !== undefined && clearedByZero.includes(bench.refusal.code);
  const back = bench.parcel === undefined ? 'idle' : bench.parcel.line === undefined ? 'refused' : 'await-weight';
  const phase =
    cleared || bench.phase === 'settling' ? back : bench.phase === 'booked' && scale.stable ? 'idle' : bench.phase;
  const refusal = cleared ? undefined : bench.refusal;
  return {
    memory: { ...memory, run: undefined, bench: { ...bench, scale, zeroSeen, phase, refusal, stableFrames: 0 } },
    effects: [],
  };
}

function onWeight(
  memory: BenchMemory,
  scale: Extract<ScaleView, { kind: 'live' }>,
  frame: ScaleFrame,
  context: BenchContext,
): BenchStep {
  const { bench } = memory;
  const reading = frame.reading;
  if (bench.storageFull || reading.type !== 'weight') return { memory, effects: [] };
  // While a size is being typed the parcel may be touched: nothing is counted.
  const waiting = bench.keypad === undefined && (bench.phase === 'await-weight' || bench.phase === 'settling');
  const hint = bench.phase === 'idle' && bench.parcel === undefined;
  if (!waiting && !hint) return { memory, effects: [] };
  if (!bench.zeroSeen)
    return waiting
      ? refuse(memory, { code: 'SCALE_NOT_AT_ZERO', subject: bench.parcel?.waybill, answers: [] }, 'check')
      : { memory, effects: [] };
  const milligrams = massToMilligrams(scale.mass);
  const offZeroMonoMs = memory.run?.offZeroMonoMs ?? frame.monoMs;
  const derived = reading.stability === 'unknown';
  const continues =
    memory.run !== undefined &&
    bench.stableFrames > 0 &&
    scale.stable &&
    Math.abs(milligrams - memory.run.firstMg) <= context.toleranceMg;
  const stableFrames = scale.stable ? (continues ? Math.min(bench.stableFrames + 1, context.neededFrames) : 1) : 0;
  const run = {
    firstMg: continues ? memory.run.firstMg : milligrams,
    offZeroMonoMs,
    startMonoMs: continues ? memory.run.startMonoMs : frame.monoMs,
    derived,
  };
  const counted: BenchMemory = {
    ...memory,
    run,
    bench: { ...bench, phase: waiting ? 'settling' : bench.phase, stableFrames },
  };
  const stable =
    stableFrames >= context.neededFrames && (!derived || frame.monoMs - run.startMonoMs >= DERIVED_STABLE_MS);
  if (!stable) return { memory: counted, effects: [] };
  if (hint) return refuse(counted, { code: 'SCAN_WAYBILL_FIRST', answers: [] }, 'check');
  return book(counted, scale.mass, milligrams, frame, context);
}

function book(
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

function onBooked(memory: BenchMemory, event: Extract<BenchEvent, { type: 'booked' }>): BenchStep {
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

// ── labels ───────────────────────────────────────────────────────────────────────────────────────────────────────────

function onLabel(memory: BenchMemory, event: Extract<BenchEvent, { type: 'label' }>): BenchStep {
  const { bench } = memory;
  const { job, state, code } = event;
  const last = bench.last?.job === job ? { ...bench.last, label: state, labelCode: code } : bench.last;
  const others = bench.unknownLabels.filter((known) => known !== job);
  const unknownLabels = state === 'unknown' ? [...others, job] : others;
  const answered = bench.refusal?.job === job && state !== 'unknown' && state !== 'failed';
  const next: WeighBenchState = {
    ...bench,
    last,
    unknownLabels,
    ...(answered ? { refusal: undefined, phase: restPhase(bench) } : {}),
  };
  const step: BenchStep = { memory: { ...memory, bench: next }, effects: [] };
  if (state === 'failed' && last?.job === job && (next.phase === 'booked' || next.phase === 'idle')) {
    return refuse(
      step.memory,
      { code: code ?? 'LABEL_FAILED', subject: last.waybill, answers: ['print-again'], job },
      'check',
    );
  }
  return askUnknown(step);
}

function restPhase(bench: WeighBenchState): WeighBenchState['phase'] {
  if (bench.parcel !== undefined) return 'await-weight';
  return bench.last !== undefined && !bench.zeroSeen ? 'booked' : 'idle';
}

/** A label whose fate nobody knows is asked for as soon as no parcel is in hand; nothing prints meanwhile for that serial. */
function askUnknown(step: BenchStep): BenchStep {
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

// ── keys ─────────────────────────────────────────────────────────────────────────────────────────────────────────────

function onKey(
  memory: BenchMemory,
  key: Extract<BenchEvent, { type: 'key' }>['key'],
  context: BenchContext,
): BenchStep {
  const { bench } = memory;
  const nothing: BenchStep = { memory, effects: [] };
  switch (key) {
    case 'F1':
    case 'F2':
    case 'F3': {
      const answer = bench.refusal?.answers[Number(key.slice(1)) - 1];
      return answer === undefined ? nothing : onAnswer(memory, answer, context);
    }
    case 'F4': {
      const { last } = bench;
      if (
        last === undefined ||
        last.voided ||
        last.label === 'queued' ||
        last.label === 'sending' ||
        last.label === 'unknown' ||
        bench.parcel !== undefined ||
        bench.refusal !== undefined
      )
        return { memory, effects: [cue('check')] };
      return {
        memory,
        effects: [reprint(last.job, last.label === 'failed' ? 'printer-was-down' : 'damaged'), cue('next')],
      };
    }
    case 'F5':
      if (bench.parcel === undefined) return { memory, effects: [cue('check')] };
      return {
        memory: {
          ...memory,
          run: undefined,
          bench: {
            ...bench,
            keypad: { field: 'length', typed: { length: '', width: '', height: '' } },
            stableFrames: 0,
          },
        },
        effects: [],
      };
    case 'F8':
      return undo(memory);
    case 'Escape':
      return bench.keypad === undefined
        ? nothing
        : { memory: { ...memory, bench: { ...bench, keypad: undefined } }, effects: [] };
  }
}

function onAnswer(memory: BenchMemory, answer: Refusal['answers'][number], context: BenchContext): BenchStep {
  const { refusal, parcel } = memory.bench;
  if (refusal === undefined) return { memory, effects: [] };
  switch (answer) {
    case 'reweigh': {
      if (refusal.subject === undefined || refusal.earlier === undefined) return { memory, effects: [] };
      const alert = context.findPreAlert(refusal.subject);
      const base =
        alert === undefined
          ? { waybill: refusal.subject, announced: false, line: context.defaultLine, cargoClass: '' }
          : parcelFrom(alert, context);
      return take(memory, { ...base, supersedes: refusal.earlier.seq });
    }
    case 'line-1':
    case 'line-2': {
      const line = refusal.lines?.[answer === 'line-1' ? 0 : 1];
      return parcel === undefined || line === undefined ? { memory, effects: [] } : take(memory, { ...parcel, line });
    }
    case 'came-out':
      return refusal.job === undefined
        ? { memory, effects: [] }
        : { memory, effects: [confirm(refusal.job, 'operator'), cue('ok')] };
    case 'nothing-came-out':
      return refusal.job === undefined
        ? { memory, effects: [] }
        : { memory, effects: [reprint(refusal.job, 'nothing-came-out'), cue('next')] };
    case 'print-again':
      return refusal.job === undefined
        ? { memory, effects: [] }
        : { memory, effects: [reprint(refusal.job, 'printer-was-down'), cue('next')] };
  }
}

/** An open parcel is put back, nothing was recorded; else the last weighing is voided by a new operation. */
function undo(memory: BenchMemory): BenchStep {
  const { bench } = memory;
  if (bench.phase === 'booking') return { memory, effects: [cue('check')] };
  if (bench.parcel !== undefined || (bench.refusal !== undefined && bench.refusal.job === undefined)) {
    return askUnknown({
      memory: {
        ...memory,
        run: undefined,
        lastScan: undefined,
        bench: { ...bench, parcel: undefined, refusal: undefined, keypad: undefined, phase: 'idle', stableFrames: 0 },
      },
      effects: [cue('next')],
    });
  }
  const { last } = bench;
  if (last === undefined || last.voided) return { memory, effects: [cue('check')] };
  return {
    memory,
    effects: [
      {
        type: 'append',
        operation: 'parcelWeighingVoided',
        entity: `parcel:${last.waybill}`,
        payload: { voids: last.seq, waybill: last.waybill, reason: 'undone at the bench' },
      },
      cue('next'),
    ],
  };
}

const FIELDS = ['length', 'width', 'height'] as const;

function onKeypad(memory: BenchMemory, key: string): BenchStep {
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
  return setDimensions({ ...memory, bench: { ...bench, keypad: undefined } }, { ...sides, unit: 'cm' }, 'keypad');
}
