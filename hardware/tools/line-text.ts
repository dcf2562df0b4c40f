import type { SerialLine } from '../../shared/settings/settings.ts';
import { Misuse } from './misuse.ts';

const letters = { none: 'N', even: 'E', odd: 'O' } as const;

/** "9600 7E1" */
export const textOfLine = (line: SerialLine): string =>
  `${line.baudRate} ${line.dataBits}${letters[line.parity]}${line.stopBits}`;

/** "9600 7E1", "9600,7,E,1", or one of both parts, the rest as in `fallback`. Throws Misuse. */
export function lineOfText(text: string | undefined, fallback: SerialLine): SerialLine {
  if (text === undefined) return fallback;
  const match = /^(\d{3,6})?[ ,]*(?:([78])[ ,]*([NEO])[ ,]*([12]))?$/i.exec(text.trim());
  if (match === null) throw new Misuse(`--line "${text}": write it as "9600 7E1"`);
  const [, baud, bits, parity, stop] = match;
  return {
    baudRate: baud === undefined ? fallback.baudRate : Number(baud),
    dataBits: bits === undefined ? fallback.dataBits : bits === '7' ? 7 : 8,
    parity:
      parity === undefined
        ? fallback.parity
        : parity.toUpperCase() === 'N'
          ? 'none'
          : parity.toUpperCase() === 'E'
            ? 'even'
            : 'odd',
    stopBits: stop === undefined ? fallback.stopBits : stop === '2' ? 2 : 1,
  };
}
