import { createHash } from 'node:crypto';
import { deflateSync } from 'node:zlib';
import type { LabelScene, SceneItem } from '../../../shared/labels/label-scene.ts';
import { encodeCode128, fitModule } from '../barcode/code128.ts';
import { LabelCompileError } from '../label-compile-error.ts';
import type { OneBitImage } from '../raster/one-bit-image.ts';
import { rasterText, rasterWatermark } from '../raster/text-raster.ts';

/** Compressed strips of texts seen before: headings, line names, the operator. */
const STRIP_CACHE = 400;
const strips = new Map<string, string>();

/**
 * ZPL II, hybrid: bars as the printer's own Code 128, boxes as its own lines, every text as a compressed bitmap strip.
 * Printer fonts have neither Chinese nor Thai nor all of Vietnamese, and a strip is the same on every device.
 */
export function encodeZpl(scene: LabelScene, options: { readonly darkness?: number | undefined }): Uint8Array {
  const parts = [
    `^XA^CI28^PW${scene.widthDots}^LL${scene.heightDots}^LH0,0^LS0^PON^PMN^FWN`,
    ...(options.darkness === undefined ? [] : [`~SD${String(options.darkness).padStart(2, '0')}`]),
    ...scene.items.map((item) => encodeItem(item, scene)),
    '^PQ1,0,1,N^XZ',
  ];
  return Buffer.from(`${parts.join('\n')}\n`, 'utf8');
}

function encodeItem(item: SceneItem, scene: LabelScene): string {
  switch (item.type) {
    case 'box': {
      const thickness = item.fill ? Math.min(item.width, item.height) : item.line;
      return `^FO${item.x},${item.y}^GB${item.width},${item.height},${thickness},B,0^FS`;
    }
    case 'code128': {
      const code = encodeCode128(item.text);
      const module = fitModule(code, item.width);
      if (module === undefined)
        throw new LabelCompileError('LABEL_DATA_REFUSED', `"${item.text}" is too long for its barcode field`);
      // The field origin is the first bar; the quiet zone is ours to keep free.
      return `^FO${item.x + module.offset},${item.y}^BY${module.dots},3,${item.height}^BCN,${item.height},N,N,N,A^FH_^FD${escapeField(item.text)}^FS`;
    }
    case 'text':
      return strip(JSON.stringify(item), item.x, item.y, item.inverse, () => rasterText(item.text, item));
    case 'watermark':
      return strip(`${item.text}:${scene.widthDots}x${scene.heightDots}`, 0, 0, false, () =>
        rasterWatermark(item.text, scene.widthDots, scene.heightDots),
      );
  }
}

/** `^ ~ _` and everything outside printable ASCII would be commands or be lost: sent as hexadecimal. */
export function escapeField(text: string): string {
  return Array.from(Buffer.from(text, 'utf8'), (byte) =>
    byte < 0x20 || byte > 0x7e || byte === 0x5e || byte === 0x7e || byte === 0x5f
      ? `_${byte.toString(16).toUpperCase().padStart(2, '0')}`
      : String.fromCharCode(byte),
  ).join('');
}

function strip(key: string, x: number, y: number, inverse: boolean, draw: () => OneBitImage): string {
  const cacheKey = `${x},${y},${inverse}:${createHash('sha1').update(key).digest('base64')}`;
  const cached = strips.get(cacheKey);
  if (cached !== undefined) {
    // Least recently used last out.
    strips.delete(cacheKey);
    strips.set(cacheKey, cached);
    return cached;
  }
  const trimmed = draw().trimmed();
  const text = trimmed === undefined ? '' : graphic(trimmed.image, x + trimmed.x, y + trimmed.y, inverse);
  strips.set(cacheKey, text);
  if (strips.size > STRIP_CACHE) strips.delete(strips.keys().next().value ?? '');
  return text;
}

/** `^GFA` counts above 99,999 are clamped by printers: higher images go in bands. */
const GRAPHIC_LIMIT_BYTES = 99_999;

function graphic(image: OneBitImage, x: number, y: number, inverse: boolean): string {
  const rowsPerBand = Math.max(1, Math.floor(GRAPHIC_LIMIT_BYTES / image.bytesPerRow));
  const out: string[] = [];
  for (let row = 0; row < image.height; row += rowsPerBand) {
    const rows = Math.min(rowsPerBand, image.height - row);
    const bits = image.bits.subarray(row * image.bytesPerRow, (row + rows) * image.bytesPerRow);
    const packed = deflateSync(bits, { level: 6 }).toString('base64');
    // ^FR prints white on black: the strip is reversed against what is under it.
    out.push(
      `^FO${x},${y + row}${inverse ? '^FR' : ''}^GFA,${bits.length},${bits.length},${image.bytesPerRow},:Z64:${packed}:${crc16(packed)}^FS`,
    );
  }
  return out.join('\n');
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
