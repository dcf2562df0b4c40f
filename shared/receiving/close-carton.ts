import { massToMilligrams } from '../measure/mass.ts';
import type { Mass } from '../measure/quantity.ts';
import { refusing, stay, type Step } from '../stock/bench-step.ts';
import { append, cue } from '../stock/floor-effect.ts';
import { MAX_SERIALS, type StockMove } from '../stock/stock-move.ts';
import { wordsOf } from './difference.ts';
import type { OpenCarton, ReceiveAnswer, ReceiveBenchState, ReceiveContext } from './receive-bench-state.ts';
import { receiveRefusals } from './refusals.ts';
import type { CartonDifference } from './receiving-operations.ts';

type ReceiveStep = Step<ReceiveBenchState>;
const refuse = refusing(receiveRefusals);

/** A carton is looked at when it differs by more than both: 2 % and 100 g. Own figures; sellers' weights are rounded to these. */
const OFF_PER_MILLE = 20;
const OFF_MILLIGRAMS = 100_000;

export function weightIsOff(announced: Mass | undefined, milligrams: number): boolean {
  if (announced === undefined) return false;
  const expected = massToMilligrams(announced);
  const difference = Math.abs(milligrams - expected);
  return difference > OFF_MILLIGRAMS && difference * 1000 > expected * OFF_PER_MILLE;
}

/** A difference is noted, and shown on a photo. Without a camera the record says so. */
export function withDifference(
  state: ReceiveBenchState,
  carton: OpenCarton,
  difference: CartonDifference,
  context: ReceiveContext,
): ReceiveStep {
  const noted = context.camera ? difference : { ...difference, noCamera: true as const };
  const known = { ...carton, differences: [...carton.differences, noted] };
  const next: ReceiveBenchState = { ...state, carton: known };
  return context.camera
    ? refuse({ ...next, phase: 'photo' }, 'RECEIVE_PHOTO_NEEDED', { subject: difference.sku ?? difference.code })
    : stay(next, cue('next'));
}

/** Pieces of an announced article that were neither counted nor said to be missing. */
function missingOf({ announced, lines, differences }: OpenCarton): { sku: string; pieces: number }[] {
  const articles = [...new Set(announced?.carton.lines.map(({ sku }) => sku) ?? [])];
  return articles.flatMap((sku) => {
    const sum = (of: readonly { readonly sku?: string | undefined; readonly pieces: number }[]): number =>
      of.filter((one) => one.sku === sku).reduce((total, { pieces }) => total + pieces, 0);
    const pieces =
      sum(announced?.carton.lines ?? []) - sum(lines) - sum(differences.filter(({ kind }) => kind === 'short'));
    return pieces > 0 ? [{ sku, pieces }] : [];
  });
}

/** What is more than announced is said by itself: a person has let each of them pass while counting. */
function surplusOf({ announced, lines }: OpenCarton): CartonDifference[] {
  if (announced === undefined) return [];
  return [...new Set(lines.map(({ sku }) => sku))].flatMap((sku): CartonDifference[] => {
    const sum = (of: readonly { readonly sku: string; readonly pieces: number }[]): number =>
      of.filter((one) => one.sku === sku).reduce((total, { pieces }) => total + pieces, 0);
    const expected = sum(announced.carton.lines);
    const pieces = sum(lines) - expected;
    return pieces > 0
      ? [{ kind: 'over', sku, pieces, word: expected === 0 ? 'not-announced' : 'more-in-carton', photos: [] }]
      : [];
  });
}

/** The carton's number once more: it is empty. What is short is asked once; surplus and shortage are shown on a photo. */
export function closeCarton(state: ReceiveBenchState, carton: OpenCarton, context: ReceiveContext): ReceiveStep {
  if (carton.owner === undefined || (carton.lines.length === 0 && carton.announced === undefined))
    return stay(state, cue('check'));
  const missing = missingOf(carton);
  if (missing.length > 0) {
    const answers = wordsOf('short').map((word): ReceiveAnswer => ({ do: 'short', word }));
    const { state: refused, effects } = refuse({ ...state, answers }, 'RECEIVE_SHORT', { subject: carton.code });
    return { state: { ...refused, refusal: { code: 'RECEIVE_SHORT', subject: carton.code, missing } }, effects };
  }
  const differences = [
    ...carton.differences,
    ...(carton.differences.some(({ kind }) => kind === 'over') ? [] : surplusOf(carton)),
  ];
  const bare = differences.filter(({ photos, noCamera }) => photos.length === 0 && noCamera === undefined);
  if (bare.length > 0 && context.camera)
    return refuse({ ...state, phase: 'photo', carton: { ...carton, differences } }, 'RECEIVE_PHOTO_NEEDED', {
      subject: bare[0]?.sku ?? bare[0]?.code,
    });
  const shown = differences.map((one) => (one.photos.length === 0 ? { ...one, noCamera: true as const } : one));
  const { owner, announced, code, gross } = carton;
  const lines = carton.lines.map(({ sku, lot, expiry, grade, pieces, scanned }) => ({
    ...{ sku, grade, pieces, scanned },
    ...(lot === undefined ? {} : { lot }),
    ...(expiry === undefined ? {} : { expiry }),
  }));
  const moves = carton.lines.flatMap((line, i) => movesOf(owner, lines[i], line.serials, context.dock));
  const received = append('cartonReceived', `carton:${code}`, {
    ...{ carton: code, owner, lines, differences: shown, dock: context.dock, moves, practice: context.practice },
    ...(announced === undefined ? {} : { asn: announced.asn }),
    ...(gross === undefined ? {} : { gross: gross.mass, evidence: gross.evidence }),
    ...(announced?.carton.gross === undefined ? {} : { expected: announced.carton.gross }),
  });
  return stay({ ...state, carton: { ...carton, differences: shown }, phase: 'booking' }, received);
}

/** A pile into the dock. Serial numbers in as many moves as a record allows them. */
function movesOf(
  owner: string,
  line: (Omit<StockMove, 'owner'> & { readonly scanned: number }) | undefined,
  serials: readonly string[],
  to: string,
): StockMove[] {
  if (line === undefined) return [];
  const { scanned: _scanned, ...item } = line;
  if (serials.length === 0) return [{ owner, ...item, to }];
  return Array.from({ length: Math.ceil(serials.length / MAX_SERIALS) }, (_, i) => {
    const some = serials.slice(i * MAX_SERIALS, (i + 1) * MAX_SERIALS);
    return { owner, ...item, pieces: some.length, serials: some, to };
  });
}
