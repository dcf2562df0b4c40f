import { devicesAsync, HIDAsync } from 'node-hid';
import { z } from 'zod';
import { nodeIdentity, watchFolder, watchNode } from './device-node.ts';
import { usbHids } from './linux-usb.ts';
import type { Connection, ConnectionHandlers, Transport } from './transport.ts';
import { chooseNode, type UsbWish } from './usb-match.ts';

/** Elsewhere than on Linux a look enumerates the bus and disturbs the traffic of others. */
const ENUMERATE_MS = 2_000;
const CLOSE_TIMEOUT_MS = 2_000;

export interface HidInfo {
  /** "/dev/hidraw0", or what the system calls it. */
  readonly path: string;
  readonly vendorId: string;
  readonly productId: string;
  readonly serialNumber?: string;
  readonly product?: string;
  readonly usagePage: number;
  readonly usage: number;
}

export interface HidTransportSettings {
  /** Without it the first device of the page: the page says what a device is, lists of models only what somebody had met. */
  readonly usb?: UsbWish | undefined;
  readonly usagePage: number;
  /** Feature reports sent after opening, report number first: some scanners type like a keyboard until told otherwise. */
  readonly features?: readonly Uint8Array[];
}

const listedSchema = z.array(
  z.object({
    path: z.string().optional(),
    vendorId: z.number(),
    productId: z.number(),
    serialNumber: z.string().optional(),
    product: z.string().optional(),
    usagePage: z.number().optional(),
    usage: z.number().optional(),
  }),
);
const hex = (id: number): string => id.toString(16).padStart(4, '0');

/** HID devices with their usages; on Linux from sysfs, elsewhere by node-hid. */
export async function listHidDevices(): Promise<HidInfo[]> {
  if (process.platform === 'linux')
    return usbHids().flatMap(({ path, usb: { manufacturer: _, ...usb }, usages }) =>
      usages.map(({ page, usage }) => ({ path, ...usb, usagePage: page, usage })),
    );
  const listed = listedSchema.parse(await devicesAsync());
  return listed.flatMap(({ path, vendorId, productId, serialNumber, product, usagePage = 0, usage = 0 }) =>
    path === undefined
      ? []
      : [
          {
            path,
            vendorId: hex(vendorId),
            productId: hex(productId),
            ...(serialNumber === undefined || serialNumber === '' ? {} : { serialNumber }),
            ...(product === undefined ? {} : { product }),
            usagePage,
            usage,
          },
        ],
  );
}

/**
 * A HID device. `data` brings one whole input report with its number, `write` takes one whole output report. Only the asynchronous class of
 * node-hid: the synchronous one crashes when it is closed while it reads.
 */
export function hidTransport(settings: HidTransportSettings): Transport {
  const { usb, usagePage } = settings;
  const resolve = async (): Promise<string | undefined> => {
    const listed = (await listHidDevices()).filter((device) => device.usagePage === usagePage);
    if (usb === undefined) return listed[0]?.path;
    const chosen = chooseNode(listed, usb);
    if (chosen !== undefined && 'problem' in chosen) throw new Error(chosen.problem);
    return chosen?.path;
  };
  return {
    name:
      usb === undefined
        ? `USB HID page ${usagePage.toString(16).toUpperCase()}`
        : `USB HID ${usb.vendorId}:${usb.productId}${usb.serialNumber === undefined ? '' : ` ${usb.serialNumber}`}`,
    ...(process.platform === 'linux' ? {} : { lookEveryMs: ENUMERATE_MS }),
    present: async () => (await resolve()) !== undefined,
    async open(handlers) {
      const path = await resolve();
      if (path === undefined) throw new Error('no such HID device');
      return openHid(path, settings.features ?? [], handlers);
    },
    watch: (changed) => (process.platform === 'linux' ? watchFolder('/dev', changed) : () => undefined),
  };
}

async function openHid(
  path: string,
  features: readonly Uint8Array[],
  handlers: ConnectionHandlers,
): Promise<Connection> {
  const before = nodeIdentity(path);
  const device = await HIDAsync.open(path);
  let open = true;
  let stopWatch = (): void => undefined;
  const release = async (): Promise<void> => {
    stopWatch();
    device.removeAllListeners();
    // A late error of a handle that is being closed says nothing new, and without a listener it would end the process.
    device.on('error', () => undefined);
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<void>((done) => (timer = setTimeout(done, CLOSE_TIMEOUT_MS)));
    await Promise.race([device.close().catch(() => undefined), late]);
    clearTimeout(timer);
  };
  const lost = (reason: string): void => {
    if (!open) return;
    open = false;
    void release();
    handlers.lost(reason);
  };
  // Errors come as an Error from the one class and as plain text from the other.
  device.on('error', (error: unknown) => lost(error instanceof Error ? error.message : String(error)));
  try {
    for (const report of features) await device.sendFeatureReport(Buffer.from(report));
  } catch (error) {
    await release();
    throw error;
  }
  if (before !== undefined) {
    if (nodeIdentity(path) !== before) {
      await release();
      throw new Error('the device node is gone');
    }
    stopWatch = watchNode(path, before, () => lost('the device node is gone'));
  }
  device.on('data', (report: Buffer) => {
    if (open) handlers.data(report);
  });
  return {
    write(bytes) {
      if (!open) return false;
      device
        .write(Buffer.from(bytes))
        .catch((error: unknown) => lost(error instanceof Error ? error.message : String(error)));
      return true;
    },
    async close() {
      open = false;
      await release();
    },
  };
}
