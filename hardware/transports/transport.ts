/** A byte line that can vanish. One `Connection` object per opening: nothing written to a former one can come out later. */
export interface Connection {
  /** False when the bytes were not accepted (closed, or the far end does not take them). */
  write(bytes: Uint8Array): boolean;
  /** Resolves when the port has sent them all; rejects when it was lost before. Only lines with a port underneath have it. */
  writeOut?(bytes: Uint8Array): Promise<void>;
  close(): Promise<void>;
}

export interface ConnectionHandlers {
  data(bytes: Uint8Array): void;
  /** Once, whatever the way it ended; `reason` for the log. Not called after `close()`. */
  lost(reason: string): void;
}

export interface Transport {
  /** As a person would name it. */
  readonly name: string;
  /** How often an absent device is looked for; more than the default where looking is dear (a bus enumeration, a network). */
  readonly lookEveryMs?: number;
  /** Is the device node there? Asked only while not connected. Rejects when it is there and cannot be told from another. */
  present(): Promise<boolean>;
  open(handlers: ConnectionHandlers): Promise<Connection>;
  /** Something was plugged in or pulled out: look now instead of waiting. Returns the end of the watch. */
  watch?(changed: () => void): () => void;
}
