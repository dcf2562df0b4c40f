import { readAim, type AimMeaning } from './aim-identifier.ts';
import { matchAirWaybill } from './air-waybill.ts';
import { confidenceOf, type Candidate, type Evidence } from './candidate.ts';
import { parseDigitalLink } from './gs1/digital-link.ts';
import { GROUP_SEPARATOR, parseElementString } from './gs1/parse-element-string.ts';
import { matchGs1Key, matchUpcE } from './gs1-keys.ts';
import { matchPackageCode } from './package-code.ts';
import { matchNumberFormats } from './number-formats.ts';
import { matchS10, matchUpu } from './postal-identifiers.ts';

export interface IdentifyOptions {
  /** AIM symbology identifier, "]C1", when the scanner sends it apart from the text. */
  readonly aim?: string;
  /** The current year, to place two-digit years. */
  readonly thisYear: number;
}

export interface Identification {
  readonly code: string;
  readonly aim?: string;
  readonly symbology?: string;
  /** Best first. Empty: nothing known has this shape. */
  readonly candidates: readonly Candidate[];
}

/** Longer texts are documents, not identifiers. */
export const MAX_CODE_LENGTH = 4_096;
/** An element string needs this much before it is believed without FNC1 or AIM. */
const MIN_BARE_ELEMENT_STRING = 16;

const digitsOnly = /^\d+$/;
const needsCompacting = /[^0-9A-Z]/;

function elementCandidate(text: string, aim: AimMeaning | undefined, thisYear: number): Candidate | undefined {
  const marked =
    aim?.gs1 === true || text.includes(GROUP_SEPARATOR) || (text.startsWith('(') && /^\(\d{2,4}\)/.test(text));
  if (!marked && !(text.length >= MIN_BARE_ELEMENT_STRING && text.startsWith('0') && /^0[0-3]\d{14}/.test(text)))
    return undefined;
  const { elements, problems } = parseElementString(text, thisYear);
  if (elements.length === 0)
    return marked && problems.length > 0
      ? {
          kind: 'gs1-element-string',
          format: 'GS1 element string',
          value: text,
          score: 20,
          confidence: 'possible',
          evidence: aim?.gs1 === true ? ['aim'] : [],
          elements,
          problems,
        }
      : undefined;
  const faults = elements.filter((element) => element.problems !== undefined);
  const remarks = problems.filter((problem) => problem.includes(' expects '));
  const serious = problems.length - remarks.length + faults.length;
  const wrongCheckOnly = elements[0]?.checkDigit?.status === 'wrong' && elements[0].problems?.length === 1;
  // Without FNC1, a bare text is believed only when every part of it fits: otherwise any long number would be "GS1".
  if (!marked && serious > 0 && !(elements.length === 1 && wrongCheckOnly)) return undefined;
  const evidence: Evidence[] = ['structure'];
  if (aim?.gs1 === true) evidence.push('aim');
  if (elements.some((element) => element.checkDigit?.status === 'right')) evidence.push('check-digit');
  let score = aim?.gs1 === true ? 98 : marked ? 92 : 78;
  if (aim !== undefined && !aim.gs1) score -= 30;
  score = Math.max(10, score - serious * 25);
  const checkDigit = elements.find((element) => element.checkDigit !== undefined)?.checkDigit;
  return {
    kind: 'gs1-element-string',
    format: 'GS1 element string',
    value: elements.map((element) => `(${element.ai})${element.value}`).join(''),
    score,
    confidence: confidenceOf(score),
    evidence,
    ...(checkDigit === undefined ? {} : { checkDigit }),
    elements,
    ...(problems.length === 0 ? {} : { problems }),
  };
}

function linkCandidate(text: string, thisYear: number): Candidate | undefined {
  const link = parseDigitalLink(text, thisYear);
  if (link === undefined) return undefined;
  const faults = link.problems.length + link.elements.filter((element) => element.problems !== undefined).length;
  const score = Math.max(20, 97 - faults * 25);
  const checkDigit = link.elements.find((element) => element.checkDigit !== undefined)?.checkDigit;
  return {
    kind: 'gs1-digital-link',
    format: 'GS1 Digital Link',
    value: link.canonical,
    score,
    confidence: confidenceOf(score),
    evidence: ['structure'],
    ...(checkDigit === undefined ? {} : { checkDigit }),
    elements: link.elements,
    ...(link.problems.length === 0 ? {} : { problems: link.problems }),
  };
}

/** USPS prints its number as AI 420 + FNC1 + 9x: the same digits without the separator are the IMpb. */
const withoutSeparators = (text: string): string =>
  text.includes(GROUP_SEPARATOR) ? text.replaceAll(GROUP_SEPARATOR, '') : text;

/**
 * What a scanned or typed code may be, ranked by prefix, structure, length, check digit and symbology together. A check digit
 * alone never decides: one number in ten fits by chance. Pure; about a microsecond or two for a bare number.
 */
export function identify(raw: string, options: IdentifyOptions): Identification {
  const embedded = raw.charCodeAt(0) === 0x5d && readAim(raw.slice(0, 3)) !== undefined;
  const aimText = embedded ? raw.slice(0, 3) : options.aim;
  const text = (embedded ? raw.slice(3) : raw).trim();
  const aim = aimText === undefined ? undefined : readAim(aimText);
  const candidates: Candidate[] = [];
  const answer: Identification =
    aimText === undefined
      ? { code: raw, candidates }
      : { code: raw, aim: aimText, ...(aim === undefined ? {} : { symbology: aim.symbology }), candidates };
  if (text === '' || text.length > MAX_CODE_LENGTH) return answer;
  const push = (candidate: Candidate | undefined): void => {
    if (candidate !== undefined) candidates.push(candidate);
  };
  if (text.startsWith('(') && aim?.retail !== true) {
    // Printed with brackets: nothing else is written so.
    push(elementCandidate(text, aim, options.thisYear));
    return answer;
  }
  const plain = withoutSeparators(text);
  const compact = needsCompacting.test(plain) ? plain.replace(/[\s-]+/g, '').toUpperCase() : plain;
  if (text.length > 10 && /^https?:/i.test(text)) push(linkCandidate(text, options.thisYear));
  else if (aim?.retail !== true) push(elementCandidate(text, aim, options.thisYear));
  if (text.includes('-')) push(matchPackageCode(text));
  if (compact.length <= 40) {
    if (digitsOnly.test(compact)) {
      push(matchGs1Key(compact, aim));
      if (compact.length === 8) push(matchUpcE(compact, aim));
      if (compact.length === 11) push(matchAirWaybill(compact, text));
    } else {
      if (compact.length === 13) push(matchS10(compact));
      push(matchUpu(compact));
    }
    if (aim?.retail !== true) matchNumberFormats(compact, candidates);
  }
  if (candidates.length > 1) candidates.sort((a, b) => b.score - a.score);
  return answer;
}
