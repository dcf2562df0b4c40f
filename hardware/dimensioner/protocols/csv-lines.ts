import {
  dimensionerFault,
  measurementFields,
  type DimensionerProtocol,
  type MeasurementField,
} from '../dimensioner-protocol.ts';
import { readingOfFields } from '../fields-reading.ts';
import { textLines } from '../text-lines.ts';

const MAX_COLUMNS = 40;

/** Comma, semicolon or tab; where it is not the comma, a comma in a number is a decimal point. Fields may be quoted. */
function splitLine(line: string, separator: string): string[] {
  const out: string[] = [];
  const field =
    separator === '\t'
      ? /("(?:[^"]|"")*"|[^\t]*)(?:\t|$)/gy
      : new RegExp(`("(?:[^"]|"")*"|[^${separator}]*)(?:${separator}|$)`, 'gy');
  for (const match of line.matchAll(field)) {
    if (out.length >= MAX_COLUMNS) break;
    const text = (match[1] ?? '').trim();
    out.push(text.startsWith('"') ? text.slice(1, -1).replaceAll('""', '"') : text);
    if (match.index + match[0].length >= line.length) break;
  }
  return out;
}

/** Lines of separated columns over TCP or a serial line; `format` names the columns: "barcode,length,width,height,skip,weight". */
export const csvLines: DimensionerProtocol = {
  name: 'csv-lines',
  title: 'Separated columns (CSV) over TCP or serial',
  defaultLine: { baudRate: 9600, dataBits: 8, parity: 'none', stopBits: 1 },
  format: 'barcode,length,width,height,weight',
  evidence: 'manual',
  source:
    'the common export of FreightSnap, QubeVu and Mettler TLX without a published byte-level document: columns are set by a person',
  create(options) {
    const names = (options.format ?? '').split(',').map((name) => name.trim());
    const wrong = names.find((name) => !measurementFields.some((known) => known === name));
    if (wrong !== undefined) throw new Error(`"${wrong}" is none of ${measurementFields.join(', ')}`);
    for (const needed of ['length', 'width', 'height'])
      if (!names.includes(needed)) throw new Error(`no column is called ${needed}`);
    return textLines((line) => {
      const separator = line.includes('\t') ? '\t' : line.includes(';') ? ';' : ',';
      const cells = splitLine(line, separator);
      if (cells.length < names.length)
        return dimensionerFault('unreadable', `${cells.length} columns instead of ${names.length}`);
      const values: Partial<Record<MeasurementField, string>> = {};
      names.forEach((name, at) => {
        const column = measurementFields.find((known) => known === name);
        const cell = cells[at] ?? '';
        const number = ['length', 'width', 'height', 'weight'].includes(name) && separator !== ',';
        if (column !== undefined && column !== 'skip') values[column] = number ? cell.replace(',', '.') : cell;
      });
      // A line of column names is no measurement and no fault.
      if (/^[a-z ]+$/i.test(values.length ?? '')) return { type: 'status', detail: 'column names' };
      return readingOfFields(values, options);
    });
  },
};
