import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { topLevelUsages } from './hid-report-descriptor.ts';
import { usbHids, usbTtys } from './linux-usb.ts';
import { chooseNode } from './usb-match.ts';

const root = mkdtempSync(join(tmpdir(), 'wh-sys-'));
afterAll(() => rmSync(root, { recursive: true, force: true }));
const hex = (text: string): Uint8Array => Uint8Array.from(Buffer.from(text.replace(/\s/g, ''), 'hex'));
const scale = hex('058d0920a10185030932150026ff0075089505810285020933950191 02c0');

function device(path: string, files: Readonly<Record<string, string | Uint8Array>>): string {
  const folder = join(root, 'devices', path);
  mkdirSync(folder, { recursive: true });
  for (const [name, content] of Object.entries(files)) writeFileSync(join(folder, name), content);
  return folder;
}
function node(kind: string, name: string, target: string): void {
  const folder = join(root, 'class', kind, name);
  mkdirSync(folder, { recursive: true });
  symlinkSync(target, join(folder, 'device'));
}

describe('devices of sysfs', () => {
  it('gives serial adapters with the identity of the device above their interface', () => {
    device('usb1/1-2', { idVendor: '0403\n', idProduct: '6001\n', serial: 'FT1A2B\n', manufacturer: 'FTDI\n' });
    node('tty', 'ttyUSB0', device('usb1/1-2/1-2:1.0/ttyUSB0', {}));
    node('tty', 'ttyS0', device('platform/serial8250', {}));
    expect(usbTtys(root, '/dev')).toEqual([
      {
        path: '/dev/ttyUSB0',
        usb: { vendorId: '0403', productId: '6001', serialNumber: 'FT1A2B', manufacturer: 'FTDI' },
      },
    ]);
  });

  it('gives HID devices with what they are for; without a USB parent by their uevent', () => {
    device('usb1/1-3', { idVendor: '0922', idProduct: '8003' });
    node('hidraw', 'hidraw0', device('usb1/1-3/1-3:1.0/0003:0922:8003.0001', { report_descriptor: scale, uevent: '' }));
    const uevent = 'HID_ID=0005:00000C2E:00000B81\nHID_NAME=Gun\nHID_UNIQ=77\n';
    node(
      'hidraw',
      'hidraw1',
      device('virtual/0005:0C2E:0B81.0002', { report_descriptor: hex('058c0902a101c0'), uevent }),
    );
    expect(usbHids(root, '/dev')).toEqual([
      { path: '/dev/hidraw0', usb: { vendorId: '0922', productId: '8003' }, usages: [{ page: 0x8d, usage: 0x20 }] },
      {
        path: '/dev/hidraw1',
        usb: { vendorId: '0c2e', productId: '0b81', serialNumber: '77', product: 'Gun' },
        usages: [{ page: 0x8c, usage: 2 }],
      },
    ]);
  });

  it('gives nothing where there is nothing', () => {
    expect(usbTtys(join(root, 'none'))).toEqual([]);
    expect(usbHids(join(root, 'none'))).toEqual([]);
  });
});

describe('the device that is meant', () => {
  const a = { path: '/dev/ttyUSB0', vendorId: '0403', productId: '6001', serialNumber: 'A' };
  const b = { path: '/dev/ttyUSB1', vendorId: '0403', productId: '6001', serialNumber: 'B' };
  it('is found by its serial number, whatever its number', () => {
    const wish = { vendorId: '0403', productId: '6001', serialNumber: 'B' };
    expect(chooseNode([a, b], wish)).toMatchObject({ path: '/dev/ttyUSB1' });
    expect(chooseNode([{ ...b, path: '/dev/ttyUSB0' }], wish)).toMatchObject({ path: '/dev/ttyUSB0' });
    expect(chooseNode([a], wish)).toBeUndefined();
  });
  it('is refused when two are alike, unless a person named the place', () => {
    const wish = { vendorId: '0403', productId: '6001' };
    expect(chooseNode([a, b], wish)).toHaveProperty('problem');
    expect(chooseNode([a, b], wish, '/dev/ttyUSB1')).toMatchObject({ path: '/dev/ttyUSB1' });
    expect(chooseNode([a], { vendorId: '0403', productId: '6001' })).toMatchObject({ path: '/dev/ttyUSB0' });
  });
});

describe('report descriptor', () => {
  it('finds the top collections only', () => {
    expect(topLevelUsages(scale)).toEqual([{ page: 0x8d, usage: 0x20 }]);
    expect(topLevelUsages(hex('05010906a1010507 a102c0 c0 068c00 0902a101c0'))).toEqual([
      { page: 1, usage: 6 },
      { page: 0x8c, usage: 2 },
    ]);
  });
  it('reads a usage that carries its page, steps over long items, never throws', () => {
    expect(topLevelUsages(hex('0b02008c00a101c0'))).toEqual([{ page: 0x8c, usage: 2 }]);
    expect(topLevelUsages(hex('fe02aabbcc058d0920a101'))).toEqual([{ page: 0x8d, usage: 0x20 }]);
    for (let n = 0; n < 500; n += 1)
      topLevelUsages(Uint8Array.from({ length: n % 64 }, (_, at) => (n * 131 + at * 197) & 0xff));
  });
});
