import { append, cue } from '../stock/floor-effect.ts';
import { reversed } from '../stock/stock-move.ts';
import { closeParcel, weigh } from './close-parcel.ts';
import type { PackBenchState, PackContext, PackEvent, PackRefusal } from './pack-bench-state.ts';
import { askAside, setAside, takeUp } from './pack-aside.ts';
import { addPiece, afterPiece } from './pack-pieces.ts';
import { cleared, piecesIn, stay, type PackStep } from './pack-step.ts';
import { packRefusals, type PackRefusalCode } from './refusals.ts';

export function onKey(
  state: PackBenchState,
  key: Extract<PackEvent, { type: 'key' }>['key'],
  context: PackContext,
): PackStep {
  if (state.phase === 'booking') return stay(state, cue('check'));
  const { open, refusal } = state;
  switch (key) {
    case 'F1':
    case 'F2':
    case 'F3': {
      const answer = refusal?.answers[Number(key.slice(1)) - 1];
      if (refusal === undefined && key === 'F2') return closeEarly(state, context);
      return answer === undefined ? stay(state) : onAnswer(state, answer, context);
    }
    case 'F5': {
      if (open === undefined || open.fitting.length === 0 || refusal !== undefined) return stay(state, cue('check'));
      const next = open.fitting[(open.fitting.indexOf(open.box ?? '') + 1) % open.fitting.length];
      return stay({ ...state, open: { ...open, box: next } }, cue('next'));
    }
    case 'F6':
      return refusal === undefined ? askAside(state) : stay(state, cue('check'));
    case 'F8':
      return undo(state);
    case 'Escape':
      return refusal !== undefined &&
        packRefusals[refusal.code as PackRefusalCode]?.colour === 'check' &&
        refusal.answers.length === 0 &&
        refusal.code !== 'PACK_WEIGHT_OFF'
        ? stay(cleared(state))
        : stay(state);
  }
}

/** The rest goes into another parcel: this one closes with what is in it. */
function closeEarly(state: PackBenchState, context: PackContext): PackStep {
  const { open } = state;
  if (open === undefined || open.units.length === 0 || open.box === undefined) return stay(state, cue('check'));
  if (context.weighs === 'none') return closeParcel(state, context, undefined, undefined);
  const waiting: PackBenchState = { ...state, phase: 'await-weight' };
  return state.settled === undefined ? stay(waiting, cue('next')) : weigh(waiting, context);
}

function onAnswer(state: PackBenchState, answer: PackRefusal['answers'][number], context: PackContext): PackStep {
  const { open, refusal } = state;
  if (answer === 'take-up') return takeUp(state, context);
  if (open === undefined || refusal === undefined) return stay(state, cue('check'));
  if (answer === 'item-missing' || answer === 'item-damaged' || answer === 'needs-a-lead')
    return setAside(state, answer, context);
  if (answer === 'same-piece') return stay(cleared(state), cue('twice'));
  if (answer === 'close-anyway') return afterPiece(cleared(state), context);
  const { piece } = refusal;
  const line = open.order.lines.findIndex((one, at) => one.sku === piece?.sku.sku && piecesIn(open, at) < one.pieces);
  if (piece === undefined || line === -1) return stay(cleared(state), cue('check'));
  return addPiece(state, open, { line, sku: piece.sku.sku, toldBy: 'person', atMs: piece.atMs }, context);
}

/** The last piece out; an order without pieces put back; a closed parcel taken apart by a new operation. */
function undo(state: PackBenchState): PackStep {
  const { open, last, refusal } = state;
  if (refusal?.code === 'PACK_PARCEL_STOPPED' || refusal?.code === 'PACK_PLACE_WRONG') return stay(state, cue('stop'));
  if (refusal?.code === 'PACK_ORDER_STOPPED')
    return stay(
      { ...state, open: undefined, refusal: undefined, phase: 'idle', weightAtPiece: undefined },
      cue('next'),
    );
  if (refusal?.code === 'PACK_SET_ASIDE') return stay(cleared(state), cue('next'));
  if (open !== undefined && open.units.length > 0 && refusal === undefined)
    return stay(
      {
        ...state,
        open: { ...open, units: open.units.slice(0, -1) },
        serialOf: undefined,
        phase: 'items',
        weightAtPiece: undefined,
      },
      cue('next'),
    );
  if (refusal !== undefined) return stay(cleared(state), cue('next'));
  if (open !== undefined) return stay({ ...state, open: undefined, serialOf: undefined, phase: 'idle' }, cue('next'));
  if (last === undefined || last.voided) return stay(state, cue('check'));
  const voided = append('orderPackingVoided', `order:${last.order}`, {
    ...{
      voids: last.job,
      order: last.order,
      parcel: last.parcel,
      reason: 'undone at the bench',
      moves: reversed(last.moves),
    },
  });
  return stay({ ...state, phase: 'booking' }, voided);
}
