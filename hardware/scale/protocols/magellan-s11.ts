import type { ScaleReading } from '../../../shared/devices/scale-reading.ts';
import { asciiBytes } from '../ascii-bytes.ts';
import { placePoint } from '../decimal-text.ts';
import { lineParser } from '../line-parser.ts';
import { fault, status, weight } from '../readings.ts';
import type { ScaleProtocol } from '../scale-protocol.ts';

/** Single-cable scanner-scales: `S11` asks and the answer `S11abcd` (ab.cd) comes when the weight is valid, so it is stable. No unit. */
export const magellanS11: ScaleProtocol = {
  name: 'magellan-s11',
  title: 'Single-cable scanner-scales (Magellan, PSC)',
  aliases: { s11: {}, magellan: {}, psc: {}, 'single-cable': {} },
  mode: 'on-demand',
  defaultLine: { baudRate: 9600, dataBits: 7, parity: 'odd', stopBits: 1 },
  dialects: {},
  unitOnWire: false,
  stabilityOnWire: true,
  poll: { bytes: asciiBytes('S11\n'), intervalMs: 500 },
  evidence: 'manual',
  source: 'Mettler DIVA service manual (Magellan 8500 edition)',
  create: (options = {}) =>
    lineParser({
      limit: 16,
      decode: (text): ScaleReading | undefined => {
        const digits = /^S11(\d{4})$/.exec(text)?.[1];
        if (digits !== undefined)
          return weight(placePoint(digits, 2, false), options.unit ?? 'unknown', 'stable', 'unknown');
        // Metric set-ups and long formats have five digits, and no source says where the point is.
        if (/^S1[14]4?\d{5}$/.test(text))
          return fault('unreadable', 'five digits, the place of the point is not known');
        return /^S1[24]\w{0,6}$/.test(text) ? status('information', text) : undefined;
      },
    }),
};
