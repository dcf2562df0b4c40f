import { epochOfJob } from '../labels/label-ledger.ts';
import { sameScaleView, viewOfStatus } from './scale-view.ts';
import { onBooked } from './weigh-bench-book.ts';
import type { BenchContext, BenchEvent, BenchEffect, BenchMemory, BenchStep } from './weigh-bench-events.ts';
import { onKey } from './weigh-bench-keys.ts';
import { onLabel } from './weigh-bench-labels.ts';
import { onHoldReleased, onLead } from './weigh-bench-lead.ts';
import { onView, onFrame } from './weigh-bench-scale.ts';
import { onScan } from './weigh-bench-scans.ts';
import { onDimensions, onKeypad } from './weigh-bench-size.ts';
import type { WeighBenchState } from './weigh-bench-state.ts';
import { askUnknown, cue, photoTrouble, refuseScan } from './weigh-bench-steps.ts';

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
      ask: undefined,
      asksLead: false,
      photo: undefined,
      keypad: undefined,
      last: undefined,
      unknownLabels: [],
      storageFull: false,
    },
    run: undefined,
    lastScan: undefined,
    oldListSeenMs: undefined,
  };
}

export function reduceBench(memory: BenchMemory, event: BenchEvent, context: BenchContext): BenchStep {
  const step = react(withFrames(memory, context), event, context);
  // A frame that says what the last one said changes nothing that is shown: the same object, so that nothing is drawn again.
  return showsTheSame(memory.bench, step.memory.bench)
    ? { ...step, memory: { ...step.memory, bench: memory.bench } }
    : step;
}

/** The set-up may have changed since the last event. */
const withFrames = (memory: BenchMemory, { neededFrames }: BenchContext): BenchMemory =>
  memory.bench.neededFrames === neededFrames ? memory : { ...memory, bench: { ...memory.bench, neededFrames } };

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
      return onDimensions(memory, event.frame, context);
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
      return onKeypad(memory, event.key, context);
    case 'booked':
      return onBooked(memory, event, context);
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
    case 'lead':
      return onLead(memory, event.lead, context);
    case 'lead-left':
      return keep({ asksLead: false });
    case 'hold-released':
      return onHoldReleased(memory, event.waybill, context);
    case 'photo':
      return event.stored
        ? keep({ photo: { waybill: event.waybill, state: 'stored' } }, cue('ok'))
        : photoTrouble(memory, event.waybill, event.code ?? 'PHOTO_FAILED');
    case 'voided':
      return bench.last?.seq === event.seq && epochOfJob(bench.last.job) === event.epoch
        ? keep({ last: { ...bench.last, voided: true } })
        : { memory, effects: [] };
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
