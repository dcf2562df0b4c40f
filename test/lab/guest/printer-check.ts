import { existsSync } from 'node:fs';
import { statusQuestions } from '../../../hardware/printer/status/status-question.ts';
import { LinePrinter } from '../../../hardware/printer/transports/line-printer.ts';
import { printLimits } from '../../../hardware/printer/transports/print-channel.ts';
import { usbLpLine } from '../../../hardware/printer/transports/usb-lp-line.ts';
import { systemClock } from '../../../hardware/supervisor/clock.ts';
import { Gadget } from './gadget.ts';
import { sleep, until } from './measures.ts';

const NODE = '/dev/usb/lp0';

/**
 * A USB printer that says nothing, at the station's own line: a whole job arrives byte for byte; pulled out in the middle is unknown, absent
 * is failed, stuck is unknown and ends.
 */
export async function usbPrinterCheck(): Promise<string> {
  const gadget = new Gadget(
    'printer',
    0,
    { vendorId: 0x0a5f, productId: 0x0166, serialNumber: 'ZPL-1', product: 'ZTC ZD421' },
    { kind: 'printer' },
  );
  const limits = { ...printLimits, writeMs: 500, answerMs: 200, promptMs: 100 };
  const print = async (bytes: Uint8Array) => {
    const printer = new LinePrinter(usbLpLine(NODE, systemClock), statusQuestions.zpl, {
      clock: systemClock,
      limits,
      events: { onCondition: () => undefined, onWatched: () => undefined },
    });
    try {
      return await printer.print('A', bytes, () => undefined);
    } finally {
      printer.stop();
    }
  };
  // No byte of it is a question or a command.
  const job = Uint8Array.from({ length: 30_000 }, (_, i) => 0x80 | ((i * 31) & 0x7f));
  try {
    const absent = await print(job);
    if (absent.outcome !== 'failed') throw new Error(`absent: ${JSON.stringify(absent)}`);
    gadget.plug();
    await until('the printer', () => existsSync(NODE));
    await sleep(100);
    const received: Buffer[] = [];
    const inAll = (): Buffer => Buffer.concat(received);
    const reader = setInterval(() => received.push(gadget.receive(8192)), 5);
    const whole = await print(job);
    await until('every byte', () => inAll().subarray(-job.length).equals(Buffer.from(job)));
    clearInterval(reader);
    if (whole.outcome !== 'sent') throw new Error(`whole: ${JSON.stringify(whole)}`);
    const before = inAll().subarray(0, -job.length).toString('latin1');
    if (before !== '~HS~JA') throw new Error(`the printer got ${JSON.stringify(before)} before the label`);
    // Nobody reads any more: the driver takes some, then none.
    const stuck = await print(new Uint8Array(300_000));
    if (stuck.outcome !== 'unknown') throw new Error(`stuck: ${JSON.stringify(stuck)}`);
    gadget.unplug();
    await until('the printer to go', () => !existsSync(NODE));
    gadget.plug();
    await until('the printer', () => existsSync(NODE));
    await sleep(100);
    const pulled = print(new Uint8Array(300_000));
    // Before its first byte it would be a label that failed, not one that nobody knows of.
    await until('the first bytes of the label', () => gadget.receive(512).includes(0));
    gadget.unplug();
    const outcome = await pulled;
    if (outcome.outcome !== 'unknown') throw new Error(`pulled: ${JSON.stringify(outcome)}`);
    return `${job.length} bytes arrived; stuck and pulled out are unknown (${outcome.detail}), absent is failed`;
  } finally {
    gadget.remove();
  }
}
