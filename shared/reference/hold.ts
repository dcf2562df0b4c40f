import { z } from 'zod';

/** Why a parcel or a customer's parcels may not leave. Closed: each reason has words and is told apart on the floor. */
export const holdReasons = {
  'customs-check': { zh: '海关查验', en: 'Customs inspection' },
  'security-check': { zh: '安检查验', en: 'Security inspection' },
  unpaid: { zh: '欠费扣件', en: 'Unpaid' },
  'customer-request': { zh: '客户要求扣件', en: "Customer's request" },
  'documents-missing': { zh: '缺单证', en: 'Documents missing' },
  'prohibited-goods': { zh: '违禁品', en: 'Prohibited goods' },
  'address-problem': { zh: '地址问题', en: 'Address problem' },
  damaged: { zh: '破损', en: 'Damaged' },
  other: { zh: '其他', en: 'Other' },
} as const;
export type HoldReason = keyof typeof holdReasons;
export const holdReasonSchema = z.enum(Object.keys(holdReasons) as [HoldReason, ...HoldReason[]]);

/** What is common to a hold of one parcel and of a customer. sinceMs tells a new hold from one that was released. */
export const heldSchema = z.strictObject({
  reason: holdReasonSchema,
  sinceMs: z.number().int(),
  note: z.string().max(200).optional(),
});
export type Held = z.infer<typeof heldSchema>;

export const holdSchema = heldSchema.extend({ waybill: z.string().min(4).max(64) });
export type Hold = z.infer<typeof holdSchema>;

export const customerSchema = z.strictObject({
  /** What pre-alerts name. */
  code: z.string().min(1).max(64),
  name: z.string().max(120),
  /** Short name on labels and bands; the name when absent. */
  short: z.string().max(24).optional(),
  /** All of this customer's parcels are held, 欠费 as a rule. Each is released on its own. */
  hold: heldSchema.optional(),
});
export type Customer = z.infer<typeof customerSchema>;

/**
 * A lead's word: this parcel may go although the hold list still has it. Names the very hold it lifts (its sinceMs): a later hold on
 * the same parcel is another one. The person signed in is the operation's actor; `lead` is who decided.
 */
export const holdReleasedSchema = z.strictObject({
  waybill: holdSchema.shape.waybill,
  reason: holdReasonSchema,
  sinceMs: z.number().int(),
  lead: z.string().regex(/^[A-Za-z0-9-]{1,32}$/),
  note: z.string().max(200).optional(),
});
export type HoldReleased = z.infer<typeof holdReleasedSchema>;

/** What a hold is found under, and what a release and a hold must agree in. */
export const holdKey = (waybill: string, { reason, sinceMs }: Pick<Held, 'reason' | 'sinceMs'>): string =>
  `${waybill.toUpperCase()} ${reason} ${sinceMs}`;
