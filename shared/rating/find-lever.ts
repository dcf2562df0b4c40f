import { lengthIn } from '../measure/length.ts';
import { compare, fromDecimal, fromInteger, roundToStep, subtract, toDecimal, ZERO } from '../measure/rational.ts';
import type { CompiledRule } from './compile-rule.ts';
import { evaluateTicket, type Evaluation } from './evaluate-ticket.ts';
import type { TicketInput } from './rating-input.ts';

/** One side shorter, or the piece lighter, by a little, and what that saves. Figures in the rule's units. */
export interface Lever {
  readonly piece: number;
  readonly side: 'length' | 'width' | 'height' | 'weight';
  readonly from: string;
  readonly to: string;
  readonly less: string;
  readonly saves: string;
  readonly unit: string;
  readonly words: { readonly zh: string; readonly en: string };
}

const sideWords = {
  length: { zh: '长', en: 'length' },
  width: { zh: '宽', en: 'width' },
  height: { zh: '高', en: 'height' },
  weight: { zh: '重量', en: 'weight' },
} as const;

/** "2 cm less height saves 0.5 kg". */
function inWords(side: Lever['side'], less: string, unit: string, saves: string, saveUnit: string): Lever['words'] {
  return {
    zh: `${sideWords[side].zh}减少 ${less} ${unit}, 计费重少 ${saves} ${saveUnit}`,
    en: `${less} ${unit} less ${sideWords[side].en} saves ${saves} ${saveUnit}`,
  };
}

const SIDES = ['length', 'width', 'height'] as const;
/** A lever asks for at most this much less of one side; more is another box, not a lever. */
const MAX_LESS = 5;
/** Unit of one try: 1 cm, 1 in, 10 mm, 0.01 m. */
const tryStep = { cm: '1', in: '1', mm: '10', m: '0.01' } as const;
/** Pieces looked at: a pallet of hundreds is not repacked by hint. */
const MAX_PIECES = 20;

/**
 * For each piece the least cut of one side that lowers the bill, best saving first. The shortest side is tried first for the
 * same cut: it moves most volume. A side is cut to whole steps.
 */
export function findLever(compiled: CompiledRule, ticket: TicketInput, now: Evaluation): Lever[] {
  const { lengthUnit } = compiled.rule;
  const step = fromDecimal(tryStep[lengthUnit]);
  const found: (Lever & { readonly worth: ReturnType<typeof subtract> })[] = [];
  for (const [index, piece] of ticket.pieces.slice(0, MAX_PIECES).entries()) {
    const { dimensions } = piece;
    if (dimensions === undefined) continue;
    const raw = SIDES.map((side) => lengthIn(dimensions[side], dimensions.unit, lengthUnit));
    const order = [0, 1, 2].sort((a, b) => compare(raw[a] ?? ZERO, raw[b] ?? ZERO));
    search: for (let less = 1; less <= MAX_LESS; less += 1) {
      for (const place of order) {
        const side = raw[place] ?? ZERO;
        const cut = subtract(side, { n: step.n * BigInt(less), d: step.d });
        const shorter = roundToStep(cut, step, 'up');
        if (compare(shorter, fromInteger(0)) <= 0) continue;
        const [length = '', width = '', height = ''] = raw.map((value, i) =>
          toDecimal(i === place ? shorter : value, 30),
        );
        const pieces = ticket.pieces.map((one, i) =>
          i === index ? { ...one, dimensions: { length, width, height, unit: lengthUnit } } : one,
        );
        const then = evaluateTicket(compiled, { ...ticket, pieces });
        if (!then.ok) continue;
        const saved = subtract(now.chargeable, then.value.chargeable);
        if (compare(saved, ZERO) <= 0) continue;
        const name = SIDES[place] ?? 'height';
        const [by, saves] = [toDecimal(subtract(side, shorter), 3), toDecimal(saved, 6)];
        found.push({
          piece: index,
          side: name,
          from: toDecimal(side, 3),
          to: toDecimal(shorter, 3),
          less: by,
          saves,
          unit: lengthUnit,
          words: inWords(name, by, lengthUnit, saves, compiled.rule.weightUnit),
          worth: saved,
        });
        break search;
      }
    }
  }
  found.sort((a, b) => compare(b.worth, a.worth));
  return found.map(({ worth: _, ...lever }) => lever);
}

/**
 * Where the actual weight is billed: how much lighter the one piece would have to be for the next step down. Only where that is less
 * than a step away, and only after the whole evaluation agreed.
 */
export function findWeightLever(compiled: CompiledRule, ticket: TicketInput, now: Evaluation): Lever | undefined {
  const [piece, other] = ticket.pieces;
  const [figures] = now.pieces;
  const { rule } = compiled;
  if (piece?.weight === undefined || other !== undefined || figures === undefined || now.roundedBy === undefined)
    return undefined;
  if (rule.weightUnit === 'cbm' || rule.weightUnit === 'ft3') return undefined;
  const actual = figures.figures.rawActual;
  const target = subtract(now.chargeable, fromDecimal(now.roundedBy));
  const less = subtract(actual, target);
  if (compare(target, ZERO) <= 0 || compare(less, ZERO) <= 0) return undefined;
  const then = evaluateTicket(compiled, {
    ...ticket,
    pieces: [{ ...piece, weight: { value: toDecimal(target, 30), unit: rule.weightUnit } }],
  });
  if (!then.ok) return undefined;
  const saved = subtract(now.chargeable, then.value.chargeable);
  if (compare(saved, ZERO) <= 0) return undefined;
  const [by, saves] = [toDecimal(less, 6), toDecimal(saved, 6)];
  return {
    piece: 0,
    side: 'weight',
    from: toDecimal(actual, 6),
    to: toDecimal(target, 6),
    less: by,
    saves,
    unit: rule.weightUnit,
    words: inWords('weight', by, rule.weightUnit, saves, rule.weightUnit),
  };
}
