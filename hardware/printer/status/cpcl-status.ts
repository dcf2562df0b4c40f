import type { PrinterCondition, PrinterTrouble } from '../../../shared/devices/printer-condition.ts';

/** A byte comes back when the label before it is finished (CPCL manual P11-3). */
export const CPCL_STATUS = '\x1bh';

const bits: readonly (readonly [number, PrinterTrouble])[] = [
  [0x02, 'paper-out'],
  [0x04, 'cover-open'],
  [0x08, 'battery-low'],
];
const BUSY = 0x01;

/** `<ESC>h`: bit 0 busy, 1 paper, 2 latch, 3 battery; bit 4 tells that the printer was switched off and on and is no trouble by itself. */
export function parseCpclStatus(bytes: Uint8Array): PrinterCondition | undefined {
  const byte = bytes.at(-1);
  if (byte === undefined || (byte & 0xe0) !== 0) return undefined;
  return {
    troubles: bits.filter(([bit]) => (byte & bit) !== 0).map(([, trouble]) => trouble),
    warnings: [],
    busy: (byte & BUSY) !== 0,
  };
}
