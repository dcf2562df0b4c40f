import type { DeviceStatus } from '../../shared/devices/device-status.ts';
import type { Scan } from '../../shared/devices/scan.ts';
import type { ScanDeviceSettings } from '../../shared/settings/settings.ts';
import { hidModeFeatures, hidPosReader } from '../scanner/hid-pos.ts';
import { scanLineReader } from '../scanner/scan-lines.ts';
import type { ScannedItem } from '../scanner/scanned-item.ts';
import type { Clock } from '../supervisor/clock.ts';
import { QuietDevice } from '../supervisor/quiet-device.ts';
import { SCANNER_PAGE } from '../transports/hid-report-descriptor.ts';
import { hidTransport } from '../transports/hid-transport.ts';
import { serialTransport } from '../transports/serial-transport.ts';
import { tcpTransport } from '../transports/tcp-transport.ts';
import type { Transport } from '../transports/transport.ts';

/** Guns without an end mark send a code in one burst; at 9600 baud its bytes are one millisecond apart. */
const QUIET_MS = 60;
const RAW_BYTES = 128;

export interface ScannerHandlers {
  readonly clock: Clock;
  readonly onStatus: (status: DeviceStatus) => void;
  readonly onScan: (scan: Scan) => void;
}

/** The scanner that does not type, by its settings. */
export function openScanner(
  { transport: settings }: ScanDeviceSettings,
  handlers: ScannerHandlers,
): QuietDevice<ScannedItem> {
  const { clock, onStatus, onScan } = handlers;
  const transport = transportOf(settings);
  const source = settings.type === 'hid' ? 'hid-pos' : 'serial';
  return new QuietDevice<ScannedItem>({
    deviceId: 'scanner-1',
    kind: 'scanner',
    name: transport.name.slice(0, 120),
    simulated: false,
    transport,
    clock,
    createReader: settings.type === 'hid' ? hidPosReader : scanLineReader,
    quietMs: QUIET_MS,
    onStatus,
    onItem: ({ raw, ...item }) =>
      onScan({
        deviceId: 'scanner-1',
        source,
        ...item,
        rawHex: Buffer.from(raw.subarray(0, RAW_BYTES)).toString('hex'),
        monoMs: clock.monoMs(),
        wallMs: Math.round(clock.wallMs()),
      }),
  });
}

function transportOf(settings: ScanDeviceSettings['transport']): Transport {
  switch (settings.type) {
    case 'serial':
      return serialTransport(settings);
    case 'tcp':
      return tcpTransport(settings.host, settings.port);
    case 'hid':
      return hidTransport({
        usb: settings.usb,
        usagePage: SCANNER_PAGE,
        features: settings.usb === undefined ? [] : hidModeFeatures(settings.usb.vendorId),
      });
  }
}
