import { z } from 'zod';
import { strokesSchema } from '../consolidation/signature.ts';

/** A paper document: heading, facts, a table over as many pages as it takes, totals and places to sign. Texts as they shall appear. */
export interface DocumentTemplate {
  readonly name: string;
  readonly titleZh: string;
  readonly titleEn: string;
  readonly widthMm: number;
  readonly heightMm: number;
  /** Field whose text stands beside the title as Code 128: what a scan of the sheet opens. */
  readonly code: string;
  readonly fields: readonly DocumentField[];
  readonly columns: readonly DocumentColumn[];
  readonly totals: readonly DocumentField[];
  readonly signatures: readonly { readonly zh: string; readonly en: string }[];
  readonly sample: DocumentData;
}

export interface DocumentField {
  readonly key: string;
  readonly zh: string;
  readonly en: string;
}

export interface DocumentColumn extends DocumentField {
  /** The columns of a template share the width between the margins. */
  readonly widthMm: number;
  readonly align: 'left' | 'right';
  /** Numbers must be whole; words may wrap to three lines and end with an ellipsis. */
  readonly content: 'number' | 'words';
}

export interface DocumentData {
  readonly fields: Readonly<Record<string, string>>;
  readonly rows: readonly Readonly<Record<string, string>>[];
  /** Strokes of a signature given on the glass, for the last of the places to sign (shared/consolidation/signature.ts). */
  readonly ink?: string | undefined;
}

/** A manifest longer than this is a fault of the program that made it. */
export const MAX_DOCUMENT_ROWS = 10_000;
const text = z.string().max(200);

/** Every field and every cell must be there, and nothing else. */
export function documentDataSchema(template: DocumentTemplate): z.ZodType<DocumentData> {
  const shape = (list: readonly DocumentField[]): Record<string, typeof text> =>
    Object.fromEntries(list.map(({ key }) => [key, text]));
  return z.strictObject({
    fields: z.strictObject({
      ...shape([...template.fields, ...template.totals]),
      [template.code]: text.min(1).max(40),
    }),
    rows: z.array(z.strictObject(shape(template.columns))).max(MAX_DOCUMENT_ROWS),
    ink: strokesSchema.optional(),
  });
}
