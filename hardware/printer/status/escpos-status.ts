import type { PrinterCondition, PrinterTrouble } from '../../../shared/devices/printer-condition.ts';

/** Printer, reason of being offline, paper; all three in this order. Real time: also answered offline. */
export const ESCPOS_STATUS = '\x10\x04\x01\x10\x04\x02\x10\x04\x04';

/** Bits 0 and 7 are 0, bits 1 and 4 are 1 in every answer: that is how one is told from other bytes (Epson, DLE EOT). */
const isAnswer = (byte: number): boolean => (byte & 0x93) === 0x12;

/** Three answers of `DLE EOT 1`, `2` and `4`; undefined until all are there. */
export function parseEscPosStatus(bytes: Uint8Array): PrinterCondition | undefined {
  const [printer, offline, paper] = bytes.filter(isAnswer).slice(-3);
  if (printer === undefined || offline === undefined || paper === undefined) return undefined;
  const troubles = new Set<PrinterTrouble>();
  if ((offline & 0x04) !== 0) troubles.add('cover-open');
  if ((offline & 0x20) !== 0 || (paper & 0x60) !== 0) troubles.add('paper-out');
  if ((offline & 0x40) !== 0) troubles.add('other-error');
  if ((printer & 0x08) !== 0 && troubles.size === 0) troubles.add('paused');
  return { troubles: [...troubles], warnings: (paper & 0x0c) !== 0 ? ['paper-low'] : [], busy: undefined };
}
