import type { PrinterCondition, PrinterTrouble } from '../../../shared/devices/printer-condition.ts';

/** Taken at once, between commands and while an error waits to be mended (EPL programming guide 14245L-003, ^ee). */
export const EPL_STATUS = '\r\n^ee\r\n';

/** 07 stands for paper and ribbon alike: the printer cannot tell them apart. */
const codes: Readonly<Record<string, PrinterTrouble>> = {
  '04': 'memory-fault',
  '07': 'paper-out',
  '11': 'head-open',
  '14': 'cutter-fault',
};

/** `^ee`: "00", or codes with commas between, then CR LF. It does not say whether something is being printed. */
export function parseEplStatus(text: string): PrinterCondition | undefined {
  const line = /(?:^|[\r\n\x11\x13\x15])(\d\d(?:,\d\d){0,9})\r\n/.exec(text)?.[1];
  if (line === undefined) return undefined;
  const found = line.split(',').filter((code) => code !== '00');
  return { troubles: [...new Set(found.map((code) => codes[code] ?? 'other-error'))], warnings: [], busy: undefined };
}
