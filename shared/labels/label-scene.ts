import { labelElementSchema, type LabelTemplate } from './label-model.ts';

/** A label in whole dots of one print head. Every output is drawn from this and from nothing else. */
export interface LabelScene {
  readonly widthDots: number;
  readonly heightDots: number;
  readonly items: readonly SceneItem[];
}

export type SceneItem =
  | {
      readonly type: 'text';
      readonly x: number;
      readonly y: number;
      readonly width: number;
      readonly lineDots: number;
      readonly minLineDots: number;
      readonly maxLines: number;
      readonly bold: boolean;
      readonly align: 'left' | 'center' | 'right';
      readonly inverse: boolean;
      readonly text: string;
    }
  | {
      readonly type: 'code128';
      readonly x: number;
      readonly y: number;
      readonly width: number;
      readonly height: number;
      readonly text: string;
    }
  | {
      readonly type: 'box';
      readonly x: number;
      readonly y: number;
      readonly width: number;
      readonly height: number;
      readonly line: number;
      readonly fill: boolean;
    }
  | { readonly type: 'watermark'; readonly text: string };

const DOTS_PER_MM = { 203: 8, 300: 300 / 25.4, 600: 600 / 25.4 } as const;

export interface SceneProfile {
  readonly dpi: 203 | 300 | 600;
  readonly widthMm: number;
  readonly heightMm: number;
}

/** Millimetres to whole dots, once, here. `data` has passed the template's schema. */
export function buildScene(
  template: LabelTemplate,
  data: Readonly<Record<string, string>>,
  profile: SceneProfile,
  practice: boolean,
): LabelScene {
  const perMm = DOTS_PER_MM[profile.dpi];
  const dots = (mm: number): number => Math.round(mm * perMm);
  const fill = (text: string): string => text.replace(/\{(\w+)\}/g, (_, key: string) => data[key] ?? '');
  const items = template.elements.map((raw): SceneItem => {
    const element = labelElementSchema.parse(raw);
    const at = { x: dots(element.xMm), y: dots(element.yMm), width: dots(element.widthMm) };
    switch (element.type) {
      case 'text':
        return {
          type: 'text',
          ...at,
          lineDots: dots(element.sizeMm),
          minLineDots: dots(element.minSizeMm ?? element.sizeMm),
          maxLines: element.maxLines,
          bold: element.bold,
          align: element.align,
          inverse: element.inverse,
          text: fill(element.text).trim(),
        };
      case 'code128':
        return { type: 'code128', ...at, height: dots(element.heightMm), text: fill(element.text) };
      case 'box':
        return {
          type: 'box',
          ...at,
          height: Math.max(1, dots(element.heightMm)),
          line: Math.max(1, dots(element.lineMm)),
          fill: element.fill,
        };
    }
  });
  const shown = items.filter((item) => item.type !== 'text' || item.text !== '');
  return {
    widthDots: dots(profile.widthMm),
    heightDots: dots(profile.heightMm),
    items: practice ? [...shown, { type: 'watermark', text: '练习 PRACTICE' }] : shown,
  };
}
