import { Misuse } from './misuse.ts';

/** One line of a decode request at most; a technician pastes hundreds of bytes, not megabytes. */
const MAX_BYTES = 1 << 20;

/** Bytes from "02 2D 30", "02:2d:30", "0x02,0x2d", "\x02\x2d" or "022d30", or from an array of numbers. Throws Misuse. */
export function bytesOfHex(given: unknown): Uint8Array {
  if (Array.isArray(given)) return bytesOfNumbers(given);
  if (typeof given !== 'string') throw new Misuse('hex is missing', 'bad-bytes');
  const digits = given.replace(/[0\\]x/gi, '').replace(/[\s:,;-]/g, '');
  if (digits.length % 2 !== 0 || !/^[\da-f]*$/i.test(digits))
    throw new Misuse('hex must be pairs of hexadecimal digits', 'bad-bytes');
  if (digits.length / 2 > MAX_BYTES) throw new Misuse(`at most ${MAX_BYTES} bytes at a time`, 'bad-bytes');
  return Uint8Array.from(digits.match(/../g) ?? [], (pair) => Number.parseInt(pair, 16));
}

function bytesOfNumbers(numbers: readonly unknown[]): Uint8Array {
  if (numbers.length > MAX_BYTES) throw new Misuse(`at most ${MAX_BYTES} bytes at a time`, 'bad-bytes');
  return Uint8Array.from(numbers, (number) => {
    if (typeof number === 'number' && Number.isInteger(number) && number >= 0 && number <= 255) return number;
    throw new Misuse('an array of bytes holds whole numbers from 0 to 255', 'bad-bytes');
  });
}

export const hexOfBytes = (bytes: Uint8Array): string =>
  Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');

/** For people: control characters by name, bytes above 7E as \xNN. */
export const textOfBytes = (bytes: Uint8Array): string =>
  Array.from(bytes, (byte) => {
    const name = names[byte];
    if (name !== undefined) return `<${name}>`;
    return byte >= 0x20 && byte < 0x7f ? String.fromCharCode(byte) : `\\x${byte.toString(16).padStart(2, '0')}`;
  }).join('');

const names: Readonly<Record<number, string>> = {
  1: 'SOH',
  2: 'STX',
  3: 'ETX',
  4: 'EOT',
  5: 'ENQ',
  6: 'ACK',
  10: 'LF',
  13: 'CR',
  17: 'DC1',
  21: 'NAK',
  24: 'CAN',
  27: 'ESC',
};
