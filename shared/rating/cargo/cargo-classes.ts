/** Cargo classes in use on the lines of facts §3, with the words of the trade. Data: a rule may name classes of its own as well. */
export interface CargoClass {
  readonly id: string;
  readonly zh: string;
  readonly en: string;
  /** One or two words for a screen at 1 m and a label, where they differ from the above. */
  readonly short?: { readonly zh?: string; readonly en?: string };
  /** UN numbers that may stand on the mark, lithium ion / lithium metal / sodium ion. */
  readonly un?: readonly string[];
}

export const cargoClasses: readonly CargoClass[] = [
  { id: 'general', zh: '普货', en: 'general goods', short: { en: 'General' } },
  {
    id: 'battery-in',
    zh: '内电',
    en: 'battery installed in equipment',
    short: { en: 'Battery inside' },
    un: ['UN3481', 'UN3091', 'UN3552'],
  },
  {
    id: 'battery-with',
    zh: '配电',
    en: 'battery packed with equipment',
    short: { en: 'Battery beside' },
    un: ['UN3481', 'UN3091', 'UN3552'],
  },
  {
    id: 'battery-alone',
    zh: '纯电',
    en: 'battery alone',
    short: { en: 'Battery only' },
    un: ['UN3480', 'UN3090', 'UN3551'],
  },
  { id: 'liquid', zh: '液体 (≤100 ml)', en: 'liquid, up to 100 ml', short: { zh: '液体', en: 'Liquid' } },
  {
    id: 'liquid-over-100ml',
    zh: '液体 (>100 ml)',
    en: 'liquid above 100 ml',
    short: { zh: '大液体', en: 'Liquid >100 ml' },
  },
  { id: 'powder', zh: '粉末', en: 'powder', short: { en: 'Powder' } },
  { id: 'cream', zh: '膏体', en: 'cream', short: { en: 'Cream' } },
  { id: 'magnetic', zh: '带磁', en: 'magnetic', short: { en: 'Magnetic' } },
  { id: 'magnetic-strong', zh: '强磁', en: 'strongly magnetic', short: { en: 'Strong magnet' } },
  { id: 'blade', zh: '刀具', en: 'blade', short: { en: 'Blade' } },
  { id: 'aerosol', zh: '喷雾', en: 'aerosol', short: { en: 'Aerosol' } },
  { id: 'laser', zh: '激光', en: 'laser', short: { en: 'Laser' } },
  { id: 'food', zh: '食品', en: 'food', short: { en: 'Food' } },
  { id: 'cosmetics', zh: '化妆品', en: 'cosmetics', short: { en: 'Cosmetics' } },
  { id: 'brand', zh: '品牌', en: 'branded goods', short: { en: 'Branded' } },
];

/** What a pre-alert calls general cargo when it names no class. */
const NONE = 'none';

export const isGeneralCargo = (id: string): boolean => id === '' || id === NONE || id === 'general';

/** The word for a screen or label; a class of a customer's own is shown as he named it. */
export function cargoWord(id: string, language: 'zh' | 'en'): string {
  const known = cargoClasses.find((one) => one.id === (isGeneralCargo(id) ? 'general' : id));
  return known === undefined ? id : (known.short?.[language] ?? known[language]);
}
