import type { ErrorCode } from '../errors/catalog.ts';
import type { OperationPayload } from '../parcel/operations.ts';
import { keyOfCommand, refusing, stay, typeDigit, type Step } from './bench-step.ts';
import type { Bin } from './bin.ts';
import { append, cue } from './floor-effect.ts';
import type { FloorLookups, UnitMarks } from './floor-scan.ts';
import { hearOnce, type HeardScan, type Hearing, type Unscanned } from './hear-once.ts';
import { countRefusals, type CountRefusalCode } from './refusals.ts';
import type { Sku } from './sku.ts';
import { keyText, type StockItem } from './stock-key.ts';
import type { StockRow } from './stock-ledger.ts';
import type { StockMove } from './stock-move.ts';
import { sinceUnitMs, tellUnit } from './tell-units.ts';

/** Passes after which a lead has to look: by then two hands have not agreed. */
export const MAX_PASSES = 3;

export interface CountedPile {
  readonly item: StockItem;
  readonly counted: number;
  readonly serials: readonly string[];
  readonly atMs: number;
}

type ScannedPiece = Pick<HeardScan, 'marks' | 'atMs' | 'sinceReadMs'>;

/** The screen shows what was counted and never what the books say: a count that knows the answer finds it. */
export interface CountState extends Hearing {
  readonly phase: 'idle' | 'counting' | 'quantity' | 'booking' | 'done';
  readonly bin: Bin | undefined;
  readonly pass: number;
  readonly piles: readonly CountedPile[];
  /** What the pass before found. */
  readonly before: readonly CountedPile[] | undefined;
  readonly owners: readonly Sku[];
  /** The piece scanned whose owner has to be chosen. */
  readonly pending: ScannedPiece | undefined;
  readonly typed: string;
  readonly refusal: { readonly code: CountRefusalCode | ErrorCode; readonly subject?: string | undefined } | undefined;
  readonly last: OperationPayload<'binCounted'> | undefined;
}

export interface CountContext extends FloorLookups {
  readonly inBin: (bin: string) => readonly StockRow[];
}

export type CountEvent =
  | { readonly type: 'scan'; readonly text: string; readonly atMs: number; readonly aim?: string | undefined }
  | { readonly type: 'scan-torn' }
  | { readonly type: 'key'; readonly key: 'F1' | 'F2' | 'F3' | 'F5' | 'F8' | 'Escape' }
  | { readonly type: 'keypad'; readonly key: string }
  | { readonly type: 'lead'; readonly id: string }
  | { readonly type: 'booked'; readonly payload: unknown }
  | { readonly type: 'booking-failed'; readonly code: ErrorCode };

export const initialCount: CountState = {
  ...{ phase: 'idle', bin: undefined, pass: 1, piles: [], before: undefined, owners: [] },
  ...{ pending: undefined, typed: '', refusal: undefined, last: undefined },
  lastScan: undefined,
};

type CountStep = Step<CountState>;
const refuse = refusing(countRefusals);

/** Scan the bin, scan each piece, scan the bin again. */
export const reduceCount = hearOnce<CountState, Unscanned<CountEvent>, CountContext>(
  ({ bin }) => bin !== undefined,
  onScan,
  onOther,
);

function onOther(state: CountState, event: Unscanned<CountEvent>, context: CountContext): CountStep {
  if (state.phase === 'booking' && event.type !== 'booked' && event.type !== 'booking-failed')
    return stay(state, cue('check'));
  switch (event.type) {
    case 'scan-torn':
      return stay(state, cue('check'));
    case 'key':
      return onKey(state, event.key, context);
    case 'keypad':
      return onKeypad(state, event.key);
    case 'lead':
      return state.refusal?.code === 'COUNT_NEEDS_LEAD' ? record(state, context, event.id) : stay(state, cue('check'));
    case 'booked':
      return stay({ ...initialCount, phase: 'done', last: event.payload as OperationPayload<'binCounted'> }, cue('ok'));
    case 'booking-failed':
      return stay({ ...state, phase: 'counting', refusal: { code: event.code } }, cue('stop'));
  }
}

