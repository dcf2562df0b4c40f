import { refusing, stay, type Step } from '../stock/bench-step.ts';
import { cue } from '../stock/floor-effect.ts';
import type { FloorScan, UnitMarks } from '../stock/floor-scan.ts';
import type { HeardScan } from '../stock/hear-once.ts';
import { expirySchema } from '../stock/stock-key.ts';
import type { Sku } from '../stock/sku.ts';
import { sinceUnitMs, tellUnit } from '../stock/tell-units.ts';
import { withDifference } from './close-carton.ts';
import type {
  CountedLine,
  OpenCarton,
  PendingPiece,
  ReceiveAnswer,
  ReceiveBenchState,
  ReceiveContext,
} from './receive-bench-state.ts';
import { receiveRefusals } from './refusals.ts';

type ReceiveStep = Step<ReceiveBenchState>;
const refuse = refusing(receiveRefusals);
const MAX_SERIAL = 40;

/**
 * One piece was scanned. Questions come in this order: whose is it, is it announced here, is it another piece, what are its marks, is
 * it past its date, is it more than announced. It is counted when none is left.
 * @param settled questions that a person has answered for this piece.
 */
export function countPiece(
  state: ReceiveBenchState,
  carton: OpenCarton,
  scan: Pick<HeardScan, 'text' | 'skus' | 'marks' | 'atMs' | 'sinceReadMs'>,
  context: ReceiveContext,
  settled: { readonly another: boolean; readonly expired: boolean } = { another: false, expired: false },
): ReceiveStep {
  const { atMs } = scan;
  const own = carton.owner === undefined ? scan.skus : scan.skus.filter(({ owner }) => owner === carton.owner);
  const [sku, second] = own;
  const pending = (of: Sku): PendingPiece => ({ sku: of, marks: scan.marks, atMs, ...settled });
  if (sku === undefined) {
    const foreign = scan.skus[0];
    const answers = [{ do: 'unknown', word: 'code-unknown' }] as const;
    return refuse({ ...state, answers }, 'RECEIVE_ITEM_UNKNOWN', { subject: foreign?.sku ?? scan.text.slice(0, 80) });
  }
  if (second !== undefined) {
    const answers = own.slice(0, 3).map(({ owner }): ReceiveAnswer => ({ do: 'owner', owner }));
    return refuse({ ...state, owners: own, pending: pending(sku), answers }, 'RECEIVE_OWNER_UNCLEAR', {
      subject: sku.sku,
    });
  }
  const known: OpenCarton = { ...carton, owner: sku.owner };
  const here: ReceiveBenchState = { ...state, carton: known, pending: pending(sku) };
  const announced = carton.announced?.carton.lines.filter((line) => line.sku === sku.sku);
  const accepted = carton.surplus.includes(sku.sku);
  if (announced?.length === 0 && !accepted)
    return refuse({ ...here, answers: [{ do: 'surplus', word: 'not-announced' }] }, 'RECEIVE_NOT_IN_CARTON', {
      subject: sku.sku,
    });
  const earlier = carton.lines.filter((line) => line.sku === sku.sku);
  const told = tellUnit({
    serial: scan.marks.serial,
    serialsSeen: earlier.flatMap(({ serials }) => serials),
    sinceMs: sinceUnitMs(
      earlier.map((line) => line.atMs),
      scan,
    ),
  });
  // No answer of a person makes one serial number two pieces.
  if (told.unit === 'same' && told.by === 'serial')
    return refuse({ ...here, pending: undefined }, 'RECEIVE_SERIAL_TWICE', { subject: scan.marks.serial });
  if (told.unit === 'same' && !settled.another) return stay({ ...state, carton: known }, cue('twice'));
  if (told.unit === 'unclear' && !settled.another)
    return refuse({ ...here, answers: [{ do: 'another' }, { do: 'same' }] }, 'RECEIVE_UNIT_UNCLEAR', {
      subject: sku.sku,
    });
  const wanted = missingMark(sku, scan.marks);
  if (wanted !== undefined) {
    // The lot of the piece before is offered, never taken by itself.
    const last = earlier.at(-1);
    const offer: ReceiveAnswer[] =
      wanted === 'serial' || last === undefined
        ? []
        : [
            {
              do: 'same-marks',
              marks: {
                ...(last.lot === undefined ? {} : { lot: last.lot }),
                ...(last.expiry === undefined ? {} : { expiry: last.expiry }),
              },
            },
          ];
    return stay({ ...here, phase: 'marks', wanted, answers: offer }, cue('next'));
  }
  const past = scan.marks.expiry !== undefined && scan.marks.expiry < context.today;
  if (past && !settled.expired)
    return refuse({ ...here, answers: [{ do: 'expired' }] }, 'RECEIVE_EXPIRED', { subject: scan.marks.expiry });
  const expected = announced?.reduce((sum, { pieces }) => sum + pieces, 0);
  const counted = earlier.reduce((sum, { pieces }) => sum + pieces, 0);
  if (expected !== undefined && counted >= expected && !accepted)
    return refuse({ ...here, answers: [{ do: 'surplus', word: 'more-in-carton' }] }, 'RECEIVE_OVER', {
      subject: sku.sku,
    });
  const added = addPieces(known, sku, scan.marks, past ? 'D' : 'A', atMs);
  const next: ReceiveBenchState = { ...state, carton: added, pending: undefined };
  return past
    ? withDifference(next, added, { kind: 'damaged', sku: sku.sku, pieces: 1, word: 'expired', photos: [] }, context)
    : stay(next, cue('next'));
}

