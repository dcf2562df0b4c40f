import type { PrinterCondition, PrinterTrouble } from '../../../shared/devices/printer-condition.ts';

/** Answers also in an error (Gprinter GP-2120T manual). */
export const TSPL_STATUS = '\x1b!?';
/** TSC firmware 6.29 EZ and newer. */
export const TSPL_LONG_STATUS = '\x1b!S';

const bits: readonly (readonly [number, PrinterTrouble])[] = [
  [0x01, 'head-open'],
  [0x02, 'paper-jam'],
  [0x04, 'paper-out'],
  [0x08, 'ribbon-out'],
  [0x10, 'paused'],
  [0x40, 'cover-open'],
  [0x80, 'too-hot'],
];
const PRINTING = 0x20;

/** `<ESC>!?`: one byte, bit by bit. Clones send other bytes before it (a late answer): the last one counts. */
export function parseTsplStatus(bytes: Uint8Array): PrinterCondition | undefined {
  const byte = bytes.at(-1);
  if (byte === undefined) return undefined;
  return {
    troubles: bits.filter(([bit]) => (byte & bit) !== 0).map(([, trouble]) => trouble),
    warnings: [],
    busy: (byte & PRINTING) !== 0,
  };
}

type Letters = Readonly<Record<string, PrinterTrouble>>;
const messages: Letters = { '`': 'paused', K: 'paused', L: 'waits-for-take', E: 'other-error' };
const BUSY = new Set(['B', 'C', 'F', 'P', 'W']);
const IDLE = '@';
const warningLetters: Readonly<Record<string, 'paper-low' | 'ribbon-low'>> = { A: 'paper-low', B: 'ribbon-low' };
const errors1: Letters = { A: 'too-hot', B: 'too-hot', H: 'cutter-fault', P: 'memory-fault' };
const errors2: Letters = { A: 'paper-out', B: 'paper-jam', D: 'ribbon-out' };

/** `<ESC>!S`: STX, message, warning, two error letters, ETX CR LF (TSC TTP-244 Plus manual). "@" is nothing to report. */
export function parseTsplLongStatus(text: string): PrinterCondition | undefined {
  const match = /\x02([@-z])([@-z])([@-z])([@-z])\x03\r\n/.exec(text);
  if (match === null) return undefined;
  const [, message = '', warning = '', first = '', second = ''] = match;
  const troubles = new Set<PrinterTrouble>();
  const add = (letter: string, table: Letters): void => {
    if (letter !== IDLE) troubles.add(table[letter] ?? 'other-error');
  };
  add(first, errors1);
  add(second, errors2);
  // "E" says only that the other letters name an error.
  const own = messages[message];
  if (own !== undefined && !(own === 'other-error' && troubles.size > 0)) troubles.add(own);
  else if (own === undefined && message !== IDLE && !BUSY.has(message)) troubles.add('other-error');
  const low = warningLetters[warning];
  return { troubles: [...troubles], warnings: low === undefined ? [] : [low], busy: BUSY.has(message) };
}
