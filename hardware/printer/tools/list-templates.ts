import type { LabelTemplate } from '../../../shared/labels/label-model.ts';
import { labelTemplates } from '../../../shared/labels/templates/all-templates.ts';
import { sceneOf } from '../compile-label.ts';
import { LabelCompileError } from '../label-compile-error.ts';
import { placeScene } from '../place-scene.ts';

export interface TemplateLine {
  readonly template: string;
  readonly titleZh: string;
  readonly titleEn: string;
  readonly widthMm: number;
  readonly heightMm: number;
  readonly fields: readonly string[];
  readonly dpi: readonly number[];
  /** Why a resolution is not among them. */
  readonly refused: Readonly<Record<string, string>>;
}

/** What there is to print, and on which heads. */
export function listTemplates(fontsDirectory: string): TemplateLine[] {
  return labelTemplates.map((template) => {
    const refused: Record<string, string> = {};
    const heads = ([203, 300, 600] as const).filter((dpi) => {
      const fault = templateFault(template, dpi, fontsDirectory);
      if (fault !== undefined) refused[String(dpi)] = fault;
      return fault === undefined;
    });
    const { name, titleZh, titleEn, widthMm, heightMm, sample } = template;
    return { template: name, titleZh, titleEn, widthMm, heightMm, fields: Object.keys(sample), dpi: heads, refused };
  });
}

/** Why this template cannot be printed at this resolution, with data of ordinary length; undefined when it can. */
export function templateFault(
  template: LabelTemplate,
  dpi: 203 | 300 | 600,
  fontsDirectory: string,
): string | undefined {
  const { widthMm, heightMm, sample } = template;
  const options = { practice: false, job: 'W0000000-9999-99999999', copy: true, fontsDirectory };
  try {
    placeScene(sceneOf(template, sample, { dpi, widthMm, heightMm }, options));
    return undefined;
  } catch (error) {
    if (error instanceof LabelCompileError) return error.message;
    throw error;
  }
}
