import type { Gs1Element } from '../candidate.ts';
import { applicationIdentifiers, identifierAt } from './ai-table.ts';
import { checkValue } from './check-value.ts';

export interface ElementString {
  readonly elements: readonly Gs1Element[];
  /** Faults of the string as a whole: unknown identifier, missing separator, pairs that must not or must stand together. */
  readonly problems: readonly string[];
}

/** FNC1 as scanners send it. */
export const GROUP_SEPARATOR = '\u001d';
/** A GS1 symbol holds fewer elements than this; more is an attack or a wrong decoder. */
const MAX_ELEMENTS = 40;

const matches = (ai: string, pattern: string): boolean =>
  pattern.endsWith('n') ? ai.length === pattern.length && ai.startsWith(pattern.replace(/n+$/, '')) : ai === pattern;

/**
 * Pairs are judged over this one symbol only. The standard asks for them over all symbols of an item, so a missing partner is a
 * remark ("expects"), a forbidden one a fault.
 */
function pairProblems(elements: readonly Gs1Element[]): string[] {
  const found: string[] = [];
  const present = (pattern: string): boolean => elements.some((element) => matches(element.ai, pattern));
  for (const { ai, value } of elements) {
    const entry = applicationIdentifiers.get(ai);
    if (entry === undefined) continue;
    if (elements.some((other) => other.ai === ai && other.value !== value))
      found.push(`(${ai}) stands twice with different values`);
    for (const pattern of entry.excludes)
      if (elements.some((other) => other.ai !== ai && matches(other.ai, pattern)))
        found.push(`(${ai}) must not stand with (${pattern})`);
    for (const group of entry.requires)
      if (!group.choices.some((choice) => choice.every(present)))
        found.push(`(${ai}) expects (${group.text.replaceAll(',', ') or (').replaceAll('+', ') and (')})`);
  }
  return found.length < 2 ? found : [...new Set(found)];
}

/** "(01)09521234543213(10)AB" as people print it. A bracket counts only where it holds a known identifier. */
function parseBracketed(text: string, thisYear: number): ElementString {
  const elements: Gs1Element[] = [];
  const pieces = text.split(/\((\d{2,4})\)/);
  let open: { ai: string; value: string } | undefined;
  const close = (): void => {
    const entry = open === undefined ? undefined : applicationIdentifiers.get(open.ai);
    if (open !== undefined && entry !== undefined) elements.push(checkValue(entry, open.value, thisYear));
  };
  const problems: string[] = [];
  for (let i = 1; i < pieces.length && elements.length < MAX_ELEMENTS; i += 2) {
    const [ai = '', value = ''] = [pieces[i], pieces[i + 1]];
    if (applicationIdentifiers.has(ai)) {
      close();
      open = { ai, value };
    } else if (open === undefined) problems.push(`(${ai}) is no application identifier`);
    else open = { ai: open.ai, value: `${open.value}(${ai})${value}` };
  }
  close();
  return { elements, problems: [...problems, ...pairProblems(elements)] };
}

/**
 * Element string as a scanner sends it (GS after elements without a predefined length) or as printed in brackets.
 * `thisYear` places two-digit years. Never throws; what cannot be read is named in `problems`.
 */
export function parseElementString(text: string, thisYear: number): ElementString {
  if (text.startsWith('(')) return parseBracketed(text, thisYear);
  const elements: Gs1Element[] = [];
  const problems: string[] = [];
  let at = text.startsWith(GROUP_SEPARATOR) ? 1 : 0;
  while (at < text.length) {
    const entry = identifierAt(text, at);
    if (entry === undefined) {
      problems.push(`no application identifier at place ${at + 1}: ${text.slice(at, at + 4)}`);
      break;
    }
    if (elements.length >= MAX_ELEMENTS) {
      problems.push(`more than ${MAX_ELEMENTS} elements`);
      break;
    }
    const start = at + entry.ai.length;
    const separator = text.indexOf(GROUP_SEPARATOR, start);
    const fieldEnd = separator === -1 ? text.length : separator;
    const end = entry.predefined ? Math.min(start + entry.maxLength, fieldEnd) : fieldEnd;
    elements.push(checkValue(entry, text.slice(start, end), thisYear));
    at = text.charAt(end) === GROUP_SEPARATOR ? end + 1 : end;
  }
  return { elements, problems: [...problems, ...pairProblems(elements)] };
}
