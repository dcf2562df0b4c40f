import { systemClock } from '../../../hardware/supervisor/clock.ts';
import { QuietDevice } from '../../../hardware/supervisor/quiet-device.ts';
import { hidModeFeatures, hidPosReader } from '../../../hardware/scanner/hid-pos.ts';
import type { ScannedItem } from '../../../hardware/scanner/scanned-item.ts';
import { encodeUsbHid } from '../../../hardware/simulators/scale/scale-encoders.ts';
import { hidPosReports } from '../../../hardware/simulators/scanner/hid-pos-reports.ts';
import { SCALE_PAGE, SCANNER_PAGE } from '../../../hardware/transports/hid-report-descriptor.ts';
import { hidTransport, listHidDevices } from '../../../hardware/transports/hid-transport.ts';
import { Bench } from './bench.ts';
import { Gadget } from './gadget.ts';
import { scaleDescriptor, scannerDescriptor } from './hid-descriptors.ts';
import { handles, isSpinning, NOTICE_MS, requireNoticed, sleep, spread, sustainedCpu, until } from './measures.ts';

const REPORT_MS = 20;

/** A HID scale as hidraw: readings, unplug in every cycle under traffic, back again. */
export async function hidScaleCheck(cycles: number): Promise<string> {
  const before = handles();
  const gadget = new Gadget(
    'hidscale',
    0,
    { vendorId: 0x0922, productId: 0x8003, serialNumber: 'DYMO-1', product: 'M10 10 lb USB Postal Scale' },
    { kind: 'hid', descriptor: scaleDescriptor, reportLength: 6 },
  );
  const bench = new Bench(
    hidTransport({ usb: { vendorId: '0922', productId: '8003', serialNumber: 'DYMO-1' }, usagePage: SCALE_PAGE }),
    'usb-hid',
  );
  let plugged = false;
  const timer = setInterval(
    () => plugged && gadget.send(encodeUsbHid({ grams: 1420, moving: false, overload: false })),
    REPORT_MS,
  );
  const notices: number[] = [];
  try {
    bench.supervisor.start();
    for (let cycle = 0; cycle < cycles; cycle += 1) {
      gadget.plug();
      plugged = true;
      await bench.reaches('ready');
      await bench.freshFrame();
      const reading = bench.last?.reading;
      if (reading?.type !== 'weight' || reading.unit !== 'kg' || reading.value !== '1.420')
        throw new Error(`read ${JSON.stringify(reading)}`);
      const listed = (await listHidDevices()).find((device) => device.usagePage === SCALE_PAGE);
      if (listed?.serialNumber !== 'DYMO-1') throw new Error(`listed ${JSON.stringify(listed)}`);
      const pulledMs = performance.now();
      plugged = false;
      gadget.unplug();
      await bench.reaches('absent');
      notices.push(Math.round(performance.now() - pulledMs));
      const cpu = await sustainedCpu();
      if (isSpinning(cpu)) throw new Error(`${cpu} % CPU after the unplug`);
      if (handles().devices > 0) throw new Error('a handle on a scale that is gone');
    }
  } finally {
    clearInterval(timer);
    await bench.supervisor.stop();
    gadget.remove();
  }
  requireNoticed(notices);
  return `${cycles} cycles, 1.420 kg read, noticed ms: ${spread(notices, NOTICE_MS)}; handles ${before.all} → ${handles().all}`;
}

/** A HID-POS scanner as hidraw: short and long codes, a burst, and the unplug between the parts of one code. */
export async function hidScannerCheck(): Promise<string> {
  const gadget = new Gadget(
    'hidscan',
    1,
    { vendorId: 0x0c2e, productId: 0x0b81, serialNumber: 'GUN-1', product: 'Voyager 1400g' },
    { kind: 'hid', descriptor: scannerDescriptor, reportLength: 64 },
  );
  const scans: ScannedItem[] = [];
  let state = '';
  const device = new QuietDevice<ScannedItem>({
    deviceId: 'scanner-1',
    kind: 'scanner',
    name: 'scanner',
    simulated: false,
    // The gadget answers no feature report; whether one is sent is a unit test's matter.
    transport: hidTransport({ usagePage: SCANNER_PAGE, features: hidModeFeatures('0000') }),
    clock: systemClock,
    createReader: hidPosReader,
    quietMs: 100,
    onStatus: (status) => (state = status.state),
    onItem: (item) => scans.push(item),
  });
  const scan = async (text: string, aim: string): Promise<void> => {
    for (const report of hidPosReports(text, aim, 'standard', 0x6a))
      await until('the report to be taken', () => gadget.send(report));
  };
  try {
    device.start();
    gadget.plug();
    await until('a ready scanner', () => state === 'ready');
    const long = `0109501101530003${'21' + 'A'.repeat(100)}\u001d10LOT`;
    await scan('YT2611170000123456', ']C0');
    await scan(long, ']d2');
    await until('two scans', () => scans.length === 2);
    if (scans[0]?.text !== 'YT2611170000123456' || scans[0].aim !== ']C0' || scans[0].symbology !== 'Code 128')
      throw new Error(JSON.stringify(scans[0]));
    if (scans[1]?.text !== long || scans[1].aim !== ']d2') throw new Error(JSON.stringify(scans[1]));
    for (let n = 0; n < 50; n += 1) await scan(`BURST${n}`, ']C0');
    await until('the burst', () => scans.length === 52);
    // Pulled out between two parts of one code: what was begun is never finished with the next code's parts.
    const [firstPart] = hidPosReports('9'.repeat(80), ']C0');
    if (firstPart !== undefined) await until('the first part', () => gadget.send(firstPart));
    await sleep(50);
    const pulledMs = performance.now();
    gadget.unplug();
    await until('the unplug', () => state === 'absent');
    const noticeMs = Math.round(performance.now() - pulledMs);
    gadget.plug();
    await until('a ready scanner again', () => state === 'ready');
    await scan('AFTER-1', ']C0');
    await until('the scan after', () => scans.length === 53);
    if (scans[52]?.text !== 'AFTER-1') throw new Error(JSON.stringify(scans[52]));
    requireNoticed([noticeMs]);
    return `53 scans, one of ${long.length} characters in parts, unplug noticed within ${noticeMs} ms`;
  } finally {
    await device.stop();
    gadget.remove();
  }
}
