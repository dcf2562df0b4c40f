import type { ZodError } from 'zod';
import type { ErrorCode } from '../../shared/errors/catalog.ts';

/** The label cannot be printed right; nothing has left for the printer. */
export class LabelCompileError extends Error {
  readonly code: ErrorCode;

  constructor(code: ErrorCode, detail: string) {
    super(detail);
    this.code = code;
  }
}

/** What is wrong with label data, by field: "waybill: missing". */
export function dataRefusal(error: ZodError): LabelCompileError {
  const [issue] = error.issues;
  const words = issue?.message.endsWith('received undefined') === true ? 'missing' : (issue?.message ?? 'not valid');
  return new LabelCompileError('LABEL_DATA_REFUSED', `${issue?.path.join('.') || 'data'}: ${words}`);
}
