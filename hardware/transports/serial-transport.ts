import { existsSync } from 'node:fs';
import { SerialPort } from 'serialport';
import { z } from 'zod';
import type { SerialPortInfo } from './serial-port-info.ts';
import type { Connection, ConnectionHandlers, Transport } from './transport.ts';

/** The device node is looked at this often while open: serialport 13 can miss an unplug and spin on read. */
const WATCH_MS = 100;
const OPEN_TIMEOUT_MS = 3_000;

export interface SerialTransportSettings {
  readonly type: 'serial';
  readonly path?: string | undefined;
  readonly usb?:
    { readonly vendorId: string; readonly productId: string; readonly serialNumber?: string | undefined } | undefined;
  readonly line: {
    readonly baudRate: number;
    readonly dataBits: 7 | 8;
    readonly parity: 'none' | 'even' | 'odd';
    readonly stopBits: 1 | 2;
    readonly rtscts?: boolean;
    readonly xon?: boolean;
    readonly xoff?: boolean;
  };
}

const listedPortSchema = z.object({
  path: z.string(),
  vendorId: z.string().optional(),
  productId: z.string().optional(),
  serialNumber: z.string().optional(),
  manufacturer: z.string().optional(),
});

export async function listSerialPorts(): Promise<SerialPortInfo[]> {
  const listed: unknown = await SerialPort.list();
  return z.array(listedPortSchema).parse(listed);
}

/** USB identity wins over the path: the COM number follows the socket, the identity follows the device. */
async function resolvePath(settings: SerialTransportSettings): Promise<string | undefined> {
  const { usb, path } = settings;
  if (usb === undefined) return path;
  const same = (a: string | undefined, b: string): boolean => a?.toLowerCase() === b.toLowerCase();
  const found = (await listSerialPorts()).find(
    (port) =>
      same(port.vendorId, usb.vendorId) &&
      same(port.productId, usb.productId) &&
      (usb.serialNumber === undefined || port.serialNumber === usb.serialNumber),
  );
  return found?.path;
}

export function serialTransport(settings: SerialTransportSettings): Transport {
  const name = settings.path ?? `USB ${settings.usb?.vendorId ?? '?'}:${settings.usb?.productId ?? '?'}`;
  // On Windows COM ports are no files; there the list says whether one is present.
  const nodeExists = async (path: string): Promise<boolean> =>
    process.platform === 'win32' ? (await listSerialPorts()).some((port) => port.path === path) : existsSync(path);
  return {
    name,
    async present() {
      const path = await resolvePath(settings);
      return path !== undefined && nodeExists(path);
    },
    async open(handlers) {
      const path = await resolvePath(settings);
      if (path === undefined) throw new Error(`no serial port with the identity of ${name}`);
      return openPort(path, settings, handlers);
    },
  };
}

function openPort(path: string, settings: SerialTransportSettings, handlers: ConnectionHandlers): Promise<Connection> {
  const port = new SerialPort({ path, ...settings.line, autoOpen: false });
  let state: 'opening' | 'open' | 'ended' = 'opening';
  let watch: NodeJS.Timeout | undefined;
  const release = (): Promise<void> =>
    new Promise((resolve) => {
      clearInterval(watch);
      // Closing also ends the read loop that serialport 13 can spin in after a missed unplug.
      if (port.isOpen) port.close(() => resolve());
      else resolve();
    });
  const lost = (reason: string): void => {
    if (state === 'ended') return;
    state = 'ended';
    void release();
    handlers.lost(reason);
  };
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => {
      state = 'ended';
      void release();
      reject(new Error(`${path} did not open within ${OPEN_TIMEOUT_MS} ms`));
    }, OPEN_TIMEOUT_MS);
    port.on('data', (bytes: Buffer) => {
      if (state === 'open') handlers.data(bytes);
    });
    port.on('error', (error) => lost(error.message));
    port.on('close', (error: Error | null) => lost(error?.message ?? 'closed'));
    port.open((error) => {
      clearTimeout(timer);
      if (state === 'ended') {
        void release();
        return;
      }
      if (error !== null) {
        state = 'ended';
        reject(error);
        return;
      }
      state = 'open';
      if (process.platform !== 'win32')
        watch = setInterval(() => !existsSync(path) && lost('the device node is gone'), WATCH_MS);
      resolve({
        write: (bytes) => state === 'open' && port.isOpen && port.write(Buffer.from(bytes)),
        writeOut: (bytes) =>
          new Promise((done, failed) => {
            if (state !== 'open' || !port.isOpen) {
              failed(new Error('closed'));
              return;
            }
            port.write(Buffer.from(bytes));
            port.drain((error) => (error === null ? done() : failed(error)));
          }),
        close: () => {
          state = 'ended';
          return release();
        },
      });
    });
  });
}
