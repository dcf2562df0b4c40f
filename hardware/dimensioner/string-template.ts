import { measurementFields } from './dimensioner-protocol.ts';

/** Fields a template may name: those of a measurement, and a block check. */
const fields = [...measurementFields, 'bcc'] as const;
export type TemplateField = (typeof fields)[number];

interface Part {
  readonly field: TemplateField;
  /** Digits after a point that the device leaves out. */
  readonly impliedDecimals: number | undefined;
}

export interface CompiledTemplate {
  /** The fields of a line, numbers with their point put back; undefined when the line has another form. */
  match(line: string): Partial<Record<TemplateField, string>> | undefined;
}

const MAX_TEMPLATE = 300;

/**
 * Devices whose output string is put together in their menu (Datalogic DM3610, DC3000 and many others) are read by the same description:
 * `#{reference:3};{length:5};{width:5};{height:5};{unit:2};{ready:5}`. `{field:N}` is exactly N characters, `{field}` goes on to the next literal,
 * `{length:5.1}` is five digits of which the last is behind a point that the device leaves out. `{bcc}` is the XOR of all characters before
 * it as two hexadecimal digits. Throws a plain Error that says what is wrong.
 */
export function compileTemplate(template: string): CompiledTemplate {
  if (template.length > MAX_TEMPLATE) throw new Error(`the template is longer than ${MAX_TEMPLATE} characters`);
  const parts: Part[] = [];
  let pattern = '';
  let at = 0;
  for (const hole of template.matchAll(/\{([a-zA-Z]+)(?::(\d{1,2})(?:\.(\d))?)?\}/g)) {
    const [whole, name = '', width, decimals] = hole;
    const field = fields.find((known) => known === name);
    if (field === undefined) throw new Error(`"{${name}}" is none of ${fields.join(', ')}`);
    pattern += escapeLiteral(template.slice(at, hole.index));
    at = hole.index + whole.length;
    parts.push({ field, impliedDecimals: decimals === undefined ? undefined : Number(decimals) });
    pattern += field === 'bcc' ? '([0-9A-Fa-f]{2})' : width === undefined ? '(.*?)' : `(.{${width}})`;
  }
  pattern += escapeLiteral(template.slice(at));
  for (const needed of ['length', 'width', 'height'] as const)
    if (!parts.some(({ field }) => field === needed)) throw new Error(`the template names no {${needed}}`);
  if (/[{}]/.test(template.replace(/\{[a-zA-Z]+(?::\d{1,2}(?:\.\d)?)?\}/g, '')))
    throw new Error('a brace of the template is not closed');
  const line = new RegExp(`^${pattern}$`, 'd');
  return {
    match(text) {
      const found = line.exec(text);
      if (found === null) return undefined;
      const values: Partial<Record<TemplateField, string>> = {};
      for (const [index, { field, impliedDecimals }] of parts.entries()) {
        const value = found[index + 1] ?? '';
        if (field === 'bcc') {
          const start = found.indices?.[index + 1]?.[0] ?? 0;
          const sum = Array.from(text.slice(0, start)).reduce((xor, char) => xor ^ char.charCodeAt(0), 0);
          if (sum !== parseInt(value, 16)) return undefined;
        } else values[field] = impliedDecimals === undefined ? value : placePoint(value, impliedDecimals);
      }
      return values;
    },
  };
}

const escapeLiteral = (text: string): string => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');

function placePoint(digits: string, decimals: number): string {
  const plain = digits.trim();
  if (decimals === 0 || !/^\d+$/.test(plain)) return plain;
  const padded = plain.padStart(decimals + 1, '0');
  return `${padded.slice(0, -decimals)}.${padded.slice(-decimals)}`;
}
