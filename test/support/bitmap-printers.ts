/**
 * What four printer languages would print, read from the job's bytes as the manuals say and with nothing of ours: black dots of the
 * page. Strict: anything that is not expected is an error, because a real printer would print it or swallow it.
 */
export interface PrintedPage {
  readonly width: number;
  readonly height: number;
  /** One byte a dot, 1 = black. */
  readonly dots: Uint8Array;
}

class Reader {
  readonly bytes: Uint8Array;
  at = 0;
  constructor(bytes: Uint8Array) {
    this.bytes = bytes;
  }
  line(): string {
    const end = this.bytes.indexOf(0x0a, this.at);
    if (end === -1) throw new Error(`no end of line after byte ${this.at}`);
    const text = Buffer.from(this.bytes.subarray(this.at, end)).toString('latin1').replace(/\r$/, '');
    this.at = end + 1;
    return text;
  }
  /** Text up to and with the n-th of `separator`. */
  until(separator: string, times: number): string {
    const from = this.at;
    for (let n = 0; n < times; n += 1) this.at = this.bytes.indexOf(separator.charCodeAt(0), this.at) + 1;
    if (this.at <= from) throw new Error(`expected "${separator}" after byte ${from}`);
    return Buffer.from(this.bytes.subarray(from, this.at - 1)).toString('latin1');
  }
  take(length: number): Uint8Array {
    const part = this.bytes.subarray(this.at, this.at + length);
    if (part.length !== length) throw new Error('the job ends in the middle of a picture');
    this.at += length;
    return part;
  }
  peek(text: string): boolean {
    return Buffer.from(this.bytes.subarray(this.at, this.at + text.length)).toString('latin1') === text;
  }
  get ended(): boolean {
    return this.at >= this.bytes.length;
  }
}

class Page {
  readonly width: number;
  readonly height: number;
  readonly dots: Uint8Array;
  constructor(width: number, height: number) {
    [this.width, this.height, this.dots] = [width, height, new Uint8Array(width * height)];
  }
  picture(x: number, y: number, bytesPerRow: number, rows: number, data: Uint8Array, black: 0 | 1): void {
    if (y + rows > this.height) throw new Error(`picture down to row ${y + rows}, the page has ${this.height}`);
    for (let row = 0; row < rows; row += 1)
      for (let bit = 0; bit < bytesPerRow * 8; bit += 1) {
        const value = ((data[row * bytesPerRow + (bit >> 3)] ?? 0) >> (7 - (bit & 7))) & 1;
        if (value !== black) continue;
        if (x + bit >= this.width) throw new Error(`black dot at ${x + bit}, the page is ${this.width} wide`);
        this.dots[(y + row) * this.width + x + bit] = 1;
      }
  }
}

const numbers = (text: string): number[] =>
  text.split(/[ ,]+/).map((part) => {
    if (!/^\d+$/.test(part)) throw new Error(`not a number: "${part}"`);
    return Number(part);
  });
const expectNumbers = (text: string, count: number): number[] => {
  const found = numbers(text);
  if (found.length !== count) throw new Error(`${count} numbers expected: "${text}"`);
  return found;
};

export function printTspl(job: Uint8Array): PrintedPage {
  const reader = new Reader(job);
  let page: Page | undefined;
  let cleared = false;
  while (!reader.ended) {
    if (reader.peek('BITMAP ')) {
      const [x = 0, y = 0, bytesPerRow = 0, rows = 0, mode = 9] = expectNumbers(
        reader.until(',', 5).replace('BITMAP ', ''),
        5,
      );
      if (mode !== 0 || page === undefined || !cleared)
        throw new Error('BITMAP before SIZE and CLS, or in another mode');
      page.picture(x, y, bytesPerRow, rows, reader.take(bytesPerRow * rows), 0);
      if (reader.line() !== '') throw new Error('no end of line after BITMAP');
      continue;
    }
    const line = reader.line();
    const size = /^SIZE (\d+) dot,(\d+) dot$/.exec(line);
    if (size !== null) page = new Page(Number(size[1]), Number(size[2]));
    else if (line === 'CLS') cleared = true;
    else if (line === 'PRINT 1,1') {
      if (page === undefined || !reader.ended) throw new Error('PRINT is not the end');
      return page;
    } else if (!/^(|GAP 3 mm,0 mm|DIRECTION 0|REFERENCE 0,0|DENSITY (\d|1[0-5])|SPEED ([1-9]|1[0-4]))$/.test(line))
      throw new Error(`unknown command "${line}"`);
  }
  throw new Error('no PRINT');
}

