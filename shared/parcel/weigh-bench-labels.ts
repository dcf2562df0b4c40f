import type { BenchEvent, BenchMemory, BenchStep } from './weigh-bench-events.ts';
import type { WeighBenchState } from './weigh-bench-state.ts';
import { refuse, restPhase, askUnknown } from './weigh-bench-steps.ts';

export function onLabel(memory: BenchMemory, event: Extract<BenchEvent, { type: 'label' }>): BenchStep {
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
