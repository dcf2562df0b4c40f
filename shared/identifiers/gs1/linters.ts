import { gs1CheckPair, ibanRemainder } from '../check-digits.ts';
import lists from './code-lists.json' with { type: 'json' };

const list = (text: string): ReadonlySet<string> => new Set(text.split(' '));
const countries = list(lists.iso3166);
const countriesAlpha2 = list(lists.iso3166alpha2);
const currencies = list(lists.iso4217);
const media = list(lists.mediaType);
const packages = list(lists.packageType);

/** ISO 3166-1 alpha-2, as the GS1 and S10 checks need it. */
export const isCountry = (alpha2: string): boolean => countriesAlpha2.has(alpha2);

export const characterSets: Readonly<Record<'N' | 'X' | 'Y' | 'Z', RegExp>> = {
  N: /^\d*$/,
  X: /^[!"%&'()*+,\-./0-9:;<=>?A-Z_a-z]*$/,
  Y: /^[#\-/0-9A-Z]*$/,
  Z: /^[-0-9A-Z_a-z]*={0,2}$/,
};

const inRange = (text: string, low: number, high: number): boolean => Number(text) >= low && Number(text) <= high;
const DAYS = [31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];
/** yy or yyyy before mm and dd. Day 00 means the whole month where the identifier allows it. */
function dateProblem(text: string, dayZero: boolean): string | undefined {
  const [mm, dd] = [text.slice(-4, -2), text.slice(-2)];
  if (!inRange(mm, 1, 12)) return `month ${mm} is not 01 to 12`;
  if (dd === '00') return dayZero ? undefined : 'day 00 is not allowed here';
  const year = Number(text.slice(0, -4));
  const leap = text.length === 6 ? year % 4 === 0 : (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0;
  const last = mm === '02' && !leap ? 28 : (DAYS[Number(mm) - 1] ?? 0);
  return Number(dd) > last ? `day ${dd} does not exist in month ${mm}` : undefined;
}

const oneOf = (ok: boolean, problem: string): string | undefined => (ok ? undefined : problem);

/** The content checks that the AI table names. Each takes one component and returns what is wrong with it. */
const linters: Readonly<Record<string, (text: string) => string | undefined>> = {
  csumalpha: (t) =>
    oneOf(
      t.length > 2 && gs1CheckPair(t.slice(0, -2)) === t.slice(-2),
      `check characters should be ${gs1CheckPair(t.slice(0, -2))}`,
    ),
  gcppos1: (t) => oneOf(/^\d{2}/.test(t), 'does not begin with a GS1 company prefix'),
  gcppos2: (t) => oneOf(/^.\d{2}/.test(t), 'holds no GS1 company prefix from its second place'),
  yymmdd: (t) => dateProblem(t, false),
  yymmd0: (t) => dateProblem(t, true),
  yyyymmdd: (t) => dateProblem(t, false),
  hh: (t) => oneOf(inRange(t, 0, 23), `hour ${t} is not 00 to 23`),
  mi: (t) => oneOf(inRange(t, 0, 59), `minute ${t} is not 00 to 59`),
  ss: (t) => oneOf(inRange(t, 0, 59), `second ${t} is not 00 to 59`),
  hhmi: (t) =>
    oneOf((inRange(t.slice(0, 2), 0, 23) && inRange(t.slice(2), 0, 59)) || t === '9999', `time ${t} does not exist`),
  iso3166: (t) => oneOf(countries.has(t), `country ${t} is not in ISO 3166`),
  iso3166999: (t) => oneOf(t === '999' || countries.has(t), `country ${t} is not in ISO 3166`),
  iso3166alpha2: (t) => oneOf(countriesAlpha2.has(t), `country ${t} is not in ISO 3166`),
  iso4217: (t) => oneOf(currencies.has(t), `currency ${t} is not in ISO 4217`),
  iso5218: (t) => oneOf(/^[0129]$/.test(t), `${t} is not a code of ISO 5218`),
  iban: (t) => oneOf(/^[A-Z]{2}\d{2}[A-Z0-9]+$/.test(t) && ibanRemainder(t) === 1, 'IBAN does not add up'),
  zero: (t) => oneOf(/^0+$/.test(t), 'must be zero'),
  nonzero: (t) => oneOf(/[1-9]/.test(t), 'must not be zero'),
  nozeroprefix: (t) => oneOf(t === '0' || !t.startsWith('0'), 'begins with zero'),
  hasnondigit: (t) => oneOf(/\D/.test(t), 'holds digits only'),
  hyphen: (t) => oneOf(/^-*$/.test(t), 'only a hyphen may stand here'),
  yesno: (t) => oneOf(/^[01]$/.test(t), 'is neither 0 nor 1'),
  winding: (t) => oneOf(/^[019]$/.test(t), 'winding direction is 0, 1 or 9'),
  pieceoftotal: (t) =>
    oneOf(
      Number(t.slice(0, t.length / 2)) >= 1 && Number(t.slice(0, t.length / 2)) <= Number(t.slice(t.length / 2)),
      'piece and total do not fit',
    ),
  posinseqslash: (t) =>
    oneOf(/^([1-9])\/([1-9])$/.test(t) && t.charAt(0) <= t.charAt(2), 'position and total do not fit'),
  pcenc: (t) => oneOf(!/%(?![0-9A-Fa-f]{2})/.test(t), 'has a broken percent escape'),
  latitude: (t) => oneOf(t <= '1800000000', 'latitude above 180 degrees of the scale'),
  longitude: (t) => oneOf(t <= '3600000000', 'longitude above 360 degrees of the scale'),
  mediatype: (t) => oneOf(media.has(t), `media type ${t} is unknown`),
  packagetype: (t) => oneOf(packages.has(t), `package type ${t} is unknown`),
  importeridx: (t) => oneOf(/^[-0-9A-Z_a-z]$/.test(t), 'importer index is one file-safe character'),
  // The inner fields of North American coupons are a trade of their own: here only their alphabet is checked.
  couponcode: (t) => oneOf(/^\d+$/.test(t), 'coupon holds more than digits'),
  couponposoffer: (t) => oneOf(/^\d+$/.test(t), 'coupon holds more than digits'),
};

/** What check `name` has against `text`, or undefined. An unknown name is a fault of the table and throws. */
export function lint(name: string, text: string): string | undefined {
  const linter = linters[name];
  if (linter === undefined) throw new TypeError(`AI table names an unknown check: ${name}`);
  return linter(text);
}
