import type { ScaleFrame } from '../devices/scale-reading.ts';
import type { ErrorCode } from '../errors/catalog.ts';
import { massToMilligrams } from '../measure/mass.ts';
import { viewOfFrame } from './scale-view.ts';
import { countFrame, standsStill } from './steady-run.ts';
import { book } from './weigh-bench-book.ts';
import type { BenchContext, BenchMemory, BenchStep } from './weigh-bench-events.ts';
import type { ScaleView } from './weigh-bench-state.ts';
import { cue, refuse } from './weigh-bench-steps.ts';

/** Closer to the last booked weight than this it may be the same parcel, pushed about. */
const SAME_WEIGHT_MG = 20_000;

/** Refusals that the scale itself clears: the cause goes away. */
const clearedByZero: readonly ErrorCode[] = [
  'SCALE_NOT_AT_ZERO',
  'SCAN_WAYBILL_FIRST',
  'WEIGHT_TOO_SMALL',
  'PARCEL_OPEN',
  'JOURNAL_WRITE_FAILED',
];

export function onView(memory: BenchMemory, scale: ScaleView): BenchStep {
  const { bench } = memory;
  const trouble = scale.kind !== 'live' && scale.kind !== 'none' && scale.kind !== 'moving';
  const sound =
    trouble && bench.scale.kind !== scale.kind
      ? [cue(scale.kind === 'overload' || scale.kind === 'below-zero' ? 'check' : 'stop')]
      : [];
  // Whatever lay on the plate before the trouble has to be seen again from zero, or it might be another parcel.
  const settling =
    bench.phase === 'settling'
      ? { phase: 'await-weight' as const }
      : bench.phase === 'await-scan'
        ? { phase: 'idle' as const }
        : {};
  return {
    memory: { ...memory, run: undefined, bench: { ...bench, ...settling, scale, stableFrames: 0 } },
    effects: sound,
  };
}

export function onFrame(memory: BenchMemory, frame: ScaleFrame, context: BenchContext): BenchStep {
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
    cleared || bench.phase === 'settling' || bench.phase === 'await-scan'
      ? back
      : bench.phase === 'booked' && scale.stable
        ? 'idle'
        : bench.phase;
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
  const hint = (bench.phase === 'idle' || bench.phase === 'await-scan') && bench.parcel === undefined;
  if (!waiting && !hint) return { memory, effects: [] };
  const milligrams = massToMilligrams(scale.mass);
  if (!bench.zeroSeen) return waiting ? notAtZero(memory, milligrams, context) : { memory, effects: [] };
  const next = countFrame(
    { run: memory.run, stableFrames: bench.stableFrames },
    frame,
    { milligrams, stable: scale.stable, derived: reading.stability === 'unknown' },
    context,
  );
  const counted: BenchMemory = {
    ...memory,
    run: next.run,
    bench: { ...bench, phase: waiting ? 'settling' : 'idle', stableFrames: next.stableFrames },
  };
  if (!standsStill(next, frame, context)) return { memory: counted, effects: [] };
  if (hint && context.rules.order === 'weigh-first')
    return {
      memory: { ...counted, bench: { ...counted.bench, phase: 'await-scan' } },
      effects: bench.phase === 'await-scan' ? [] : [cue('next')],
    };
  if (hint) return refuse(counted, { code: 'SCAN_WAYBILL_FIRST', answers: [] }, 'check');
  return book(counted, scale.mass, milligrams, frame, context);
}

/**
 * The plate was not seen empty since the last parcel. With another weight on it than then, a person may say that the parcels were changed
 * faster than the scale could tell; with the same weight it may be the same parcel, and nobody may.
 */
function notAtZero(memory: BenchMemory, milligrams: number, { toleranceMg }: BenchContext): BenchStep {
  const { parcel, last } = memory.bench;
  const other =
    last !== undefined && Math.abs(milligrams - massToMilligrams(last.gross)) > Math.max(toleranceMg, SAME_WEIGHT_MG);
  return refuse(
    memory,
    { code: 'SCALE_NOT_AT_ZERO', subject: parcel?.waybill, answers: other ? ['changed-quickly'] : [] },
    'check',
  );
}
