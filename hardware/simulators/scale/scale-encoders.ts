import { asciiBytes } from '../../scale/ascii-bytes.ts';
import { xorText } from '../../scale/protocols/yaohua-framed.ts';

/** What a simulated indicator shows. Grams, whole. */
export interface SimulatedScaleState {
  readonly grams: number;
  readonly moving: boolean;
  readonly overload: boolean;
}

/** Settings of the language, as its parser takes them; none: the plain form. */
export type SimulatedDialect = Readonly<Record<string, string>>;

/** The bytes of one frame; none where the real device stays silent or its language has no word for the state. */
export type ScaleEncoder = (state: SimulatedScaleState, dialect?: SimulatedDialect) => Uint8Array;

const none = new Uint8Array();

/** Kilograms with three decimals, no sign: 2365 → "2.365". */
const kilograms = (grams: number): string => {
  const whole = Math.abs(grams);
  return `${Math.trunc(whole / 1000)}.${String(whole % 1000).padStart(3, '0')}`;
};
const signed = (grams: number): string => `${grams < 0 ? '-' : ''}${kilograms(grams)}`;
const sign = (grams: number): string => (grams < 0 ? '-' : '+');
const digits6 = (grams: number): string => String(Math.abs(grams)).padStart(6, '0');

/** kg with three decimals. Dialects: checksum (two's complement, none, plain sum), short form, five characters, no STX. */
export const encodeToledo: ScaleEncoder = ({ grams, moving, overload }, dialect = {}) => {
  const swa = 0x60 | (0b01 << 3) | 0b101;
  const swb = 0x30 | (moving ? 8 : 0) | (overload ? 4 : 0) | (grams < 0 ? 2 : 0);
  const width = dialect['digits'] === 'five' ? 5 : 6;
  const tare = dialect['length'] === 'short' ? '' : '0'.padStart(width);
  const head = dialect['start'] === 'none' ? [] : [0x02];
  const frame = [...head, swa, swb, 0x20, ...asciiBytes(`${String(Math.abs(grams)).padStart(width)}${tare}\r`)];
  const sum = frame.reduce((total, byte) => total + byte, 0);
  if (dialect['checksum'] === 'none') return Uint8Array.from(frame);
  return Uint8Array.from([...frame, (dialect['checksum'] === 'plain-sum' ? sum : -sum) & 0x7f]);
};

export const encodeStGs: ScaleEncoder = ({ grams, moving, overload }) => {
  const word = overload ? 'OL' : moving ? 'US' : 'ST';
  const number = overload ? '       ' : kilograms(grams).padStart(7);
  return asciiBytes(`${word},GS,${sign(grams)}${number}kg\r\n`);
};

export const encodeSics: ScaleEncoder = ({ grams, moving, overload }) =>
  asciiBytes(overload ? 'S +\r\n' : `S ${moving ? 'D' : 'S'} ${signed(grams).padStart(10)} kg\r\n`);

/** Motion, negative and over are answered with the status alone. */
export const encodeToledoPos: ScaleEncoder = (state, dialect) => {
  const { grams, moving, overload } = state;
  if (moving || overload || grams < 0) return encodeToledoPosStatus(state, dialect);
  return asciiBytes(`\x02${kilograms(grams).padStart(6, '0')}\r`);
};

/** `STX ? status CR`: the answer to Z and T, and to W where there is no weight. */
export const encodeToledoPosStatus: ScaleEncoder = ({ grams, moving, overload }, dialect = {}) => {
  const always = dialect['bit5'] === 'always-one' ? 0x60 : 0x40;
  const status = always | (moving ? 1 : 0) | (overload ? 2 : 0) | (grams < 0 ? 4 : 0) | (grams === 0 ? 0x10 : 0);
  return Uint8Array.of(0x02, 0x3f, status, 0x0d);
};

const nciStatus = ({ grams, moving, overload }: SimulatedScaleState, dialect: SimulatedDialect = {}): string => {
  const bits = (moving ? 1 : 0) | (grams === 0 ? 2 : 0);
  const first = dialect['polarity'] === 'inverted' ? bits ^ 0b11 : bits;
  return String.fromCharCode(0x30 | first, 0x30 | (overload ? 2 : 0));
};

/** The status alone: the answer to S, Z and T. */
export const encodeNciStatus: ScaleEncoder = (state, dialect) => asciiBytes(`\n${nciStatus(state, dialect)}\r\x03`);

export const encodeNci: ScaleEncoder = (state, dialect) =>
  asciiBytes(
    `\n${state.overload ? '^^^^^^' : signed(state.grams).padStart(7)}kg\r\n${nciStatus(state, dialect)}\r\x03`,
  );

