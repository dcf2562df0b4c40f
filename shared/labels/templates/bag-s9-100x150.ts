import { z } from 'zod';
import { matchUpu } from '../../identifiers/postal-identifiers.ts';
import type { LabelTemplate } from '../label-model.ts';
import { boxAt, numberAt, printFields, ruleAt, shortText, textAt } from '../template-parts.ts';

/** Everything but the seal is read out of the S9 number itself: the label cannot contradict its own code. */
const data = z
  .strictObject({ s9: z.string().max(40), seal: shortText, flight: shortText, ...printFields })
  .transform((input, context): Record<string, string> => {
    const match = matchUpu(input.s9);
    if (match?.kind !== 'upu-receptacle' || match.problems !== undefined) {
      const detail = match?.problems?.[0] ?? 'expected 29 characters of a UPU S9 receptacle';
      context.addIssue({ code: 'custom', path: ['s9'], message: detail });
      return z.NEVER;
    }
    return { ...match.fields, ...input };
  });

/** Receptacle label of the posts: 29 characters are longer than the label is wide, so the bars stand one above the other. */
export const bagS9100x150: LabelTemplate = {
  name: 'bag-s9-100x150',
  titleZh: '邮袋标 S9',
  titleEn: 'Receptacle label, UPU S9',
  widthMm: 100,
  heightMm: 150,
  data,
  sample: { s9: 'CNSZXAUSJFKAAUN61234001100145', seal: 'SZ004417', flight: 'CA 987' },
  elements: [
    { type: 'barcode', symbology: 'code128', xMm: 68, yMm: 2, widthMm: 28, heightMm: 146, ladder: true, text: '{s9}' },
    textAt(4, 4, 60, 4, '原寄 From'),
    numberAt(4, 8, 60, 13, '{origin}', { bold: true, minSizeMm: 8 }),
    textAt(4, 22, 60, 4, '寄达 To'),
    numberAt(4, 26, 60, 15, '{destination}', { bold: true, minSizeMm: 8 }),
    ruleAt(4, 43, 60),
    textAt(4, 45, 30, 4, '种类 Category'),
    numberAt(4, 49, 30, 11, '{category} {subclass}', { bold: true }),
    textAt(35, 45, 29, 4, '年 Year'),
    numberAt(35, 49, 29, 11, '{yearDigit}', { bold: true }),
    textAt(4, 62, 30, 4, '总包 Dispatch'),
    numberAt(4, 66, 30, 12, '{dispatch}', { bold: true }),
    textAt(35, 62, 29, 4, '袋 Receptacle'),
    numberAt(35, 66, 29, 12, '{receptacle}', { bold: true }),
    boxAt(4, 81, 60, 18),
    textAt(6, 82, 56, 4.5, '毛重 Gross'),
    numberAt(6, 86.5, 56, 11, '{grossWeight}', { bold: true }),
    textAt(4, 101, 60, 5, '末袋 Last {highestReceptacle}  保价 R/V {registeredOrInsured}', { minSizeMm: 3 }),
    textAt(4, 107, 60, 5, '封号 Seal {seal}', { minSizeMm: 3 }),
    textAt(4, 113, 60, 5, '{flight}', { minSizeMm: 3 }),
    textAt(4, 120, 60, 7, '{copy}', { bold: true }),
    numberAt(4, 133, 60, 5, '{s9}'),
    numberAt(4, 142, 60, 4, '{serial}'),
  ],
};
