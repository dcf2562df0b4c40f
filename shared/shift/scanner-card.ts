/**
 * The scanner card: small and capital letters, the letters that keyboard layouts swap, the signs that input methods take for themselves,
 * and a word that a pinyin input method turns into hanzi.
 */
export const SCANNER_CARD = 'WH-CARD:nihao-QzYaM;/09';

export type CardFault = 'card-other' | 'card-torn' | 'card-caps' | 'card-case' | 'card-layout' | 'card-input-method';

/** What a scan of the card says about the way from the gun to here; undefined: every sign came as it was printed. */
export function faultOfCard(text: string): CardFault | undefined {
  if (text === SCANNER_CARD) return undefined;
  if (text === swapCase(SCANNER_CARD)) return 'card-caps';
  // All small or all capital: no keyboard does that, a setting of the gun does.
  if (text.toLowerCase() === SCANNER_CARD.toLowerCase()) return 'card-case';
  if (/[^\x20-\x7e]/.test(text)) return 'card-input-method';
  if (text.length === SCANNER_CARD.length && /CARD|cqrd|CQRD/i.test(text)) return 'card-layout';
  // Signs went into a candidate window: what is left is a part of the card, in its order.
  if (text.length >= 4 && text.length < SCANNER_CARD.length && isPartOf(text.toLowerCase(), SCANNER_CARD.toLowerCase()))
    return 'card-input-method';
  return 'card-other';
}

const swapCase = (text: string): string =>
  [...text].map((sign) => (sign === sign.toLowerCase() ? sign.toUpperCase() : sign.toLowerCase())).join('');

function isPartOf(part: string, whole: string): boolean {
  let at = 0;
  for (const sign of whole) if (sign === part.charAt(at)) at += 1;
  return at === part.length;
}
