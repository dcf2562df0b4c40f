import { describe, expect, it } from 'vitest';
import { SCALE_PAGE, SCANNER_PAGE } from '../transports/hid-report-descriptor.ts';
import { linePlaces, placeOf, type PlugSources } from './line-places.ts';

const hid = (usagePage: number, product: string) => ({
  ...{ path: '/dev/hidraw0', vendorId: '0c2e', productId: '0b61', serialNumber: 'S1', product, usagePage, usage: 1 },
});
const plugs: PlugSources = {
  hid: () => Promise.resolve([hid(SCALE_PAGE, 'scale'), hid(SCANNER_PAGE, 'gun')]),
  serial: () =>
    Promise.resolve([
      { path: '/dev/ttyS0' },
      { path: '/dev/ttyUSB0', vendorId: '0403', productId: '6001', serialNumber: 'A9', manufacturer: 'FTDI' },
    ]),
};
const names = async (...args: Parameters<typeof linePlaces>): Promise<string[]> =>
  (await linePlaces(...args)).map(({ name }) => name);

describe('places where a device may be', () => {
  it('certain ones first, then adapters with an identity, then the machine’s ports', async () => {
    expect(await names(undefined, SCANNER_PAGE, plugs)).toEqual(['gun S1', '/dev/ttyUSB0 · FTDI · A9', '/dev/ttyS0']);
    expect(await names(undefined, undefined, plugs)).toEqual(['/dev/ttyUSB0 · FTDI · A9', '/dev/ttyS0']);
  });
  it('what is set up comes before all, and a port that is listed anyhow once', async () => {
    const tcp = placeOf({ type: 'tcp', host: 'moxa', port: 4001 });
    expect(await names(tcp, SCALE_PAGE, plugs)).toEqual([
      'moxa:4001',
      'scale S1',
      '/dev/ttyUSB0 · FTDI · A9',
      '/dev/ttyS0',
    ]);
    const listed = placeOf({ type: 'serial', path: '/dev/ttyS0' });
    expect(await names(listed, undefined, plugs)).toEqual(['/dev/ttyUSB0 · FTDI · A9', '/dev/ttyS0']);
    const link = placeOf({ type: 'serial', path: '/dev/scale' });
    expect((await names(link, undefined, plugs))[0]).toBe('/dev/scale');
    // By its identity it is found wherever it is plugged in: there is no place to name.
    expect(placeOf({ type: 'serial', path: '/dev/ttyUSB0', usb: {} })).toBeUndefined();
  });
  it('a source that is not there gives nothing', async () => {
    const broken: PlugSources = { ...plugs, hid: () => Promise.reject(new Error('no HID')) };
    expect(await names(undefined, SCALE_PAGE, broken)).toHaveLength(2);
  });
});
