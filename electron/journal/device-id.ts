/** 'W' and seven characters of Crockford's base 32: no I, L, O, U. `random` gives bytes. */
export function deviceIdFrom(random: Uint8Array): string {
  const alphabet = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
  return `W${Array.from(random.subarray(0, 7), (byte) => alphabet[byte % 32]).join('')}`;
}
