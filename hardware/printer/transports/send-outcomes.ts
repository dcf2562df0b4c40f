import type { SendOutcome } from '../../../shared/devices/print-job.ts';

/** No byte has left. */
export const failed = (code: 'PRINTER_LOST' | 'PRINTER_NEEDS_HAND', detail: string): SendOutcome => ({
  outcome: 'failed',
  code,
  detail: detail.slice(0, 200),
});

/** Bytes have left and nobody knows what became of them. */
export const unknown = (detail: string): SendOutcome => ({
  outcome: 'unknown',
  code: 'LABEL_UNKNOWN',
  detail: detail.slice(0, 200),
});
