import type { PrinterCondition } from '../../../shared/devices/printer-condition.ts';
import type { PrinterSettings } from '../../../shared/settings/settings.ts';
import { CPCL_STATUS, parseCpclStatus } from './cpcl-status.ts';
import { EPL_STATUS, parseEplStatus } from './epl-status.ts';
import { ESCPOS_STATUS, parseEscPosStatus } from './escpos-status.ts';
import { parseTsplStatus, TSPL_STATUS } from './tspl-status.ts';
import { parseZplErrorStatus, ZPL_ERROR_STATUS } from './zpl-error-status.ts';
import { parseZplHostStatus, ZPL_CANCEL_ALL, ZPL_HOST_STATUS } from './zpl-host-status.ts';
import { parseZplOdometer, ZPL_ODOMETER } from './zpl-odometer.ts';

/** A question and how to read its answer; `read` gives undefined while the answer is not whole. */
export interface Question<T> {
  readonly bytes: Uint8Array;
  read(answer: Uint8Array): T | undefined;
}

export interface StatusQuestions {
  readonly condition: Question<PrinterCondition>;
  /**
   * What the short answer leaves out (cutter, paper low); asked between labels only. TSPL's `<ESC>!S` is not: firmware that does not know it
   * may take it for the beginning of the next command.
   */
  readonly detail?: Question<PrinterCondition>;
  /** The printer's own count of printed labels: the only proof that a wire can give. */
  readonly count?: Question<number>;
  /**
   * Throws away the beginning of a job that was cut off; without it the next label runs into it, and two parcels stand on one. Where
   * pictures are raw bytes, white bytes fill the one that was begun up, and the rest of them is a line without sense. Not tried on devices.
   */
  readonly dropPartial: Uint8Array;
  /** Questions are bytes like others to a printer that is in the middle of a picture: nothing can be asked before. */
  readonly dropFirst: boolean;
}

const latin1 = (bytes: Uint8Array): string => Buffer.from(bytes).toString('latin1');
const ofText = <T>(question: string, parse: (text: string) => T | undefined): Question<T> => ({
  bytes: Buffer.from(question, 'latin1'),
  read: (answer) => parse(latin1(answer)),
});
/** As long as the largest picture that the encoders send in one command. */
const FILL_BYTES = 32_000;
const filled = (byte: number, end: string): Uint8Array =>
  Buffer.concat([Buffer.alloc(FILL_BYTES, byte), Buffer.from(end, 'latin1')]);
const ofBytes = <T>(question: string, parse: (bytes: Uint8Array) => T | undefined): Question<T> => ({
  bytes: Buffer.from(question, 'latin1'),
  read: parse,
});

/** What each language can be asked. Whether a printer answers is found out by asking. */
export const statusQuestions: Readonly<Record<PrinterSettings['language'], StatusQuestions>> = {
  zpl: {
    condition: ofText(ZPL_HOST_STATUS, parseZplHostStatus),
    detail: ofText(ZPL_ERROR_STATUS, parseZplErrorStatus),
    count: ofText(ZPL_ODOMETER, parseZplOdometer),
    dropPartial: Buffer.from(ZPL_CANCEL_ALL),
    dropFirst: false,
  },
  tspl: {
    condition: ofBytes(TSPL_STATUS, parseTsplStatus),
    dropPartial: filled(0xff, '\r\nCLS\r\n'),
    dropFirst: true,
  },
  epl: { condition: ofText(EPL_STATUS, parseEplStatus), dropPartial: filled(0xff, '\nN\n'), dropFirst: true },
  // A session without PRINT ends with ABORT.
  cpcl: { condition: ofBytes(CPCL_STATUS, parseCpclStatus), dropPartial: filled(0, '\r\nABORT\r\n'), dropFirst: true },
  escpos: { condition: ofBytes(ESCPOS_STATUS, parseEscPosStatus), dropPartial: filled(0, '\x1b@'), dropFirst: true },
};
