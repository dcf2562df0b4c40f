const bytes = (hex: string): Uint8Array => Uint8Array.from(Buffer.from(hex.replace(/\s/g, ''), 'hex'));

/** Page 0x8D usage 0x20: data report 3 with five bytes, as the HID Point of Sale tables and Dymo lay it out; output report 2 for zero. */
export const scaleDescriptor = bytes(`
  05 8d 09 20 a1 01
  85 03 09 32 15 00 26 ff 00 75 08 95 05 81 02
  85 02 09 33 95 01 91 02
  c0`);

/** Page 0x8C usage 0x02: input report 2 with 63 bytes, feature report FE with one byte, as Honeywell has it. */
export const scannerDescriptor = bytes(`
  05 8c 09 02 a1 01
  85 02 09 12 15 00 26 ff 00 75 08 95 3f 81 02
  85 fe 09 30 95 01 b1 02
  c0`);
