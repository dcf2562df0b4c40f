import type { ScaleReading } from '../../../shared/devices/scale-reading.ts';
import type { MassUnit } from '../../../shared/measure/quantity.ts';
import { placePoint } from '../decimal-text.ts';
import { framedParser, type Verdict } from '../frame-buffer.ts';
import { fault, weight } from '../readings.ts';
import { dialectOf, type ScaleProtocol } from '../scale-protocol.ts';

const DATA_REPORT = 3;
/** Some Mettler scales send the data report under the number of the status report. */
const STATUS_REPORT = 4;
/** No scale shows coarser than hundreds of its unit; a report number read as an exponent (3, 4) shows that bytes are missing. */
const EXPONENT_MAX = 2;
/** More decimals than any scale of this class shows. */
const EXPONENT_MIN = -6;

/**
 * USB HID scale, usage page 0x8D: data report `03 status unit exponent LSB MSB`, value u16 × 10^exponent. Unsigned: status 5 (under zero) is the
 * only sign there is. Back-ends prepend a 00 or strip the report number (WebHID); some pad to eight bytes. The first report after opening can be
 * the previous weighing. Units other than plain masses are said without the number.
 */
export const usbHidScale: ScaleProtocol = {
  name: 'usb-hid',
  title: 'USB HID scale, usage page 0x8D (Dymo, Fairbanks SCB-R9000, Mettler PS60, Stamps.com, Elane)',
  aliases: { hid: {}, usb: {}, 'usb-scale': {}, 'hid-scale': {}, 'usb-hid-scale': {}, dymo: {} },
  mode: 'continuous',
  // Not a serial device; the line settings are without meaning.
  defaultLine: { baudRate: 9600, dataBits: 8, parity: 'none', stopBits: 1 },
  dialects: {
    report: {
      values: ['numbered', 'stripped'],
      fallback: 'numbered',
      meaning: 'stripped: the back-end removes the report number (WebHID)',
    },
  },
  unitOnWire: true,
  stabilityOnWire: true,
  eightBit: true,
  evidence: 'trace',
  source: 'HID Point of Sale Usage Tables 1.02, usbscale issues 4, 11, 14, 16, 20, node-hid issues',
  commands: { zero: Uint8Array.of(0x02, 0x02) },
  create(options = {}) {
    const stripped = dialectOf(usbHidScale, options.dialect)['report'] === 'stripped';
    return framedParser({ limit: 16, take: (bytes) => take(bytes, stripped) });
  },
};

function take(bytes: Uint8Array, stripped: boolean): Verdict {
  const first = bytes[0] ?? 0;
  if (first === 0) return { skip: 1 };
  const head = stripped ? 0 : 1;
  if (!stripped && first !== DATA_REPORT && first !== STATUS_REPORT) return { drop: 1 };
  if (bytes.length < head + 5) return 'more';
  const [state = 0, unit = 0, exponent = 0, low = 0, high = 0] = bytes.subarray(head, head + 5);
  const reading = decode(state, unit, (exponent << 24) >> 24, high * 256 + low);
  return reading === undefined ? { drop: 1 } : { frame: reading, length: head + 5 };
}

const units: ReadonlyMap<number, MassUnit> = new Map([
  [1, 'mg'],
  [2, 'g'],
  [3, 'kg'],
  [8, 't'],
  [11, 'oz'],
  [12, 'lb'],
]);

function decode(state: number, unitCode: number, exponent: number, count: number): ScaleReading | undefined {
  if (state < 1 || state > 8 || unitCode > 12 || exponent > EXPONENT_MAX || exponent < EXPONENT_MIN) return undefined;
  if (state === 1) return fault('device-error');
  if (state === 6) return fault('overload');
  if (state === 7) return fault('calibrating');
  if (state === 8) return fault('not-zeroed');
  const unit = units.get(unitCode);
  if (unit === undefined) return fault('unreadable', `unit code ${unitCode}`);
  // "Stable at zero" with a number is a contradiction, not a weight.
  if (state === 2 && count !== 0) return fault('unreadable', 'zero with a number');
  const digits = `${count}${'0'.repeat(Math.max(0, exponent))}`;
  const value = placePoint(digits, Math.max(0, -exponent), state === 5);
  const stability = state === 2 || state === 4 ? 'stable' : state === 3 ? 'moving' : 'unknown';
  return weight(value, unit, stability, 'unknown', state === 2);
}
