import { documentDataSchema, type DocumentTemplate } from '../../shared/labels/document-model.ts';
import { dataRefusal, LabelCompileError } from './label-compile-error.ts';
import { loadLabelFonts, unprintable } from './raster/label-fonts.ts';
import { encodeDocument } from './raster/pdf-document.ts';

const refuse = (detail: string): LabelCompileError => new LabelCompileError('LABEL_DATA_REFUSED', detail);

/** A manifest, handover sheet or report as PDF. Throws LabelCompileError: a field missing, a glyph no font has, a number that does not fit. */
export function compileDocument(
  template: DocumentTemplate,
  data: unknown,
  options: { readonly practice: boolean; readonly fontsDirectory: string },
): Uint8Array {
  const parsed = documentDataSchema(template).safeParse(data);
  if (!parsed.success) throw dataRefusal(parsed.error);
  loadLabelFonts(options.fontsDirectory);
  const check = (where: string, texts: Readonly<Record<string, string>>): void => {
    for (const [key, text] of Object.entries(texts)) {
      const fault = unprintable(text);
      if (fault !== undefined) throw refuse(`${where}.${key}: ${fault}`);
    }
  };
  check('fields', parsed.data.fields);
  for (const [index, row] of parsed.data.rows.entries()) check(`rows.${index}`, row);
  return encodeDocument(template, parsed.data, options.practice);
}
