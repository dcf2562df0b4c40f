import { crc32, deflateSync } from 'node:zlib';
import type { LabelScene } from '../../../shared/labels/label-scene.ts';
import { rasterScene } from '../place-scene.ts';

const SIGNATURE = Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a);
const DOTS_PER_METRE = { 203: 8_000, 300: 11_811, 600: 23_622 } as const;

/** The label dot for dot as a one-bit greyscale PNG with its size in metres: what a bitmap printer would print. */
export function encodePng(scene: LabelScene): Uint8Array {
  const page = rasterScene(scene);
  const { bytesPerRow, height, width } = page;
  const rows = Buffer.alloc((bytesPerRow + 1) * height);
  // Filter 0 before each row; in PNG a 1 bit is white.
  for (let y = 0; y < height; y += 1)
    for (let b = 0; b < bytesPerRow; b += 1)
      rows[y * (bytesPerRow + 1) + 1 + b] = ~(page.bits[y * bytesPerRow + b] ?? 0) & 0xff;
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header[8] = 1;
  const size = Buffer.alloc(9);
  size.writeUInt32BE(DOTS_PER_METRE[scene.dpi], 0);
  size.writeUInt32BE(DOTS_PER_METRE[scene.dpi], 4);
  size[8] = 1;
  return Buffer.concat([
    SIGNATURE,
    chunk('IHDR', header),
    chunk('pHYs', size),
    chunk('IDAT', deflateSync(rows)),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}

function chunk(type: string, data: Uint8Array): Uint8Array {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data]);
  const frame = Buffer.alloc(body.length + 8);
  frame.writeUInt32BE(data.length, 0);
  body.copy(frame, 4);
  frame.writeUInt32BE(crc32(body), body.length + 4);
  return frame;
}
