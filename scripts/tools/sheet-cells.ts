import { parse } from 'csv-parse/sync';
import { readSheet } from 'read-excel-file/node';
import type { Cells } from '../../shared/rating/sheet/read-sheet.ts';

/** UTF-8, or what Excel writes on a Chinese Windows. */
export function decodeText(bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return new TextDecoder('gb18030').decode(bytes);
  }
}

export const csvCells = (bytes: Uint8Array): string[][] =>
  parse(decodeText(bytes), { bom: true, relax_column_count: true, skip_empty_lines: false });

/** First sheet of a workbook. Numbers stay the text they are in the file: a price must not pass through a double even here. */
export async function cellsOfFile(file: string, bytes: Buffer): Promise<Cells> {
  if (!/\.xlsx$/i.test(file)) return csvCells(bytes);
  const rows = await readSheet(bytes, { parseNumber: (text: string) => text });
  return rows.map((row) =>
    row.map((cell) => (cell === null ? '' : cell instanceof Date ? cell.toISOString().slice(0, 10) : String(cell))),
  );
}
