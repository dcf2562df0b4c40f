/** What a request can be wrong about; stable, for programs that read the answers. */
export type MisuseCode = 'not-json' | 'unknown-protocol' | 'bad-dialect' | 'bad-unit' | 'bad-bytes' | 'usage';

/** A command that cannot be carried out as it was given; the message says what to write instead. */
export class Misuse extends Error {
  readonly code: MisuseCode;
  constructor(message: string, code: MisuseCode = 'usage') {
    super(message);
    this.code = code;
  }
}
