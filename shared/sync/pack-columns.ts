/**
 * A batch of operation bodies turned on its side before gzip: bodies of one shape share one skeleton (the text with its values
 * taken out), and the values stand column by column, so that neighbours resemble each other. Verbatim: what is unpacked has the
 * very bytes that were packed, whatever they were; the batch's head proves it once more at the server.
 *
 * Lines: the skeleton of each body by number, with commas · then for each skeleton its text, and one line for each value of each
 * of its columns. A value is empty (as the one above), `~n` (the whole number above plus n), `=text`, or itself.
 * 500 operations of a floor: 75 bytes each as gzipped lines, 46 as gzipped columns (docs/sync-protocol.md).
 */
export function packColumns(bodies: readonly string[]): string {
  const shapes = new Map<string, { readonly index: number; readonly columns: string[][] }>();
  const order = bodies.map((body) => {
    const values: string[] = [];
    // A body that holds the mark itself, or other raw control characters, travels whole as one value.
    const skeleton = UNSAFE.test(body) ? whole(body, values) : takeValues(body, values);
    let shape = shapes.get(skeleton);
    if (shape === undefined) {
      shape = { index: shapes.size, columns: values.map(() => []) };
      shapes.set(skeleton, shape);
    }
    for (const [at, value] of values.entries()) shape.columns[at]?.push(value);
    return shape.index;
  });
  const lines = [order.join(',')];
  for (const [skeleton, { columns }] of shapes) {
    lines.push(skeleton);
    for (const column of columns)
      for (const [row, value] of column.entries()) lines.push(encode(value, column[row - 1]));
  }
  return `${lines.join('\n')}\n`;
}

/** @param count how many bodies there must be. @returns nothing when it is not what `packColumns` makes, or larger than allowed. */
export function unpackColumns(text: string, count: number, maxLength: number): string[] | undefined {
  const lines = text.split('\n');
  if (lines.pop() !== '') return undefined;
  const order = (lines[0] ?? '').split(',').map(Number);
  if (order.length !== count || order.some((index) => !Number.isInteger(index) || index < 0)) return undefined;
  const rows = new Map<number, number>();
  for (const index of order) rows.set(index, (rows.get(index) ?? 0) + 1);
  const shapes: { readonly parts: readonly string[]; readonly columns: readonly string[][] }[] = [];
  let at = 1;
  for (let index = 0; index < rows.size; index += 1) {
    const parts = lines[at]?.split(HOLE);
    const height = rows.get(index);
    if (parts === undefined || height === undefined) return undefined;
    at += 1;
    const columns: string[][] = [];
    for (let column = 1; column < parts.length; column += 1) {
      const values: string[] = [];
      for (let row = 0; row < height; row += 1, at += 1) {
        const value = decode(lines[at], values[row - 1]);
        if (value === undefined) return undefined;
        values.push(value);
      }
      columns.push(values);
    }
    shapes.push({ parts, columns });
  }
  if (at !== lines.length) return undefined;
  const next = shapes.map(() => 0);
  const bodies: string[] = [];
  let length = 0;
  for (const index of order) {
    const shape = shapes[index];
    const row = next[index] ?? 0;
    if (shape === undefined) return undefined;
    next[index] = row + 1;
    let body = shape.parts[0] ?? '';
    for (let column = 1; column < shape.parts.length; column += 1)
      body += (shape.columns[column - 1]?.[row] ?? '') + (shape.parts[column] ?? '');
    length += body.length + 1;
    // A few repeated values can stand for very much text.
    if (length > maxLength) return undefined;
    bodies.push(body);
  }
  return bodies;
}

/** Marks where a value was. No JSON text holds it raw. */
const HOLE = '\u0001';
const UNSAFE = /[\u0000-\u001f]/;
/** Whole numbers that come back the same from a sum. */
const WHOLE = /^(?:0|[1-9]\d{0,14})$/;

/**
 * Puts the values of a body into `values` and a mark in their place. A value is a text without a colon after it, a number, true, false
 * or null; what is no JSON is cut somehow, and put together again the same way.
 */
function takeValues(body: string, values: string[]): string {
  let skeleton = '';
  let kept = 0;
  for (let at = 0; at < body.length;) {
    const code = body.charCodeAt(at);
    let end = at;
    if (code === QUOTE) {
      end = closingQuote(body, at) + 1;
      // A text that does not end, or a key.
      if (end === 0) break;
      if (body.charCodeAt(end) === COLON) {
        at = end + 1;
        continue;
      }
    } else if (isBare(code)) {
      while (end < body.length && isBare(body.charCodeAt(end))) end += 1;
    } else {
      at += 1;
      continue;
    }
    values.push(body.slice(at, end));
    skeleton += body.slice(kept, at) + HOLE;
    kept = end;
    at = end;
  }
  return skeleton + body.slice(kept);
}

const [QUOTE, COLON, BACKSLASH] = [0x22, 0x3a, 0x5c];
/** Letters, digits and the signs of a number: what stands outside of quotes and is not structure. */
const isBare = (code: number): boolean =>
  (code >= 0x30 && code <= 0x39) ||
  (code >= 0x61 && code <= 0x7a) ||
  code === 0x2d ||
  code === 0x2e ||
  code === 0x2b ||
  code === 0x45;

/** @returns the place of the quote that ends the text, -1 when there is none. */
function closingQuote(body: string, from: number): number {
  for (let at = body.indexOf('"', from + 1); at >= 0; at = body.indexOf('"', at + 1)) {
    let slashes = 0;
    while (body.charCodeAt(at - 1 - slashes) === BACKSLASH) slashes += 1;
    if (slashes % 2 === 0) return at;
  }
  return -1;
}

function whole(body: string, values: string[]): string {
  values.push(body);
  return HOLE;
}

function encode(value: string, above: string | undefined): string {
  if (value === above) return '';
  if (above !== undefined && WHOLE.test(value) && WHOLE.test(above)) return `~${Number(value) - Number(above)}`;
  return value === '' || value.startsWith('~') || value.startsWith('=') ? `=${value}` : value;
}

function decode(line: string | undefined, above: string | undefined): string | undefined {
  if (line === undefined || line === '') return line === '' ? above : undefined;
  const first = line.charCodeAt(0);
  if (first === EQUALS) return line.slice(1);
  if (first !== TILDE) return line;
  const sum = Number(above) + Number(line.slice(1));
  return Number.isSafeInteger(sum) ? String(sum) : undefined;
}
const [EQUALS, TILDE] = [0x3d, 0x7e];
