import { withAnswer } from './weigh-bench-admit.ts';
import { goOn } from './weigh-bench-answers.ts';
import type { BenchContext, BenchMemory, BenchStep } from './weigh-bench-events.ts';
import { cue } from './weigh-bench-steps.ts';
import { onWaybill } from './weigh-bench-waybill.ts';

/** A lead has given their word about what stands on the screen. A hold is released by an operation of its own, on the disk before work goes on. */
export function onLead(memory: BenchMemory, lead: { readonly id: string }, context: BenchContext): BenchStep {
  const { bench } = memory;
  const heard: BenchMemory = { ...memory, bench: { ...bench, asksLead: false } };
  const { refusal, parcel } = bench;
  if (refusal?.lead !== true || refusal.subject === undefined) return { memory: heard, effects: [cue('check')] };
  if (refusal.hold !== undefined) {
    const { reason, sinceMs } = refusal.hold;
    return {
      memory: heard,
      effects: [
        {
          type: 'append',
          operation: 'holdReleased',
          entity: `parcel:${refusal.subject}`,
          payload: { waybill: refusal.subject, reason, sinceMs, lead: lead.id },
        },
      ],
    };
  }
  if (parcel !== undefined) return goOn(heard, withAnswer(parcel, refusal, 'lead', lead.id), context);
  return onWaybill(
    {
      ...heard,
      oldListSeenMs: context.rules.holdList?.ageMs,
      bench: { ...heard.bench, refusal: undefined, phase: 'idle' },
    },
    refusal.subject,
    context,
  );
}

/** The release is on the disk: the parcel goes on as any other. */
export function onHoldReleased(memory: BenchMemory, waybill: string, context: BenchContext): BenchStep {
  const { bench } = memory;
  const { parcel, refusal } = bench;
  if (refusal?.hold === undefined || refusal.subject !== waybill) return { memory, effects: [] };
  if (parcel !== undefined) return goOn(memory, { ...parcel, released: true }, context);
  return onWaybill({ ...memory, bench: { ...bench, refusal: undefined, phase: 'idle' } }, waybill, context);
}
