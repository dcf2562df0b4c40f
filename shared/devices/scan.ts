import { z } from 'zod';

/** A bar code longer than this is no number of this floor; the scan is cut and never taken for a waybill. */
export const MAX_SCAN_LENGTH = 1_024;

export const scanSourceSchema = z.enum(['hid-pos', 'serial', 'keyboard']);
export type ScanSource = z.infer<typeof scanSourceSchema>;

/**
 * One scan as a scanner gave it. text: what the bars say, GS as U+001D, without AIM identifier and end marks. aim: "]C1", where the scanner
 * sends it (ISO/IEC 15424). symbology: the maker's own word for it, where it says more. rawHex: the report or line, at most 128 bytes.
 */
export const scanSchema = z.strictObject({
  deviceId: z.string().min(1).max(64),
  source: scanSourceSchema,
  text: z.string().min(1).max(MAX_SCAN_LENGTH),
  aim: z
    .string()
    .regex(/^\][A-Za-z][0-9A-Za-z]$/)
    .optional(),
  symbology: z.string().max(40).optional(),
  rawHex: z.string().max(256),
  monoMs: z.number().nonnegative(),
  wallMs: z.number().int().nonnegative(),
});
export type Scan = z.infer<typeof scanSchema>;

/** "]C1(text)" → its parts. A scanner sends the identifier as the first three characters or not at all. */
export function splitAim(text: string): { readonly aim?: string; readonly text: string } {
  const aim = /^\][A-Za-z][0-9A-Za-z]/.exec(text)?.[0];
  return aim === undefined || text.length === aim.length ? { text } : { aim, text: text.slice(aim.length) };
}
