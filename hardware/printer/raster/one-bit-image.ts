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

  static fromAlpha(rgba: Uint8ClampedArray, width: number, height: number, threshold: number): OneBitImage {
    const image = new OneBitImage(width, height);
    for (let y = 0; y < height; y += 1) {
      for (let x = 0; x < width; x += 1) if ((rgba[(y * width + x) * 4 + 3] ?? 0) >= threshold) image.set(x, y);
    }
    return image;
  }

  get(x: number, y: number): boolean {
    return ((this.bits[y * this.bytesPerRow + (x >> 3)] ?? 0) & (0x80 >> (x & 7))) !== 0;
  }

  set(x: number, y: number): void {
    const at = y * this.bytesPerRow + (x >> 3);
    this.bits[at] = (this.bits[at] ?? 0) | (0x80 >> (x & 7));
  }

  masked(keep: (x: number, y: number) => boolean): OneBitImage {
    const out = new OneBitImage(this.width, this.height);
    for (let y = 0; y < this.height; y += 1)
      for (let x = 0; x < this.width; x += 1) if (this.get(x, y) && keep(x, y)) out.set(x, y);
    return out;
  }

  /** Without empty rows above and below, and empty bytes left and right: fewer bytes to the printer. */
  trimmed(): { readonly image: OneBitImage; readonly x: number; readonly y: number } | undefined {
    let [top, bottom, left, right] = [this.height, -1, this.bytesPerRow, -1];
    for (let y = 0; y < this.height; y += 1) {
      for (let b = 0; b < this.bytesPerRow; b += 1) {
        if (this.bits[y * this.bytesPerRow + b] === 0) continue;
        [top, bottom, left, right] = [Math.min(top, y), Math.max(bottom, y), Math.min(left, b), Math.max(right, b)];
      }
    }
    if (bottom === -1) return undefined;
    const bytes = right - left + 1;
    const out = new OneBitImage(bytes * 8, bottom - top + 1);
    for (let y = top; y <= bottom; y += 1)
      out.bits.set(
        this.bits.subarray(y * this.bytesPerRow + left, y * this.bytesPerRow + right + 1),
        (y - top) * bytes,
      );
    return { image: out, x: left * 8, y: top };
  }
}
