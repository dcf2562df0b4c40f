import { readFileSync } from 'node:fs';
import { parseExactJson, type ExactJson } from '../../../shared/measure/exact-json.ts';
import { LabelCompileError } from '../label-compile-error.ts';

/** A manifest of ten thousand rows has two or three million. */
const MAX_DATA_BYTES = 8_000_000;

const refuse = (detail: string): LabelCompileError => new LabelCompileError('LABEL_DATA_REFUSED', detail);

/** Data of a label or a document out of a file, "-" for standard input. Numbers stay the text they are written as. Throws LabelCompileError. */
export function readLabelData(path: string): { readonly [field: string]: ExactJson } {
  let text: string;
  try {
    const bytes = readFileSync(path === '-' ? 0 : path);
    if (bytes.length > MAX_DATA_BYTES) throw new Error(`more than ${MAX_DATA_BYTES} bytes`);
    text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch (error) {
    throw refuse(`${path}: ${error instanceof Error ? error.message : String(error)}`);
  }
  const parsed = parseExactJson(text);
  if (!parsed.ok) throw refuse(`${parsed.fault.at}: ${parsed.fault.problem}`);
  const { value } = parsed;
  if (value === null || typeof value !== 'object' || Array.isArray(value))
    throw refuse('the data must be a JSON object');
  return value as { readonly [field: string]: ExactJson };
}
