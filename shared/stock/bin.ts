import { z } from 'zod';
import { gradeSchema } from './grade.ts';
import { binCodeSchema, ownerSchema } from './stock-key.ts';

/** What a bin is for. Only goods in `sellable` places are for sale. */
export const binUses = {
  /** Received, counted, not put away yet. */
  dock: { sellable: false, zh: '收货区', en: 'Dock' },
  pick: { sellable: true, zh: '拣货位', en: 'Pick' },
  reserve: { sellable: true, zh: '存储位', en: 'Reserve' },
  /** Returned goods that are sold as used. */
  resale: { sellable: true, zh: '二手位', en: 'Resale' },
  refurbish: { sellable: false, zh: '待翻新', en: 'Refurbish' },
  'seller-return': { sellable: false, zh: '退卖家', en: 'Back to seller' },
  quarantine: { sellable: false, zh: '隔离区', en: 'Quarantine' },
  destroy: { sellable: false, zh: '待销毁', en: 'To destroy' },
  /** Packed parcels that were stopped, until their goods are put back. */
  stopped: { sellable: false, zh: '拦截区', en: 'Stopped' },
} as const;
export type BinUse = keyof typeof binUses;
export const binUseSchema = z.enum(Object.keys(binUses) as [BinUse, ...BinUse[]]);

/** A place on the floor, as reference data brings it. Its barcode is its code, with or without `BIN:` before it. */
export const binSchema = z.strictObject({
  code: binCodeSchema,
  use: binUseSchema,
  /** Grades that may lie here; absent: every grade that its use allows. */
  grades: z.array(gradeSchema).min(1).max(4).optional(),
  /** Kept for one seller. */
  owner: ownerSchema.optional(),
  /** What may lie here together. one-lot also means one expiry. */
  mix: z.enum(['any', 'one-sku', 'one-lot']).default('any'),
  maxPieces: z.number().int().positive().max(1_000_000).optional(),
  zone: z.string().max(32).optional(),
});
export type Bin = z.infer<typeof binSchema>;
