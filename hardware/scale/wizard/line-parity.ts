import type { SerialLine } from '../../../shared/settings/settings.ts';

/** Fewer bytes say nothing about parity. */
const ENOUGH_BYTES = 24;
const SHARE_PERCENT = 97;

/**
 * The framing of a line that was heard with eight data bits: with seven bits and parity, bit 7 of what arrives *is* the parity bit. All below
 * 0x80: eight bits without parity (or seven with space, which reads the same). Undecided stays 8N1, where every text protocol can still be read.
 */
export function framingOf(bytes: Uint8Array, baudRate: number): SerialLine {
  const plain: SerialLine = { baudRate, dataBits: 8, parity: 'none', stopBits: 1 };
  if (bytes.length < ENOUGH_BYTES || bytes.every((byte) => byte < 0x80)) return plain;
  const ones = (byte: number): number => Array.from(byte.toString(2)).filter((bit) => bit === '1').length;
  const even = bytes.filter((byte) => ones(byte) % 2 === 0).length * 100;
  if (even >= SHARE_PERCENT * bytes.length) return { baudRate, dataBits: 7, parity: 'even', stopBits: 1 };
  if (bytes.length * 100 - even >= SHARE_PERCENT * bytes.length)
    return { baudRate, dataBits: 7, parity: 'odd', stopBits: 1 };
  return plain;
}
