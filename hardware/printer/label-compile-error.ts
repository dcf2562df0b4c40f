import type { ErrorCode } from '../../shared/errors/catalog.ts';

/** The label cannot be printed right; nothing has left for the printer. */
export class LabelCompileError extends Error {
  readonly code: ErrorCode;

  constructor(code: ErrorCode, detail: string) {
    super(detail);
    this.code = code;
  }
}