function onScan(state: CountState, scan: HeardScan, context: CountContext): CountStep {
  const { bin } = state;
  if (state.phase === 'booking') return stay(state, cue('check'));
  const key = scan.command === undefined ? undefined : keyOfCommand(scan.command);
  if (scan.command !== undefined) return key === undefined ? stay(state) : onKey(state, key, context);
  if (state.phase === 'quantity' || state.refusal?.code === 'COUNT_NEEDS_LEAD') return stay(state, cue('check'));
  if (scan.bin !== undefined) {
    if (bin === undefined)
      return stay({ ...initialCount, phase: 'counting', bin: scan.bin, last: state.last }, cue('next'));
    return scan.bin.code === bin.code
      ? closePass(state, context)
      : refuse(state, 'COUNT_BIN_OPEN', { subject: bin.code });
  }
  if (bin === undefined) return refuse(state, 'COUNT_SCAN_BIN', { subject: scan.text.slice(0, 24) });
  if (scan.skus.length === 0) return refuse(state, 'COUNT_ITEM_UNKNOWN', { subject: scan.text.slice(0, 24) });
  const own = ownersHere(scan.skus, bin, context);
  if (own.length > 1)
    return refuse({ ...state, owners: own, pending: scan }, 'COUNT_OWNER_UNCLEAR', {
      subject: own[0]?.sku,
    });
  const [sku] = own;
  return sku === undefined ? stay(state, cue('check')) : countPiece(state, sku, scan, context);
}

/** A bin kept for one seller holds that seller's; else those of whom something lies here; else a person says. */
function ownersHere(skus: readonly Sku[], bin: Bin, context: CountContext): readonly Sku[] {
  if (skus.length < 2) return skus;
  const kept = skus.filter(({ owner }) => owner === bin.owner);
  if (kept.length > 0) return kept;
  const rows = context.inBin(bin.code);
  const lying = skus.filter(({ owner, sku }) => rows.some((row) => row.owner === owner && row.sku === sku));
  return lying.length > 0 ? lying : skus;
}

/** Grade, lot and expiry as the label says; where it is silent and the bin holds but one such pile, it is a piece of that. */
function itemOf(sku: Sku, marks: UnitMarks, bin: Bin, rows: readonly StockRow[]): StockItem {
  const same = rows.filter(
    (row) =>
      row.owner === sku.owner &&
      row.sku === sku.sku &&
      (marks.lot === undefined || row.lot === marks.lot) &&
      (marks.expiry === undefined || row.expiry === marks.expiry),
  );
  const only = same.length === 1 ? same[0] : undefined;
  const lot = marks.lot ?? only?.lot;
  const expiry = marks.expiry ?? only?.expiry;
  const grade = only?.grade ?? bin.grades?.[0] ?? 'A';
  return {
    ...{ owner: sku.owner, sku: sku.sku, grade },
    ...(sku.tracks.lot && lot !== undefined ? { lot } : {}),
    ...(sku.tracks.expiry && expiry !== undefined ? { expiry } : {}),
  };
}

function countPiece(state: CountState, sku: Sku, scan: ScannedPiece, context: CountContext): CountStep {
  const { marks, atMs } = scan;
  const { bin, piles } = state;
  if (bin === undefined) return stay(state, cue('check'));
  const item = itemOf(sku, marks, bin, context.inBin(bin.code));
  const ofArticle = piles.filter((pile) => pile.item.owner === sku.owner && pile.item.sku === sku.sku);
  const told = tellUnit({
    ...{ serial: marks.serial, serialsSeen: ofArticle.flatMap(({ serials }) => serials) },
    sinceMs: sinceUnitMs(
      ofArticle.map((pile) => pile.atMs),
      scan,
    ),
  });
  if (told.unit === 'same')
    return told.by === 'serial'
      ? refuse(state, 'COUNT_SERIAL_TWICE', { subject: marks.serial })
      : stay(state, cue('twice'));
  // Between the times it is counted: a quick hand is believed here, because a wrong count meets the second, blind pass.
  const key = keyText({ ...item, bin: bin.code });
  const pile = piles.find((one) => keyText({ ...one.item, bin: bin.code }) === key);
  const serials = marks.serial === undefined ? [] : [marks.serial];
  const more: CountedPile = {
    item,
    counted: (pile?.counted ?? 0) + 1,
    serials: [...(pile?.serials ?? []), ...serials],
    atMs,
  };
  const others = piles.filter((one) => one !== pile);
  return stay(
    { ...state, piles: [...others, more], owners: [], pending: undefined, refusal: undefined, phase: 'counting' },
    cue('next'),
  );
}

/** Keys of either side with what each says. */
function compared(
  piles: readonly CountedPile[],
  rows: readonly { readonly text: string; readonly pieces: number }[],
  bin: string,
): boolean {
  const counted = new Map(piles.map(({ item, counted: pieces }) => [keyText({ ...item, bin }), pieces]));
  const keys = new Set([...counted.keys(), ...rows.map(({ text }) => text)]);
  return [...keys].every((key) => (counted.get(key) ?? 0) === (rows.find(({ text }) => text === key)?.pieces ?? 0));
}