export const encodeNciEcr: ScaleEncoder = (state, dialect) => {
  const status = `S${nciStatus(state, dialect)}\r\x03`;
  const below = state.grams < 0 ? `\nS${String.fromCharCode(0x30, 0x31)}\r\x03` : undefined;
  if (below !== undefined) return asciiBytes(below);
  return asciiBytes(
    state.moving || state.overload ? `\n${status}` : `\n${kilograms(state.grams).padStart(6, '0')}KG\r\n${status}`,
  );
};

export const encodeSma: ScaleEncoder = ({ grams, moving, overload }) => {
  const state = overload ? 'O' : grams === 0 ? 'Z' : ' ';
  const number = overload ? '----------' : signed(grams).padStart(10);
  return asciiBytes(`\n${state}1G${moving ? 'M' : ' '} ${number}kg \r`);
};

export const encodeUps: ScaleEncoder = ({ grams, moving, overload }) =>
  asciiBytes(overload ? '\r\x03' : `${signed(grams).padStart(7)} kg. ${moving ? 'gr' : 'GR'}  \r\n\x03`);

export const encodeOhaus: ScaleEncoder = ({ grams, moving, overload }) =>
  asciiBytes(
    overload
      ? '  ------ kg\r\n'
      : `${grams < 0 ? '-' : ' '}${kilograms(grams).padStart(7)} kg   ${moving ? '?' : ' '}G\r\n`,
  );

export const encodeAdamCpwplus: ScaleEncoder = ({ grams, overload }) =>
  overload ? none : asciiBytes(`G ${sign(grams)} ${kilograms(grams).padStart(6)} kg\r\n`);

export const encodeAdamHighland: ScaleEncoder = ({ grams, overload }) =>
  overload ? none : asciiBytes(`${sign(grams)}${kilograms(grams).padStart(11)} kg \r\n`);

export const encodeAdamTicket: ScaleEncoder = ({ grams, overload }) =>
  overload ? none : asciiBytes(`Gross Wt ${signed(grams)} Kg\r\n`);

export const encodeSterling: ScaleEncoder = ({ grams, overload }) =>
  overload ? none : asciiBytes(`SGWGross ${signed(grams).padStart(8)} kg\r\n`);

/** Answers only when the weight is valid; two decimals. */
export const encodeMagellan: ScaleEncoder = ({ grams, moving, overload }) =>
  moving || overload || grams < 0 ? none : asciiBytes(`S11${String(Math.trunc(grams / 10)).padStart(4, '0')}\r`);

export const encodeSbi: ScaleEncoder = ({ grams, moving, overload }) =>
  asciiBytes(
    overload ? '      H       \r\n' : `${sign(grams)} ${kilograms(grams).padStart(8)} ${moving ? '   ' : 'kg '}\r\n`,
  );

export const encodeAnd: ScaleEncoder = ({ grams, moving, overload }, dialect = {}) => {
  if (dialect['format'] === 'number-only')
    return overload ? none : asciiBytes(`${sign(grams)}${kilograms(grams).padStart(8, '0')}\r\n`);
  return asciiBytes(
    overload
      ? 'OL,+9999999E+19\r\n'
      : `${moving ? 'US' : 'ST'},${sign(grams)}${kilograms(grams).padStart(8, '0')} kg\r\n`,
  );
};

/** Lamp byte with bit 7 as on the wire. */
export const encodeCas22: ScaleEncoder = ({ grams, moving, overload }) => {
  const lamp = 0x84 | (moving ? 0 : 0x40) | (grams === 0 ? 1 : 0);
  const head = asciiBytes(`${overload ? 'OL' : moving ? 'US' : 'ST'},GS,1`);
  return Uint8Array.from([...head, lamp, ...asciiBytes(`,${signed(grams).padStart(8)} kg\r\n`)]);
};

export const encodeCas10: ScaleEncoder = ({ grams, overload }) =>
  overload ? none : asciiBytes(`${signed(grams).padStart(8)}\r\n`);

export const encodeCasEnq: ScaleEncoder = ({ grams, moving, overload }) => {
  const text = `${moving ? 'U' : 'S'}${overload ? 'F' : grams < 0 ? '-' : ' '}${kilograms(grams).padStart(6)}kg`;
  const bcc = [...text].reduce((sum, character) => sum ^ character.charCodeAt(0), 0);
  return Uint8Array.from([0x01, 0x02, ...asciiBytes(text), bcc, 0x03, 0x04]);
};

