import type { SealedShift } from '../ipc/supply-commands.ts';
import { errorCatalog } from '../errors/catalog.ts';
import type { Reconciliation } from './reconcile-shift.ts';
import type {
  OpenDifference,
  SealBenchEffect,
  SealBenchEvent,
  SealBenchState,
  SealBenchTurn,
} from './seal-bench-state.ts';
import type { ExplanationReason } from './shift-operations.ts';

/** A station does no more in a day. */
const MAX_COUNT_DIGITS = 5;

export const sealBenchStart: SealBenchState = {
  ...{ phase: 'counting', typed: '', counted: undefined, reconciliation: undefined },
  ...{ lead: 'none', problem: undefined, sealed: undefined },
};

const turn = (state: SealBenchState, ...effects: readonly SealBenchEffect[]): SealBenchTurn => ({ state, effects });
const wrong = (state: SealBenchState): SealBenchTurn => turn(state, { type: 'cue', cue: 'check' });

/** What is shown now, parcels before numbers: a parcel found may explain the number too. undefined: zero. */
export function openDifference({ reconciliation }: SealBenchState): OpenDifference | undefined {
  const [missing] = reconciliation?.missing ?? [];
  if (missing !== undefined) return { kind: 'parcel', missing };
  const pieces = reconciliation?.countDifference ?? 0;
  return pieces === 0 ? undefined : { kind: 'count', pieces };
}

/** How many pieces nobody has explained. */
export const unexplainedPieces = ({ missing, countDifference }: Reconciliation): number =>
  missing.length + Math.abs(countDifference);

/** What a lead may say of it, by F1, F2. A parcel is on the floor or it is lost; a number was counted wrong, or pieces are not scanned or not there. */
export function leadReasons(difference: OpenDifference): readonly ExplanationReason[] {
  if (difference.kind === 'parcel') return ['next-shift', 'lost'];
  return difference.pieces > 0 ? ['counted-wrong', 'not-scanned'] : ['counted-wrong', 'lost'];
}

/** Whose word is missing on a seal. */
export function missingSignature({ signatures }: SealedShift): 'outgoing' | 'incoming' | undefined {
  const has = (as: string): boolean => signatures.some((one) => one.as === as);
  return has('outgoing') ? (has('incoming') ? undefined : 'incoming') : 'outgoing';
}

/** Differences that the cloud has found since the last signature: the shift is open until somebody has seen them. */
export const unseenDifferences = ({ differences, signatures }: SealedShift): number =>
  Math.max(0, differences.length - Math.max(0, ...signatures.map(({ differencesSeen }) => differencesSeen)));

export function reduceSealBench(state: SealBenchState, event: SealBenchEvent): SealBenchTurn {
  switch (event.type) {
    case 'opened':
      return opened(event.reconciliation, event.sealed);
    case 'reconciled':
      return reconciled(state, event.reconciliation);
    case 'key':
      return onKey(state, event.name);
    case 'scan':
      return onScan(state, event.text.trim().toUpperCase());
    case 'lead':
      return turn({ ...state, lead: state.lead === 'asked' ? (event.person ?? 'none') : state.lead });
    case 'signer':
      return signer(state);
    case 'sealed':
      return asksSigner({ ...state, sealed: event.sealed, problem: undefined }, 'outgoing');
    case 'signed':
      return signed({ ...state, sealed: event.sealed });
    case 'seal-changed':
      return state.sealed?.operation === event.sealed.operation
        ? turn({ ...state, sealed: event.sealed })
        : turn(state);
    case 'failed':
      return turn(
        { ...state, problem: event.code, phase: state.phase === 'sealing' ? 'ready' : state.phase },
        { type: 'cue', cue: errorCatalog[event.code].severity === 'stop' ? 'stop' : 'check' },
      );
  }
}

/** A seal that waits for a word goes first; else a new count begins. */
function opened(reconciliation: Reconciliation, sealed: SealedShift | undefined): SealBenchTurn {
  const state = { ...sealBenchStart, reconciliation };
  if (sealed === undefined) return turn(state);
  const missing = missingSignature(sealed);
  return missing === undefined ? turn(state) : asksSigner({ ...state, sealed }, missing);
}

function reconciled(state: SealBenchState, reconciliation: Reconciliation): SealBenchTurn {
  const next = { ...state, reconciliation };
  if (state.phase !== 'explaining' && state.phase !== 'ready') return turn(next);
  if (!reconciliation.balanced) return turn({ ...next, phase: 'explaining' });
  return turn({ ...next, phase: 'ready' }, ...(state.phase === 'ready' ? [] : [{ type: 'cue', cue: 'ok' } as const]));
}

function asksSigner(state: SealBenchState, as: 'outgoing' | 'incoming'): SealBenchTurn {
  return turn({ ...state, phase: as }, { type: 'ask-signer', as });
}

