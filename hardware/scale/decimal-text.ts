/** "002365" with 3 decimals → "2.365"; minus zero becomes zero. Digits only. */
export function placePoint(digits: string, decimals: number, negative: boolean): string {
  const padded = digits.padStart(decimals + 1, '0');
  const whole = padded.slice(0, padded.length - decimals).replace(/^0+(?=\d)/, '');
  const text = decimals === 0 ? whole : `${whole}.${padded.slice(padded.length - decimals)}`;
  return negative && /[1-9]/.test(text) ? `-${text}` : text;
}

/**
 * "+0002.365" → "2.365", "-  1.34" → "-1.34", "-0.000" → "0.000", "000012." → "12". Blanks are allowed around and behind the sign, never
 * between digits. undefined when it is not a plain decimal number.
 */
export function tidyDecimal(text: string): string | undefined {
  const match = /^ *([+-]?) *(\d{1,12})(?:\.(\d{0,9}))? *$/.exec(text);
  if (match === null) return undefined;
  const [, sign, whole = '', fraction = ''] = match;
  const number = `${whole.replace(/^0+(?=\d)/, '')}${fraction === '' ? '' : `.${fraction}`}`;
  return sign === '-' && /[1-9]/.test(number) ? `-${number}` : number;
}

/** "5 lb 3.50 oz" as ounces, exact: (false, "5", "3.50") → "83.50". undefined when there are sixteen ounces or more. */
export function poundsAsOunces(negative: boolean, pounds: string, ounces: string): string | undefined {
  const [whole = '', fraction] = ounces.trim().split('.');
  if (!/^\d{1,6}$/.test(pounds.trim()) || !/^\d{1,2}$/.test(whole) || Number(whole) > 15) return undefined;
  const total = Number(pounds) * 16 + Number(whole);
  return tidyDecimal(`${negative ? '-' : ''}${total}${fraction === undefined ? '' : `.${fraction}`}`);
}
