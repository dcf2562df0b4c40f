import { documentDataSchema, type DocumentData, type DocumentTemplate } from '../../shared/labels/document-model.ts';
import { dataRefusal, LabelCompileError } from './label-compile-error.ts';
import { loadLabelFonts, unprintable } from './raster/label-fonts.ts';
import { encodeDocument } from './raster/pdf-document.ts';
import { encodePictures } from './raster/pdf-pictures.ts';

const refuse = (detail: string): LabelCompileError => new LabelCompileError('LABEL_DATA_REFUSED', detail);

interface DocumentOptions {
  readonly practice: boolean;
  readonly fontsDirectory: string;
}

/** A manifest, handover sheet or report as PDF. Throws LabelCompileError: a field missing, a glyph no font has, a number that does not fit. */
export function compileDocument(template: DocumentTemplate, data: unknown, options: DocumentOptions): Uint8Array {
  return encodeDocument(template, checked(template, data, options), options.practice);
}

/**
 * The same pages as pictures of 300 dpi in a PDF. For the device host: in Electron 33.2.1 the PDF writer of the raster engine dies when it
 * embeds the Chinese font, and the process with it. Throws as above.
 */
export function compilePictures(
  template: DocumentTemplate,
  data: unknown,
  options: DocumentOptions,
): Promise<Uint8Array> {
  return encodePictures(template, checked(template, data, options), options.practice);
}

function checked(template: DocumentTemplate, data: unknown, options: DocumentOptions): DocumentData {
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
  return parsed.data;
}