function signer(state: SealBenchState): SealBenchTurn {
  const { phase, sealed } = state;
  if (sealed === undefined || (phase !== 'outgoing' && phase !== 'incoming')) return turn(state);
  const { operation, differences } = sealed;
  return turn(state, { type: 'sign', operation, as: phase, differencesSeen: differences.length });
}

function signed(state: SealBenchState): SealBenchTurn {
  const { sealed } = state;
  const missing = sealed === undefined ? undefined : missingSignature(sealed);
  if (missing !== undefined) return asksSigner({ ...state, problem: undefined }, missing);
  const operation = sealed?.operation ?? '';
  return turn(
    { ...state, phase: 'closed', problem: undefined },
    { type: 'cue', cue: 'ok' },
    { type: 'speak', phrase: 'shift-sealed' },
    { type: 'report', operation },
  );
}

// ── what people do ───────────────────────────────────────────────────────────────────────────────────────────────────

function onKey(state: SealBenchState, name: string): SealBenchTurn {
  const clear = { ...state, problem: undefined };
  switch (state.phase) {
    case 'counting':
      return onCount(clear, name);
    case 'explaining':
      return onExplain(clear, name);
    case 'ready':
      if (name === 'F5') return turn({ ...clear, phase: 'counting', typed: '' });
      if (name !== 'F1' || state.counted === undefined || state.reconciliation === undefined) return turn(state);
      return turn(
        { ...clear, phase: 'sealing' },
        { type: 'seal', counted: state.counted, reconciliation: state.reconciliation },
      );
    case 'outgoing':
    case 'incoming':
      // The next shift is not here yet: its word may come later, the seal stands.
      return name === 'F8' && state.phase === 'incoming'
        ? turn({ ...clear, phase: 'closed' }, { type: 'report', operation: state.sealed?.operation ?? '' })
        : turn(state);
    case 'closed': {
      const { sealed } = state;
      if (sealed === undefined) return turn(state);
      if (name === 'F4') return turn(clear, { type: 'report', operation: sealed.operation });
      if (name !== 'F1') return turn(state);
      const missing = missingSignature(sealed) ?? (unseenDifferences(sealed) > 0 ? 'outgoing' : undefined);
      return missing === undefined ? turn(state) : asksSigner(clear, missing);
    }
    case 'sealing':
      return turn(state);
  }
}

function onCount(state: SealBenchState, name: string): SealBenchTurn {
  if (/^\d$/.test(name)) {
    const typed = `${state.typed}${name}`.replace(/^0+(?=\d)/, '');
    return typed.length > MAX_COUNT_DIGITS ? wrong(state) : turn({ ...state, typed });
  }
  if (name === 'Backspace') return turn({ ...state, typed: state.typed.slice(0, -1) });
  if (name !== 'Enter') return turn(state);
  if (state.typed === '') return wrong(state);
  const counted = Number(state.typed);
  return turn({ ...state, counted, phase: 'explaining' }, { type: 'reconcile', counted });
}

function onExplain(state: SealBenchState, name: string): SealBenchTurn {
  const difference = openDifference(state);
  const slot = /^F([12])$/.exec(name)?.[1];
  if (typeof state.lead === 'object' && slot !== undefined && difference !== undefined) {
    const reason = leadReasons(difference)[Number(slot) - 1];
    if (reason === undefined) return turn(state);
    const pieces = difference.kind === 'parcel' ? 1 : Math.abs(difference.pieces);
    const waybill = difference.kind === 'parcel' ? { waybill: difference.missing.parcel.waybill } : {};
    return turn(
      { ...state, lead: 'none' },
      { type: 'explain', ...waybill, pieces, reason, lead: state.lead.id },
      { type: 'cue', cue: 'ok' },
    );
  }
  switch (name) {
    case 'F5':
      return turn({ ...state, phase: 'counting', typed: '', lead: 'none' });
    case 'F9':
      return difference === undefined ? turn(state) : turn({ ...state, lead: 'asked' }, { type: 'ask-lead' });
    case 'Escape':
      return turn({ ...state, lead: 'none' });
  }
  return turn(state);
}

/** The parcel in the hand is the best explanation: any of the missing ones, in any order. */
function onScan(state: SealBenchState, text: string): SealBenchTurn {
  if (state.phase !== 'explaining') return wrong(state);
  const found = state.reconciliation?.missing.find(({ parcel }) => parcel.waybill === text);
  if (found === undefined) return wrong(state);
  return turn(
    { ...state, lead: 'none' },
    { type: 'explain', waybill: found.parcel.waybill, pieces: 1, reason: 'found' },
    { type: 'cue', cue: 'ok' },
  );
}
