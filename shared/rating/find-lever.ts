import { lengthIn } from '../measure/length.ts';
import { compare, fromDecimal, fromInteger, roundToStep, subtract, toDecimal, ZERO } from '../measure/rational.ts';
import type { CompiledRule } from './compile-rule.ts';
import { evaluateTicket, type Evaluation } from './evaluate-ticket.ts';
import type { TicketInput } from './rating-input.ts';

/** One side shorter by a little, and what that saves. Figures in the rule's units. */
export interface Lever {
  readonly piece: number;
  readonly side: 'length' | 'width' | 'height';
  readonly from: string;
  readonly to: string;
  readonly less: string;
  readonly saves: string;
  readonly unit: 'cm' | 'in' | 'mm' | 'm';
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
          toDecimal(i === place ? shorter : value, 9),
        );
        const pieces = ticket.pieces.map((one, i) =>
          i === index ? { ...one, dimensions: { length, width, height, unit: lengthUnit } } : one,
        );
        const then = evaluateTicket(compiled, { ...ticket, pieces });
        if (!then.ok) continue;
        const saved = subtract(now.chargeable, then.value.chargeable);
        if (compare(saved, ZERO) <= 0) continue;
        found.push({
          piece: index,
          side: SIDES[place] ?? 'height',
          from: toDecimal(side, 3),
          to: toDecimal(shorter, 3),
          less: toDecimal(subtract(side, shorter), 3),
          saves: toDecimal(saved, 6),
          unit: lengthUnit,
          worth: saved,
        });
        break search;
      }
    }
  }
  found.sort((a, b) => compare(b.worth, a.worth));
  return found.map(({ worth: _, ...lever }) => lever);
}
