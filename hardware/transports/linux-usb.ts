import { readdirSync, readFileSync, realpathSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { topLevelUsages, type HidUsage } from './hid-report-descriptor.ts';

/** What a USB device says of itself. Hexadecimal ids of four digits, lower case. */
export interface UsbIdentity {
  readonly vendorId: string;
  readonly productId: string;
  readonly serialNumber?: string;
  readonly manufacturer?: string;
  readonly product?: string;
}

export interface UsbNode {
  /** "/dev/ttyUSB0" */
  readonly path: string;
  readonly usb: UsbIdentity;
}

export interface HidNode extends UsbNode {
  readonly usages: readonly HidUsage[];
}

/** A device sits at most this far above its interface in the tree of the kernel. */
const MAX_DEPTH = 6;

/** Serial adapters by their identity, read from sysfs: some files, where `udevadm info -e` costs a process and up to a second. */
export function usbTtys(sys = '/sys', dev = '/dev'): readonly UsbNode[] {
  return nodes(sys, 'tty', /^tty(USB|ACM)\d+$/).flatMap(({ name, device }) => {
    const usb = usbIdentityAbove(device);
    return usb === undefined ? [] : [{ path: join(dev, name), usb }];
  });
}

/** HID devices with their top-level usages. Opening none of them and asking none: `HID.devices()` disturbs the traffic of others. */
export function usbHids(sys = '/sys', dev = '/dev'): readonly HidNode[] {
  return nodes(sys, 'hidraw', /^hidraw\d+$/).flatMap(({ name, device }) => {
    const usb = usbIdentityAbove(device) ?? identityFromUevent(readText(join(device, 'uevent')));
    if (usb === undefined) return [];
    try {
      return [{ path: join(dev, name), usb, usages: topLevelUsages(readFileSync(join(device, 'report_descriptor'))) }];
    } catch {
      return [];
    }
  });
}

export interface UsbPrinterNode extends UsbNode {
  /** IEEE 1284 device id: "MFG:Zebra;CMD:ZPL;MDL:ZD420;", empty when the printer has none. */
  readonly deviceId: string;
}

/** Printers that the kernel's usblp has taken: /dev/usb/lp0. */
export function usbPrinters(sys = '/sys', dev = '/dev'): readonly UsbPrinterNode[] {
  return nodes(sys, 'usbmisc', /^lp\d+$/).map(({ name, device }) => ({
    path: join(dev, 'usb', name),
    usb: usbIdentityAbove(device) ?? { vendorId: '', productId: '' },
    deviceId: readText(join(device, 'ieee1284_id')),
  }));
}

function nodes(
  sys: string,
  kind: string,
  wanted: RegExp,
): readonly { readonly name: string; readonly device: string }[] {
  const folder = join(sys, 'class', kind);
  let names: readonly string[];
  try {
    names = readdirSync(folder)
      .filter((name) => wanted.test(name))
      .sort();
  } catch {
    return [];
  }
  return names.flatMap((name) => {
    try {
      return [{ name, device: realpathSync(join(folder, name, 'device')) }];
    } catch {
      // Pulled out between the listing and now.
      return [];
    }
  });
}

function usbIdentityAbove(device: string): UsbIdentity | undefined {
  let folder = device;
  for (let depth = 0; depth < MAX_DEPTH; depth += 1) {
    const vendorId = readText(join(folder, 'idVendor'));
    if (vendorId !== '') {
      const optional = (key: 'serialNumber' | 'manufacturer' | 'product', file: string): Partial<UsbIdentity> => {
        const text = readText(join(folder, file));
        return text === '' ? {} : { [key]: text };
      };
      return {
        vendorId: vendorId.toLowerCase(),
        productId: readText(join(folder, 'idProduct')).toLowerCase(),
        ...optional('serialNumber', 'serial'),
        ...optional('manufacturer', 'manufacturer'),
        ...optional('product', 'product'),
      };
    }
    folder = dirname(folder);
  }
  return undefined;
}

/** "HID_ID=0003:00000922:00008003": bus, vendor, product. Devices without a USB parent (uhid, Bluetooth) have only this. */
function identityFromUevent(text: string): UsbIdentity | undefined {
  const [, vendor, product] = /^HID_ID=[0-9A-F]+:0*([0-9A-F]{4}):0*([0-9A-F]{4})$/im.exec(text) ?? [];
  if (vendor === undefined || product === undefined) return undefined;
  const serialNumber = /^HID_UNIQ=(.+)$/m.exec(text)?.[1];
  const name = /^HID_NAME=(.+)$/m.exec(text)?.[1];
  return {
    vendorId: vendor.toLowerCase(),
    productId: product.toLowerCase(),
    ...(serialNumber === undefined ? {} : { serialNumber }),
    ...(name === undefined ? {} : { product: name }),
  };
}

function readText(path: string): string {
  try {
    return readFileSync(path, 'utf8').trim();
  } catch {
    return '';
  }
}
