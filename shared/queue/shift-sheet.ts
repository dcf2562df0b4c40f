import { z } from 'zod';
import { lengthIn } from '../measure/length.ts';
import { massIn } from '../measure/mass.ts';
import { massSchema } from '../measure/quantity.ts';
import { toDecimal } from '../measure/rational.ts';
import { parcelWeighedSchema } from '../parcel/operations.ts';
import type { OperationBody } from '../sync/operation.ts';
import { operationWord } from './operation-words.ts';

type Language = 'zh' | 'en';

/** Columns of the shift's list, in order; every measure has its unit in the header and none in the cell. */
export const sheetColumns = [
  { id: 'number', zh: '设备-序号', en: 'device-seq', number: false },
  { id: 'time', zh: '时间', en: 'time', number: false },
  { id: 'what', zh: '动作', en: 'what', number: false },
  { id: 'type', zh: '记录类型', en: 'operation', number: false },
  { id: 'about', zh: '对象', en: 'about', number: false },
  { id: 'person', zh: '人员', en: 'person', number: false },
  { id: 'line', zh: '线路', en: 'line', number: false },
  { id: 'cargo', zh: '品类', en: 'cargo class', number: false },
  { id: 'gross', zh: '毛重 (kg)', en: 'gross (kg)', number: true },
  { id: 'chargeable', zh: '计费重 (kg)', en: 'chargeable (kg)', number: true },
  { id: 'length', zh: '长 (cm)', en: 'length (cm)', number: true },
  { id: 'width', zh: '宽 (cm)', en: 'width (cm)', number: true },
  { id: 'height', zh: '高 (cm)', en: 'height (cm)', number: true },
  { id: 'bag', zh: '袋', en: 'bag', number: false },
  { id: 'detail', zh: '内容', en: 'detail', number: false },
] as const;
export type SheetColumn = (typeof sheetColumns)[number]['id'];
export type SheetRow = Readonly<Record<SheetColumn, string>>;

export const sheetHead = (language: Language): readonly string[] => sheetColumns.map((column) => column[language]);

const MAX_DETAIL = 300;
const KG_DECIMALS = 6;

const pad = (value: number, digits = 2): string => String(value).padStart(digits, '0');

/** Wall clock of the station as it was, "2026-11-29 14:05:09 +08:00". */
export function stationTime(wallMs: number, tzMinutes: number): string {
  const at = new Date(wallMs + tzMinutes * 60_000);
  const [sign, zone] = [tzMinutes < 0 ? '-' : '+', Math.abs(tzMinutes)];
  return (
    `${pad(at.getUTCFullYear(), 4)}-${pad(at.getUTCMonth() + 1)}-${pad(at.getUTCDate())} ` +
    `${pad(at.getUTCHours())}:${pad(at.getUTCMinutes())}:${pad(at.getUTCSeconds())} ` +
    `${sign}${pad(Math.floor(zone / 60))}:${pad(zone % 60)}`
  );
}

const kilograms = (mass: unknown): string => {
  const { data } = massSchema.safeParse(mass);
  return data === undefined ? '' : toDecimal(massIn(data, 'kg'), KG_DECIMALS);
};
const text = (value: unknown): string => (typeof value === 'string' || typeof value === 'number' ? String(value) : '');

/** One operation as one row. What a program of another version wrote is a row too, with what can be read of it. */
export function sheetRow(
  { device, epoch }: { readonly device: string; readonly epoch: number },
  body: OperationBody,
  language: Language,
): SheetRow {
  const { payload } = body;
  const size = parcelWeighedSchema.shape.dimensions.safeParse(payload['dimensions']).data;
  const side = (name: 'length' | 'width' | 'height'): string =>
    size === undefined ? '' : toDecimal(lengthIn(size[name], size.unit, 'cm'), 2);
  const rated = payload['chargeable'];
  const rest = Object.entries(payload).flatMap(([name, value]) =>
    ['line', 'cargoClass', 'bag', 'practice'].includes(name) || text(value) === '' ? [] : [`${name} ${text(value)}`],
  );
  return {
    number: `${device}-${epoch}-${body.seq}`,
    time: stationTime(body.wallMs, body.tzMinutes),
    what: operationWord(body.type, language),
    type: body.type,
    about: body.entity,
    person: body.actor,
    line: text(payload['line']),
    cargo: text(payload['cargoClass']),
    gross: kilograms(payload['gross']),
    chargeable: kilograms(z.object({ chargeable: z.unknown() }).safeParse(rated).data?.chargeable),
    ...{ length: side('length'), width: side('width'), height: side('height') },
    bag: text(payload['bag']),
    detail: rest.join('; ').slice(0, MAX_DETAIL),
  };
}

/**
 * A cell as spreadsheets take it without running anything: what begins like a formula begins with an apostrophe (OWASP, CSV injection);
 * tab and carriage return count as beginnings too.
 */
export const harmless = (cell: string): string => (/^[=+\-@\t\r]/.test(cell) ? `'${cell}` : cell);

const quoted = (cell: string): string => (/[",\r\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell);

/** Lines of a CSV (RFC 4180) with the mark by which spreadsheets know UTF-8. */
export function csvText(rows: readonly SheetRow[], language: Language): string {
  const lines = [
    sheetHead(language),
    ...rows.map((row) => sheetColumns.map(({ id, number }) => (number ? row[id] : harmless(row[id])))),
  ];
  return `\ufeff${lines.map((cells) => `${cells.map(quoted).join(',')}\r\n`).join('')}`;
}
