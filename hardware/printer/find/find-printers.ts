import { MAX_PRINTERS, nameOfPrinterPlace, type ListedPrinter } from '../../../shared/devices/printer-wizard.ts';
import type { PrinterSettings } from '../../../shared/settings/settings.ts';
import { usbPrinters, type UsbPrinterNode } from '../../transports/linux-usb.ts';
import { listSerialPorts } from '../../transports/serial-transport.ts';
import type { SerialPortInfo } from '../../transports/serial-port-info.ts';
import { CupsClient, type CupsQueue } from '../transports/ipp/cups-client.ts';
import { loadWinspool } from '../transports/winspool/load-winspool.ts';

/** Every way a printer can be found on this machine; a test gives its own. None of them sends a byte to a printer. */
export interface PrinterSources {
  usb(): readonly UsbPrinterNode[];
  cups(server: string): Promise<readonly CupsQueue[]>;
  windows(): Promise<readonly string[]>;
  serial(): Promise<readonly SerialPortInfo[]>;
}

const LOCAL_CUPS = 'http://127.0.0.1:631';
const CUPS_TIMEOUT_MS = 2_000;
/** The rate most label printers leave the factory with. */
const LINE = { baudRate: 9_600, dataBits: 8, parity: 'none', stopBits: 1, flow: 'rts-cts' } as const;

export const machineSources: PrinterSources = {
  usb: () => (process.platform === 'linux' ? usbPrinters() : []),
  cups: (server) =>
    process.platform === 'win32' ? Promise.resolve([]) : new CupsClient(server, CUPS_TIMEOUT_MS).queues(),
  windows: async () => (process.platform === 'win32' ? (await loadWinspool()).list() : []),
  serial: () => listSerialPorts(),
};

/**
 * Printers this machine knows: what is set up now first, then USB, the spooler's queues, and last the serial ports, where nobody can say what
 * is behind. A source that is not there gives nothing; a network printer has to be named.
 */
export async function findPrinters(
  current: readonly (PrinterSettings | undefined)[],
  sources: PrinterSources = machineSources,
): Promise<ListedPrinter[]> {
  const set = current.flatMap((settings) => (settings === undefined ? [] : [settings.transport]));
  const servers = new Set([LOCAL_CUPS, ...set.flatMap((each) => (each.type === 'cups' ? [each.server] : []))]);
  const none = (): never[] => [];
  const [queues, windows, ports] = await Promise.all([
    Promise.all([...servers].map(async (server) => ({ server, found: await sources.cups(server).catch(none) }))),
    sources.windows().catch(none),
    sources.serial().catch(none),
  ]);
  const usb = sources
    .usb()
    .map(({ path, usb: { manufacturer = '', product = '', serialNumber = '' }, deviceId }): ListedPrinter => {
      const words = [manufacturer, product, serialNumber].filter((word) => word !== '').join(' ');
      return listed(
        { type: 'usb', path },
        `${path.split('/').at(-1) ?? path} ${words}`,
        deviceId === '' ? words : modelOf(deviceId),
      );
    });
  const cups = queues.flatMap(({ server, found }) =>
    found.map(({ name, info, model }) =>
      listed({ type: 'cups', server, queue: name }, info === '' ? name : `${name} · ${info}`, model),
    ),
  );
  const spooler = windows.map((printer) => listed({ type: 'windows', printer }, printer, printer));
  const serial = ports.map(({ path, vendorId, productId, serialNumber, manufacturer = '' }): ListedPrinter => {
    const identity =
      vendorId === undefined || productId === undefined
        ? undefined
        : { vendorId, productId, ...(serialNumber === undefined ? {} : { serialNumber }) };
    // Without a serial number two alike can only be told apart by their place.
    const at = identity === undefined || serialNumber === undefined ? { path } : {};
    return listed(
      { type: 'serial', ...at, ...(identity === undefined ? {} : { usb: identity }), line: LINE },
      [path, manufacturer, serialNumber ?? ''].filter((word) => word !== '').join(' '),
    );
  });
  const first = set
    .filter((each) => each.type !== 'simulated')
    .map((transport) => listed(transport, nameOfPrinterPlace(transport)));
  const seen = new Set<string>();
  return [...first, ...usb, ...cups, ...spooler, ...serial]
    .filter(({ transport }) => {
      const key = nameOfPrinterPlace(transport);
      return !seen.has(key) && seen.add(key);
    })
    .slice(0, MAX_PRINTERS);
}

const listed = (transport: ListedPrinter['transport'], name: string, model = ''): ListedPrinter => ({
  transport,
  name: name.trim().slice(0, 160),
  ...(model === '' ? {} : { model: model.slice(0, 120) }),
});

/** "MFG:Zebra Technologies;CMD:ZPL;MDL:ZD420;" → "Zebra Technologies ZD420 ZPL". */
function modelOf(deviceId: string): string {
  const field = (...names: string[]): string =>
    names
      .map((name) => new RegExp(`(?:^|;)\\s*${name}:([^;]*)`, 'i').exec(deviceId)?.[1]?.trim() ?? '')
      .find((text) => text !== '') ?? '';
  return [field('MFG', 'MANUFACTURER'), field('MDL', 'MODEL'), field('CMD', 'COMMAND SET')]
    .filter((text) => text !== '')
    .join(' ');
}