export function printEpl(job: Uint8Array): PrintedPage {
  const reader = new Reader(job);
  if (reader.line() !== '' || reader.line() !== 'N') throw new Error('expected a line feed and N');
  const width = Number(/^q(\d+)$/.exec(reader.line())?.[1]);
  const height = Number(/^Q(\d+),24$/.exec(reader.line())?.[1]);
  const page = new Page(width, height);
  while (!reader.ended) {
    if (reader.peek('GW')) {
      const [x = 0, y = 0, bytesPerRow = 0, rows = 0] = expectNumbers(reader.until(',', 4).slice(2), 4);
      page.picture(x, y, bytesPerRow, rows, reader.take(bytesPerRow * rows), 0);
      if (reader.line() !== '') throw new Error('no end of line after GW');
      continue;
    }
    const line = reader.line();
    if (line === 'P1,1' && reader.ended) return page;
    if (!/^(ZT|D(\d|1[0-5]))$/.test(line)) throw new Error(`unknown command "${line}"`);
  }
  throw new Error('no P1');
}

export function printCpcl(job: Uint8Array): PrintedPage {
  const reader = new Reader(job);
  const head = /^! 0 (200|300|600) \1 (\d+) 1$/.exec(reader.line());
  const width = /^PAGE-WIDTH (\d+)$/.exec(reader.line());
  if (head === null || width === null) throw new Error('no session header');
  const page = new Page(Number(width[1]), Number(head[2]));
  while (!reader.ended) {
    if (reader.peek('CG ')) {
      const [bytesPerRow = 0, rows = 0, x = 0, y = 0] = expectNumbers(reader.until(' ', 5).slice(3), 4);
      page.picture(x, y, bytesPerRow, rows, reader.take(bytesPerRow * rows), 1);
      if (reader.line() !== '') throw new Error('no end of line after CG');
      continue;
    }
    if (reader.line() !== 'FORM' || reader.line() !== 'PRINT' || !reader.ended) throw new Error('expected FORM, PRINT');
    return page;
  }
  throw new Error('no PRINT');
}

/** A receipt has no width and no length of its own: the head's width is asked for, the length is what was sent. */
export function printEscPos(job: Uint8Array, width: number): PrintedPage {
  const bands: { readonly bytesPerRow: number; readonly rows: number; readonly data: Uint8Array }[] = [];
  const reader = new Reader(job);
  if (!reader.peek('\x1b@')) throw new Error('no ESC @');
  reader.take(2);
  while (reader.peek('\x1dv0\0')) {
    const [bytesLow = 0, bytesHigh = 0, rowsLow = 0, rowsHigh = 0] = reader.take(8).subarray(4);
    const [bytesPerRow, rows] = [bytesLow + 256 * bytesHigh, rowsLow + 256 * rowsHigh];
    bands.push({ bytesPerRow, rows, data: reader.take(bytesPerRow * rows) });
  }
  if (!reader.peek('\x1bd\x04\x1dV\x42\0') || reader.take(7).length !== 7 || !reader.ended)
    throw new Error('expected feed and cut');
  const page = new Page(
    width,
    bands.reduce((sum, band) => sum + band.rows, 0),
  );
  let y = 0;
  for (const { bytesPerRow, rows, data } of bands) {
    page.picture(0, y, bytesPerRow, rows, data, 1);
    y += rows;
  }
  return page;
}
