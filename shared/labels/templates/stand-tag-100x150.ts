import { z } from 'zod';
import type { LabelElementInput, LabelTemplate } from '../label-model.ts';
import { numberAt, printFields, shortText, textAt } from '../template-parts.ts';

/** The pattern of a stand, as the screen shows it beside the letter; a thermal head has no hue. */
const CELLS = 24;
const patterns = {
  solid: () => true,
  slanted: (column: number, row: number) => (column + row) % 6 < 3,
  level: (_column: number, row: number) => row % 6 < 3,
  upright: (column: number) => column % 6 < 4,
  dotted: (column: number, row: number) => column % 6 > 2 || row % 6 > 2,
} as const;
type Pattern = keyof typeof patterns;
/** In the order of the fifteen looks of weighhouse.css. */
const looks: readonly Pattern[] = [
  ...(['solid', 'slanted', 'level', 'solid', 'upright', 'dotted', 'solid', 'slanted'] as const),
  ...(['level', 'upright', 'dotted', 'slanted', 'level', 'upright', 'dotted'] as const),
];

const stripe = (pattern: Pattern): LabelElementInput => ({
  ...{ type: 'image', xMm: 4, yMm: 4, widthMm: 22, heightMm: 96 },
  rows: Array.from({ length: CELLS * 4 }, (_, row) =>
    Array.from({ length: CELLS }, (_cell, column) => (patterns[pattern](column, row) ? '#' : ' ')).join(''),
  ),
});

/** @param place of the letter in the alphabet, from 0 */
export const standTagName = (place: number): string => `stand-tag-${looks[place % looks.length] ?? 'solid'}-100x150`;

/** Tag of a stand: its letter to be read across the hall, its pattern, and the code that is scanned when a parcel goes in. One template a pattern. */
export const standTags: readonly LabelTemplate[] = (Object.keys(patterns) as Pattern[]).map((pattern) => ({
  name: `stand-tag-${pattern}-100x150`,
  titleZh: '袋架牌',
  titleEn: 'Stand tag',
  widthMm: 100,
  heightMm: 150,
  data: z.strictObject({ letter: z.string().regex(/^[A-Z]{1,2}$/), code: shortText.min(5), ...printFields }),
  sample: { letter: 'A', code: 'BAG:A' },
  elements: [
    stripe(pattern),
    numberAt(28, 14, 70, 80, '{letter}', { bold: true, minSizeMm: 40, align: 'center' }),
    { type: 'barcode', symbology: 'code128', xMm: 2, yMm: 104, widthMm: 96, heightMm: 32, text: '{code}' },
    textAt(4, 138, 60, 6, '{code} 袋架 Stand', { bold: true, minSizeMm: 4 }),
    textAt(64, 139, 32, 4, '{copy} {serial}', { align: 'right', minSizeMm: 2.5 }),
  ],
}));
