import { readDecimal } from '../../measure/exact-text.ts';
import { columnNames, otherNames, sheetColumns, type SheetColumn } from './sheet-columns.ts';

/** A cell as text, exactly as the file holds it; empty where there is nothing. Rows and columns count from 1, as a spreadsheet shows them. */
export type Cells = readonly (readonly string[])[];

export interface SheetFault {
  readonly row: number;
  /** Column by name, with its letter: "起始重量 (P)". */
  readonly column: string;
  readonly problem: string;
}
export type SheetResult<T> =
  { readonly ok: true; readonly value: T } | { readonly ok: false; readonly faults: readonly SheetFault[] };

export interface SheetRow {
  readonly row: number;
  text(column: SheetColumn): string;
  /** Decimal text; undefined where the cell is empty. */
  number(column: SheetColumn): string | undefined;
  flag(column: SheetColumn): boolean | undefined;
}

/** The header may stand below a title. */
const HEADER_ROWS = 5;
const MAX_ROWS = 100_000;
/** Faults that are told at once; a sheet in another format would give one a cell. */
const MAX_FAULTS = 50;

/** 1 → A, 27 → AA. */
export function columnLetter(index: number): string {
  let text = '';
  for (let n = index; n > 0; n = Math.floor((n - 1) / 26)) text = String.fromCharCode(65 + ((n - 1) % 26)) + text;
  return text;
}

const yes = /^(是|y|yes|true|1|√|✓)$/i;
const no = /^(否|n|no|false|0|×|✗)$/i;

/** "1,234.50", "¥12", "12%", "0.5KG" are read; a thousands comma only where the groups are whole. */
export function cellNumber(text: string): string | undefined {
  const plain = text.replace(/[\s\u00a0\u202f]/g, '').replace(/^[¥￥]|(?:CNY|RMB|元|kg|cm2|cm²|cm)$/gi, '');
  const grouped = /^-?\d{1,3}(,\d{3})+(\.\d+)?$/.test(plain) ? plain.replace(/,/g, '') : plain;
  return readDecimal(grouped);
}

function findHeader(cells: Cells): { row: number; places: ReadonlyMap<SheetColumn, number> } | SheetFault {
  let best: { row: number; places: Map<SheetColumn, number>; missing: readonly SheetColumn[] } | undefined;
  for (const [index, row] of cells.slice(0, HEADER_ROWS).entries()) {
    const places = new Map<SheetColumn, number>();
    for (const [at, cell] of row.entries()) {
      const name = cell.replace(/\s+/g, '').replace(/[（(].*[)）]$/, '');
      const column = columnNames.find((one) => sheetColumns[one] === name || otherNames[one]?.includes(name) === true);
      if (column === undefined) continue;
      if (places.has(column))
        return { row: index + 1, column: `${name} (${columnLetter(at + 1)})`, problem: 'this column stands twice' };
      places.set(column, at);
    }
    const missing = columnNames.filter((one) => !places.has(one));
    if (best === undefined || missing.length < best.missing.length) best = { row: index, places, missing };
  }
  if (best === undefined || best.places.size < 5)
    return { row: 1, column: '', problem: `no header with the 38 columns in the first ${HEADER_ROWS} rows` };
  const [missing] = best.missing;
  return missing === undefined
    ? best
    : {
        row: best.row + 1,
        column: sheetColumns[missing],
        problem: `this column is missing (${best.missing.length} of 38)`,
      };
}

const numeric = new Set<SheetColumn>([
  'etaFrom',
  'etaTo',
  'maxSum',
  'maxLongest',
  'divisor',
  'minLength',
  'maxLength',
  'minWidth',
  'maxWidth',
  'minFace',
  'maxFace',
  'from',
  'to',
  'start',
  'perKg',
  'leastKg',
  'first',
  'firstPrice',
  'next',
  'nextPrice',
  'flat',
  'ticketFee',
  'surcharge',
  'fuel',
]);
const flags = new Set<SheetColumn>(['volumetric', 'noGeneral', 'needsPhone', 'exclude']);

/** The rows of a sheet below its header, every cell read. Faults name row and column; with one fault nothing is read. */
export function readSheet(cells: Cells): SheetResult<readonly SheetRow[]> {
  const header = findHeader(cells);
  if ('problem' in header) return { ok: false, faults: [header] };
  const faults: SheetFault[] = [];
  const rows: SheetRow[] = [];
  for (const [below, row] of cells.slice(header.row + 1).entries()) {
    const number = header.row + 2 + below;
    const cell = (column: SheetColumn): string => (row[header.places.get(column) ?? -1] ?? '').trim();
    if (columnNames.every((column) => cell(column) === '')) continue;
    const refuse = (column: SheetColumn, problem: string): void => {
      if (faults.length < MAX_FAULTS) faults.push({ row: number, column: placeOf(header.places, column), problem });
    };
    const numbers = new Map<SheetColumn, string>();
    for (const column of numeric) {
      const text = cell(column);
      if (text === '' || text === '-' || text === '/') continue;
      const percent = column === 'fuel' && text.endsWith('%');
      const value = cellNumber(percent ? text.slice(0, -1) : text);
      if (value === undefined) refuse(column, `${text} is no number`);
      else if (value.startsWith('-')) refuse(column, `${text} is below zero`);
      else numbers.set(column, column === 'fuel' && !percent ? asPercent(value) : value);
    }
    const answers = new Map<SheetColumn, boolean>();
    for (const column of flags) {
      const text = cell(column);
      if (text === '') continue;
      if (yes.test(text)) answers.set(column, true);
      else if (no.test(text)) answers.set(column, false);
      else refuse(column, `${text} is neither 是 nor 否`);
    }
    rows.push({
      row: number,
      text: cell,
      number: (column) => numbers.get(column),
      flag: (column) => answers.get(column),
    });
    if (rows.length > MAX_ROWS) {
      refuse('country', `more than ${MAX_ROWS} rows`);
      break;
    }
  }
  if (faults.length > 0) return { ok: false, faults };
  return rows.length === 0
    ? { ok: false, faults: [{ row: header.row + 2, column: '', problem: 'the sheet has no rows' }] }
    : { ok: true, value: rows };
}

export const placeOf = (places: ReadonlyMap<SheetColumn, number> | undefined, column: SheetColumn): string => {
  const at = places?.get(column) ?? columnNames.indexOf(column);
  return `${sheetColumns[column]} (${columnLetter(at + 1)})`;
};

/** A rate without a percent sign: up to 1 it is a share (0.125), above it a percentage (12.5). Shifted two places as text. */
function asPercent(value: string): string {
  const [whole = '0', fraction = ''] = value.split('.');
  if (!(BigInt(whole) === 0n || (whole === '1' && /^0*$/.test(fraction)))) return value;
  const padded = fraction.padEnd(2, '0');
  const shifted = `${whole}${padded.slice(0, 2)}${padded.length > 2 ? `.${padded.slice(2)}` : ''}`;
  return shifted.replace(/^0+(?=\d)/, '');
}
