/** Black and white dots, rows padded to whole bytes, 1 = black, most significant bit left. */
export class OneBitImage {
  readonly width: number;
  readonly height: number;
  readonly bytesPerRow: number;
  readonly bits: Uint8Array;

  constructor(width: number, height: number, bits?: Uint8Array) {
    this.width = width;
    this.height = height;
    this.bytesPerRow = Math.ceil(width / 8);
    this.bits = bits ?? new Uint8Array(this.bytesPerRow * height);
  }

  /** `keep` thins the picture out (watermarks). */
  static fromAlpha(
    rgba: Uint8ClampedArray,
    width: number,
    height: number,
    threshold: number,
    keep?: (x: number, y: number) => boolean,
  ): OneBitImage {
    const image = new OneBitImage(width, height);
    const { bits, bytesPerRow } = image;
    // Eight dots to a byte at once: this loop is half of the time that a label takes.
    for (let y = 0, at = 3; y < height; y += 1)
      for (let byte = 0; byte < bytesPerRow; byte += 1) {
        const end = Math.min(8, width - byte * 8);
        let value = 0;
        for (let bit = 0; bit < end; bit += 1, at += 4)
          if ((rgba[at] ?? 0) >= threshold && (keep === undefined || keep(byte * 8 + bit, y))) value |= 0x80 >> bit;
        bits[y * bytesPerRow + byte] = value;
      }
    return image;
  }

  /** Darker than the threshold is black. */
  static fromGrey(grey: Uint8Array, width: number, height: number, threshold: number): OneBitImage {
    const image = new OneBitImage(width, height);
    for (let y = 0, at = 0; y < height; y += 1)
      for (let x = 0; x < width; x += 1, at += 1) if ((grey[at] ?? 255) < threshold) image.set(x, y);
    return image;
  }

  get(x: number, y: number): boolean {
    return ((this.bits[y * this.bytesPerRow + (x >> 3)] ?? 0) & (0x80 >> (x & 7))) !== 0;
  }

  set(x: number, y: number): void {
    const at = y * this.bytesPerRow + (x >> 3);
    this.bits[at] = (this.bits[at] ?? 0) | (0x80 >> (x & 7));
  }

  /** Black or white rectangle; what lies outside the image is cut. */
  fill(x: number, y: number, width: number, height: number, black: boolean): void {
    const [left, right] = [Math.max(0, x), Math.min(this.width, x + width)];
    const [top, bottom] = [Math.max(0, y), Math.min(this.height, y + height)];
    if (left >= right) return;
    for (let row = top; row < bottom; row += 1) {
      for (let byte = left >> 3; byte <= (right - 1) >> 3; byte += 1) {
        const from = Math.max(left, byte * 8) & 7;
        const to = Math.min(right, byte * 8 + 8) - byte * 8;
        const mask = (0xff >> from) & (0xff << (8 - to));
        const at = row * this.bytesPerRow + byte;
        this.bits[at] = black ? (this.bits[at] ?? 0) | mask : (this.bits[at] ?? 0) & ~mask;
      }
    }
  }

  /** Draws another image on this one. `reverse` turns what is under it over: white letters on a black box. */
  draw(image: OneBitImage, x: number, y: number, reverse = false): void {
    const shift = ((x % 8) + 8) % 8;
    const firstByte = Math.floor(x / 8);
    for (let row = Math.max(0, -y); row < image.height && y + row < this.height; row += 1) {
      const line = (y + row) * this.bytesPerRow;
      for (let byte = 0; byte <= image.bytesPerRow; byte += 1) {
        const source = row * image.bytesPerRow + byte;
        const here = byte < image.bytesPerRow ? (image.bits[source] ?? 0) : 0;
        const before = byte > 0 ? (image.bits[source - 1] ?? 0) : 0;
        const value = ((before << (8 - shift)) | (here >> shift)) & 0xff;
        const target = firstByte + byte;
        if (value === 0 || target < 0 || target >= this.bytesPerRow) continue;
        const at = line + target;
        this.bits[at] = reverse ? (this.bits[at] ?? 0) ^ value : (this.bits[at] ?? 0) | value;
      }
    }
    this.#clearPadding();
  }

