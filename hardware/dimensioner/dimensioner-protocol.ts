import type { DimensionerFaultKind, DimensionsReading } from '../../shared/devices/dimensions-frame.ts';
import { decimalTextSchema, type LengthUnit } from '../../shared/measure/quantity.ts';
import type { SerialLine } from '../../shared/settings/settings.ts';
import type { ItemReader } from '../supervisor/quiet-device.ts';

export interface ParsedDimensions {
  readonly reading: DimensionsReading;
  readonly raw: string;
}

/** What a person has set where the device leaves it open. */
export interface DimensionerOptions {
  readonly unit?: LengthUnit | undefined;
  readonly weightUnit?: 'g' | 'kg' | 'lb' | 'oz' | undefined;
  /** Text template or list of columns, for the protocols that have one. */
  readonly format?: string | undefined;
}

/** The language of a dimensioner on a line (serial or TCP): pure, incremental, bounded. */
export interface DimensionerProtocol {
  readonly name: string;
  readonly title: string;
  readonly defaultLine: SerialLine;
  /** Asks for one measurement; devices without it measure by themselves. */
  readonly measure?: Uint8Array;
  readonly zero?: Uint8Array;
  /** What `format` means here, for protocols that need one. */
  readonly format?: string;
  readonly evidence: 'manual' | 'simulated' | 'trace' | 'verified';
  readonly source: string;
  /** Throws a plain Error that says what is wrong with the options. */
  create(options: DimensionerOptions): ItemReader<ParsedDimensions>;
}

export const dimensionerFault = (kind: DimensionerFaultKind, detail?: string): DimensionsReading => ({
  type: 'fault',
  kind,
  ...(detail === undefined ? {} : { detail: detail.slice(0, 120) }),
});

/** "␣012.50" → "12.50"; undefined for anything that is no positive decimal number. */
export function positiveDecimal(text: string): string | undefined {
  const plain = text.trim().replace(/^0+(?=\d)/, '');
  return /^\d/.test(plain) && decimalTextSchema.safeParse(plain).success && /[1-9]/.test(plain) ? plain : undefined;
}

/** Control characters as "<02>", so that the evidence can be read and written down. */
export const visibleText = (text: string): string =>
  text.replace(/[^\x20-\x7e]/g, (char) => `<${char.charCodeAt(0).toString(16).padStart(2, '0')}>`).slice(0, 512);

/** What a device may send of one measurement. `skip` takes characters without a meaning to us. */
export const measurementFields = [
  'length',
  'width',
  'height',
  'weight',
  'unit',
  'weightUnit',
  'barcode',
  'reference',
  'ready',
  'skip',
] as const;
export type MeasurementField = (typeof measurementFields)[number];
