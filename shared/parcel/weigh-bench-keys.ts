import type { BenchContext, BenchEvent, BenchMemory, BenchStep } from './weigh-bench-events.ts';
import type { Refusal } from './weigh-bench-state.ts';
import { cue, confirm, reprint, take, parcelFrom, askUnknown } from './weigh-bench-steps.ts';

export function onKey(
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
