import type { DimensionsReading } from '../../../shared/devices/dimensions-frame.ts';
import {
  dimensionerFault,
  positiveDecimal,
  visibleText,
  type DimensionerProtocol,
  type ParsedDimensions,
} from '../dimensioner-protocol.ts';

const STX = '\u0002';
const ETX = '\u0003';
/** A measure answer has 62 bytes; more without an end mark is noise. */
const LIMIT = 96;
const command = (letter: string): Uint8Array => Uint8Array.from(Buffer.from(`${STX}${letter}${ETX}\r\n`, 'latin1'));

/**
 * CubiScan 25/100/110/125/150/325 (Quantronix), the same bytes on RS-232 and TCP: `STX M ETX CR LF` asks, the answer is
 * `STX M A origin location(6),L…,W…,H…,unit,K…,D…,unit,F…,D|I ETX CR LF`. A field full of `_` is under, `~` over, `-` unstable. Gate models send
 * `m` frames by themselves. NUL padding is seen after frames.
 */
export const cubiscan: DimensionerProtocol = {
  name: 'cubiscan',
  title: 'CubiScan 25, 100, 110, 125, 150, 325 (Quantronix)',
  defaultLine: { baudRate: 9600, dataBits: 8, parity: 'none', stopBits: 1 },
  measure: command('M'),
  zero: command('Z'),
  evidence: 'manual',
  source: 'Quantronix CubiScan 25/110/110-T/125/325 manuals, communications appendix; frames of camptocamp/cubiscan',
  create() {
    let frame: string | undefined;
    return {
      push(bytes) {
        const items: ParsedDimensions[] = [];
        for (const char of Buffer.from(bytes).toString('latin1')) {
          if (char === STX) frame = '';
          else if (frame === undefined) continue;
          else if (char === ETX) {
            const raw = visibleText(`${STX}${frame}${ETX}`);
            items.push({ reading: read(frame), raw });
            frame = undefined;
          } else if (frame.length >= LIMIT) frame = undefined;
          else frame += char;
        }
        return items;
      },
    };
  },
};

const measured = /^[Mm]A[CH](.{6}),L(.{5}),W(.{5}),H(.{5}),([EM]),K(.{6}),D(.{6}),([EM]),F(.{4}),[DI]$/;
const refusals: Readonly<Record<string, DimensionsReading>> = {
  C: dimensionerFault('device-error', 'corner sensor'),
  M: dimensionerFault('unstable', 'measuring error'),
  Z: dimensionerFault('not-zeroed', 'zeroing error'),
};

function read(frame: string): DimensionsReading {
  if (/^[Mm]N/.test(frame)) return refusals[frame.charAt(3)] ?? dimensionerFault('device-error', `refused: ${frame}`);
  if (frame.startsWith('?')) return dimensionerFault('device-error', 'unknown command');
  if (!/^[Mm]A/.test(frame)) return { type: 'status', detail: visibleText(frame).slice(0, 120) };
  const [, , length = '', width = '', height = '', lengthUnit, weight = '', , weightUnit] = measured.exec(frame) ?? [];
  if (lengthUnit === undefined) return dimensionerFault('unreadable', 'not the form of a measurement');
  const sides = [length, width, height];
  if (sides.some((side) => /^-+$/.test(side))) return dimensionerFault('unstable');
  if (sides.some((side) => /^~+$/.test(side))) return dimensionerFault('too-large');
  if (sides.some((side) => /^_+$/.test(side))) return dimensionerFault('too-small');
  const [l, w, h] = sides.map((side) => (/^ *\d{1,3}\.\d$/.test(side) ? positiveDecimal(side) : undefined));
  if (l === undefined || w === undefined || h === undefined)
    return dimensionerFault('unreadable', 'a side is no number');
  const mass = /^ *\d{1,3}\.\d\d$/.test(weight) ? positiveDecimal(weight) : undefined;
  return {
    type: 'dimensions',
    dimensions: { length: l, width: w, height: h, unit: lengthUnit === 'M' ? 'cm' : 'in' },
    ...(mass === undefined ? {} : { weight: { value: mass, unit: weightUnit === 'M' ? 'kg' : 'lb' } }),
  };
}
