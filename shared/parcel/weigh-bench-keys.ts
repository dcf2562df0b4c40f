import { epochOfJob } from '../labels/label-ledger.ts';
import { onAnswer } from './weigh-bench-answers.ts';
import { setAside } from './weigh-bench-aside.ts';
import { correctLast, leaveCorrection } from './weigh-bench-correct.ts';
import type { BenchContext, BenchKey, BenchMemory, BenchStep } from './weigh-bench-events.ts';
import { askUnknown, cue, emptyKeypad, photoTrouble, reprint } from './weigh-bench-steps.ts';

export function onKey(memory: BenchMemory, key: BenchKey, context: BenchContext): BenchStep {
  const { bench } = memory;
  switch (key) {
    case 'F1':
    case 'F2':
    case 'F3': {
      const answer = (bench.refusal ?? bench.ask)?.answers[Number(key.slice(1)) - 1];
      return answer === undefined ? { memory, effects: [] } : onAnswer(memory, answer, context);
    }
    case 'F4':
      return askReprint(memory);
    case 'F5':
      return change(memory);
    case 'F6':
      return setAside(memory, false, context);
    case 'F7': {
      const waybill = bench.parcel?.waybill ?? bench.last?.waybill;
      if (waybill === undefined) return { memory, effects: [cue('check')] };
      if (context.rules.photo === 'off') return photoTrouble(memory, waybill, 'CAMERA_ABSENT');
      return {
        memory: { ...memory, bench: { ...bench, photo: { waybill, state: 'taking' } } },
        effects: [{ type: 'take-photo', waybill }],
      };
    }
    case 'F8':
      return undo(memory, context);
    case 'F9':
      return bench.refusal?.lead === true
        ? { memory: { ...memory, bench: { ...bench, asksLead: true } }, effects: [{ type: 'ask-lead' }] }
        : { memory, effects: [cue('check')] };
    case 'Escape':
      return leave(memory);
  }
}

/** A second label costs a customer: nobody gets one without saying why. What the printer itself has said needs no reason. */
function askReprint(memory: BenchMemory): BenchStep {
  const { bench } = memory;
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
  if (last.label === 'failed') return { memory, effects: [reprint(last.job, 'printer-was-down'), cue('next')] };
  return {
    memory: {
      ...memory,
      bench: {
        ...bench,
        ask: { about: 'reprint-reason', job: last.job, answers: ['damaged', 'lost', 'nothing-came-out'] },
      },
    },
    effects: [cue('next')],
  };
}

/** Size by keypad for the parcel in hand; without one the last parcel is opened for correction. */
function change(memory: BenchMemory): BenchStep {
  const { bench } = memory;
  if (bench.parcel === undefined) return correctLast(memory);
  if (bench.phase === 'booking' || bench.refusal?.hold !== undefined) return { memory, effects: [cue('check')] };
  return {
    memory: { ...memory, run: undefined, bench: { ...bench, keypad: emptyKeypad, stableFrames: 0 } },
    effects: [],
  };
}

function leave(memory: BenchMemory): BenchStep {
  const { bench } = memory;
  if (bench.ask !== undefined) return { memory: { ...memory, bench: { ...bench, ask: undefined } }, effects: [] };
  if (bench.phase === 'correcting') return leaveCorrection(memory);
  return bench.keypad === undefined
    ? { memory, effects: [] }
    : { memory: { ...memory, bench: { ...bench, keypad: undefined } }, effects: [] };
}

/** An open parcel is put back, nothing was recorded; else the last weighing is voided by a new operation. */
function undo(memory: BenchMemory, context: BenchContext): BenchStep {
  const { bench } = memory;
  if (bench.phase === 'booking') return { memory, effects: [cue('check')] };
  // What is held is put on its shelf or let go by a lead; putting it back in the pile is neither.
  if (bench.refusal?.hold !== undefined) return { memory, effects: [cue('stop')] };
  if (bench.parcel?.kept !== undefined) return leaveCorrection(memory);
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
  // What is in a merged unit is taken out of it first.
  if (last === undefined || last.voided || context.rules.findUnit(last.waybill) !== undefined)
    return { memory, effects: [cue('check')] };
  return {
    memory: { ...memory, bench: { ...bench, ask: undefined } },
    effects: [
      {
        type: 'append',
        operation: 'parcelWeighingVoided',
        entity: `parcel:${last.waybill}`,
        payload: {
          voids: last.seq,
          voidsEpoch: epochOfJob(last.job),
          waybill: last.waybill,
          reason: 'undone at the bench',
        },
      },
      cue('next'),
    ],
  };
}
