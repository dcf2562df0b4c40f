import { letterOrder } from '../../../shared/consolidation/floor-fold.ts';

/** Pairs of pattern and hue in weighhouse.css; the letter itself is what people go by. */
const LOOKS = 15;

export const lookOf = (letter: string): string => `look${letterOrder(letter) % LOOKS}`;