function missingMark({ tracks }: Sku, marks: UnitMarks): 'lot' | 'expiry' | 'serial' | undefined {
  if (tracks.lot && marks.lot === undefined) return 'lot';
  if (tracks.expiry && marks.expiry === undefined) return 'expiry';
  return tracks.serial && marks.serial === undefined ? 'serial' : undefined;
}

function addPieces(carton: OpenCarton, sku: Sku, marks: UnitMarks, grade: 'A' | 'D', atMs: number): OpenCarton {
  const lot = sku.tracks.lot ? marks.lot : undefined;
  const expiry = sku.tracks.expiry ? marks.expiry : undefined;
  const same = (line: CountedLine): boolean =>
    line.sku === sku.sku && line.lot === lot && line.expiry === expiry && line.grade === grade;
  const serials = marks.serial === undefined ? [] : [marks.serial];
  const line = carton.lines.find(same);
  if (line === undefined)
    return {
      ...carton,
      lines: [...carton.lines, { sku: sku.sku, lot, expiry, grade, pieces: 1, scanned: 1, serials, atMs }],
    };
  const more = {
    ...line,
    pieces: line.pieces + 1,
    scanned: line.scanned + 1,
    serials: [...line.serials, ...serials],
    atMs,
  };
  return { ...carton, lines: carton.lines.map((one) => (one === line ? more : one)) };
}

/** The awaited mark, scanned or typed (an expiry as YYYYMMDD). */
export function takeMark(
  state: ReceiveBenchState,
  carton: OpenCarton,
  scan: FloorScan,
  context: ReceiveContext,
): ReceiveStep {
  const { pending, wanted } = state;
  if (pending === undefined || wanted === undefined) return stay(state, cue('check'));
  // The article's own code once more is no mark of the piece.
  const article = scan.skus.some(({ sku }) => sku === pending.sku.sku) && scan.marks[wanted] === undefined;
  const text = scan.marks[wanted] ?? scan.code ?? '';
  const value = wanted === 'expiry' ? text.replace(/^(\d{4})(\d{2})(\d{2})$/, '$1-$2-$3') : text;
  const good = wanted === 'expiry' ? expirySchema.safeParse(value).success : value !== '' && value.length <= MAX_SERIAL;
  if (article || !good || scan.bin !== undefined || scan.job !== undefined) return stay(state, cue('check'));
  const marks = { ...pending.marks, [wanted]: value };
  const counting: ReceiveBenchState = {
    ...state,
    phase: 'counting',
    wanted: undefined,
    answers: [],
    pending: undefined,
    refusal: undefined,
  };
  return countPiece(counting, carton, { text: '', skus: [pending.sku], marks, atMs: pending.atMs }, context, {
    another: true,
    expired: pending.expired,
  });
}

/** A typed number replaces the count of the article counted last. Pieces with serial numbers are scanned, each. */
export function setQuantity(
  state: ReceiveBenchState,
  carton: OpenCarton,
  pieces: number,
  context: ReceiveContext,
): ReceiveStep {
  const latest = carton.lines.reduce((best, line, i) => (line.atMs >= (carton.lines[best]?.atMs ?? -1) ? i : best), -1);
  const line = carton.lines[latest];
  const back: ReceiveBenchState = { ...state, phase: 'counting', typed: '', refusal: undefined, answers: [] };
  const sku = line === undefined ? undefined : context.findSku(carton.owner ?? '', line.sku);
  if (line === undefined || sku === undefined || sku.tracks.serial || pieces < 1 || pieces < line.scanned)
    return stay(back, cue('check'));
  const others = carton.lines
    .filter((one) => one !== line && one.sku === line.sku)
    .reduce((sum, one) => sum + one.pieces, 0);
  const expected = carton.announced?.carton.lines
    .filter((one) => one.sku === line.sku)
    .reduce((sum, one) => sum + one.pieces, 0);
  const typed: OpenCarton = { ...carton, lines: carton.lines.map((one) => (one === line ? { ...line, pieces } : one)) };
  if (expected === undefined || others + pieces <= expected || carton.surplus.includes(line.sku))
    return stay({ ...back, carton: typed }, cue('next'));
  // More than announced: what was typed counts once that has been confirmed.
  return refuse({ ...back, answers: [{ do: 'quantity', pieces, sku: line.sku }] }, 'RECEIVE_OVER', {
    subject: line.sku,
  });
}
