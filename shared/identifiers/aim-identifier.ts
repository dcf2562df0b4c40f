/** What an AIM symbology identifier (ISO/IEC 15424) says about the bars: the one piece of evidence the text itself cannot carry. */
export interface AimMeaning {
  readonly symbology: string;
  /** The symbol starts with FNC1 in the GS1 position: its text is a GS1 element string, by definition. */
  readonly gs1: boolean;
  /** EAN/UPC: the text is a retail number and nothing else. */
  readonly retail: boolean;
  /** EAN-8: eight digits are not a UPC-E. */
  readonly short?: boolean;
}

const symbologies: Readonly<Record<string, string>> = {
  A: 'Code 39',
  C: 'Code 128',
  d: 'Data Matrix',
  E: 'EAN/UPC',
  e: 'GS1 DataBar',
  F: 'Codabar',
  G: 'Code 93',
  H: 'Code 11',
  I: 'Interleaved 2 of 5',
  J: 'DotCode',
  L: 'PDF417',
  M: 'MSI',
  Q: 'QR Code',
  R: 'Straight 2 of 5',
  S: 'Straight 2 of 5',
  U: 'MaxiCode',
  X: 'other',
  z: 'Aztec',
};
const gs1Modes = new Set(['C1', 'd2', 'd5', 'e0', 'e1', 'e2', 'e3', 'J1', 'J4', 'Q3', 'Q4', 'z1', 'z4']);

/** "]C1" or "C1" → meaning; undefined for anything that is not an AIM identifier. */
export function readAim(aim: string): AimMeaning | undefined {
  const text = aim.startsWith(']') ? aim.slice(1) : aim;
  const symbology = text.length === 2 ? symbologies[text.charAt(0)] : undefined;
  return symbology === undefined
    ? undefined
    : {
        symbology,
        gs1: gs1Modes.has(text),
        retail: text.startsWith('E') && text !== 'E1' && text !== 'E2',
        short: text === 'E4',
      };
}
