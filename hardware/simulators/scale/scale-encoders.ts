/** What a simulated indicator shows. Grams, whole. */
export interface SimulatedScaleState {
  readonly grams: number;
  readonly moving: boolean;
  readonly overload: boolean;
}

export type ScaleEncoder = (state: SimulatedScaleState) => Uint8Array;

/** 18 bytes with two's complement checksum, kg with three decimals. */
export const encodeToledo: ScaleEncoder = ({ grams, moving, overload }) => {
  const swa = 0x60 | (0b01 << 3) | 0b101;
  const swb = 0x30 | (moving ? 8 : 0) | (overload ? 4 : 0) | (grams < 0 ? 2 : 0);
  const frame = [0x02, swa, swb, 0x20, ...ascii(String(Math.abs(grams)).padStart(6)), ...ascii('     0'), 0x0d];
  const sum = frame.reduce((total, byte) => total + byte, 0);
  return Uint8Array.from([...frame, -sum & 0x7f]);
};

export const encodeStGs: ScaleEncoder = ({ grams, moving, overload }) => {
  const word = overload ? 'OL' : moving ? 'US' : 'ST';
  const whole = Math.trunc(Math.abs(grams) / 1000);
  const number = overload ? '       ' : `${whole}.${String(Math.abs(grams) % 1000).padStart(3, '0')}`.padStart(7);
  return Uint8Array.from(ascii(`${word},GS,${grams < 0 ? '-' : '+'}${number}kg\r\n`));
};

export const scaleEncoders: Readonly<Record<string, ScaleEncoder>> = {
  'toledo-continuous': encodeToledo,
  'st-gs': encodeStGs,
};

const ascii = (text: string): number[] => Array.from(text, (character) => character.charCodeAt(0));
