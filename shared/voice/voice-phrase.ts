import { errorCatalog, type ErrorCode } from '../errors/catalog.ts';

/** What is said besides the verdicts: [zh, en]. Short: it is heard while the hands are full. */
const words = {
  bag: ['袋', 'Bag'],
  'bag-open': ['开新袋', 'New bag'],
  'bag-sealed': ['已封袋', 'Bag sealed'],
  'scan-the-bag': ['扫这个袋', 'Scan this bag'],
  shelf: ['上架', 'Shelf'],
  bin: ['库位', 'Bin'],
  pieces: ['件', 'pieces'],
  done: ['完成', 'Done'],
  next: ['下一件', 'Next'],
  'signed-in': ['已上班', 'Signed in'],
  'shift-sealed': ['已封班', 'Shift sealed'],
  'check-passed': ['检查通过', 'Check passed'],
} as const;

/** Destinations that are spoken, ISO 3166-1 alpha-2. A country that is not here is spelled. */
const countries = {
  ae: ['阿联酋', 'Emirates'],
  at: ['奥地利', 'Austria'],
  au: ['澳大利亚', 'Australia'],
  be: ['比利时', 'Belgium'],
  br: ['巴西', 'Brazil'],
  ca: ['加拿大', 'Canada'],
  ch: ['瑞士', 'Switzerland'],
  cl: ['智利', 'Chile'],
  cn: ['中国', 'China'],
  co: ['哥伦比亚', 'Colombia'],
  cz: ['捷克', 'Czechia'],
  de: ['德国', 'Germany'],
  dk: ['丹麦', 'Denmark'],
  es: ['西班牙', 'Spain'],
  fi: ['芬兰', 'Finland'],
  fr: ['法国', 'France'],
  gb: ['英国', 'Britain'],
  gr: ['希腊', 'Greece'],
  hk: ['香港', 'Hong Kong'],
  hu: ['匈牙利', 'Hungary'],
  ie: ['爱尔兰', 'Ireland'],
  il: ['以色列', 'Israel'],
  it: ['意大利', 'Italy'],
  jp: ['日本', 'Japan'],
  kr: ['韩国', 'Korea'],
  mx: ['墨西哥', 'Mexico'],
  my: ['马来西亚', 'Malaysia'],
  nl: ['荷兰', 'Netherlands'],
  no: ['挪威', 'Norway'],
  nz: ['新西兰', 'New Zealand'],
  ph: ['菲律宾', 'Philippines'],
  pl: ['波兰', 'Poland'],
  pt: ['葡萄牙', 'Portugal'],
  ro: ['罗马尼亚', 'Romania'],
  sa: ['沙特', 'Saudi Arabia'],
  se: ['瑞典', 'Sweden'],
  sg: ['新加坡', 'Singapore'],
  th: ['泰国', 'Thailand'],
  tr: ['土耳其', 'Turkey'],
  tw: ['台湾', 'Taiwan'],
  us: ['美国', 'United States'],
  vn: ['越南', 'Vietnam'],
  za: ['南非', 'South Africa'],
} as const;
const letters = [...'abcdefghijklmnopqrstuvwxyz'] as const;
const digits = { 0: '零', 1: '一', 2: '二', 3: '三', 4: '四', 5: '五', 6: '六', 7: '七', 8: '八', 9: '九' } as const;

export type VoiceWord = keyof typeof words;
export type VoiceCountry = `country-${keyof typeof countries}`;
export type VoiceDigit = `digit-${keyof typeof digits}`;
export type VoiceLetter = `letter-${string}`;

/**
 * What the station can say aloud: a closed list, so that every phrase has its audio in every language. An error code says verdict, then
 * act, as the catalogue has them. Letters name bags, digits are read one by one.
 */
export type VoicePhrase = ErrorCode | VoiceWord | VoiceLetter | VoiceDigit | VoiceCountry;

/** Every phrase with its text in both languages: [zh, en]. */
export const voiceTexts: ReadonlyMap<string, readonly [zh: string, en: string]> = new Map([
  ...Object.entries(errorCatalog).map(
    ([code, { zh, en }]) => [code, [`${zh.verdict}。${zh.act}。`, `${en.verdict}. ${en.act}.`]] as const,
  ),
  ...Object.entries(words),
  ...Object.entries(countries).map(([code, texts]) => [`country-${code}`, texts] as const),
  ...Object.entries(digits).map(([digit, zh]) => [`digit-${digit}`, [zh, digit]] as const),
  ...letters.map((letter) => [`letter-${letter}`, [letter.toUpperCase(), letter.toUpperCase()]] as const),
]);

/** A number or code one sign at a time: "B7" is the letter B, then seven. Signs without a sound are left out. */
export function spell(code: string): readonly VoicePhrase[] {
  return [...code.toLowerCase()].flatMap((sign): VoicePhrase[] =>
    /\d/.test(sign) ? [`digit-${sign}` as VoiceDigit] : /[a-z]/.test(sign) ? [`letter-${sign}`] : [],
  );
}

/** A line as it is called: "US-A" is the country, then the letter. */
export function spokenLine(line: string): readonly VoicePhrase[] {
  const [, country = '', rest = ''] = /^([A-Za-z]{2})(?:-(.*))?$/.exec(line) ?? [];
  const name = `country-${country.toLowerCase()}`;
  return voiceTexts.has(name) ? [name as VoiceCountry, ...spell(rest)] : spell(line);
}
