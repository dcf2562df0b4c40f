import { Misuse } from './misuse.ts';

/** One line of a decode request at most; a technician pastes hundreds of bytes, not megabytes. */
const MAX_BYTES = 1 << 20;

/** Bytes from "02 2D 30", "02:2d:30", "0x02,0x2d" or "022d30". Throws Misuse. */
export function bytesOfHex(text: unknown): Uint8Array {
  if (typeof text !== 'string') throw new Misuse('hex is missing');
  const digits = text.replace(/0x/gi, '').replace(/[\s:,;-]/g, '');
  if (digits.length % 2 !== 0 || !/^[\da-f]*$/i.test(digits))
    throw new Misuse('hex must be pairs of hexadecimal digits');
  if (digits.length / 2 > MAX_BYTES) throw new Misuse(`at most ${MAX_BYTES} bytes at a time`);
  return Uint8Array.from(digits.match(/../g) ?? [], (pair) => Number.parseInt(pair, 16));
}

export const hexOfBytes = (bytes: Uint8Array): string =>
  Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
