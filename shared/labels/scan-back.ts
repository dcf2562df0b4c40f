import { z } from 'zod';
import type { JobId, LabelState } from '../devices/print-job.ts';

/** Lines whose parcels are closed only by scanning the printed label back: all of them, or these codes. Empty: none. */
export const scanBackLinesSchema = z.union([z.literal('all'), z.array(z.string().min(1).max(12)).max(200)]);
export type ScanBackLines = z.infer<typeof scanBackLinesSchema>;

export const wantsScanBack = (lines: ScanBackLines, line: string | undefined): boolean =>
  lines === 'all' || (line !== undefined && lines.includes(line));

/**
 * How a parcel stands with its label. `closed`: nothing more is asked. `printing`: the station waits for the printer. `scan-it`: the label
 * is on the parcel or should be, and its serial or waybill has to be scanned before the next one. `did-it-come-out` and `print-again` are
 * questions to a person, whatever the line wants.
 */
export type ParcelClosing = 'closed' | 'printing' | 'scan-it' | 'did-it-come-out' | 'print-again';

/** `by`: who confirmed the label, where it is confirmed. A printer's count proves paper, not that it is on this parcel. */
export function closingOf(
  label: { readonly state: LabelState; readonly by?: 'operator' | 'scan-back' | 'printer' | undefined },
  line: string | undefined,
  lines: ScanBackLines,
): ParcelClosing {
  switch (label.state) {
    case 'queued':
    case 'sending':
      return 'printing';
    case 'unknown':
      return 'did-it-come-out';
    case 'failed':
      return 'print-again';
    case 'voided':
      return 'closed';
    case 'sent':
      return wantsScanBack(lines, line) ? 'scan-it' : 'closed';
    case 'confirmed':
      return wantsScanBack(lines, line) && label.by !== 'scan-back' ? 'scan-it' : 'closed';
  }
}

/** What a scan says about the label that is waited for. `other-label`: a label of this station's, of another parcel. */
export type ScanBackMeaning = 'this-label' | 'other-label' | 'no-label';

const SERIAL = /^[A-Z0-9]{4,16}-\d{1,6}-\d{1,12}$/;

/**
 * Reads a scan while `scan-it` stands. The label bears its serial (the job) and the waybill as codes; the waybill alone is no proof where
 * the same code was on the parcel before (`waybillOnParcel`: it was scanned from the parcel to begin with), only the serial is.
 */
export function scanBackMeaning(
  scanned: string,
  label: { readonly job: JobId; readonly waybill: string; readonly waybillOnParcel: boolean },
): ScanBackMeaning {
  const text = scanned.trim().toUpperCase();
  if (text === label.job) return 'this-label';
  if (SERIAL.test(text)) return 'other-label';
  return text === label.waybill.toUpperCase() && !label.waybillOnParcel ? 'this-label' : 'no-label';
}
