import type { DimensionerSettings } from '../../shared/settings/settings.ts';
import type { DimensionerDevice, DimensionerHandlers } from '../dimensioner/dimensioner-device.ts';
import { httpPullDimensioner, httpPushDimensioner } from '../dimensioner/http-dimensioners.ts';
import { qboid, vmeasure } from '../dimensioner/json-body.ts';
import { lineDimensioner } from '../dimensioner/line-dimensioner.ts';
import { findDimensionerProtocol } from '../dimensioner/registry.ts';
import { serialTransport } from '../transports/serial-transport.ts';
import { tcpTransport } from '../transports/tcp-transport.ts';

const dialects = { qboid, vmeasure } as const;

/** The dimensioner by its settings, or what is wrong with them. */
export function openDimensioner(
  settings: DimensionerSettings,
  common: Pick<DimensionerHandlers, 'clock' | 'onStatus' | 'onFrame'>,
): DimensionerDevice | { readonly problem: string } {
  const named = (name: string): DimensionerHandlers => ({
    ...common,
    deviceId: 'dimensioner-1',
    name: name.slice(0, 120),
  });
  switch (settings.way) {
    case 'http-push':
      return httpPushDimensioner(
        settings,
        dialects[settings.dialect],
        named(`${settings.dialect} on port ${settings.port}`),
      );
    case 'http-pull':
      return httpPullDimensioner(
        settings.url,
        dialects[settings.dialect],
        named(`${settings.dialect} at ${new URL(settings.url).host}`),
      );
    case 'line': {
      const { transport: line, protocol: name, ...options } = settings;
      const protocol = findDimensionerProtocol(name);
      if (protocol === undefined) return { problem: `no dimensioner protocol "${name}"` };
      const transport = line.type === 'serial' ? serialTransport(line) : tcpTransport(line.host, line.port);
      try {
        return lineDimensioner(protocol, options, transport, named(`${transport.name} ${protocol.name}`));
      } catch (error) {
        return { problem: error instanceof Error ? error.message : String(error) };
      }
    }
  }
}
