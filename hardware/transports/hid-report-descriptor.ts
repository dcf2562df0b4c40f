/** What a collection of a HID device is for: page 0x8D usage 0x20 is a scale, page 0x8C usage 0x02 a bar-code scanner. */
export interface HidUsage {
  readonly page: number;
  readonly usage: number;
}

export const SCALE_PAGE = 0x8d;
export const SCANNER_PAGE = 0x8c;

const USAGE_PAGE = 0x04;
const USAGE = 0x08;
const COLLECTION = 0xa0;
const END_COLLECTION = 0xc0;
const LONG_ITEM = 0xfe;

/** The top-level collections of a report descriptor (USB HID 1.11, 6.2.2). Never throws; a damaged descriptor gives what came before. */
export function topLevelUsages(descriptor: Uint8Array): readonly HidUsage[] {
  const found: HidUsage[] = [];
  let [page, usage, depth] = [0, 0, 0];
  for (let at = 0; at < descriptor.length;) {
    const prefix = descriptor[at] ?? 0;
    if (prefix === LONG_ITEM) {
      at += 3 + (descriptor[at + 1] ?? 0);
      continue;
    }
    const size = [0, 1, 2, 4][prefix & 3] ?? 0;
    let value = 0;
    for (let i = size; i > 0; i -= 1) value = value * 256 + (descriptor[at + i] ?? 0);
    switch (prefix & 0xfc) {
      case USAGE_PAGE:
        page = value;
        break;
      case USAGE:
        // A usage of four bytes carries its page with it.
        usage = size === 4 ? value % 0x10000 : value;
        if (size === 4) page = Math.floor(value / 0x10000);
        break;
      case COLLECTION:
        if (depth === 0) found.push({ page, usage });
        depth += 1;
        break;
      case END_COLLECTION:
        depth = Math.max(0, depth - 1);
        break;
    }
    at += 1 + size;
  }
  return found;
}
