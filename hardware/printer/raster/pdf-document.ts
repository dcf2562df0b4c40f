import { PDFDocument } from '@napi-rs/canvas';
import type { DocumentColumn, DocumentData, DocumentTemplate } from '../../../shared/labels/document-model.ts';
import { SIGNATURE_FIELD } from '../../../shared/consolidation/signature.ts';
import { toDots, type SceneBarcode } from '../../../shared/labels/label-scene.ts';
import { exactPageSize } from './exact-page-size.ts';
import { BASELINE, fitText, type FittedText, type TextStyle } from './fit-text.ts';
import { labelFont } from './label-fonts.ts';
import { drawCode, drawWatermark, type PdfPage } from './pdf-scene.ts';

/** The page is laid out in 1/600 inch: whole numbers, and finer than any printer shows. */
const DPI = 600;
const POINTS = 72 / DPI;
const mm = (value: number): number => toDots(value, DPI);
const MARGIN = mm(12);
const TITLE_HEIGHT = mm(20);
const FIELD_HEIGHT = mm(6.5);
const FIELDS_PER_LINE = 3;
const HEAD_HEIGHT = mm(9);
const LINE = mm(5);
const MIN_LINE = mm(3.2);
const CELL_PADDING = mm(1.2);
const TOTALS_HEIGHT = mm(11);
const SIGNATURE_HEIGHT = mm(24);
const INK_HEIGHT = mm(12);
const FOOT_HEIGHT = mm(8);
const HAIR = mm(0.2);
const MAX_CELL_LINES = 3;

interface LaidRow {
  readonly cells: readonly FittedText[];
  readonly height: number;
}

/** Layout units of a page, and its drawing on a canvas of that many units. */
export interface DocumentPages {
  readonly width: number;
  readonly height: number;
  readonly draw: readonly ((page: PdfPage) => void)[];
}

/** Units of the layout on an inch. */
export const LAYOUT_DPI = DPI;

/** As many pages as the rows take; the head of the table on each, totals and signatures together on the last. */
export function encodeDocument(template: DocumentTemplate, data: DocumentData, practice: boolean): Uint8Array {
  const { width, height, draw: pages } = layDocument(template, data, practice);
  const document = new PDFDocument({ title: `${template.titleEn} ${data.fields[template.code] ?? ''}` });
  for (const drawPage of pages) {
    const page = document.beginPage(width * POINTS, height * POINTS);
    page.scale(POINTS, POINTS);
    drawPage(page);
    document.endPage();
  }
  return exactPageSize(document.close(), width * POINTS, height * POINTS);
}

export function layDocument(template: DocumentTemplate, data: DocumentData, practice: boolean): DocumentPages {
  const [width, height] = [mm(template.widthMm), mm(template.heightMm)];
  const fieldLines = Math.ceil(template.fields.length / FIELDS_PER_LINE);
  const top = (page: number): number =>
    MARGIN + (page === 0 ? TITLE_HEIGHT + fieldLines * FIELD_HEIGHT : FIELD_HEIGHT) + HEAD_HEIGHT;
  const bottom = height - MARGIN - FOOT_HEIGHT;
  const pages: LaidRow[][] = [[]];
  let y = top(0);
  for (const row of data.rows) {
    const laid = layRow(template.columns, row);
    if (y + laid.height > bottom) {
      pages.push([]);
      y = top(pages.length - 1);
    }
    pages.at(-1)?.push(laid);
    y += laid.height;
  }
  if (y + TOTALS_HEIGHT + SIGNATURE_HEIGHT > bottom) {
    pages.push([]);
    y = top(pages.length - 1);
  }
  const end = y;
  const draw = pages.map((rows, index) => (page: PdfPage): void => {
    if (practice) drawWatermark(page, '练习 PRACTICE', width, height);
    page.fillStyle = '#000000';
    const code = data.fields[template.code] ?? '';
    if (index === 0) drawHead(page, template, data, width);
    else write(page, `${template.titleZh} ${template.titleEn} ${code}`, MARGIN, MARGIN, width - 2 * MARGIN, LINE, true);
    drawTable(page, template, rows, top(index) - HEAD_HEIGHT, width);
    if (index === pages.length - 1) drawEnd(page, template, data, end, width);
    const foot = `${index + 1} / ${pages.length}`;
    write(page, foot, MARGIN, height - MARGIN - LINE, width - 2 * MARGIN, LINE, false, 'right');
  });
  return { width, height, draw };
}

function layRow(columns: readonly DocumentColumn[], row: Readonly<Record<string, string>>): LaidRow {
  const cells = columns.map((column) =>
    fitText((row[column.key] ?? '').normalize('NFC'), {
      ...cellStyle(column),
      ...(column.content === 'number'
        ? { maxLines: 1, overflow: 'refuse' as const }
        : { maxLines: MAX_CELL_LINES, overflow: 'ellipsis' as const }),
    }),
  );
  const text = Math.max(LINE, ...cells.map((cell) => cell.lineHeight * cell.lines.length));
  return { cells, height: text + CELL_PADDING };
}

const cellStyle = (column: DocumentColumn): Omit<TextStyle, 'maxLines' | 'overflow'> => ({
  width: mm(column.widthMm) - 2 * CELL_PADDING,
  lineDots: LINE,
  minLineDots: MIN_LINE,
  bold: false,
  align: column.align,
});

