import type { ScaleSettings } from '../../shared/settings/settings.ts';
import { resolveDialect, type ScaleParser, type ScaleProtocol } from '../scale/scale-protocol.ts';
import { SCALE_PAGE } from '../transports/hid-report-descriptor.ts';
import { hidTransport } from '../transports/hid-transport.ts';
import { serialTransport } from '../transports/serial-transport.ts';
import { tcpTransport } from '../transports/tcp-transport.ts';
import type { Transport } from '../transports/transport.ts';

export function scaleTransport(transport: Exclude<ScaleSettings['transport'], { type: 'simulated' }>): Transport {
  switch (transport.type) {
    case 'serial':
      return serialTransport(transport);
    case 'hid':
      return hidTransport({ usb: transport.usb, usagePage: SCALE_PAGE });
    case 'tcp':
      return tcpTransport(transport.host, transport.port);
  }
}

/** A maker of fresh parsers, or what is wrong with the dialect. */
export function scaleParserMaker(
  protocol: ScaleProtocol,
  { dialect: wish, unit, transport }: ScaleSettings,
): (() => ScaleParser) | { readonly problem: string } {
  const dialect = resolveDialect(protocol, wish);
  if ('problem' in dialect) return { problem: String(dialect['problem']) };
  const create = (): ScaleParser => protocol.create({ dialect, unit });
  return transport.type === 'hid' ? () => withoutFirstFrame(create()) : create;
}

/** The first report after opening a HID scale can be the former weighing (usbscale issues 4 and 11): it is thrown away. */
function withoutFirstFrame(parser: ScaleParser): ScaleParser {
  let first = true;
  return {
    push(bytes) {
      const frames = parser.push(bytes);
      if (!first || frames.length === 0) return frames;
      first = false;
      return frames.slice(1);
    },
    end: () => parser.end(),
    get discardedBytes() {
      return parser.discardedBytes;
    },
    get pendingBytes() {
      return parser.pendingBytes;
    },
  };
}
