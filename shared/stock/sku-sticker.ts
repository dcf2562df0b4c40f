import type { LabelRequest } from '../devices/print-job.ts';
import type { Grade } from './grade.ts';
import type { Sku } from './sku.ts';

/** What the bar code of a 70 × 40 sticker holds; undefined: none of the article's codes fits. */
export const stickerCode = ({ sku, barcodes }: Sku): string | undefined =>
  [...barcodes, sku].find((code) => /^[\x21-\x7e]{3,12}$/.test(code));

/** The sticker that makes a piece this article. A code that does not fit is refused when the label is asked for. */
export function stickerLabel(sku: Sku, grade: Grade, language: 'zh' | 'en'): LabelRequest {
  const title = language === 'zh' ? sku.nameZh : sku.nameEn;
  return { template: 'sku-70x40', data: { sku: stickerCode(sku) ?? sku.sku, title, condition: grade, origin: '' } };
}
