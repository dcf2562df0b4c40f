import { jobIdSchema } from '../devices/print-job.ts';
import { readAim } from './aim-identifier.ts';
import type { Dimensions } from '../measure/quantity.ts';
import { waybillSchema } from '../parcel/operations.ts';

export type ScanCommand =
  '1' | '2' | '3' | 'REPRINT' | 'UNDO' | 'CHANGE' | 'HOLD' | 'PHOTO' | 'LEAD' | 'QUEUE' | 'PRINTER' | 'HOME';

/** What a scanned text is on this bench. */
export type ScanCode =
  | { readonly kind: 'waybill'; readonly waybill: string }
  | { readonly kind: 'box'; readonly box: string }
  | { readonly kind: 'size'; readonly dimensions: Dimensions }
  | { readonly kind: 'line'; readonly line: string }
  | { readonly kind: 'cargo'; readonly cargo: string }
  | { readonly kind: 'place'; readonly place: string }
  | { readonly kind: 'command'; readonly command: ScanCommand }
  | { readonly kind: 'label'; readonly job: string }
  | { readonly kind: 'unreadable' };

const commands: readonly ScanCommand[] = [
  '1',
  '2',
  '3',
  'REPRINT',
  'UNDO',
  'CHANGE',
  'HOLD',
  'PHOTO',
  'LEAD',
  'QUEUE',
  'PRINTER',
  'HOME',
];

/** By prefix first: our own codes are marked, everything else that could be a number on a parcel is a waybill. */
export function classifyScan(text: string, aim?: string): ScanCode {
  const code = text.trim();
  const [, prefix, rest = ''] = /^(CMD|BOX|LINE|CARGO|PLACE):(.+)$/i.exec(code) ?? [];
  switch (prefix?.toUpperCase() ?? '') {
    case 'CMD': {
      const command = commands.find((known) => known === rest.toUpperCase());
      return command === undefined ? { kind: 'unreadable' } : { kind: 'command', command };
    }
    case 'BOX': {
      const size = /^(\d{1,3}(?:\.\d)?)[xX*](\d{1,3}(?:\.\d)?)[xX*](\d{1,3}(?:\.\d)?)$/.exec(rest);
      const [, length, width, height] = size ?? [];
      if (length !== undefined && width !== undefined && height !== undefined)
        return { kind: 'size', dimensions: { length, width, height, unit: 'cm' } };
      return /^[A-Za-z0-9-]{1,16}$/.test(rest) ? { kind: 'box', box: rest.toUpperCase() } : { kind: 'unreadable' };
    }
    case 'CARGO':
      return /^[A-Za-z0-9-]{1,32}$/.test(rest) ? { kind: 'cargo', cargo: rest.toLowerCase() } : { kind: 'unreadable' };
    case 'PLACE':
      return /^[A-Za-z0-9-]{1,16}$/.test(rest) ? { kind: 'place', place: rest.toUpperCase() } : { kind: 'unreadable' };
    case 'LINE':
      return /^[A-Za-z0-9-]{1,12}$/.test(rest) ? { kind: 'line', line: rest.toUpperCase() } : { kind: 'unreadable' };
  }
  if (/^W[0-9A-HJKMNP-TV-Z]{7}-\d+-\d+$/.test(code) && jobIdSchema.safeParse(code).success)
    return { kind: 'label', job: code };
  // The article on the carton, not the label on it: an EAN is never a waybill, whatever its digits.
  if (aim !== undefined && readAim(aim)?.retail === true) return { kind: 'unreadable' };
  return waybillSchema.safeParse(code).success && /\d/.test(code)
    ? { kind: 'waybill', waybill: code.toUpperCase() }
    : { kind: 'unreadable' };
}
