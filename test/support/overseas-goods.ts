import type { ReferenceContent } from '../../shared/reference/reference-data.ts';

type Sku = NonNullable<ReferenceContent['skus']>[number];
type Order = NonNullable<ReferenceContent['orders']>[number];

const plain = { lot: false, expiry: false, serial: false };
const sku = (code: string, nameZh: string, nameEn: string, more: Partial<Sku> = {}): Sku => ({
  ...{ owner: 'LUMO', sku: code, nameZh, nameEn, barcodes: [], category: 'home', tracks: plain },
  weight: { value: '350', unit: 'g' },
  dimensions: { length: '10', width: '9', height: '8', unit: 'cm' },
  ...more,
});
const box = (code: string, length: string, width: string, height: string, tareGrams: string) => ({
  code,
  dimensions: { length, width, height, unit: 'cm' as const },
  packing: {
    inner: { length, width, height, unit: 'cm' as const },
    tare: { value: tareGrams, unit: 'g' as const },
  },
});

/** A small overseas house: articles that look alike, bins of every use, boxes. Two sellers with one barcode in common. */
export const overseasGoods = {
  lines: [{ code: 'US-A', nameZh: '美国专线 A', nameEn: 'United States A', ruleId: 'sample-us-a' }],
  boxes: [box('B2', '20', '15', '10', '60'), box('B4', '35', '25', '20', '150'), box('B6', '50', '35', '30', '240')],
  skus: [
    sku('MG-350-WH', '马克杯', 'Mug', { variant: 'White, 350 ml', barcodes: ['4006381333931'] }),
    sku('MG-350-BK', '马克杯', 'Mug', { variant: 'Black, 350 ml', barcodes: ['4006381333948'] }),
    sku('SOCK-3', '棉袜', 'Cotton socks', {
      variant: 'grey, 3 pairs',
      category: 'apparel',
      weight: { value: '120', unit: 'g' },
    }),
    sku('STAND-1', '手机支架', 'Phone stand', {
      variant: 'black',
      category: 'electronics',
      weight: { value: '210', unit: 'g' },
    }),
    sku('TOWEL-1', '茶巾', 'Tea towel', { variant: 'blue stripe', weight: { value: '90', unit: 'g' } }),
    sku('WATCH-S2', '智能手表', 'Smart watch S2', {
      category: 'electronics',
      weight: { value: '180', unit: 'g' },
      tracks: { ...plain, serial: true },
    }),
    sku('CREAM-50', '面霜', 'Face cream', {
      variant: '50 ml',
      category: 'beauty',
      barcodes: ['09521234543213'],
      weight: { value: '140', unit: 'g' },
      tracks: { lot: true, expiry: true, serial: false },
    }),
    sku('CUP-9', '杯子', 'Cup', { owner: 'NOVA', barcodes: ['4006381333931'] }),
  ],
  bins: [
    ...['A-07-1', 'A-07-2', 'A-07-3', 'A-08-1', 'A-08-2'].map((code) => ({
      ...{ code, use: 'pick' as const, mix: 'one-sku' as const },
    })),
    { code: 'DOCK-1', use: 'dock', mix: 'any' },
    { code: 'R12-04', use: 'resale', mix: 'any' },
    { code: 'F-01', use: 'refurbish', mix: 'any' },
    { code: 'S-01', use: 'seller-return', mix: 'any' },
    { code: 'Q-01', use: 'quarantine', mix: 'any' },
    { code: 'D-01', use: 'destroy', mix: 'any' },
    { code: 'X-01', use: 'stopped', mix: 'any' },
  ],
} satisfies ReferenceContent;

/** An order of LUMO, ready to be packed. */
export function overseasOrder(
  order: string,
  shipByMs: number,
  lines: readonly (readonly [sku: string, pieces: number, bin: string])[],
  more: Partial<Order> = {},
): Order {
  return {
    ...{ order, owner: 'LUMO', shipByMs, priority: 5, addressVersion: 1, line: 'US-A', country: 'US' },
    shipping: { by: 'courier', crossesCustoms: false, packingSlip: false },
    lines: lines.map(([code, pieces, bin]) => ({ sku: code, pieces, bin, grade: 'A' })),
    ...more,
  };
}
