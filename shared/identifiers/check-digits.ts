/**
 * Check characters of the identifiers that cross a bench. Every function takes the text WITHOUT its check character and returns
 * the character that belongs there, so that a wrong one can be named and put right. Callers have checked the alphabet.
 */

const digitAt = (text: string, index: number): number => text.charCodeAt(index) - 48;

/** GS1 mod 10, weights 3,1 from the right (GS1 General Specifications 7.9): GTIN, SSCC, GLN, USPS IMpb, FedEx Ground. */
export function mod10Weighted(text: string): string {
  let sum = 0;
  for (let i = text.length - 1, weight = 3; i >= 0; i -= 1, weight = 4 - weight) sum += digitAt(text, i) * weight;
  return String((10 - (sum % 10)) % 10);
}

/** UPU S10: weights 8 6 4 2 3 5 9 7, 11 − sum mod 11, 10 → 0, 11 → 5. Eight digits. */
export function s10Check(serial: string): string {
  const weights = [8, 6, 4, 2, 3, 5, 9, 7];
  let sum = 0;
  for (let i = 0; i < 8; i += 1) sum += digitAt(serial, i) * (weights[i] ?? 0);
  const check = 11 - (sum % 11);
  return String(check === 10 ? 0 : check === 11 ? 5 : check);
}

/** Serial mod 7, digit by digit so that any length stays exact: air waybills, DHL Express. */
export function mod7(serial: string): string {
  let rest = 0;
  for (let i = 0; i < serial.length; i += 1) rest = (rest * 10 + digitAt(serial, i)) % 7;
  return String(rest);
}

/** UPS 1Z: letters count (code − 63) mod 10, odd places once, even places twice, mod 10. Fifteen characters after "1Z". */
export function upsCheck(text: string): string {
  let sum = 0;
  for (let i = 0; i < text.length; i += 1) {
    const code = text.charCodeAt(i);
    const value = code <= 57 ? code - 48 : (code - 63) % 10;
    sum += i % 2 === 0 ? value : value * 2;
  }
  return String((10 - (sum % 10)) % 10);
}

/** FedEx Express: weights 1,3,7 from the right, mod 11 mod 10. */
export function fedexCheck(text: string): string {
  const weights = [1, 3, 7];
  let sum = 0;
  for (let i = 0; i < text.length; i += 1) sum += digitAt(text, text.length - 1 - i) * (weights[i % 3] ?? 0);
  return String((sum % 11) % 10);
}

/** ISO/IEC 7064 mod 37,36: DPD parcel labels. Digits and capital letters. */
export function mod37Over36(text: string): string {
  let check = 36;
  for (let i = 0; i < text.length; i += 1) {
    const code = text.charCodeAt(i);
    check += code <= 57 ? code - 48 : code - 55;
    if (check > 36) check -= 36;
    check *= 2;
    if (check > 36) check -= 37;
  }
  check = 37 - check;
  if (check === 36) check = 0;
  return check < 10 ? String(check) : String.fromCharCode(55 + check);
}

/** Deutsche Post Identcode and Leitcode: weights 4,9 from the right, mod 10. */
export function mod10FourNine(text: string): string {
  let sum = 0;
  for (let i = text.length - 1, weight = 4; i >= 0; i -= 1, weight = 13 - weight) sum += digitAt(text, i) * weight;
  return String((10 - (sum % 10)) % 10);
}

/** Luhn mod 10: every second digit from the right doubled, digits of the product added. Purolator, Old Dominion. */
export function luhn(text: string): string {
  let sum = 0;
  for (let i = text.length - 1, twice = true; i >= 0; i -= 1, twice = !twice) {
    const value = digitAt(text, i) * (twice ? 2 : 1);
    sum += value > 9 ? value - 9 : value;
  }
  return String((10 - (sum % 10)) % 10);
}

/** ISO 6346 container: letters 10..38 without multiples of 11, weights 2^i, mod 11 mod 10. Ten characters. */
export function containerCheck(text: string): string {
  let sum = 0;
  for (let i = 0; i < text.length; i += 1) {
    const code = text.charCodeAt(i);
    const letter = code - 55;
    const value = code <= 57 ? code - 48 : letter + Math.floor((letter - 1) / 10);
    sum += value * 2 ** i;
  }
  return String((sum % 11) % 10);
}

const CSET82 = '!"%&\'()*+,-./0123456789:;<=>?ABCDEFGHIJKLMNOPQRSTUVWXYZ_abcdefghijklmnopqrstuvwxyz';
const PAIRS = '23456789ABCDEFGHJKLMNPQRSTUVWXYZ';
const PRIMES = [2, 3, 5, 7, 11, 13, 17, 19, 23, 29, 31, 37, 41, 43, 47, 53, 59, 61, 67, 71, 73, 79, 83];

/** GS1 check character pair of the GMN: primes from the right, mod 1021 (General Specifications 7.9.5). At most 23 characters. */
export function gs1CheckPair(text: string): string {
  let sum = 0;
  for (let i = 0; i < text.length; i += 1) sum += CSET82.indexOf(text.charAt(text.length - 1 - i)) * (PRIMES[i] ?? 0);
  sum %= 1021;
  return PAIRS.charAt(sum >> 5) + PAIRS.charAt(sum & 31);
}

/** ISO 13616 remainder; a valid IBAN gives 1. Digits and capital letters. */
export function ibanRemainder(iban: string): number {
  const turned = iban.slice(4) + iban.slice(0, 4);
  let rest = 0;
  for (let i = 0; i < turned.length; i += 1) {
    const code = turned.charCodeAt(i);
    rest = code <= 57 ? (rest * 10 + code - 48) % 97 : (rest * 100 + code - 55) % 97;
  }
  return rest;
}
