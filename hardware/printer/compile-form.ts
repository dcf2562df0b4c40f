import type { LabelTemplate } from '../../shared/labels/label-model.ts';
import { sceneOf } from './compile-label.ts';
import { encodePng } from './languages/png.ts';
import { pdfOfPicture } from './raster/pdf-pictures.ts';

/** For a page printer; the customs forms of posts are drawn in whole dots of it. */
const FORM_DPI = 300;

/** A form that is filled like a label (CN 22, CN 23) as PDF of its own size. Throws LabelCompileError as compileLabel does. */
export async function compileForm(
  template: LabelTemplate,
  data: Readonly<Record<string, string>>,
  options: { readonly practice: boolean; readonly fontsDirectory: string },
): Promise<Uint8Array> {
  const { widthMm, heightMm } = template;
  const scene = sceneOf(template, data, { dpi: FORM_DPI, widthMm, heightMm }, { ...options, job: '', copy: false });
  return pdfOfPicture(encodePng(scene), { widthMm, heightMm }, template.titleEn);
}
