import type { PrinterCondition, PrinterTrouble, PrinterWarning } from '../../../shared/devices/printer-condition.ts';

export const ZPL_ERROR_STATUS = '~HQES';

/** Bits of the last eight hexadecimal digits. Media out and the warnings 2, 4 and 8 are in public sources, the others not checked on a device. */
const errors: readonly (readonly [number, PrinterTrouble])[] = [
  [0x1, 'paper-out'],
  [0x2, 'ribbon-out'],
  [0x4, 'head-open'],
  [0x8, 'cutter-fault'],
  [0x10, 'too-hot'],
  [0x20, 'too-hot'],
  [0x1_0000, 'paused'],
];
const KNOWN_ERRORS = errors.reduce((all, [bit]) => all | bit, 0);
const warnings: readonly (readonly [number, PrinterWarning])[] = [
  [0x2, 'clean-head'],
  [0x4, 'replace-head'],
  [0x8, 'paper-low'],
];

/**
 * `~HQES`: "PRINTER STATUS / ERRORS: 1 00000000 00000005 / WARNINGS: 0 …", the first digit says whether there is any. undefined until
 * both lines are whole, or when the digit and the bits contradict each other.
 */
export function parseZplErrorStatus(text: string): PrinterCondition | undefined {
  const line = (name: string): { readonly any: boolean; readonly bits: number } | undefined => {
    const match = new RegExp(`${name}:\\s*([01])\\s+([0-9A-Fa-f]{8})\\s+([0-9A-Fa-f]{8})[\\r\\n]`).exec(text);
    if (match === null) return undefined;
    const any = match[1] === '1';
    const bits = parseInt(match[3] ?? '', 16);
    return any === (bits !== 0 || /[^0]/.test(match[2] ?? '')) ? { any, bits } : undefined;
  };
  const [error, warning] = [line('ERRORS'), line('WARNINGS')];
  if (error === undefined || warning === undefined) return undefined;
  const troubles = new Set(errors.filter(([bit]) => (error.bits & bit) !== 0).map(([, trouble]) => trouble));
  if (error.any && ((error.bits & ~KNOWN_ERRORS) !== 0 || troubles.size === 0)) troubles.add('other-error');
  return {
    troubles: [...troubles],
    warnings: warnings.filter(([bit]) => (warning.bits & bit) !== 0).map(([, word]) => word),
    busy: undefined,
  };
}
