import {
  MAX_PLACES,
  type ListedPlace,
  type ProbeProgress,
  type ScalePlace,
} from '../../shared/devices/scale-wizard.ts';
import type { ScaleSettings } from '../../shared/settings/settings.ts';
import { probePlan, type ProbeStep } from '../scale/wizard/probe-plan.ts';
import { ScaleProbe } from '../scale/wizard/scale-probe.ts';
import type { Clock } from '../supervisor/clock.ts';
import { SCALE_PAGE } from '../transports/hid-report-descriptor.ts';
import { listHidDevices } from '../transports/hid-transport.ts';
import { listSerialPorts } from '../transports/serial-transport.ts';
import { scaleTransport } from './scale-connection.ts';

/** A port without line settings is listened to once, and asked once. */
const oneLine = { baudRate: 9600, dataBits: 8, parity: 'none', stopBits: 1 } as const;

/** Finds the places where a scale may be and runs one probe at a time. */
export class ScaleWizard {
  readonly #clock: Clock;
  readonly #onProgress: (progress: ProbeProgress) => void;
  #probe: ScaleProbe | undefined;

  constructor(clock: Clock, onProgress: (progress: ProbeProgress) => void) {
    this.#clock = clock;
    this.#onProgress = onProgress;
  }

  /** What is set up now first, it may be a link or a serial server that no list shows; then HID scales, they are certain; then adapters with an identity; then the ports of the machine. */
  async places(current: ScaleSettings | undefined): Promise<ListedPlace[]> {
    const [hids, ports] = await Promise.all([listHidDevices().catch(() => []), listSerialPorts().catch(() => [])]);
    const found: ListedPlace[] = placeOf(current);
    found.push(
      ...hids
        .filter(({ usagePage }) => usagePage === SCALE_PAGE)
        .map(({ vendorId, productId, serialNumber, product }): ListedPlace => ({
          place: { type: 'hid', usb: { vendorId, productId, ...(serialNumber === undefined ? {} : { serialNumber }) } },
          name: `${product ?? 'USB HID'} ${serialNumber ?? ''}`.trim().slice(0, 160),
        })),
    );
    const byIdentity = [...ports].sort((a, b) => Number(b.vendorId !== undefined) - Number(a.vendorId !== undefined));
    const [first] = found;
    for (const { path, vendorId, productId, serialNumber, manufacturer } of byIdentity) {
      if (first?.place.type === 'serial' && first.place.path === path && first.place.usb === undefined) found.shift();
      const usb =
        vendorId === undefined || productId === undefined
          ? undefined
          : { vendorId, productId, ...(serialNumber === undefined ? {} : { serialNumber }) };
      found.push({
        place: { type: 'serial', path, ...(usb === undefined ? {} : { usb }) },
        name: [path, manufacturer, serialNumber].filter(Boolean).join(' · ').slice(0, 160),
      });
    }
    return found.slice(0, MAX_PLACES);
  }

  async start(place: ScalePlace): Promise<void> {
    await this.stop();
    const probe = new ScaleProbe({
      clock: this.#clock,
      plan: place.type === 'serial' ? probePlan() : simplePlan(place),
      onProgress: this.#onProgress,
      open: (line, handlers) => scaleTransport(place.type === 'serial' ? { ...place, line } : place).open(handlers),
    });
    this.#probe = probe;
    await probe.run();
  }

  async stop(): Promise<void> {
    const probe = this.#probe;
    this.#probe = undefined;
    await probe?.stop();
  }
}

function placeOf(current: ScaleSettings | undefined): ListedPlace[] {
  const transport = current?.transport;
  if (transport?.type === 'tcp') return [{ place: transport, name: `${transport.host}:${transport.port}` }];
  return transport?.type === 'serial' && transport.path !== undefined && transport.usb === undefined
    ? [{ place: { type: 'serial', path: transport.path }, name: transport.path.slice(-160) }]
    : [];
}

function simplePlan(place: ScalePlace): readonly ProbeStep[] {
  if (place.type === 'hid') return [{ type: 'listen', line: oneLine }];
  const asks = probePlan().flatMap((step) => (step.type === 'ask' ? step.protocols : []));
  return [
    { type: 'listen', line: oneLine },
    { type: 'ask', line: oneLine, protocols: asks },
  ];
}
