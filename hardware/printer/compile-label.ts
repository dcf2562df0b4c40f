import type { LabelRequest } from '../../shared/devices/print-job.ts';
import type { LabelTemplate } from '../../shared/labels/label-model.ts';
import { buildScene, type LabelScene, type SceneProfile } from '../../shared/labels/label-scene.ts';
import { preprintedMark, preprintedRefusal } from '../../shared/labels/preprinted-marks.ts';
import { findLabelTemplate } from '../../shared/labels/templates/all-templates.ts';
import { dataRefusal, LabelCompileError } from './label-compile-error.ts';
import { encodeCpcl } from './languages/cpcl.ts';
import { encodeEpl } from './languages/epl.ts';
import { encodeEscPos } from './languages/escpos.ts';
import { encodePng } from './languages/png.ts';
import { encodeTspl } from './languages/tspl.ts';
import { encodeZpl, encodeZplBitmap } from './languages/zpl.ts';
import { loadLabelFonts, unprintable } from './raster/label-fonts.ts';
import { encodePdf } from './raster/pdf-scene.ts';

export const outputLanguages = ['zpl', 'zpl-bitmap', 'tspl', 'epl', 'cpcl', 'escpos', 'png', 'pdf'] as const;
/** The printers' languages, ZPL without native codes, and the two previews. */
export type OutputLanguage = (typeof outputLanguages)[number];

/** What the compiler must know of a printer; PrinterSettings has it. */
export interface CompileProfile extends SceneProfile {
  readonly language: OutputLanguage;
  readonly darkness?: number | undefined;
  readonly speedIps?: number | undefined;
  /** ZPL as pictures only. */
  readonly picturesOnly?: boolean | undefined;
}

export interface CompileOptions {
  readonly practice: boolean;
  /** Job id: the label's serial, printed as text and as a code that can be scanned back. */
  readonly job: string;
  readonly copy: boolean;
  readonly fontsDirectory: string;
}

const refuse = (detail: string): LabelCompileError => new LabelCompileError('LABEL_DATA_REFUSED', detail);

/** Why there is no such template; of a mark that only stock can be, which stock. */
export function noTemplate(name: string, known = ''): LabelCompileError {
  const mark = preprintedMark(name);
  return refuse(mark === undefined ? `no template "${name}"${known}` : `${name}: ${preprintedRefusal(mark)}`);
}

/**
 * Template and data to the printer's bytes. Throws LabelCompileError before a byte exists: unknown template, data that breaks its
 * schema, a glyph no font has, a code or a number that does not fit, a label wider or longer than the printer's paper.
 */
export function compileLabel(request: LabelRequest, profile: CompileProfile, options: CompileOptions): Uint8Array {
  const template = findLabelTemplate(request.template);
  if (template === undefined) throw noTemplate(request.template);
  return encodeScene(sceneOf(template, request.data, profile, options), profile, template.name);
}

/** The same in two steps, for those who look at the scene. Throws as compileLabel does. */
export function sceneOf(
  template: LabelTemplate,
  data: LabelRequest['data'],
  profile: SceneProfile,
  options: CompileOptions,
): LabelScene {
  const parsed = template.data.safeParse({ ...data, serial: options.job, copy: options.copy ? '副本 COPY' : '' });
  if (!parsed.success) throw dataRefusal(parsed.error);
  if (template.widthMm > profile.widthMm || template.heightMm > profile.heightMm)
    throw refuse(
      `${template.name} is ${template.widthMm} × ${template.heightMm} mm, the paper ${profile.widthMm} × ${profile.heightMm} mm`,
    );
  loadLabelFonts(options.fontsDirectory);
  for (const [field, text] of Object.entries(parsed.data)) {
    const fault = unprintable(text);
    if (fault !== undefined) throw refuse(`${field}: ${fault}`);
  }
  return buildScene(template, parsed.data, profile, options.practice);
}

export function encodeScene(scene: LabelScene, profile: CompileProfile, title: string): Uint8Array {
  const { darkness, speedIps } = profile;
  switch (profile.language) {
    case 'zpl':
      return (profile.picturesOnly === true ? encodeZplBitmap : encodeZpl)(scene, { darkness, speedIps });
    case 'zpl-bitmap':
      return encodeZplBitmap(scene, { darkness, speedIps });
    case 'tspl':
      return encodeTspl(scene, { darkness, speedIps });
    case 'epl':
      return encodeEpl(scene, { darkness });
    case 'cpcl':
      return encodeCpcl(scene);
    case 'escpos':
      return encodeEscPos(scene);
    case 'png':
      return encodePng(scene);
    case 'pdf':
      return encodePdf(scene, title);
  }
}