/** As the books say: done. As the pass before: that is what lies here. Else once more, from the start; after three passes a lead. */
function closePass(state: CountState, context: CountContext): CountStep {
  const { bin, piles, before, pass } = state;
  if (bin === undefined) return stay(state, cue('check'));
  const books = context.inBin(bin.code).map((row) => ({ text: keyText(row), pieces: row.pieces }));
  if (compared(piles, books, bin.code)) return record(state, context, undefined);
  const earlier = before?.map(({ item, counted }) => ({ text: keyText({ ...item, bin: bin.code }), pieces: counted }));
  if (earlier !== undefined && compared(piles, earlier, bin.code)) return record(state, context, undefined);
  if (pass >= MAX_PASSES) return refuse(state, 'COUNT_NEEDS_LEAD', { subject: bin.code });
  return refuse({ ...state, before: piles, piles: [], pass: pass + 1 }, 'COUNT_DIFFERS', { subject: bin.code });
}

function record(state: CountState, context: CountContext, lead: string | undefined): CountStep {
  const { bin, piles, pass } = state;
  if (bin === undefined) return stay(state, cue('check'));
  const rows = context.inBin(bin.code);
  const found = new Map(piles.map((pile) => [keyText({ ...pile.item, bin: bin.code }), pile]));
  const items = new Map<string, StockItem>(piles.map(({ item }) => [keyText({ ...item, bin: bin.code }), item]));
  for (const row of rows) {
    const { owner, sku, grade, lot, expiry } = row;
    items.set(keyText(row), {
      owner,
      sku,
      grade,
      ...(lot === undefined ? {} : { lot }),
      ...(expiry === undefined ? {} : { expiry }),
    });
  }
  const lines = [...items].map(([key, item]) => {
    const serials = found.get(key)?.serials ?? [];
    const expected = rows.find((row) => keyText(row) === key)?.pieces ?? 0;
    return {
      ...item,
      counted: found.get(key)?.counted ?? 0,
      expected,
      ...(serials.length === 0 ? {} : { serials: [...serials] }),
    };
  });
  const moves = lines.flatMap(({ counted, expected, serials: _serials, ...item }): StockMove[] => {
    const pieces = Math.abs(counted - expected);
    return pieces === 0 ? [] : [{ ...item, pieces, ...(counted > expected ? { to: bin.code } : { from: bin.code }) }];
  });
  const counted = append('binCounted', `bin:${bin.code}`, {
    bin: bin.code,
    passes: pass,
    lines,
    moves,
    ...(lead === undefined ? {} : { lead }),
  });
  return stay({ ...state, phase: 'booking', refusal: undefined }, counted);
}

function onKey(state: CountState, key: Extract<CountEvent, { type: 'key' }>['key'], context: CountContext): CountStep {
  switch (key) {
    case 'F1':
    case 'F2':
    case 'F3': {
      const sku = state.owners[Number(key.slice(1)) - 1];
      const { pending } = state;
      return sku === undefined || pending === undefined ? stay(state) : countPiece(state, sku, pending, context);
    }
    case 'F5':
      return state.piles.length === 0 || state.phase !== 'counting'
        ? stay(state, cue('check'))
        : stay({ ...state, phase: 'quantity', typed: '' }, cue('next'));
    case 'F8': {
      if (state.bin === undefined) return stay(state, cue('check'));
      if (state.phase === 'quantity') return stay({ ...state, phase: 'counting', typed: '' });
      const latest = state.piles.at(-1);
      if (latest === undefined) return stay({ ...initialCount, last: state.last }, cue('next'));
      const fewer = {
        ...latest,
        counted: latest.counted - 1,
        serials: latest.serials.slice(0, Math.max(0, latest.counted - 1)),
      };
      const rest = state.piles.slice(0, -1);
      return stay({ ...state, piles: fewer.counted === 0 ? rest : [...rest, fewer], refusal: undefined }, cue('next'));
    }
    case 'Escape':
      return state.refusal?.code === 'COUNT_NEEDS_LEAD' ? stay(state) : stay({ ...state, refusal: undefined });
  }
}

/** A typed number for the pile counted last; pieces with serial numbers are scanned, each. */
function onKeypad(state: CountState, key: string): CountStep {
  const latest = state.piles.at(-1);
  if (state.phase !== 'quantity' || latest === undefined) return stay(state);
  if (key !== 'Enter') {
    const typed = typeDigit(state.typed, key);
    return typed === undefined ? stay(state) : stay({ ...state, typed });
  }
  const back: CountState = { ...state, phase: 'counting', typed: '' };
  if (state.typed === '' || latest.serials.length > 0) return stay(back, cue('check'));
  const counted = Number(state.typed);
  const rest = state.piles.slice(0, -1);
  return stay({ ...back, piles: counted === 0 ? rest : [...rest, { ...latest, counted }] }, cue('next'));
}
