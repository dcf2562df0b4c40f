/** What a printer finds in its input: a whole label, a question, or a command that needs no answer. */
export type PrinterInput =
  | { readonly kind: 'label'; readonly bytes: Buffer }
  | { readonly kind: 'question'; readonly name: string }
  | { readonly kind: 'cancel' };

export interface Framed {
  readonly inputs: readonly PrinterInput[];
  /** Bytes that are no whole input yet. */
  readonly rest: Buffer;
  /** `rest` is the beginning of a label, not of a question. */
  readonly partial: boolean;
}

export type JobFramer = (input: Buffer) => Framed;

const questionsOfZpl: readonly (readonly [string, PrinterInput])[] = [
  ['~HS', { kind: 'question', name: '~HS' }],
  ['~HQES', { kind: 'question', name: '~HQES' }],
  ['~JA', { kind: 'cancel' }],
  ['! U1 getvar "odometer.total_label_count"\r\n', { kind: 'question', name: 'count' }],
];

/** ZPL: questions are taken at once wherever they stand, also in the middle of a format, as `~` commands are. */
export function frameZpl(input: Buffer): Framed {
  let text = input.toString('latin1');
  const inputs: PrinterInput[] = [];
  for (;;) {
    const end = text.indexOf('^XZ');
    const first = questionsOfZpl
      .map(([word, what]) => ({ word, what, at: text.indexOf(word) }))
      .filter(({ at }) => at !== -1 && (end === -1 || at < end))
      .sort((a, b) => a.at - b.at)[0];
    if (first !== undefined) {
      inputs.push(first.what);
      text = text.slice(0, first.at) + text.slice(first.at + first.word.length);
      // Cancelled with everything before it, the beginning of a format included.
      if (first.what.kind === 'cancel') text = text.slice(first.at);
      continue;
    }
    if (end === -1) break;
    const begin = text.lastIndexOf('^XA', end);
    if (begin !== -1)
      inputs.push({ kind: 'label', bytes: Buffer.from(text.slice(text.indexOf('^XA'), end + 3), 'latin1') });
    text = text.slice(end + 3);
  }
  const begin = text.indexOf('^XA');
  return { inputs, rest: Buffer.from(text, 'latin1'), partial: begin !== -1 };
}

/** TSPL: the data of a BITMAP is as long as its numbers say, whatever bytes it holds. */
export function frameTspl(input: Buffer): Framed {
  const inputs: PrinterInput[] = [];
  let start = 0;
  let at = 0;
  for (;;) {
    const left = input.subarray(at).toString('latin1');
    if (left.startsWith('\x1b!?')) {
      inputs.push({ kind: 'question', name: 'ESC!?' });
      at += 3;
      if (start === at - 3) start = at;
      continue;
    }
    const bitmap = /^BITMAP \d+,\d+,(\d+),(\d+),\d,/.exec(left.slice(0, 60));
    if (bitmap !== null) {
      const end = at + bitmap[0].length + Number(bitmap[1]) * Number(bitmap[2]) + 2;
      if (end > input.length) break;
      at = end;
      continue;
    }
    const line = left.indexOf('\r\n');
    if (line === -1) break;
    // SIZE and CLS begin a label: what stood before is not on it.
    if (left.startsWith('SIZE ')) start = Math.max(start, at - 2);
    at += line + 2;
    if (left.startsWith('PRINT ')) {
      inputs.push({ kind: 'label', bytes: input.subarray(start, at) });
      start = at;
    }
  }
  const rest = input.subarray(start);
  return { inputs, rest: Buffer.from(rest), partial: rest.toString('latin1').trim() !== '' };
}
