import type { DimensionsReading } from '../../shared/devices/dimensions-frame.ts';
import { parseExactJson, type ExactJson } from '../../shared/measure/exact-json.ts';
import { dimensionerFault, visibleText, type ParsedDimensions } from './dimensioner-protocol.ts';
import { readingOfFields } from './fields-reading.ts';

type Fields = Readonly<Record<string, ExactJson>>;
/** A picture in base64 is no evidence of a length. */
const PICTURE_CHARACTERS = 300;

/** How a maker's JSON is read. Pure data and a function; numbers stay the text they were written as. */
export interface JsonDialect {
  readonly name: 'qboid' | 'vmeasure';
  readonly title: string;
  readonly source: string;
  read(fields: Fields): DimensionsReading;
}

const textOf = (value: ExactJson | undefined): string | undefined => (typeof value === 'string' ? value : undefined);

/** Millimetres and grams, as the device defines them; l is the longer side of the base, h is upright. */
export const qboid: JsonDialect = {
  name: 'qboid',
  title: 'Qboid Perceptor M2, S1 (pushes JSON over HTTP)',
  source: 'Qboid Perceptor API specifications, application version 2.1 and 2.6',
  read: (fields) =>
    readingOfFields(
      pick({
        length: fields['l'],
        width: fields['w'],
        height: fields['h'],
        weight: fields['weight'],
        barcode: fields['barcode'],
        reference: fields['timestamp'],
      }),
      { unit: 'mm', weightUnit: 'g' },
    ),
};

export const vmeasure: JsonDialect = {
  name: 'vmeasure',
  title: 'vMeasure Parcel (asked over HTTP)',
  source: 'vMeasure dimensional weight scanner API, "Get Latest Measurement"',
  read: (fields) =>
    fields['status'] === true || fields['status'] === 'true'
      ? readingOfFields(
          pick({
            length: fields['length'],
            width: fields['width'],
            height: fields['height'],
            unit: fields['dimensionUnit'],
            weight: fields['actualWeight'],
            weightUnit: fields['weightUnit'],
            barcode: fields['sku'],
            reference: fields['id'],
          }),
          {},
        )
      : dimensionerFault('no-measurement', textOf(fields['additionalInfo']) ?? 'the device reports no success'),
};

function pick<K extends string>(values: Readonly<Record<K, ExactJson | undefined>>): Partial<Record<K, string>> {
  const out: Partial<Record<K, string>> = {};
  for (const [key, value] of Object.entries(values) as [K, ExactJson | undefined][]) {
    const text = textOf(value);
    if (text !== undefined) out[key] = text;
  }
  return out;
}

/** A body → reading with its evidence. Never throws. */
export function readJsonBody(body: string, dialect: JsonDialect): ParsedDimensions {
  // The published sample of vMeasure lacks a comma between two lines; so may the device.
  const mended = body.replace(/(["\d}\]])[ \t]*\r?\n(\s*")/g, '$1,\n$2');
  const parsed = [body, mended].map((text) => parseExactJson(text)).find((result) => result.ok);
  if (
    parsed === undefined ||
    !parsed.ok ||
    typeof parsed.value !== 'object' ||
    parsed.value === null ||
    Array.isArray(parsed.value)
  )
    return { reading: dimensionerFault('unreadable', 'no JSON object'), raw: visibleText(body) };
  const fields = parsed.value as Fields;
  const evidence = Object.entries(fields).filter(
    ([, value]) => typeof value !== 'string' || value.length <= PICTURE_CHARACTERS,
  );
  return { reading: dialect.read(fields), raw: visibleText(JSON.stringify(Object.fromEntries(evidence))) };
}
