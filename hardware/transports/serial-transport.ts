import { realpathSync } from 'node:fs';
import { SerialPort } from 'serialport';
import { z } from 'zod';
import { nodeIdentity, watchFolder, watchNode } from './device-node.ts';
import { usbTtys } from './linux-usb.ts';
import type { SerialPortInfo } from './serial-port-info.ts';
import type { Connection, ConnectionHandlers, Transport } from './transport.ts';
import { chooseNode, type UsbWish } from './usb-match.ts';

const OPEN_TIMEOUT_MS = 3_000;
/** There a look is an enumeration of the bus. */
const WINDOWS_LOOK_MS = 2_000;
/** A close that has not ended by then goes on behind our back; the next opening does not wait for it. */
const CLOSE_TIMEOUT_MS = 2_000;
/** More than this unsent means that the far end takes nothing: further commands are refused instead of coming out later. */
const MAX_UNSENT_BYTES = 4_096;

export interface SerialTransportSettings {
  readonly type: 'serial';
  readonly path?: string | undefined;
  readonly usb?: UsbWish | undefined;
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

/** Every serial port, with its USB identity where it has one. */
export async function listSerialPorts(): Promise<SerialPortInfo[]> {
  const usb = process.platform === 'linux' ? listUsbTtys() : [];
  let listed: SerialPortInfo[];
  try {
    listed = z.array(listedPortSchema).parse(await SerialPort.list());
  } catch (error) {
    // Without udevadm the library finds nothing at all; sysfs still knows the adapters.
    if (usb.length === 0) throw error;
    return usb;
  }
  return [...usb, ...listed.filter((port) => !usb.some(({ path }) => path === port.path))];
}

function listUsbTtys(): SerialPortInfo[] {
  return usbTtys().map(({ path, usb: { vendorId, productId, serialNumber, manufacturer } }) => ({
    path,
    vendorId,
    productId,
    ...(serialNumber === undefined ? {} : { serialNumber }),
    ...(manufacturer === undefined ? {} : { manufacturer }),
  }));
}

/** USB identity wins over the path: the COM number follows the socket, the identity follows the device. Throws when two devices are alike. */
async function resolvePath({ usb, path }: SerialTransportSettings): Promise<string | undefined> {
  if (usb === undefined) return path;
  const listed = process.platform === 'linux' ? listUsbTtys() : await listSerialPorts();
  const chosen = chooseNode(listed, usb, path);
  if (chosen !== undefined && 'problem' in chosen) throw new Error(chosen.problem);
  return chosen?.path;
}

export function serialTransport(settings: SerialTransportSettings): Transport {
  const { usb } = settings;
  const name =
    usb === undefined
      ? (settings.path ?? 'no port')
      : `USB ${usb.vendorId}:${usb.productId}${usb.serialNumber === undefined ? '' : ` ${usb.serialNumber}`}`;
  // On Windows COM ports are no files; there the list says whether one is present.
  const nodeExists = async (path: string): Promise<boolean> =>
    process.platform === 'win32'
      ? (await listSerialPorts()).some((port) => port.path === path)
      : nodeIdentity(path) !== undefined;
  return {
    name,
    ...(process.platform === 'win32' ? { lookEveryMs: WINDOWS_LOOK_MS } : {}),
    async present() {
      const path = await resolvePath(settings);
      return path !== undefined && nodeExists(path);
    },
    async open(handlers) {
      const path = await resolvePath(settings);
      if (path === undefined) throw new Error(`no serial port with the identity of ${name}`);
      return openPort(path, settings.line, handlers);
    },
    watch: (changed) => (process.platform === 'win32' ? () => undefined : watchFolder('/dev', changed)),
  };
}

function openPort(
  path: string,
  line: SerialTransportSettings['line'],
  handlers: ConnectionHandlers,
): Promise<Connection> {
  // The node that is opened, not the link that names it: who is unplugged is the node.
  const node = process.platform === 'win32' ? path : realpathSync(path);
  const before = nodeIdentity(node);
  const port = new SerialPort({ path, ...line, autoOpen: false });
  let state: 'opening' | 'open' | 'ended' = 'opening';
  let stopWatch = (): void => undefined;
  const release = (): Promise<void> =>
    new Promise((resolve) => {
      stopWatch();
      if (!port.isOpen) {
        resolve();
        return;
      }
      const timer = setTimeout(resolve, CLOSE_TIMEOUT_MS);
      // Closing also ends the read loop that serialport 13 can spin in after a missed unplug.
      port.close(() => {
        clearTimeout(timer);
        resolve();
      });
    });
  const lost = (reason: string): void => {
    if (state !== 'open') return;
    state = 'ended';
    void release();
    handlers.lost(reason);
  };
  return new Promise((resolve, reject) => {
    const refuse = (error: Error): void => {
      clearTimeout(timer);
      state = 'ended';
      void release();
      reject(error);
    };
    const timer = setTimeout(
      () => refuse(new Error(`${path} did not open within ${OPEN_TIMEOUT_MS} ms`)),
      OPEN_TIMEOUT_MS,
    );
    port.on('data', (bytes: Buffer) => {
      if (state === 'open') handlers.data(bytes);
    });
    port.on('error', (error) => lost(error.message));
    port.on('close', (error: Error | null) => lost(error?.message ?? 'closed'));
    port.open((error) => {
      if (state === 'ended') {
        // The answer came after the time was up: whatever was opened is closed again.
        void release();
        return;
      }
      if (error !== null) {
        refuse(error);
        return;
      }
      // Pulled out while it was being opened: nothing will ever say so.
      if (nodeIdentity(node) !== before) {
        refuse(new Error('the device node is gone'));
        return;
      }
      clearTimeout(timer);
      state = 'open';
      if (before !== undefined) stopWatch = watchNode(node, before, () => lost('the device node is gone'));
      resolve({
        write: (bytes) => {
          if (state !== 'open' || !port.isOpen || port.writableLength + bytes.length > MAX_UNSENT_BYTES) return false;
          port.write(Buffer.from(bytes));
          return true;
        },
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
