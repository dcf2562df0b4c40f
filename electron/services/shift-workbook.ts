import writeXlsxFile from 'write-excel-file/node';
import { sheetColumns, sheetHead, type SheetRow } from '../../shared/queue/shift-sheet.ts';

const WIDTHS: Readonly<Record<string, number>> = { number: 22, time: 28, about: 32, detail: 60 };

/** The shift as a workbook: measures are numbers, everything else is text and stays text, whatever it begins with. */
export function shiftWorkbook(rows: readonly SheetRow[], language: 'zh' | 'en'): Promise<Buffer> {
  const head = sheetHead(language).map((value) => ({ value, type: String, fontWeight: 'bold' as const }));
  const body = rows.map((row) =>
    sheetColumns.map(({ id, number }) => {
      const value = row[id];
      if (value === '') return null;
      return number ? { value: Number(value), type: Number } : { value, type: String };
    }),
  );
  return writeXlsxFile([head, ...body], {
    columns: sheetColumns.map(({ id }) => ({ width: WIDTHS[id] ?? 14 })),
    stickyRowsCount: 1,
    sheet: language === 'zh' ? '本班' : 'Shift',
  }).toBuffer();
}
