import { MAX_SCAN_LENGTH, splitAim } from '../../shared/devices/scan.ts';

/** A scan before it has a device and a time. */
export interface ScannedItem {
  readonly text: string;
  readonly aim?: string;
  readonly symbology?: string;
  readonly raw: Uint8Array;
}

/** Bytes → scan, or nothing when there is nothing in it. UTF-8 where it is valid, else Latin-1: bars carry bytes, not characters. */
export function scannedItem(
  bytes: Uint8Array,
  raw: Uint8Array,
  known: { readonly aim?: string; readonly symbology?: string } = {},
): ScannedItem | undefined {
  const { aim = known.aim, text } = splitAim(decodeText(bytes));
  const trimmed = text.replace(/[\r\n\t\0]+$/, '');
  if (trimmed === '') return undefined;
  return {
    text: trimmed.slice(0, MAX_SCAN_LENGTH),
    raw,
    ...(aim === undefined ? {} : { aim }),
    ...(known.symbology === undefined ? {} : { symbology: known.symbology }),
  };
}

function decodeText(bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return Buffer.from(bytes).toString('latin1');
  }
}
