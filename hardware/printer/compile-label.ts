import type { LabelRequest } from '../../shared/devices/print-job.ts';
import { buildScene } from '../../shared/labels/label-scene.ts';
import { findLabelTemplate } from '../../shared/labels/templates/all-templates.ts';
import type { PrinterSettings } from '../../shared/settings/settings.ts';
import { LabelCompileError } from './label-compile-error.ts';
import { encodeZpl } from './languages/zpl.ts';
import { loadLabelFonts, missingGlyphs } from './raster/text-raster.ts';

export interface CompileOptions {
  readonly practice: boolean;
  /** Job id: the label's serial, printed as text and as a code that can be scanned back. */
  readonly job: string;
  readonly copy: boolean;
  readonly fontsDirectory: string;
}

/** Template and data to the printer's bytes. Throws LabelCompileError: unknown template, data that breaks its schema, a glyph no font has. */
export function compileLabel(request: LabelRequest, profile: PrinterSettings, options: CompileOptions): Uint8Array {
  const template = findLabelTemplate(request.template);
  if (template === undefined) throw new LabelCompileError('LABEL_DATA_REFUSED', `no template "${request.template}"`);
  const parsed = template.data.safeParse({
    ...request.data,
    serial: options.job,
    copy: options.copy ? '副本 COPY' : '',
  });
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    throw new LabelCompileError(
      'LABEL_DATA_REFUSED',
      `${issue?.path.join('.') ?? '?'}: ${issue?.message ?? 'not valid'}`,
    );
  }
  loadLabelFonts(options.fontsDirectory);
  const missing = missingGlyphs(Object.values(parsed.data).join(''));
  if (missing.length > 0) {
    const shown = missing
      .slice(0, 5)
      .map((c) => `${c} (U+${(c.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')})`);
    throw new LabelCompileError('LABEL_DATA_REFUSED', `no glyph for ${shown.join(', ')}`);
  }
  if (profile.language !== 'zpl')
    throw new LabelCompileError('LABEL_DATA_REFUSED', `printer language ${profile.language} is not built in yet`);
  return encodeZpl(buildScene(template, parsed.data, profile, options.practice), { darkness: profile.darkness });
}
