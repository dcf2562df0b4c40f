import { spawn, type ChildProcess } from 'node:child_process';
import { createReadStream, existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { LinePrinter } from '../../hardware/printer/transports/line-printer.ts';
import { printLimits } from '../../hardware/printer/transports/print-channel.ts';
import { serialPrinterLine } from '../../hardware/printer/transports/serial-printer-line.ts';
import { usbLpLine } from '../../hardware/printer/transports/usb-lp-line.ts';
import { statusQuestions } from '../../hardware/printer/status/status-question.ts';
import { systemClock } from '../../hardware/supervisor/clock.ts';
import { waitUntil } from '../support/wait-until.ts';

/**
 * A printer node and a serial port with somebody at the far end: a pseudo-terminal pair, which like usblp takes bytes without blocking,
 * gives EAGAIN when it is full, and vanishes. The USB endpoint itself is in the virtual hardware lab.
 */
const limits = { ...printLimits, answerMs: 200, writeMs: 1_000, pollMs: 10, silentMs: 600 };
const wait = (ms: number): Promise<void> => new Promise((resolve) => systemClock.after(ms, resolve));

let folder = '';
let socat: ChildProcess | undefined;
let received = Buffer.alloc(0);
const near = (): string => join(folder, 'lp0');
const far = (): string => join(folder, 'far');

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'weighhouse-line-'));
  received = Buffer.alloc(0);
  socat = spawn('socat', [`pty,raw,echo=0,link=${near()}`, `pty,raw,echo=0,link=${far()}`], { stdio: 'ignore' });
  await waitUntil('a pty pair', () => existsSync(near()) && existsSync(far()));
});
afterEach(() => {
  socat?.kill('SIGKILL');
  rmSync(folder, { recursive: true, force: true });
});

function answer(byte: number): void {
  try {
    writeFileSync(far(), Buffer.of(byte), { flag: 'r+' });
  } catch {
    // Pulled between the look and the write.
  }
}

/** Reads what comes and answers each `<ESC>!?` with a byte. */
function printerAtTheFarEnd(status: () => number | undefined): void {
  const stream = createReadStream(far());
  stream.on('error', () => undefined);
  let seen = 0;
  stream.on('data', (chunk) => {
    received = Buffer.concat([received, Buffer.from(chunk)]);
    for (let at = received.indexOf('\x1b!?', seen); at !== -1; at = received.indexOf('\x1b!?', seen)) {
      seen = at + 3;
      const byte = status();
      // The pair may be gone already when its last bytes are read.
      if (byte !== undefined && existsSync(far())) answer(byte);
    }
  });
}

const lines = {
  'USB printer node': () => usbLpLine(near(), systemClock),
  'serial port': () =>
    serialPrinterLine({
      type: 'serial',
      path: near(),
      line: { baudRate: 115_200, dataBits: 8, parity: 'none', stopBits: 1, flow: 'none' },
    }),
} as const;

describe.each(Object.keys(lines) as (keyof typeof lines)[])('%s', (kind) => {
  const channel = (): LinePrinter =>
    new LinePrinter(lines[kind](), statusQuestions.tspl, {
      clock: systemClock,
      limits,
      events: { onCondition: () => undefined, onWatched: () => undefined },
    });
  const job = Buffer.concat([
    Buffer.from('\r\nSIZE 480 dot,320 dot\r\nCLS\r\n'),
    Buffer.alloc(20_000, 0xa5),
    Buffer.from('\r\nPRINT 1,1\r\n'),
  ]);

  it('a printer that answers: every byte arrives, and it is sent when the printer has nothing left to do', async () => {
    let asked = 0;
    printerAtTheFarEnd(() => ((asked += 1) === 2 ? 0x20 : 0x00));
    const printer = channel();
    expect(await printer.print('A', job, () => undefined)).toMatchObject({ outcome: 'sent', bytes: job.length });
    printer.stop();
    expect(received.includes(job)).toBe(true);
    expect(asked).toBeGreaterThanOrEqual(3);
  });

  it('out of paper: no byte of the label leaves', async () => {
    printerAtTheFarEnd(() => 0x04);
    const printer = channel();
    expect(await printer.print('A', job, () => undefined)).toMatchObject({
      outcome: 'failed',
      code: 'PRINTER_NEEDS_HAND',
      detail: 'paper out',
    });
    printer.stop();
    expect(received.includes('PRINT 1,1')).toBe(false);
  });

  it('unplugged in the middle of a label: unknown', async () => {
    // Once the label has begun it says no more, so that a quick machine cannot be done before the plug is pulled.
    let begun = false;
    printerAtTheFarEnd(() => (begun ? undefined : 0x00));
    const printer = channel();
    expect(await printer.look()).toMatchObject({ present: true, condition: { troubles: [] } });
    const outcome = printer.print('A', job, () => {
      begun = true;
      void wait(5).then(() => socat?.kill('SIGKILL'));
    });
    expect(await outcome).toMatchObject({ outcome: 'unknown' });
    printer.stop();
  });

  it('not there: failed, and no byte has left', async () => {
    socat?.kill('SIGKILL');
    await waitUntil('the node to vanish', () => !existsSync(near()));
    expect(await channel().print('A', job, () => undefined)).toMatchObject({ outcome: 'failed', code: 'PRINTER_LOST' });
  });
});
