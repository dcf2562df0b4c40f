import type { PrinterCondition, PrinterTrouble } from '../../../shared/devices/printer-condition.ts';

/** `~HS` is taken at once, also between labels. */
export const ZPL_HOST_STATUS = '~HS';
/** Cancels every format inside: sent only when the printer says that it holds nothing but a beginning. */
export const ZPL_CANCEL_ALL = '~JA';

/**
 * The three lines of `~HS`, each STX … ETX CR LF (ZPL II programming guide 45541L-004). undefined until all three are there and make
 * sense: half an answer is no answer. A busy printer is one that holds whole formats or labels of a batch.
 */
export function parseZplHostStatus(text: string): PrinterCondition | undefined {
  const lines = Array.from(text.matchAll(/\x02([\x20-\x7e]{1,120})\x03/g), (match) => (match[1] ?? '').split(','));
  const [first, second, third] = lines.slice(-3);
  if (first === undefined || second === undefined || third === undefined) return undefined;
  if (first.length < 12 || second.length < 11 || third.length !== 2) return undefined;
  if (![...first, ...second].every((value) => /^\d{1,8}$/.test(value))) return undefined;
  const flag = (value: string | undefined): boolean => value === '1';
  const flags: readonly (readonly [boolean, PrinterTrouble])[] = [
    [flag(first[1]), 'paper-out'],
    [flag(second[2]), 'head-open'],
    [flag(second[3]), 'ribbon-out'],
    [flag(first[2]), 'paused'],
    [flag(first[9]), 'memory-fault'],
    [flag(first[10]), 'too-cold'],
    [flag(first[11]), 'too-hot'],
  ];
  const held = Number(first[4]) + Number(second[8]);
  // With a full buffer there may be labels that it has not counted yet.
  const full = flag(first[5]);
  return {
    troubles: flags.filter(([set]) => set).map(([, trouble]) => trouble),
    warnings: [],
    // A label that waits in the peeler holds the next one up; it is out, and that is no trouble of the printer's.
    busy: held > 0 || full,
    ...(full ? {} : { held }),
    partial: flag(first[7]),
  };
}