export const encodeCondec: ScaleEncoder = ({ grams, moving, overload }) => {
  const state = overload ? 'O' : moving ? 'M' : grams === 0 ? 'Z' : ' ';
  return asciiBytes(`\x02${grams < 0 ? '-' : ' '}${kilograms(grams).padStart(7)}KG${state}\r\n`);
};

export const encodeCardinal: ScaleEncoder = ({ grams, moving, overload }) =>
  asciiBytes(`\r${sign(grams)}${kilograms(grams).padStart(6)}${overload ? 'o' : moving ? 'm' : ' '} kg g  \x03`);

/** Weigh-Tronix stream. */
export const encodeWeighTronix: ScaleEncoder = ({ grams, overload }) =>
  overload ? none : asciiBytes(` G${sign(grams)}${kilograms(grams).padStart(6, '0')} kg\r\n`);

export const encodeFairbanks: ScaleEncoder = ({ grams, overload }) =>
  asciiBytes(`\x0243${overload ? '------' : signed(grams).padStart(6)}\x03`);

export const encodeYaohuaStx: ScaleEncoder = ({ grams, overload }) => {
  const text = `${sign(grams)}${digits6(grams)}3`;
  return overload ? none : asciiBytes(`\x02${text}${xorText(text)}\x03`);
};

export const encodeYaohuaCommand: ScaleEncoder = ({ grams, overload }) => {
  const text = `AB${sign(grams)}${digits6(grams)}3`;
  return overload ? none : asciiBytes(`\x02${text}${xorText(text)}\x03`);
};

/** Reversed: least significant character first, sign last; that is also what an undecided person sees. */
export const encodeYaohuaEquals: ScaleEncoder = ({ grams, overload }, dialect = {}) => {
  const width = dialect['characters'] === 'seven' ? 6 : 7;
  const text = `${grams < 0 ? '-' : '0'}${kilograms(grams).padStart(width, '0')}`;
  if (overload) return none;
  return asciiBytes(`=${dialect['direction'] === 'forward' ? text : [...text].reverse().join('')}`);
};

export const encodeYaohuaA12: ScaleEncoder = ({ grams, overload }) => {
  const text = overload ? '         OL' : `WG${grams < 0 ? '-' : ' '}${kilograms(grams).padStart(6)}kg`;
  return asciiBytes(`${text}${xorText(text)}\r\n`);
};

export const encodeYaohuaText: ScaleEncoder = ({ grams, overload }) =>
  overload ? none : asciiBytes(`ww${grams < 0 ? '-' : ''}${kilograms(grams).padStart(grams < 0 ? 6 : 7, '0')}kg\r\n`);

export const encodeJcsB: ScaleEncoder = ({ grams, moving, overload }, dialect = {}) => {
  const bcd = digits6(grams);
  const pair = (at: number): number => Number.parseInt(bcd.slice(at, at + 2), 16);
  const decimals = dialect['decimals'] === 'one-is-none' ? 4 : 3;
  const state = decimals | (grams < 0 ? 0x20 : 0) | (moving ? 0 : 0x40) | (overload ? 0x80 : 0);
  return Uint8Array.of(0xff, state, pair(4), pair(2), pair(0), 0);
};

export const encodeKern: ScaleEncoder = ({ grams, moving, overload }) =>
  asciiBytes(
    overload
      ? '           Error\r\n'
      : ` ${grams < 0 ? '-' : ' '}${kilograms(grams).padStart(10)} ${moving ? '   ' : 'kg '}\r\n`,
  );

/** Seven-digit format, the last digit not verified. */
export const encodeShinko: ScaleEncoder = ({ grams, moving, overload }) => {
  const number = kilograms(grams).padStart(7, '0');
  const digits = overload ? '--------' : `${number.slice(0, -1)}/${number.slice(-1)}`;
  return asciiBytes(`${sign(grams)}${digits}KG ${overload ? 'E' : moving ? 'U' : 'S'}\r\n`);
};

export const encodeDialog06: ScaleEncoder = ({ grams, moving, overload }) => {
  const trouble = overload ? '32' : grams < 0 ? '31' : moving ? '20' : undefined;
  return asciiBytes(
    trouble === undefined
      ? `\x0202\x1b3\x1b${String(grams).padStart(5, '0')}\x1b000000\x1b000000\x03`
      : `\x0209\x1b${trouble}\x03`,
  );
};

export const encodeUsbHid: ScaleEncoder = ({ grams, moving, overload }, dialect = {}) => {
  const state = overload ? 6 : grams < 0 ? 5 : moving ? 3 : grams === 0 ? 2 : 4;
  const count = Math.abs(grams);
  const report = [state, 3, 0xfd, count & 0xff, count >> 8];
  return Uint8Array.from(dialect['report'] === 'stripped' ? report : [3, ...report]);
};
