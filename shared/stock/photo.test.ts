import { expect, it } from 'vitest';
import { jpegSize } from './photo.ts';

/** JFIF header, one table, then the frame header of a picture 640 wide and 480 high. */
const header = [
  ...[0xff, 0xd8, 0xff, 0xe0, 0, 16, 0x4a, 0x46, 0x49, 0x46, 0, 1, 1, 0, 0, 1, 0, 1, 0, 0],
  ...[0xff, 0xdb, 0, 4, 0, 0],
  ...[0xff, 0xc0, 0, 11, 8, 0x01, 0xe0, 0x02, 0x80, 1, 1, 0x11, 0],
];

it('reads the size that the bytes themselves say', () => {
  expect(jpegSize(Uint8Array.from(header))).toEqual({ widthPx: 640, heightPx: 480 });
});

it.each([
  ['nothing', []],
  ['a PNG', [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0, 0, 0, 13]],
  ['cut off before the frame', header.slice(0, 24)],
  ['a segment of no length', [0xff, 0xd8, 0xff, 0xe0, 0, 0, 0, 0, 0, 0, 0, 0, 0]],
  ['a picture of no height', header.with(31, 0).with(32, 0)],
])('%s is no picture', (_name, bytes) => {
  expect(jpegSize(Uint8Array.from(bytes))).toBeUndefined();
});
