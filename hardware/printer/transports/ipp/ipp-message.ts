/** IPP/1.1 and 2.0 messages (RFC 8010), the part that a print queue needs. Pure. */
export const ippOperations = {
  printJob: 0x0002,
  cancelJob: 0x0008,
  getJobAttributes: 0x0009,
  getJobs: 0x000a,
  getPrinterAttributes: 0x000b,
  cupsGetPrinters: 0x4002,
} as const;
export type IppOperation = keyof typeof ippOperations;

const tags = { operation: 0x01, job: 0x02, end: 0x03, printer: 0x04, unsupported: 0x05 } as const;
const valueTags = {
  integer: 0x21,
  boolean: 0x22,
  enum: 0x23,
  name: 0x42,
  keyword: 0x44,
  uri: 0x45,
  charset: 0x47,
  language: 0x48,
  mime: 0x49,
} as const;
/** Values of these tags are whole numbers of four bytes. */
const NUMBERS = new Set<number>([valueTags.integer, valueTags.enum]);

export interface IppAttribute {
  readonly tag: keyof typeof valueTags;
  readonly name: string;
  readonly values: readonly (string | number | boolean)[];
}

export type IppValue = string | number | boolean;
export interface IppGroup {
  readonly group: 'operation' | 'job' | 'printer' | 'unsupported' | 'other';
  readonly attributes: ReadonlyMap<string, readonly IppValue[]>;
}
export interface IppAnswer {
  readonly status: number;
  readonly groups: readonly IppGroup[];
}

/** 0x0000 to 0x00ff: successful, perhaps with attributes ignored. */
export const ippSucceeded = (answer: IppAnswer): boolean => answer.status < 0x0100;

export function encodeIpp(
  operation: IppOperation,
  requestId: number,
  attributes: readonly IppAttribute[],
  job: readonly IppAttribute[] = [],
): Uint8Array {
  const head = Buffer.alloc(8);
  head.writeUInt16BE(0x0101, 0);
  head.writeUInt16BE(ippOperations[operation], 2);
  head.writeUInt32BE(requestId, 4);
  const standard: IppAttribute[] = [
    { tag: 'charset', name: 'attributes-charset', values: ['utf-8'] },
    { tag: 'language', name: 'attributes-natural-language', values: ['en'] },
  ];
  const parts = [head, Buffer.of(tags.operation), ...[...standard, ...attributes].map(encodeAttribute)];
  if (job.length > 0) parts.push(Buffer.of(tags.job), ...job.map(encodeAttribute));
  return Buffer.concat([...parts, Buffer.of(tags.end)]);
}

function encodeAttribute({ tag, name, values }: IppAttribute): Buffer {
  return Buffer.concat(
    values.map((value, index) => {
      // Further values of an attribute come with an empty name.
      const nameBytes = Buffer.from(index === 0 ? name : '', 'utf8');
      let data: Buffer;
      if (typeof value === 'number') {
        data = Buffer.alloc(4);
        data.writeInt32BE(value);
      } else data = typeof value === 'boolean' ? Buffer.of(value ? 1 : 0) : Buffer.from(value, 'utf8');
      const out = Buffer.alloc(5 + nameBytes.length + data.length);
      out[0] = valueTags[tag];
      out.writeUInt16BE(nameBytes.length, 1);
      nameBytes.copy(out, 3);
      out.writeUInt16BE(data.length, 3 + nameBytes.length);
      data.copy(out, 5 + nameBytes.length);
      return out;
    }),
  );
}

/** Throws when the bytes are no whole IPP answer. Values of tags we do not know come as their bytes in Latin-1. */
export function decodeIpp(bytes: Uint8Array): IppAnswer {
  const data = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (data.length < 9) throw new Error('not an IPP answer');
  const groups: { group: IppGroup['group']; attributes: Map<string, IppValue[]> }[] = [];
  let at = 8;
  let name = '';
  for (;;) {
    const tag = data[at];
    if (tag === undefined) throw new Error('the IPP answer ends in the middle');
    at += 1;
    if (tag === tags.end) return { status: data.readUInt16BE(2), groups };
    if (tag < 0x10) {
      const known = Object.entries(tags).find(([, value]) => value === tag)?.[0] as IppGroup['group'] | undefined;
      groups.push({ group: known ?? 'other', attributes: new Map() });
      continue;
    }
    const text = (): Buffer => {
      if (at + 2 > data.length) throw new Error('the IPP answer ends in the middle');
      const length = data.readUInt16BE(at);
      const part = data.subarray(at + 2, at + 2 + length);
      if (part.length !== length) throw new Error('the IPP answer ends in the middle');
      at += 2 + length;
      return part;
    };
    const own = text().toString('utf8');
    const value = text();
    if (own !== '') name = own;
    const attributes = groups.at(-1)?.attributes;
    if (attributes === undefined) throw new Error('an IPP value outside of every group');
    attributes.set(name, [...(attributes.get(name) ?? []), readValue(tag, value)]);
  }
}

function readValue(tag: number, value: Buffer): IppValue {
  if (NUMBERS.has(tag) && value.length === 4) return value.readInt32BE(0);
  if (tag === valueTags.boolean && value.length === 1) return value[0] === 1;
  return value.toString(tag >= 0x40 ? 'utf8' : 'latin1');
}
