import { deflateSync } from 'node:zlib';
import type { OneBitImage } from '../raster/one-bit-image.ts';

/** `^GFA` counts above 99,999 are clamped by printers (ZPL II guide 45541L-004): higher images go in bands. */
export const GRAPHIC_LIMIT_BYTES = 99_999;

interface Band {
  readonly row: number;
  readonly field: string;
}
/** Strips come from a cache as the same objects; packing one again would cost more than drawing the label. */
const packed = new WeakMap<OneBitImage, readonly Band[]>();

/** An image at a place, compressed. `reverse`: white on black, against what is under it. */
export function zplGraphic(image: OneBitImage, x: number, y: number, reverse = false): string {
  let bands = packed.get(image);
  if (bands === undefined) {
    bands = pack(image);
    packed.set(image, bands);
  }
  return bands.map(({ row, field }) => `^FO${x},${y + row}${reverse ? '^FR' : ''}${field}`).join('\n');
}

function pack(image: OneBitImage): Band[] {
  const rowsPerBand = Math.max(1, Math.floor(GRAPHIC_LIMIT_BYTES / image.bytesPerRow));
  const out: Band[] = [];
  for (let row = 0; row < image.height; row += rowsPerBand) {
    const rows = Math.min(rowsPerBand, image.height - row);
    const bits = image.bits.subarray(row * image.bytesPerRow, (row + rows) * image.bytesPerRow);
    const data = deflateSync(bits, { level: 6 }).toString('base64');
    out.push({
      row,
      field: `^GFA,${bits.length},${bits.length},${image.bytesPerRow},:Z64:${data}:${crc16(data)}^FS`,
    });
  }
  return out;
}

/** CRC-16 CCITT (XMODEM) over the base64 text, four hexadecimal digits. */
function crc16(text: string): string {
  let crc = 0;
  for (const byte of Buffer.from(text, 'latin1')) {
    crc ^= byte << 8;
    for (let bit = 0; bit < 8; bit += 1)
      crc = (crc & 0x8000) !== 0 ? ((crc << 1) ^ 0x1021) & 0xffff : (crc << 1) & 0xffff;
  }
  return crc.toString(16).toUpperCase().padStart(4, '0');
}
