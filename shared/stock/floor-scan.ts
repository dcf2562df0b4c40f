import { readAim } from '../identifiers/aim-identifier.ts';
import { mod10Weighted } from '../identifiers/check-digits.ts';
import { GROUP_SEPARATOR, parseElementString } from '../identifiers/gs1/parse-element-string.ts';
import { classifyScan, type ScanCommand } from '../identifiers/scan-code.ts';
import type { Bin } from './bin.ts';
import type { Sku } from './sku.ts';

/** What a unit's own code said besides the article: GS1 (10), (17) or (15), (21). */
export interface UnitMarks {
  readonly lot?: string;
  /** ISO 8601 date. */
  readonly expiry?: string;
  readonly serial?: string;
}

/** What a scanned text is on the overseas floor. Several meanings may hold at once; the bench in its state takes the one it waits for. */
export interface FloorScan {
  readonly text: string;
  readonly command?: ScanCommand | undefined;
  /** Serial of a label of ours: `<device>-<epoch>-<seq>`. */
  readonly job?: string | undefined;
  readonly box?: string | undefined;
  readonly bin?: Bin | undefined;
  /** 18 digits. */
  readonly sscc?: string | undefined;
  /** Articles that carry this code, of every owner. */
  readonly skus: readonly Sku[];
  readonly marks: UnitMarks;
  /** The text as a number on a parcel, tote, order or RMA, in capital letters. Undefined for our own marked codes. */
  readonly code?: string | undefined;
}

export interface FloorLookups {
  readonly findSkus: (barcode: string) => readonly Sku[];
  readonly findBin: (code: string) => Bin | undefined;
  /** Places two-digit years of expiry dates. */
  readonly thisYear: number;
}

const MAX_CODE = 64;
const nothing = { skus: [], marks: {} } as const;

/** Reads a scan by what it is marked as, then by what this machine knows. Never throws. */
export function readFloorScan(text: string, aim: string | undefined, lookups: FloorLookups): FloorScan {
  const trimmed = text.trim();
  const [, place] = /^BIN:([A-Za-z0-9.-]{1,32})$/i.exec(trimmed) ?? [];
  if (place !== undefined) return { text, ...nothing, bin: lookups.findBin(place.toUpperCase()), code: undefined };
  const own = classifyScan(trimmed);
  if (own.kind === 'command') return { text, ...nothing, command: own.command };
  if (own.kind === 'label') return { text, ...nothing, job: own.job };
  if (own.kind === 'box') return { text, ...nothing, box: own.box };
  if (/^(CMD|BOX|LINE):/i.test(trimmed)) return { text, ...nothing };
  const gs1 = trimmed.startsWith('(') || trimmed.includes(GROUP_SEPARATOR) || readAim(aim ?? '')?.gs1 === true;
  if (gs1) {
    const read = readElements(trimmed, lookups.thisYear);
    if (read !== undefined)
      return { text, ...read, skus: read.gtin === undefined ? [] : lookups.findSkus(read.gtin), code: read.sscc };
  }
  const sscc = /^(?:00)?(\d{18})$/.exec(trimmed)?.[1];
  if (sscc !== undefined && mod10Weighted(sscc.slice(0, 17)) === sscc.charAt(17))
    return { text, ...nothing, sscc, code: sscc };
  const code = trimmed.toUpperCase();
  if (code.length === 0 || code.length > MAX_CODE || /[^\x21-\x7e]/.test(code)) return { text, ...nothing };
  const bin = lookups.findBin(code);
  return { text, marks: {}, skus: lookups.findSkus(trimmed), bin, code };
}

function readElements(
  text: string,
  thisYear: number,
): { gtin: string | undefined; sscc: string | undefined; marks: UnitMarks } | undefined {
  const { elements } = parseElementString(text, thisYear);
  const find = (...ais: string[]) => elements.find(({ ai, problems }) => ais.includes(ai) && problems === undefined);
  const gtin = find('01', '02')?.value;
  const sscc = find('00')?.value;
  if (gtin === undefined && sscc === undefined) return undefined;
  const [lot, serial] = [find('10')?.value, find('21')?.value];
  const expiry = lastDay(find('17')?.meaning ?? find('15')?.meaning);
  return {
    gtin,
    sscc,
    marks: {
      ...(lot === undefined ? {} : { lot }),
      ...(serial === undefined ? {} : { serial }),
      ...(expiry === undefined ? {} : { expiry }),
    },
  };
}

/** A month stands for its last day (General Specifications 3.4.2: day 00). */
function lastDay(date: string | undefined): string | undefined {
  const [, year, month, day] = /^(\d{4})-(\d{2})(?:-(\d{2}))?$/.exec(date ?? '') ?? [];
  if (year === undefined || month === undefined) return undefined;
  const last = new Date(Date.UTC(Number(year), Number(month), 0)).getUTCDate();
  return `${year}-${month}-${day ?? String(last)}`;
}
