import { isCountry } from '../identifiers/gs1/linters.ts';

/** What is wrong with a number, in words for a person; undefined where its form is right. A form says nothing about being registered. */
export interface CustomsProblem {
  readonly zh: string;
  readonly en: string;
}

/** EU member states by their ISO 3166 numeric code, as an IOSS number carries them. */
const euNumeric: ReadonlyMap<string, string> = new Map(
  '040 AT,056 BE,100 BG,191 HR,196 CY,203 CZ,208 DK,233 EE,246 FI,250 FR,276 DE,300 GR,348 HU,372 IE,380 IT,428 LV,440 LT,442 LU,470 MT,528 NL,616 PL,620 PT,642 RO,703 SK,705 SI,724 ES,752 SE'
    .split(',')
    .map((pair) => [pair.slice(0, 3), pair.slice(4)] as const),
);
const euCountries = new Set([...euNumeric.values()].map((code) => (code === 'GR' ? 'EL' : code)));
euCountries.add('GR');

const problem = (zh: string, en: string): CustomsProblem => ({ zh, en });

/** IM and ten digits, the first three the member state that registered it. `IN…` is an intermediary's number and no IOSS number. */
export function checkIoss(text: string): CustomsProblem | undefined {
  const code = text.replace(/\s+/g, '').toUpperCase();
  if (/^IN\d{10}$/.test(code))
    return problem('这是中介号 (IN), 不是 IOSS 号', 'this is the number of an intermediary (IN), not an IOSS number');
  if (!/^IM\d{10}$/.test(code)) return problem('IOSS 号是 IM 加 10 位数字', 'an IOSS number is IM and ten digits');
  return euNumeric.has(code.slice(2, 5))
    ? undefined
    : problem(`${code.slice(2, 5)} 不是欧盟成员国代码`, `${code.slice(2, 5)} is not the code of an EU member state`);
}

/** An IOSS number as a screen may show it: it is data for the authorities, not for a label. */
export const maskIoss = (text: string): string => {
  const code = text.replace(/\s+/g, '').toUpperCase();
  return code.length <= 5 ? code : `${code.slice(0, 5)}${'•'.repeat(code.length - 7)}${code.slice(-2)}`;
};

/** Country and up to 15 characters; Great Britain GB and Northern Ireland XI take 12 digits, or 15 for a member of a VAT group. */
export function checkEori(text: string): CustomsProblem | undefined {
  const code = text.replace(/\s+/g, '').toUpperCase();
  const country = code.slice(0, 2);
  if (!/^[A-Z]{2}[A-Z0-9]{1,15}$/.test(code))
    return problem(
      'EORI 是国家两个字母加最多 15 位字母数字',
      'an EORI number is a country and up to 15 letters or digits',
    );
  if (country === 'GB' || country === 'XI')
    return /^..(\d{12}|\d{15})$/.test(code)
      ? undefined
      : problem(`${country} 后面是 12 位数字 (集团 15 位)`, `${country} is followed by 12 digits (15 in a VAT group)`);
  return euCountries.has(country) || isCountry(country)
    ? undefined
    : problem(`${country} 不是国家代码`, `${country} is not a country`);
}

/** How many digits of the tariff a country of destination asks for; facts §3. The world-wide part is six. */
const hsDigits: ReadonlyMap<string, readonly number[]> = new Map([
  ['US', [10]],
  ['CN', [10, 13]],
  ['GB', [6, 8, 10]],
  ['XI', [6, 8, 10]],
]);
const EU_HS = [6, 8, 10];

/** HS, CN, TARIC, HTSUS or Chinese code: digits, points and blanks between them; six at least. Chapter 77 does not exist. */
export function checkHsCode(text: string, destination?: string): CustomsProblem | undefined {
  const code = text.replace(/[.\s]/g, '');
  if (!/^\d+$/.test(code)) return problem('HS 编码只有数字', 'an HS code holds digits only');
  if (code.length < 6)
    return problem(`至少 6 位, 现有 ${code.length} 位`, `at least 6 digits, this has ${code.length}`);
  if (![6, 8, 10, 12, 13].includes(code.length))
    return problem(`${code.length} 位不对`, `no tariff has ${code.length} digits`);
  const chapter = Number(code.slice(0, 2));
  if (chapter === 0 || chapter === 77 || chapter > 99)
    return problem(`没有第 ${code.slice(0, 2)} 章`, `there is no chapter ${code.slice(0, 2)}`);
  if (destination === undefined) return undefined;
  const wanted = hsDigits.get(destination) ?? (euCountries.has(destination) ? EU_HS : undefined);
  return wanted === undefined || wanted.includes(code.length)
    ? undefined
    : problem(`${destination} 要 ${wanted.join(' 或 ')} 位`, `${destination} asks for ${wanted.join(' or ')} digits`);
}

export const isEuCountry = (country: string): boolean => euCountries.has(country);
