import type { ParsedFrame, ScaleParser } from './scale-protocol.ts';

/** So many equal lengths in a row make a habit. */
const HABIT = 3;

interface Habit {
  readonly length: number;
  times: number;
  /** Length of the odd frame just before, 0 when there was none. */
  odd: number;
}

/**
 * For devices that send columns, whose weight frames are all equally long. Once that has been seen, a weight in a frame of another length has
 * lost or gained bytes and is not handed on, unless the new length comes again (a menu was changed). Faults and status always pass.
 * Lengths are kept apart for stable and moving frames: some devices leave the unit out while moving.
 */
export function equallyLong(parser: ScaleParser): ScaleParser {
  const habits = new Map<string, Habit>();
  let refusedBytes = 0;
  const usual = ({ reading, raw }: ParsedFrame): boolean => {
    if (reading.type !== 'weight') return true;
    const habit = habits.get(reading.stability);
    if (habit?.length === raw.length) {
      habit.times += 1;
      habit.odd = 0;
      return true;
    }
    if (habit === undefined || habit.times < HABIT || habit.odd === raw.length) {
      habits.set(reading.stability, { length: raw.length, times: 1, odd: 0 });
      return true;
    }
    habit.odd = raw.length;
    refusedBytes += raw.length;
    return false;
  };
  return {
    push: (bytes) => parser.push(bytes).filter(usual),
    end: () => parser.end().filter(usual),
    get discardedBytes() {
      return parser.discardedBytes + refusedBytes;
    },
    get pendingBytes() {
      return parser.pendingBytes;
    },
  };
}
