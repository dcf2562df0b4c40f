import { MAX_SCAN_LENGTH } from '../../shared/devices/scan.ts';
import type { ItemReader } from '../supervisor/quiet-device.ts';
import { honeywellSymbology } from './honeywell-symbology.ts';
import { scannedItem, type ScannedItem } from './scanned-item.ts';

/** Where a maker puts what in its 64-byte report; offsets count the report number as byte 0. */
interface Layout {
  readonly aimAt: number | undefined;
  readonly dataAt: number;
  readonly codeIdAt: number | undefined;
}

/** HID Point of Sale Usage Tables 1.02 as Honeywell and Access-IS send it: report 2. */
const standard: Layout = { aimAt: 2, dataAt: 5, codeIdAt: 61 };
/** Seen from Datalogic and Symbol in a public driver (WebHidBarcodeScanner): one byte later. */
const shifted: Layout = { aimAt: 3, dataAt: 6, codeIdAt: undefined };
/** Microscan: report 1, data at once, up to 62. */
const bare: Layout = { aimAt: undefined, dataAt: 2, codeIdAt: undefined };

const REPORT_LENGTH = 64;
const FLAGS_AT = 63;
const BARE_REPORT = 1;
const STANDARD_REPORT = 2;
/** Parts of one scan: more is a device that has gone mad. */
const MAX_PARTS = Math.ceil(MAX_SCAN_LENGTH / 56);
/** Replies to menu commands arrive as scans; they end with ACK, ENQ or NAK and are none. */
const menuReply = /^\](X0|Z6)$/;
const RIGHT_BRACKET = 0x5d;

/** USB ids of makers whose scanners type like a keyboard until feature report FE 01 tells them otherwise (Honeywell, Youjie). */
const switchedByFeature = new Set(['0c2e', '23d0']);
export const hidModeFeatures = (vendorId: string): readonly Uint8Array[] =>
  switchedByFeature.has(vendorId.toLowerCase()) ? [Uint8Array.of(0xfe, 0x01)] : [];

/**
 * Puts the reports of a HID-POS scanner (page 0x8C, usage 2) together: up to 56 characters each, bit 0 of the last byte says that more follow,
 * the AIM identifier comes again with every part. Back-ends that strip the report number are recognised by the length.
 */
export function hidPosReader(): ItemReader<ScannedItem> {
  let parts: Uint8Array[] = [];
  let firstAim: string | undefined;
  const reset = (): void => {
    parts = [];
    firstAim = undefined;
  };
  return {
    push(given) {
      const report = wholeReport(given);
      const layout = report === undefined ? undefined : layoutOf(report);
      if (report === undefined || layout === undefined) {
        reset();
        return [];
      }
      const length = report[1] ?? 0;
      const end = layout.dataAt + length;
      // A length beyond the data area would read flags as bars.
      if (end > (layout.codeIdAt ?? FLAGS_AT)) {
        reset();
        return [];
      }
      const aim = layout.aimAt === undefined ? undefined : aimOf(report.subarray(layout.aimAt, layout.aimAt + 3));
      if (parts.length > 0 && aim !== firstAim) reset();
      if (parts.length === 0) firstAim = aim;
      parts.push(report.slice(layout.dataAt, end));
      if (((report[FLAGS_AT] ?? 0) & 1) === 1) {
        if (parts.length >= MAX_PARTS) reset();
        return [];
      }
      const bytes = Uint8Array.from(parts.flatMap((part) => [...part]));
      reset();
      if (aim !== undefined && menuReply.test(aim)) return [];
      const symbology = layout.codeIdAt === undefined ? undefined : honeywellSymbology(report[layout.codeIdAt] ?? 0);
      const item = scannedItem(bytes, report, {
        ...(aim === undefined ? {} : { aim }),
        ...(symbology === undefined ? {} : { symbology }),
      });
      return item === undefined ? [] : [item];
    },
  };
}

function wholeReport(given: Uint8Array): Uint8Array | undefined {
  if (given.length === REPORT_LENGTH) return given;
  // Without its number: whoever strips it has one number only to strip.
  return given.length === REPORT_LENGTH - 1 ? Uint8Array.of(STANDARD_REPORT, ...given) : undefined;
}

function layoutOf(report: Uint8Array): Layout | undefined {
  if (report[0] === BARE_REPORT) return bare;
  if (report[0] !== STANDARD_REPORT) return undefined;
  if (report[2] !== RIGHT_BRACKET && report[3] === RIGHT_BRACKET) return shifted;
  return standard;
}

function aimOf(bytes: Uint8Array): string | undefined {
  const text = Buffer.from(bytes).toString('latin1');
  return /^\][A-Za-z][0-9A-Za-z]$/.test(text) ? text : undefined;
}
