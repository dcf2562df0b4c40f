import { toDecimal, type Rational } from '../measure/rational.ts';
import { exactText } from '../measure/exact-text.ts';

/** One intermediate value, in order: an invoice can be argued line by line. */
export interface TrailStep {
  readonly slot: string;
  /** Which piece; absent on the ticket. */
  readonly piece?: number;
  readonly value: string;
  /** The fraction where the decimals would not end. */
  readonly exact?: string;
  readonly unit?: string;
  readonly note?: string;
}

type Entry =
  | {
      readonly kind: 'number';
      readonly slot: string;
      readonly value: Rational;
      readonly unit: string;
      readonly piece: number | undefined;
      readonly note: string | undefined;
    }
  | {
      readonly kind: 'sides';
      readonly sides: readonly Rational[];
      readonly unit: string;
      readonly piece: number;
      readonly note: string | undefined;
    }
  | {
      readonly kind: 'word';
      readonly slot: string;
      readonly value: string;
      readonly piece: number | undefined;
      readonly note: string | undefined;
    };

/** Figures are kept as they are and become text only when somebody reads the trail. */
export class Trail {
  readonly #entries: Entry[] = [];

  add(slot: string, value: Rational, unit: string, piece?: number, note?: string): void {
    this.#entries.push({ kind: 'number', slot, value, unit, piece, note });
  }
  sides(sides: readonly Rational[], unit: string, piece: number, note: string | undefined): void {
    this.#entries.push({ kind: 'sides', sides, unit, piece, note });
  }
  word(slot: string, value: string, piece?: number, note?: string): void {
    this.#entries.push({ kind: 'word', slot, value, piece, note });
  }

  read(): TrailStep[] {
    return this.#entries.map((entry): TrailStep => {
      const tail = {
        ...(entry.piece === undefined ? {} : { piece: entry.piece }),
        ...(entry.note === undefined ? {} : { note: entry.note }),
      };
      switch (entry.kind) {
        case 'number':
          return { slot: entry.slot, ...exactText(entry.value), unit: entry.unit, ...tail };
        case 'sides':
          return {
            slot: 'sides',
            value: entry.sides.map((side) => toDecimal(side, 6)).join(' × '),
            unit: entry.unit,
            ...tail,
          };
        case 'word':
          return { slot: entry.slot, value: entry.value, ...tail };
      }
    });
  }
}
