/**
 * JSON in which every number stays the text it was written as. `JSON.parse` turns 1.0000000000000000001 into 1 before anybody can
 * object; a weight, a divisor or a price must not go through a double even once. It also refuses what `JSON.parse` lets pass:
 * a field that stands twice, because the second one would win in silence.
 */
export type ExactJson = string | boolean | null | readonly ExactJson[] | { readonly [field: string]: ExactJson };

export interface ExactJsonFault {
  readonly at: string;
  readonly problem: string;
}
export type ExactJsonResult =
  { readonly ok: true; readonly value: ExactJson } | { readonly ok: false; readonly fault: ExactJsonFault };

const MAX_DEPTH = 40;
/** Digits that a number may need once its exponent is written out: 1e300 is not a weight. */
const MAX_DIGITS = 180;

class Fault extends Error {
  readonly at: string;
  constructor(at: string, problem: string) {
    super(problem);
    this.at = at;
  }
}

/** "1.5e-3" → "0.0015", digit by digit. */
export function expandNumber(text: string): string | undefined {
  const match = /^(-?)(\d+)(?:\.(\d+))?(?:[eE]([+-]?\d{1,4}))?$/.exec(text);
  if (match === null) return undefined;
  const [, sign = '', whole = '', fraction = '', exponent = '0'] = match;
  let point = whole.length + Number(exponent);
  let digits = whole + fraction;
  if (Math.abs(Number(exponent)) > MAX_DIGITS || digits.length > MAX_DIGITS) return undefined;
  if (point <= 0) {
    digits = '0'.repeat(1 - point) + digits;
    point = 1;
  }
  digits = digits.padEnd(point, '0');
  const front = digits.slice(0, point).replace(/^0+(?=\d)/, '');
  const back = digits.slice(point);
  const value = back === '' ? front : `${front}.${back}`;
  return sign === '-' && /[1-9]/.test(value) ? `-${value}` : value;
}

/**
 * Numbers come back as decimal text with exponents written out ("2.50" stays "2.50", 1e-3 becomes "0.001"); everything else as in
 * JSON. Refused with the path and the reason: syntax errors, a field given twice, numbers of more than 180 digits, nesting above 40.
 */
export function parseExactJson(text: string): ExactJsonResult {
  let at = 0;
  const path: (string | number)[] = [];
  const where = (): string => (path.length === 0 ? `character ${at + 1}` : path.join('.'));
  const fail = (problem: string): never => {
    throw new Fault(where(), problem);
  };
  const space = (): void => {
    while (at < text.length && ' \t\n\r'.includes(text.charAt(at))) at += 1;
  };
  const string = (): string => {
    const start = at;
    at += 1;
    for (; at < text.length; at += 1) {
      const code = text.charCodeAt(at);
      if (code === 0x5c) at += 1;
      else if (code === 0x22) {
        at += 1;
        const raw = text.slice(start, at);
        if (!raw.includes('\\') && !/[\u0000-\u001f]/.test(raw)) return raw.slice(1, -1);
        try {
          return JSON.parse(raw) as string;
        } catch {
          return fail('broken string');
        }
      }
    }
    return fail('string does not end');
  };
  const value = (): ExactJson => {
    if (path.length > MAX_DEPTH) fail(`nested deeper than ${MAX_DEPTH}`);
    space();
    const char = text.charAt(at);
    if (char === '"') return string();
    if (char === '{') return object();
    if (char === '[') return array();
    for (const [word, meaning] of [
      ['true', true],
      ['false', false],
      ['null', null],
    ] as const)
      if (text.startsWith(word, at)) {
        at += word.length;
        return meaning;
      }
    const number = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y;
    number.lastIndex = at;
    const found = number.exec(text)?.[0];
    if (found === undefined) return fail(char === '' ? 'ends too early' : `unexpected ${char}`);
    const expanded = expandNumber(found);
    if (expanded === undefined) return fail(`number with more than ${MAX_DIGITS} digits: ${found.slice(0, 40)}`);
    at += found.length;
    return expanded;
  };
  const array = (): ExactJson => {
    const items: ExactJson[] = [];
    at += 1;
    space();
    if (text.charAt(at) === ']') {
      at += 1;
      return items;
    }
    for (;;) {
      path.push(items.length);
      items.push(value());
      path.pop();
      space();
      const char = text.charAt(at);
      at += 1;
      if (char === ']') return items;
      if (char !== ',') fail('expected , or ]');
    }
  };
  const object = (): ExactJson => {
    const fields = new Map<string, ExactJson>();
    at += 1;
    space();
    if (text.charAt(at) === '}') {
      at += 1;
      return {};
    }
    for (;;) {
      space();
      if (text.charAt(at) !== '"') fail('expected a field name');
      const name = string();
      path.push(name);
      if (fields.has(name)) fail('this field stands twice');
      if (name === '__proto__') fail('this field name is not allowed');
      space();
      if (text.charAt(at) !== ':') fail('expected :');
      at += 1;
      fields.set(name, value());
      path.pop();
      space();
      const char = text.charAt(at);
      at += 1;
      if (char === '}') return Object.fromEntries(fields);
      if (char !== ',') fail('expected , or }');
    }
  };
  try {
    const found = value();
    space();
    if (at < text.length) fail('more text after the end');
    return { ok: true, value: found };
  } catch (error) {
    if (error instanceof Fault) return { ok: false, fault: { at: error.at, problem: error.message } };
    throw error;
  }
}
