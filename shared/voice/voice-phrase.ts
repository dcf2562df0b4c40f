import type { ErrorCode } from '../errors/catalog.ts';

/**
 * What the station can say aloud: a closed list, so that every phrase has its audio in every language. An error code says verdict, then
 * act, as the catalogue has them. Letters name bags, digits are read one by one.
 */
export type VoicePhrase = ErrorCode | VoiceWord | VoiceLetter | VoiceDigit | VoiceCountry;
export type VoiceLetter = `letter-${string}`;
export type VoiceDigit = `digit-${string}`;
/** ISO 3166-1 alpha-2, lower case. */
export type VoiceCountry = `country-${string}`;
export type VoiceWord = 'bag' | 'bag-open' | 'bag-sealed' | 'scan-the-bag' | 'shelf' | 'bin' | 'done' | 'signed-in';
