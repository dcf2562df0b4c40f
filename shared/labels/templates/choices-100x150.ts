import { z } from 'zod';
import { cargoClasses } from '../../rating/cargo/cargo-classes.ts';
import type { LabelElementInput, LabelTemplate } from '../label-model.ts';
import { printFields, ruleAt, shortText, textAt } from '../template-parts.ts';

/** So many codes on one sheet; of more lines there are more sheets. */
export const CHOICES_ON_SHEET = 10;
const ROW_MM = 13.6;
const FIRST_ROW_MM = 10;

const rowAt = (row: number, [zh, en, code]: readonly [zh: string, en: string, code: string]): LabelElementInput[] => {
  const y = FIRST_ROW_MM + row * ROW_MM;
  return [
    ruleAt(3, y - 0.8, 94, 0.25),
    textAt(3, y + 0.5, 78, 7, zh, { bold: true, minSizeMm: 4 }),
    textAt(3, y + 7.5, 78, 5, en, { minSizeMm: 3 }),
    // Two-dimensional: "CARGO:battery-alone" in bars is wider than the label.
    { type: 'barcode', symbology: 'datamatrix', xMm: 85, yMm: y, widthMm: 12.4, heightMm: 12.4, text: code },
  ];
};
const head = (title: string): LabelElementInput[] => [
  textAt(3, 2, 60, 6.5, title, { bold: true, minSizeMm: 4 }),
  textAt(63, 3, 34, 4, '{copy} {serial}', { align: 'right', minSizeMm: 2.5 }),
];

const places = Array.from({ length: CHOICES_ON_SHEET }, (_, index) => index + 1);
const field = (name: 'zh' | 'en' | 'code', place: number): string => `${name}${place}`;

/** The lines of this house as codes. What a place has no line for stays white. */
export const lines100x150: LabelTemplate = {
  name: 'lines-100x150',
  titleZh: '线路条码',
  titleEn: 'Line barcodes',
  widthMm: 100,
  heightMm: 150,
  data: z.strictObject({
    station: shortText,
    ...Object.fromEntries(
      places.flatMap((place) => ['zh', 'en', 'code'].map((name) => [`${name}${place}`, shortText])),
    ),
    ...printFields,
  }),
  sample: {
    station: 'W3',
    ...linesOnSheet([
      { code: 'US-A', nameZh: '美国专线 A', nameEn: 'United States A' },
      { code: 'EU-B', nameZh: '欧洲专线 B', nameEn: 'Europe B' },
    ]),
  },
  elements: [
    ...head('线路 Lines {station}'),
    ...places.flatMap((place, index) =>
      rowAt(index, [`{${field('zh', place)}}`, `{${field('en', place)}}`, `{${field('code', place)}}`]),
    ),
  ],
};

/** Fields of one sheet; at most `CHOICES_ON_SHEET` lines. */
export function linesOnSheet(
  lines: readonly { readonly code: string; readonly nameZh: string; readonly nameEn: string }[],
): Record<string, string> {
  return Object.fromEntries(
    places.flatMap((place, index): [string, string][] => {
      const line = lines[index];
      return [
        [field('zh', place), line === undefined ? '' : `${line.code} ${line.nameZh}`],
        [field('en', place), line?.nameEn ?? ''],
        [field('code', place), line === undefined ? '' : `LINE:${line.code}`],
      ];
    }),
  );
}

/** The classes that are declared most; the rest are in the pre-alert. */
export const cargo100x150: LabelTemplate = {
  name: 'cargo-100x150',
  titleZh: '品类条码',
  titleEn: 'Cargo class barcodes',
  widthMm: 100,
  heightMm: 150,
  data: z.strictObject({ station: shortText, ...printFields }),
  sample: { station: 'W3' },
  elements: [
    ...head('品类 Cargo classes {station}'),
    ...cargoClasses
      .slice(0, CHOICES_ON_SHEET)
      .flatMap(({ id, zh, en }, index) => rowAt(index, [zh, en, `CARGO:${id}`])),
  ],
};
