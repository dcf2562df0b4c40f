import { MAX_PLACES, type ListedPlace } from '../../shared/devices/scale-wizard.ts';
import { listHidDevices, type HidInfo } from '../transports/hid-transport.ts';
import { listSerialPorts } from '../transports/serial-transport.ts';
import type { SerialPortInfo } from '../transports/serial-port-info.ts';

/** What is plugged into this machine; a test gives its own. Nothing is opened. */
export interface PlugSources {
  readonly hid: () => Promise<readonly HidInfo[]>;
  readonly serial: () => Promise<readonly SerialPortInfo[]>;
}

export const machinePlugs: PlugSources = { hid: listHidDevices, serial: listSerialPorts };

/**
 * Where a device may be: what is set up now first, it may be a link or a serial server that no list shows; then HID devices of the wanted page,
 * they are certain; then adapters with an identity; then the ports of the machine. A source that is not there gives nothing.
 */
export async function linePlaces(
  current: ListedPlace | undefined,
  usagePage: number | undefined,
  { hid, serial }: PlugSources = machinePlugs,
): Promise<ListedPlace[]> {
  const [hids, ports] = await Promise.all([hid().catch(() => []), serial().catch(() => [])]);
  const certain = hids
    .filter((each) => each.usagePage === usagePage)
    .map(({ vendorId, productId, serialNumber, product }): ListedPlace => ({
      place: { type: 'hid', usb: { vendorId, productId, ...(serialNumber === undefined ? {} : { serialNumber }) } },
      name: `${product ?? 'USB HID'} ${serialNumber ?? ''}`.trim().slice(0, 160),
    }));
  const byIdentity = [...ports].sort((a, b) => Number(b.vendorId !== undefined) - Number(a.vendorId !== undefined));
  const lines = byIdentity.map(({ path, vendorId, productId, serialNumber, manufacturer }): ListedPlace => {
    const usb =
      vendorId === undefined || productId === undefined
        ? undefined
        : { vendorId, productId, ...(serialNumber === undefined ? {} : { serialNumber }) };
    return {
      place: { type: 'serial', path, ...(usb === undefined ? {} : { usb }) },
      name: [path, manufacturer, serialNumber].filter(Boolean).join(' · ').slice(0, 160),
    };
  });
  // The port that is set up by its path alone is listed below with the identity it may have.
  const known =
    current !== undefined && !(current.place.type === 'serial' && lines.some((line) => samePath(line, current)));
  return [...(known ? [current] : []), ...certain, ...lines].slice(0, MAX_PLACES);
}

const samePath = (one: ListedPlace, other: ListedPlace): boolean =>
  one.place.type === 'serial' && other.place.type === 'serial' && one.place.path === other.place.path;

/** The place of a device that is set up, as far as a path or an address says it. */
export function placeOf(
  transport:
    | { readonly type: 'serial'; readonly path?: string | undefined; readonly usb?: object | undefined }
    | { readonly type: 'tcp'; readonly host: string; readonly port: number }
    | { readonly type: 'hid' | 'simulated' }
    | undefined,
): ListedPlace | undefined {
  if (transport?.type === 'tcp')
    return {
      place: { type: 'tcp', host: transport.host, port: transport.port },
      name: `${transport.host}:${transport.port}`,
    };
  return transport?.type === 'serial' && transport.path !== undefined && transport.usb === undefined
    ? { place: { type: 'serial', path: transport.path }, name: transport.path.slice(-160) }
    : undefined;
}
