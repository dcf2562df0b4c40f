/** Cargo classes in use on the lines of facts §3, with the words of the trade. Data: a rule may name classes of its own as well. */
export interface CargoClass {
  readonly id: string;
  readonly zh: string;
  readonly en: string;
  /** UN numbers that may stand on the mark, lithium ion / lithium metal / sodium ion. */
  readonly un?: readonly string[];
}

export const cargoClasses: readonly CargoClass[] = [
  { id: 'general', zh: '普货', en: 'general goods' },
  { id: 'battery-in', zh: '内电', en: 'battery installed in equipment', un: ['UN3481', 'UN3091', 'UN3552'] },
  { id: 'battery-with', zh: '配电', en: 'battery packed with equipment', un: ['UN3481', 'UN3091', 'UN3552'] },
  { id: 'battery-alone', zh: '纯电', en: 'battery alone', un: ['UN3480', 'UN3090', 'UN3551'] },
  { id: 'liquid', zh: '液体 (≤100 ml)', en: 'liquid, up to 100 ml' },
  { id: 'liquid-over-100ml', zh: '液体 (>100 ml)', en: 'liquid above 100 ml' },
  { id: 'powder', zh: '粉末', en: 'powder' },
  { id: 'cream', zh: '膏体', en: 'cream' },
  { id: 'magnetic', zh: '带磁', en: 'magnetic' },
  { id: 'magnetic-strong', zh: '强磁', en: 'strongly magnetic' },
  { id: 'blade', zh: '刀具', en: 'blade' },
  { id: 'aerosol', zh: '喷雾', en: 'aerosol' },
  { id: 'laser', zh: '激光', en: 'laser' },
  { id: 'food', zh: '食品', en: 'food' },
  { id: 'cosmetics', zh: '化妆品', en: 'cosmetics' },
  { id: 'brand', zh: '品牌', en: 'branded goods' },
];
