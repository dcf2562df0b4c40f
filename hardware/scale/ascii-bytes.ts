/** The bytes of a plain ASCII text, for commands and simulated frames. */
export const asciiBytes = (text: string): Uint8Array =>
  Uint8Array.from(text, (character) => character.charCodeAt(0) & 0xff);

/** Bytes as text with bit 7 dropped: 7-bit scales are often opened with eight bits, and bit 7 is then the parity. */
export function lowText(bytes: Uint8Array, from = 0, to = bytes.length): string {
  let text = '';
  for (let at = from; at < to; at += 1) text += String.fromCharCode((bytes[at] ?? 0) & 0x7f);
  return text;
}
