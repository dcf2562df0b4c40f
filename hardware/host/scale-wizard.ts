import {
  MAX_PLACES,
  type ListedPlace,
  type ProbeProgress,
  type ScalePlace,
} from '../../shared/devices/scale-wizard.ts';
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

  /** HID scales first, they are certain; then adapters with an identity; then the ports of the machine. */
  async places(): Promise<ListedPlace[]> {
    const [hids, ports] = await Promise.all([listHidDevices().catch(() => []), listSerialPorts().catch(() => [])]);
    const found: ListedPlace[] = hids
      .filter(({ usagePage }) => usagePage === SCALE_PAGE)
      .map(({ vendorId, productId, serialNumber, product }) => ({
        place: { type: 'hid', usb: { vendorId, productId, ...(serialNumber === undefined ? {} : { serialNumber }) } },
        name: `${product ?? 'USB HID'} ${serialNumber ?? ''}`.trim().slice(0, 160),
      }));
    const byIdentity = [...ports].sort((a, b) => Number(b.vendorId !== undefined) - Number(a.vendorId !== undefined));
    for (const { path, vendorId, productId, serialNumber, manufacturer } of byIdentity) {
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

function simplePlan(place: ScalePlace): readonly ProbeStep[] {
  if (place.type === 'hid') return [{ type: 'listen', line: oneLine }];
  const asks = probePlan().flatMap((step) => (step.type === 'ask' ? step.protocols : []));
  return [
    { type: 'listen', line: oneLine },
    { type: 'ask', line: oneLine, protocols: asks },
  ];
}