  /** Turned by half a circle. */
  turned(): OneBitImage {
    const padded = new OneBitImage(this.bytesPerRow * 8, this.height);
    const last = this.bits.length - 1;
    for (let at = 0; at <= last; at += 1) padded.bits[last - at] = reversedBits(this.bits[at] ?? 0);
    const out = new OneBitImage(this.width, this.height);
    out.draw(padded, this.width - padded.width, 0);
    return out;
  }

  /** Dots beyond the width in the last byte of a row would be printed by some heads. */
  #clearPadding(): void {
    const spare = this.bytesPerRow * 8 - this.width;
    if (spare === 0) return;
    for (let at = this.bytesPerRow - 1; at < this.bits.length; at += this.bytesPerRow)
      this.bits[at] = (this.bits[at] ?? 0) & (0xff << spare);
  }

  /** A part in whole bytes: rows and columns of bytes. */
  part(firstByte: number, bytes: number, firstRow: number, rows: number): OneBitImage {
    const out = new OneBitImage(bytes * 8, rows);
    for (let row = 0; row < rows; row += 1) {
      const from = (firstRow + row) * this.bytesPerRow + firstByte;
      out.bits.set(this.bits.subarray(from, from + bytes), row * bytes);
    }
    return out;
  }

  /** Without empty rows above and below, and empty bytes left and right: fewer bytes to the printer. undefined: nothing is black. */
  trimmed(): PlacedImage | undefined {
    let [top, bottom, left, right] = [this.height, -1, this.bytesPerRow, -1];
    for (let y = 0; y < this.height; y += 1) {
      for (let b = 0; b < this.bytesPerRow; b += 1) {
        if (this.bits[y * this.bytesPerRow + b] === 0) continue;
        if (bottom === -1) top = y;
        bottom = y;
        if (b < left) left = b;
        if (b > right) right = b;
      }
    }
    if (bottom === -1) return undefined;
    return { image: this.part(left, right - left + 1, top, bottom - top + 1), x: left * 8, y: top };
  }
}

function reversedBits(byte: number): number {
  let out = 0;
  for (let bit = 0; bit < 8; bit += 1) out |= ((byte >> bit) & 1) << (7 - bit);
  return out;
}

export interface PlacedImage {
  readonly image: OneBitImage;
  readonly x: number;
  readonly y: number;
}

/** An empty stretch shorter than this costs less as zeros than as a command of its own. */
const MIN_GAP_ROWS = 16;

/**
 * The black parts of a page as images of at most `maxBytes`, each trimmed to its ink, from top to bottom. Empty paper is not sent:
 * over a serial line a full 4×6 takes ten seconds.
 */
export function inkBands(page: OneBitImage, maxBytes: number): PlacedImage[] {
  const { bytesPerRow, height } = page;
  const maxRows = Math.max(1, Math.floor(maxBytes / bytesPerRow));
  const out: PlacedImage[] = [];
  const emit = (from: number, to: number): void => {
    const band = page.part(0, bytesPerRow, from, to - from).trimmed();
    if (band !== undefined) out.push({ image: band.image, x: band.x, y: from + band.y });
  };
  let start = -1;
  let empty = 0;
  for (let row = 0; row < height; row += 1) {
    const line = page.bits.subarray(row * bytesPerRow, (row + 1) * bytesPerRow);
    const blank = line.every((byte) => byte === 0);
    empty = blank ? empty + 1 : 0;
    if (!blank && start === -1) start = row;
    if (start === -1) continue;
    if (empty >= MIN_GAP_ROWS || row - start + 1 >= maxRows) {
      emit(start, row + 1);
      start = -1;
    }
  }
  if (start !== -1) emit(start, height);
  return out;
}
