import type { PrinterCondition } from '../../../shared/devices/printer-condition.ts';
import type { SendOutcome, WatchOutcome } from '../../../shared/devices/print-job.ts';

/** What a look at the printer found. `condition` undefined: it says nothing, which is not "fine". */
export type PrinterLook =
  | { readonly present: false; readonly detail: string }
  | { readonly present: true; readonly condition: PrinterCondition | undefined };

export interface ChannelEvents {
  /** Whenever the printer has said something, or has stopped saying anything. */
  readonly onCondition: (condition: PrinterCondition | undefined) => void;
  readonly onWatched: (job: string, outcome: WatchOutcome) => void;
}

/** One way to one printer. Jobs one at a time, in the order of the calls. */
export interface PrintChannel {
  /** As a person would name it. */
  readonly name: string;
  /** No byte of a label leaves. */
  look(): Promise<PrinterLook>;
  /**
   * `failed` promises that no byte of the label has left; `sent` that the printer or its spooler has all of it; everything else is
   * `unknown`. Never rejects. nextWaits: the next label is to lie behind this one, where the printer says how many it holds.
   */
  print(job: string, bytes: Uint8Array, onFirstByte: () => void, nextWaits?: boolean): Promise<SendOutcome>;
  /** Lets go of the printer. Watched jobs end as unknown. */
  stop(): void;
}

/** Every wait has an end. */
export interface PrintLimits {
  readonly connectMs: number;
  /** A piece of 8 KB that is not taken within this: the printer is stuck, and what it has may print. 8 KB at 9600 baud take 8.5 s. */
  readonly writeMs: number;
  readonly answerMs: number;
  /** The first answer of a printer that nobody knows yet holds a label up no longer than this; it is listened for until answerMs. */
  readonly promptMs: number;
  /** From the end of the job to the printer's end of the connection, where that is the only sign of life. */
  readonly finishMs: number;
  readonly pollMs: number;
  /** The same while the next label waits for the one inside: the head stands still from its end until somebody has asked. */
  readonly pollWaitingMs: number;
  /** Silent this long with a job inside: nobody knows. */
  readonly silentMs: number;
  /** In trouble (no paper) this long with a job inside: nobody waits beside it any more. */
  readonly troubleMs: number;
  /** Idle this long and the count has not moved: the label did not come out, or not as one label. */
  readonly settleMs: number;
  /** Where a label of another connection may still come out, a count is believed after it has stood still this long. */
  readonly quietMs: number;
  /** Many printers serve one client at a time: the line is let go after this. */
  readonly idleMs: number;
}

export const printLimits: PrintLimits = {
  connectMs: 3_000,
  writeMs: 15_000,
  answerMs: 1_500,
  promptMs: 150,
  finishMs: 5_000,
  pollMs: 40,
  pollWaitingMs: 10,
  silentMs: 20_000,
  troubleMs: 600_000,
  settleMs: 3_000,
  quietMs: 600,
  idleMs: 400,
};
