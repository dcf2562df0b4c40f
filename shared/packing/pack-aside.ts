import type { OperationPayload } from '../parcel/operations.ts';
import { append, cue } from '../stock/floor-effect.ts';
import { ASIDE_REASONS, type AsideReason } from './aside-reasons.ts';
import type { Order } from './order.ts';
import type { PackBenchState, PackContext } from './pack-bench-state.ts';
import { piecesIn, refusePack, stay, type PackStep } from './pack-step.ts';

/** F6: an order in the hand is not given up without a word. */
export function askAside(state: PackBenchState): PackStep {
  const { open } = state;
  if (open === undefined || state.phase === 'booking') return stay(state, cue('check'));
  return refusePack(state, 'PACK_SET_ASIDE', { subject: open.order.order, answers: ASIDE_REASONS });
}

/** What was checked goes back into the tote; the order stays on the list under its reason until somebody takes it up. */
export function setAside(state: PackBenchState, why: AsideReason, context: PackContext): PackStep {
  const { open } = state;
  if (open === undefined) return stay(state, cue('check'));
  const { order } = open;
  const line = order.lines.findIndex((one, at) => piecesIn(open, at) < one.pieces);
  const wanted = order.lines[line]?.sku;
  const aside = append('orderSetAside', `order:${order.order}`, {
    ...{ order: order.order, owner: order.owner, why, checked: open.units.length, practice: context.practice },
    ...(wanted === undefined ? {} : { sku: wanted }),
  });
  return stay({ ...state, phase: 'booking' }, aside);
}

/** An order that somebody has set aside is opened by a person's word, not by a scan in passing. */
export function heldAside(state: PackBenchState, order: Order, context: PackContext): PackStep | undefined {
  const aside = context.findAside(order.order);
  return aside === undefined
    ? undefined
    : refusePack(state, 'PACK_ORDER_ASIDE', { subject: order.order, aside: aside.why, answers: ['take-up'] });
}

export function takeUp(state: PackBenchState, context: PackContext): PackStep {
  const order = state.refusal?.subject;
  const aside = order === undefined ? undefined : context.findAside(order);
  if (order === undefined || aside === undefined) return stay(state, cue('check'));
  return stay(
    { ...state, refusal: undefined, phase: 'booking' },
    append('orderTakenUp', `order:${order}`, { order, aside: aside.job }),
  );
}

export type SetAside = OperationPayload<'orderSetAside'>;
