import { compareCheck, confidenceOf, type Candidate, type Evidence } from './candidate.ts';
import { s10Check } from './check-digits.ts';
import { isCountry } from './gs1/linters.ts';

/** First letter of an S10 service indicator (UPU S10). */
const services: Readonly<Record<string, string>> = {
  A: 'letter post, untracked',
  B: 'letter post, other',
  C: 'parcel post',
  D: 'domestic or bilateral',
  E: 'EMS',
  G: 'bilateral, commercial',
  H: 'e-commerce parcel',
  L: 'letter post, express or tracked',
  M: 'letter post, M bag',
  N: 'bilateral',
  P: 'bilateral or domestic parcel',
  Q: 'letter post, IBRS',
  R: 'letter post, registered',
  S: 'domestic',
  T: 'test or domestic',
  U: 'letter post, untracked',
  V: 'letter post, insured',
  Z: 'bilateral',
};
const carriersByCountry: Readonly<Record<string, string>> = {
  GB: 'royal-mail',
  CN: 'china-post',
  US: 'usps',
  CA: 'canada-post',
  AU: 'australia-post',
  DE: 'deutsche-post',
  HK: 'hongkong-post',
};

/** S10 item identifier: two letters, nine digits, country. */
export function matchS10(code: string): Candidate | undefined {
  const match = /^([A-Z]{2})(\d{8})(\d)([A-Z]{2})$/.exec(code);
  if (match === null) return undefined;
  const [, service = '', serial = '', check = '', country = ''] = match;
  const checkDigit = compareCheck('S10 mod 11', check, s10Check(serial));
  const known = isCountry(country);
  const evidence: Evidence[] = ['structure', 'length'];
  let score = 45;
  if (known) {
    score += 25;
    evidence.push('country');
  }
  if (checkDigit.status === 'right') {
    score += 25;
    evidence.push('check-digit');
  } else score -= 30;
  // A country that does not exist: the shape of S10, and no number of a post.
  if (!known) score = Math.max(5, score - 20);
  const carrier = carriersByCountry[country];
  const meaning = services[service.charAt(0)];
  return {
    kind: 's10',
    format: 'UPU S10',
    ...(carrier === undefined ? {} : { carrier }),
    value: code,
    score,
    confidence: confidenceOf(score),
    evidence,
    checkDigit,
    fields: { service, serial, check, country, ...(meaning === undefined ? {} : { serviceMeaning: meaning }) },
    ...(known ? {} : { problems: [`country ${country} is not in ISO 3166`] }),
  };
}

const S8_LENGTH = 20;
const S9_LENGTH = 29;

/**
 * UPU S8 dispatch (20) and S9 receptacle (29). Neither has a check digit: structure and two known countries must carry it.
 * S9 gross weight: four digits of 0.1 kg, 9999 = above 999.8 kg.
 */
export function matchUpu(code: string): Candidate | undefined {
  if (code.length !== S8_LENGTH && code.length !== S9_LENGTH) return undefined;
  const match =
    /^(([A-Z]{2})[A-Z0-9]{3}[A-Z])(([A-Z]{2})[A-Z0-9]{3}[A-Z])([A-Z])([A-Z]{2})(\d)(\d{4})(?:(\d{3})([019])([019])(\d{4}))?$/.exec(
      code,
    );
  if (match === null) return undefined;
  const [, origin = '', from = '', destination = '', to = '', category = '', subclass = '', year = '', dispatch = ''] =
    match;
  const [receptacle, highest, registered, weight] = match.slice(9) as (string | undefined)[];
  const unknown = [from, to].filter((country) => !isCountry(country));
  const problems = unknown.map((country) => `country ${country} is not in ISO 3166`);
  if (!/[ABCD]/.test(category)) problems.push(`mail category ${category} is not A, B, C or D`);
  const score = problems.length === 0 ? 92 : 40;
  return {
    kind: receptacle === undefined ? 'upu-dispatch' : 'upu-receptacle',
    format: receptacle === undefined ? 'UPU S8' : 'UPU S9',
    value: code,
    score,
    confidence: confidenceOf(score),
    evidence: problems.length === 0 ? ['structure', 'length', 'country'] : ['structure', 'length'],
    fields: {
      origin,
      destination,
      category,
      subclass,
      yearDigit: year,
      dispatch,
      ...(receptacle === undefined || highest === undefined || registered === undefined || weight === undefined
        ? {}
        : {
            receptacle,
            highestReceptacle: highest,
            registeredOrInsured: registered,
            grossWeight: weight === '9999' ? 'above 999.8 kg' : `${Number(weight.slice(0, 3))}.${weight.slice(3)} kg`,
          }),
    },
    ...(problems.length === 0 ? {} : { problems }),
  };
}
