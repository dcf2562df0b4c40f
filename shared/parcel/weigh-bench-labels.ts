import type { BenchEvent, BenchMemory, BenchStep } from './weigh-bench-events.ts';
import type { WeighBenchState } from './weigh-bench-state.ts';
import { askUnknown, confirm, cue, refuse, refuseScan, restPhase } from './weigh-bench-steps.ts';

export function onLabel(memory: BenchMemory, event: Extract<BenchEvent, { type: 'label' }>): BenchStep {
  const { bench } = memory;
  const { job, state, code } = event;
  const last = bench.last?.job === job ? { ...bench.last, label: state, labelCode: code } : bench.last;
  const others = bench.unknownLabels.filter((known) => known !== job);
  const unknownLabels = state === 'unknown' ? [...others, job] : others;
  // What waits for a scan of the label is answered by that, or by a new print of it.
  const waits = bench.refusal?.code === 'LABEL_NOT_SCANNED' && (state === 'sending' || state === 'sent');
  const answered = bench.refusal?.job === job && state !== 'unknown' && state !== 'failed' && !waits;
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

export function scanBack(memory: BenchMemory, job: string): BenchStep {
  const { bench } = memory;
  const known = bench.last?.job === job || bench.unknownLabels.includes(job);
  if (!known) return refuseScan(memory, { code: 'LABEL_OF_ANOTHER', subject: job, answers: [] });
  if (bench.last?.job === job && (bench.last.label === 'queued' || bench.last.label === 'failed'))
    return { memory, effects: [cue('check')] };
  if (bench.last?.job === job && bench.last.label === 'confirmed') return { memory, effects: [cue('twice')] };
  return { memory, effects: [confirm(job, 'scan-back'), cue('ok')] };
}
