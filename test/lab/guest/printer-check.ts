import { existsSync } from 'node:fs';
import { systemClock } from '../../../hardware/supervisor/clock.ts';
import { sendOverUsb } from '../../../hardware/transports/send-over-usb.ts';
import { Gadget } from './gadget.ts';
import { sleep, until } from './measures.ts';

const NODE = '/dev/usb/lp0';

/** A USB printer: a whole job arrives byte for byte; pulled out in the middle is unknown, absent is failed, stuck is unknown and ends. */
export async function usbPrinterCheck(): Promise<string> {
  const gadget = new Gadget(
    'printer',
    0,
    { vendorId: 0x0a5f, productId: 0x0166, serialNumber: 'ZPL-1', product: 'ZTC ZD421' },
    { kind: 'printer' },
  );
  const options = { clock: systemClock, onFirstByte: () => undefined };
  const job = Uint8Array.from({ length: 30_000 }, (_, i) => (i * 31) & 0xff);
  try {
    const absent = await sendOverUsb(NODE, job, options);
    if (absent.outcome !== 'failed') throw new Error(`absent: ${JSON.stringify(absent)}`);
    gadget.plug();
    await until('the printer', () => existsSync(NODE));
    await sleep(100);
    const received: Buffer[] = [];
    const reader = setInterval(() => received.push(gadget.receive(8192)), 5);
    const whole = await sendOverUsb(NODE, job, options);
    await until('every byte', () => received.reduce((sum, part) => sum + part.length, 0) === job.length);
    clearInterval(reader);
    if (whole.outcome !== 'sent') throw new Error(`whole: ${JSON.stringify(whole)}`);
    if (!Buffer.concat(received).equals(Buffer.from(job))) throw new Error('the printer got other bytes');
    // Nobody reads any more: the driver takes some, then none.
    const stuck = await sendOverUsb(NODE, new Uint8Array(300_000), { ...options, stallMs: 500 });
    if (stuck.outcome !== 'unknown') throw new Error(`stuck: ${JSON.stringify(stuck)}`);
    gadget.unplug();
    await until('the printer to go', () => !existsSync(NODE));
    gadget.plug();
    await until('the printer', () => existsSync(NODE));
    await sleep(100);
    const pulled = sendOverUsb(NODE, new Uint8Array(300_000), options);
    await sleep(200);
    gadget.unplug();
    const outcome = await pulled;
    if (outcome.outcome !== 'unknown') throw new Error(`pulled: ${JSON.stringify(outcome)}`);
    return `${job.length} bytes arrived; stuck and pulled out are unknown (${outcome.detail}), absent is failed`;
  } finally {
    gadget.remove();
  }
}
