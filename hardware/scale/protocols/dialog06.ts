import type { ScaleReading } from '../../../shared/devices/scale-reading.ts';
import { lowText } from '../ascii-bytes.ts';
import { placePoint } from '../decimal-text.ts';
import { framedParser, type Verdict } from '../frame-buffer.ts';
import { fault, status, weight } from '../readings.ts';
import type { ScaleProtocol } from '../scale-protocol.ts';

const STX = 0x02;
const ETX = 0x03;
/** One manual (Dibal DPOS) closes the record with EOT. */
const EOT = 0x04;
const LIMIT = 48;

/**
 * Dialog 06 of European point-of-sale scales: `EOT ENQ` asks, record 02 carries weight, price and total, record 09 the reason of a NAK.
 * After power-up, an error or 50 weighings the scale demands a checksum (record 11) whose algorithm is under licence: it is not answered here,
 * the scale then stays silent. Floors that only weigh should set another protocol.
 */
export const dialog06: ScaleProtocol = {
  name: 'dialog06',
  title: 'Dialog 06 (Mettler, Bizerba, Dibal, Ohaus points of sale) without the licensed checksum',
  aliases: { dialog: {}, dibal: {}, bizerba: {} },
  mode: 'on-demand',
  defaultLine: { baudRate: 9600, dataBits: 7, parity: 'odd', stopBits: 1 },
  dialects: {},
  unitOnWire: true,
  stabilityOnWire: true,
  poll: { bytes: Uint8Array.of(0x04, 0x05), intervalMs: 500 },
  evidence: 'manual',
  source: 'Cely PI100, Dibal DPOS, docs.rkeeper.ru driver notes',
  create: () => framedParser({ limit: LIMIT, take }),
};

function take(bytes: Uint8Array): Verdict {
  const first = (bytes[0] ?? 0) & 0x7f;
  if (first === 0x06) return { frame: status('acknowledged', 'ACK'), length: 1 };
  if (first === 0x15) return { frame: status('refused', 'NAK'), length: 1 };
  if (first !== STX) return { drop: 1 };
  if (bytes.length === 1) return 'more';
  const last = (bytes[bytes.length - 1] ?? 0) & 0x7f;
  if (last === STX) return { drop: bytes.length - 1 };
  if (last !== ETX && last !== EOT) return 'more';
  const reading = decode(lowText(bytes, 1, bytes.length - 1).split('\x1b'));
  return reading === undefined ? { drop: bytes.length } : { frame: reading, length: bytes.length };
}

const states: Readonly<Record<string, ScaleReading>> = {
  '00': status('acknowledged', '00 no error'),
  '20': status('motion', '20 scale in motion'),
  '21': status('busy', '21 no motion since the last weighing'),
  '22': status('busy', '22 price calculation not finished'),
  '30': fault('underload', '30 below the minimum weight'),
  '31': fault('underload', '31 below zero'),
  '32': fault('overload', '32 overload'),
};

/** Unit and decimals of the five weight digits by scale type. Type 0 is pounds and ounces in a layout no source shows. */
const types: Readonly<Record<string, { readonly unit: 'lb' | 'kg'; readonly decimals: number }>> = {
  '1': { unit: 'lb', decimals: 2 },
  '2': { unit: 'lb', decimals: 3 },
  '3': { unit: 'kg', decimals: 3 },
};

function decode(fields: readonly string[]): ScaleReading | undefined {
  const [record, one = '', two = '', price = '', total = ''] = fields;
  if (record === '09' && fields.length === 2 && /^\d\d$/.test(one))
    return states[one] ?? status('refused', `${one} record error`);
  if (record === '11') return fault('device-error', 'checksum demanded (licensed, not answered)');
  if (record !== '02' || fields.length !== 5 || !/^\d{6}$/.test(price) || !/^\d{6}$/.test(total)) return undefined;
  // Dibal sends 00.000 for overload and -00.000 for a negative weight: a point or a sign there is no weight.
  if (/^-/.test(two)) return fault('underload');
  if (/^\d\d\.\d{3}$/.test(two)) return fault('out-of-range');
  const type = types[one];
  if (!/^\d{5}$/.test(two)) return undefined;
  if (type === undefined) return fault('unreadable', 'pounds and ounces');
  return weight(placePoint(two, type.decimals, false), type.unit, 'stable', 'unknown');
}
