import { printerSettingsSchema, type PrinterSettings } from '../../../shared/settings/settings.ts';
import type { TextKey } from '../../text/en.ts';

/** One property of a printer: what it is now, and the next one below and above. */
export interface PrinterField {
  readonly name: string;
  readonly label: TextKey;
  /** Not on every printer. */
  readonly has?: (printer: PrinterSettings) => boolean;
  readonly value: (printer: PrinterSettings) => string;
  readonly unit?: 'mm' | 'dpi' | 'ips';
  /** The printer with the neighbouring value; the same one at an end. */
  readonly step: (printer: PrinterSettings, by: -1 | 1) => PrinterSettings;
  /** Typed digits; undefined: this value cannot be typed, or not so. */
  readonly typed?: (printer: PrinterSettings, digits: string) => PrinterSettings | undefined;
}

const LANGUAGES = ['zpl', 'tspl', 'epl', 'cpcl', 'escpos'] as const;
const DPI = [203, 300, 600] as const;
/** Usual paper; every other size is typed. */
const WIDTHS_MM = [40, 50, 57, 60, 70, 76, 80, 100, 102, 110] as const;
const HEIGHTS_MM = [20, 25, 30, 40, 50, 60, 80, 100, 127, 150, 152, 210] as const;
const BAUDS = [9_600, 19_200, 38_400, 57_600, 115_200] as const;
const FLOWS = ['none', 'rts-cts', 'xon-xoff'] as const;
const OFFSET_STEP_MM = 0.5;
/** What a printer does by itself when nothing is said: the middle of the range that is tried first. */
const FIRST_DARKNESS = 15;
const FIRST_SPEED = 4;

const parsed = (printer: unknown): PrinterSettings | undefined => printerSettingsSchema.safeParse(printer).data;

/** The neighbour in a list; a value between two of them goes to the nearer end of the gap. */
function among<T extends number | string>(list: readonly T[], now: T, by: -1 | 1): T {
  const at = list.indexOf(now);
  if (at >= 0) return list[Math.min(list.length - 1, Math.max(0, at + by))] ?? now;
  return (by > 0 ? list.find((one) => one > now) : list.findLast((one) => one < now)) ?? now;
}

/** In a circle: there is no order among them. */
export const nextOf = <T>(list: readonly T[], now: T, by: -1 | 1): T =>
  list[(list.indexOf(now) + by + list.length) % list.length] ?? now;

/** A number that may also be left to the printer: below the least one. */
function optional(
  name: 'darkness' | 'speedIps',
  least: number,
  first: number,
): Pick<PrinterField, 'value' | 'step' | 'typed'> {
  const without = (printer: PrinterSettings): PrinterSettings => {
    const { [name]: _none, ...rest } = printer;
    return rest;
  };
  return {
    value: (printer) => String(printer[name] ?? '–'),
    step: (printer, by) => {
      const now = printer[name];
      if (now === undefined) return by > 0 ? { ...printer, [name]: first } : printer;
      return now + by < least ? without(printer) : (parsed({ ...printer, [name]: now + by }) ?? printer);
    },
    typed: (printer, digits) => parsed({ ...printer, [name]: Number(digits) }),
  };
}

const offset = (name: 'offsetXMm' | 'offsetYMm'): Pick<PrinterField, 'value' | 'step'> => ({
  value: (printer) => (printer[name] ?? 0).toFixed(1),
  step: (printer, by) => parsed({ ...printer, [name]: (printer[name] ?? 0) + by * OFFSET_STEP_MM }) ?? printer,
});

const size = (
  name: 'widthMm' | 'heightMm',
  usual: readonly number[],
): Pick<PrinterField, 'value' | 'step' | 'typed'> => ({
  value: (printer) => String(printer[name]),
  step: (printer, by) => ({ ...printer, [name]: among(usual, printer[name], by) }),
  typed: (printer, digits) => parsed({ ...printer, [name]: Number(digits) }),
});

const yesNo = (name: 'upsideDown' | 'picturesOnly'): Pick<PrinterField, 'value' | 'step'> => ({
  value: (printer) => (printer[name] === true ? 'yes' : 'no'),
  step: (printer) => ({ ...printer, [name]: printer[name] !== true }),
});

const serial = (printer: PrinterSettings): boolean => printer.transport.type === 'serial';
const line = <K extends 'baudRate' | 'flow'>(
  name: K,
  next: (now: number | string, by: -1 | 1) => number | string,
): Pick<PrinterField, 'has' | 'value' | 'step'> => ({
  has: serial,
  value: ({ transport }) => (transport.type === 'serial' ? String(transport.line[name]) : ''),
  step: (printer, by) => {
    const { transport } = printer;
    if (transport.type !== 'serial') return printer;
    const changed = { ...transport.line, [name]: next(transport.line[name], by) };
    return parsed({ ...printer, transport: { ...transport, line: changed } }) ?? printer;
  },
});

/** Everything about a printer that a person may have to set, most often needed first. */
export const printerFields: readonly PrinterField[] = [
  {
    name: 'language',
    label: 'prLanguage',
    value: ({ language }) => language.toUpperCase(),
    step: (printer, by) => ({ ...printer, language: nextOf(LANGUAGES, printer.language, by) }),
  },
  {
    name: 'dpi',
    label: 'prDpi',
    unit: 'dpi',
    value: ({ dpi }) => String(dpi),
    step: (printer, by) => ({ ...printer, dpi: among(DPI, printer.dpi, by) }),
  },
  { name: 'width', label: 'prWidth', unit: 'mm', ...size('widthMm', WIDTHS_MM) },
  { name: 'height', label: 'prHeight', unit: 'mm', ...size('heightMm', HEIGHTS_MM) },
  { name: 'darkness', label: 'prDarkness', ...optional('darkness', 0, FIRST_DARKNESS) },
  {
    name: 'speed',
    label: 'prSpeed',
    unit: 'ips',
    // The other languages say their speed in steps of their own.
    has: ({ language }) => language === 'zpl' || language === 'tspl',
    ...optional('speedIps', 1, FIRST_SPEED),
  },
  { name: 'offset-x', label: 'prOffsetX', unit: 'mm', ...offset('offsetXMm') },
  { name: 'offset-y', label: 'prOffsetY', unit: 'mm', ...offset('offsetYMm') },
  { name: 'upside-down', label: 'prUpsideDown', ...yesNo('upsideDown') },
  {
    name: 'pictures',
    label: 'prPictures',
    has: ({ language }) => language === 'zpl',
    ...yesNo('picturesOnly'),
  },
  { name: 'baud', label: 'prBaud', ...line('baudRate', (now, by) => among(BAUDS, Number(now) as 9_600, by)) },
  { name: 'flow', label: 'prFlow', ...line('flow', (now, by) => nextOf(FLOWS, now as 'none', by)) },
];

export const fieldsOf = (printer: PrinterSettings): readonly PrinterField[] =>
  printerFields.filter(({ has }) => has?.(printer) ?? true);

/** The language after this one that was not tried yet; undefined: all of them were. */
export const untriedLanguage = (
  now: PrinterSettings['language'],
  tried: readonly PrinterSettings['language'][],
): PrinterSettings['language'] | undefined =>
  [...LANGUAGES.slice(LANGUAGES.indexOf(now) + 1), ...LANGUAGES].find((one) => one !== now && !tried.includes(one));
