import { z } from 'zod';
import { boxAt, shortText, textAt } from '../template-parts.ts';
import type { LabelElementInput } from '../label-model.ts';

export const customsCategories = ['gift', 'documents', 'sample', 'goods', 'returned', 'other'] as const;

/** An item's cells and how wide each is; the names are followed by the item's number: description1, hs1, … */
const columns = [
  ['description', ['Detailed description of contents', '内件详情'], 0.36],
  ['quantity', ['Qty', '数量'], 0.09],
  ['weight', ['Net weight', '净重'], 0.15],
  ['value', ['Value', '价值'], 0.17],
  ['hs', ['HS code', '海关编码'], 0.14],
  ['origin', ['Origin', '原产'], 0.09],
] as const;

/** Items 1 to `count`: the first must be there, a started item must be whole. HS code: six digits at least. */
export function customsItemFields(count: number): Record<string, z.ZodType<string>> {
  const fields: Record<string, z.ZodType<string>> = {};
  for (let item = 1; item <= count; item += 1) {
    const some = <T extends z.ZodType<string>>(type: T): z.ZodType<string> =>
      item === 1 ? type : z.union([z.literal(''), type]).default('');
    fields[`description${item}`] = some(z.string().min(2).max(120));
    fields[`quantity${item}`] = some(z.string().regex(/^[1-9]\d{0,5}$/, 'a whole number'));
    fields[`weight${item}`] = some(z.string().regex(/^\d{1,5}(\.\d{1,3})? kg$/, 'such as "0.350 kg"'));
    fields[`value${item}`] = some(z.string().regex(/^\d{1,9}(\.\d{1,2})? [A-Z]{3}$/, 'such as "12.50 USD"'));
    fields[`hs${item}`] = some(z.string().regex(/^\d{6,12}$/, 'six digits or more'));
    fields[`origin${item}`] = some(z.string().regex(/^[A-Z]{2}$/, 'two letters of ISO 3166'));
  }
  return fields;
}

/** Turns the category into its cross, and refuses an item that was begun and not finished. */
export function withCategoryCross(
  input: Record<string, string>,
  context: z.core.$RefinementCtx<unknown>,
  count: number,
): Record<string, string> {
  for (let item = 2; item <= count; item += 1) {
    const missing = columns.filter(([name]) => input[`${name}${item}`] === '');
    const [first] = missing;
    if (first !== undefined && missing.length < columns.length)
      context.addIssue({
        code: 'custom',
        path: [`${first[0]}${item}`],
        message: 'missing, the item was begun',
        input,
      });
  }
  return { ...input, ...Object.fromEntries(customsCategories.map((c) => [c, input['category'] === c ? 'X' : ''])) };
}

export const customsTotals = {
  category: z.enum(customsCategories),
  totalWeight: z.string().regex(/^\d{1,5}(\.\d{1,3})? kg$/, 'such as "0.350 kg"'),
  totalValue: z.string().regex(/^\d{1,9}(\.\d{1,2})? [A-Z]{3}$/, 'such as "12.50 USD"'),
  date: shortText,
};

/** The table of items with its heading. */
export function customsItemTable(
  xMm: number,
  yMm: number,
  widthMm: number,
  rowMm: number,
  count: number,
): LabelElementInput[] {
  const out: LabelElementInput[] = [];
  for (let row = 0; row <= count; row += 1) {
    let x = xMm;
    const y = yMm + row * rowMm;
    for (const [name, heading, share] of columns) {
      const width = widthMm * share;
      out.push(boxAt(x, y, width, rowMm));
      // A line for each language: hanzi would break in the middle of a word.
      const line = (rowMm - 1) / 2;
      if (row === 0)
        for (const [index, words] of heading.entries())
          out.push(
            textAt(x + 0.8, y + 0.6 + index * line, width - 1.6, Math.min(line, 3.4), words, { minSizeMm: 1.8 }),
          );
      else
        out.push(
          textAt(x + 0.8, y + 0.6, width - 1.6, 3.4, `{${name}${row}}`, {
            minSizeMm: 2.2,
            heightMm: rowMm - 1,
            overflow: name === 'description' ? 'ellipsis' : 'refuse',
          }),
        );
      x += width;
    }
  }
  return out;
}
