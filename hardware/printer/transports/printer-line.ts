/** A line of bytes to a printer, and back where the wiring allows. One connection object per opening. */
export interface PrinterLine {
  readonly name: string;
  /** Rejects when the printer is not there; then no byte has left. */
  open(handlers: LineHandlers): Promise<LineConnection>;
}

export interface LineHandlers {
  data(bytes: Uint8Array): void;
  /** Once; not after `close()`. */
  lost(reason: string): void;
}

export interface LineConnection {
  /** Resolves when all bytes have been taken by the system below; says nothing about paper. Rejects when the line is lost. */
  write(bytes: Uint8Array): Promise<void>;
  /** Nothing follows. Resolves with true when the far end has shown that it took everything, false when it keeps silent for `waitMs`. */
  finish(waitMs: number): Promise<boolean>;
  /** `discard`: bytes that have not left yet are thrown away rather than printed later. */
  close(discard: boolean): void;
}