function drawHead(page: PdfPage, template: DocumentTemplate, data: DocumentData, width: number): void {
  const inner = width - 2 * MARGIN;
  write(page, template.titleZh, MARGIN, MARGIN, inner / 2, mm(10), true);
  write(page, template.titleEn, MARGIN, MARGIN + mm(10), inner / 2, mm(6.5), false);
  const field: SceneBarcode = {
    type: 'barcode',
    symbology: 'code128',
    x: Math.round(MARGIN + inner / 2),
    y: MARGIN,
    width: Math.round(inner / 2),
    height: mm(12),
    // A page printer smooths edges: a third of a millimetre stays a third on every one.
    minModuleDots: mm(0.25),
    maxModuleDots: mm(0.4),
    ladder: false,
    text: data.fields[template.code] ?? '',
  };
  drawCode(page, field);
  write(page, field.text, field.x, MARGIN + mm(12.5), field.width, LINE, false, 'center');
  for (const [index, { key, zh, en }] of template.fields.entries()) {
    const x = MARGIN + (index % FIELDS_PER_LINE) * Math.floor(inner / FIELDS_PER_LINE);
    const y = MARGIN + TITLE_HEIGHT + Math.floor(index / FIELDS_PER_LINE) * FIELD_HEIGHT;
    const text = `${zh} ${en}: ${data.fields[key] ?? ''}`;
    write(page, text, x, y, Math.floor(inner / FIELDS_PER_LINE) - CELL_PADDING, LINE, false);
  }
}

function drawTable(
  page: PdfPage,
  template: DocumentTemplate,
  rows: readonly LaidRow[],
  top: number,
  width: number,
): void {
  let x = MARGIN;
  const lefts = template.columns.map((column) => {
    const left = x;
    x += mm(column.widthMm);
    return left;
  });
  for (const [index, column] of template.columns.entries()) {
    const [left, room] = [(lefts[index] ?? 0) + CELL_PADDING, mm(column.widthMm) - 2 * CELL_PADDING];
    write(page, column.zh, left, top, room, mm(4.5), true, column.align);
    write(page, column.en, left, top + mm(4.2), room, mm(3.8), false, column.align);
  }
  let y = top + HEAD_HEIGHT;
  page.fillRect(MARGIN, y, width - 2 * MARGIN, 2 * HAIR);
  for (const { cells, height } of rows) {
    for (const [index, cell] of cells.entries()) {
      const column = template.columns[index];
      if (column !== undefined)
        draw(page, cell, (lefts[index] ?? 0) + CELL_PADDING, y + CELL_PADDING / 2, cellStyle(column));
    }
    y += height;
    page.fillRect(MARGIN, y, width - 2 * MARGIN, HAIR);
  }
}

function drawEnd(page: PdfPage, template: DocumentTemplate, data: DocumentData, top: number, width: number): void {
  const inner = width - 2 * MARGIN;
  const share = Math.floor(inner / template.totals.length);
  for (const [index, { key, zh, en }] of template.totals.entries())
    write(
      page,
      `${zh} ${en}: ${data.fields[key] ?? ''}`,
      MARGIN + index * share,
      top + mm(3),
      share - CELL_PADDING,
      mm(6),
      true,
    );
  const box = Math.floor(inner / template.signatures.length);
  for (const [index, { zh, en }] of template.signatures.entries()) {
    const x = MARGIN + index * box;
    write(page, `${zh} ${en}`, x, top + TOTALS_HEIGHT + mm(1), box - mm(8), LINE, false);
    page.fillRect(x, top + TOTALS_HEIGHT + mm(18), box - mm(8), 2 * HAIR);
    if (data.ink !== undefined && index === template.signatures.length - 1)
      drawInk(page, data.ink, x, top + TOTALS_HEIGHT + mm(18) - INK_HEIGHT, box - mm(8));
  }
}

/** The strokes as they were drawn, on the line that waits for them. */
function drawInk(page: PdfPage, ink: string, x: number, y: number, width: number): void {
  const scale = Math.min(width / SIGNATURE_FIELD.width, INK_HEIGHT / SIGNATURE_FIELD.height);
  page.strokeStyle = '#000000';
  page.lineWidth = mm(0.6);
  page.beginPath();
  for (const stroke of ink.split(';'))
    for (const [index, point] of stroke.split(' ').entries()) {
      const [px = 0, py = 0] = point.split(',').map(Number);
      if (index === 0) page.moveTo(x + px * scale, y + py * scale);
      else page.lineTo(x + px * scale, y + py * scale);
    }
  page.stroke();
}

/** One line, shrunk to a half and then cut with an ellipsis. */
function write(
  page: PdfPage,
  text: string,
  x: number,
  y: number,
  width: number,
  lineDots: number,
  bold: boolean,
  align: 'left' | 'center' | 'right' = 'left',
): void {
  const style = {
    width: Math.floor(width),
    lineDots,
    minLineDots: Math.floor(lineDots / 2),
    maxLines: 1,
    bold,
    align,
    overflow: 'ellipsis',
  } as const;
  draw(page, fitText(text.normalize('NFC'), style), x, y, style);
}

function draw(
  page: PdfPage,
  { size, lineHeight, lines }: FittedText,
  x: number,
  y: number,
  { width, align, bold }: Pick<TextStyle, 'width' | 'align' | 'bold'>,
): void {
  page.font = labelFont(size, bold);
  page.textAlign = align;
  const at = x + (align === 'left' ? 0 : align === 'center' ? width / 2 : width);
  for (const [index, line] of lines.entries())
    if (line !== '') page.fillText(line, at, y + lineHeight * (index + BASELINE));
}
