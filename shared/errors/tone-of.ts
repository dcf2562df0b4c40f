import { errorCatalog, type ErrorCode } from './catalog.ts';

/** Colour and tone of a refusal follow from the severity of its code, on every bench. */
export const toneOf = (code: ErrorCode): 'check' | 'stop' =>
  errorCatalog[code].severity === 'stop' ? 'stop' : 'check';
