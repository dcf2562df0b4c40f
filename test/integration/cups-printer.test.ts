import { mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { statusQuestions } from '../../hardware/printer/status/status-question.ts';
import { CupsClient } from '../../hardware/printer/transports/ipp/cups-client.ts';
import { CupsPrinter } from '../../hardware/printer/transports/ipp/cups-printer.ts';
import { printLimits } from '../../hardware/printer/transports/print-channel.ts';
import { SimulatedPrinter } from '../../hardware/simulators/printer/simulated-printer.ts';
import { systemClock } from '../../hardware/supervisor/clock.ts';
import { CupsServer, cupsAvailable } from '../support/cups-server.ts';
import { waitUntil } from '../support/wait-until.ts';

const limits = { ...printLimits, pollMs: 20, silentMs: 1_500, troubleMs: 4_000 };
const label = (serial: string): Buffer => Buffer.from(`^XA^FO10,10^BCN,80^FD${serial}^FS^XZ\n`);

describe.skipIf(!cupsAvailable())('a real CUPS', () => {
  const printer = new SimulatedPrinter({ language: 'zpl', answers: true, counts: true, labelMs: 1 });
  let folder = '';
  let cups: CupsServer;
  const channel = (queue: string): CupsPrinter =>
    new CupsPrinter({ server: cups.url, queue }, statusQuestions.zpl.dropPartial, {
      clock: systemClock,
      limits,
      events: { onCondition: () => undefined, onWatched: () => undefined },
    });

  beforeAll(async () => {
    // Under /var/tmp: cupsd hands its folders to another user, and does not like a private /tmp.
    folder = mkdtempSync(join('/var/tmp', 'weighhouse-cups-'));
    cups = new CupsServer(folder);
    await printer.switchOn();
    await cups.start();
    cups.addQueue('zebra', printer.port);
    cups.addQueue('again', printer.port, 'retry-job');
  });
  afterAll(async () => {
    await cups.stop();
    await printer.switchOff();
    rmSync(folder, { recursive: true, force: true });
  });

  it('lists its queues with what they are', async () => {
    const queues = await new CupsClient(cups.url, 3_000).queues();
    expect(queues.map(({ name, errorPolicy, accepting }) => [name, errorPolicy, accepting]).sort()).toEqual([
      ['again', 'retry-job', true],
      ['zebra', 'abort-job', true],
    ]);
  });

  it('brings the bytes to the printer as they are, in order, one job each: sent, and never more than sent', async () => {
    const zebra = channel('zebra');
    expect(await zebra.look()).toMatchObject({ present: true, condition: { troubles: [] } });
    const before = printer.paper.length;
    for (let index = 0; index < 5; index += 1)
      expect(await zebra.print(`W1-1-${index}`, label(`A${index}`), () => undefined)).toMatchObject({
        outcome: 'sent',
      });
    await waitUntil('five labels', () => printer.paper.length === before + 5);
    expect(printer.paper.slice(before).map(({ bytes }) => `${bytes.toString()}\n`)).toEqual(
      [0, 1, 2, 3, 4].map((index) => label(`A${index}`).toString()),
    );
  });

  it('a queue that sends broken jobs again is refused, with what to do', async () => {
    const outcome = await channel('again').print('W1-1-9', label('B'), () => undefined);
    expect(outcome).toMatchObject({ outcome: 'failed', code: 'PRINTER_LOST' });
    expect(outcome).toMatchObject({
      detail: expect.stringMatching(/lpadmin -p again -o printer-error-policy=abort-job/) as string,
    });
  });

  it('a stopped queue waits for a hand; no byte has left', async () => {
    cups.command('cupsdisable', 'zebra');
    const before = printer.paper.length;
    expect(await channel('zebra').print('W1-1-10', label('C'), () => undefined)).toMatchObject({
      outcome: 'failed',
      code: 'PRINTER_NEEDS_HAND',
    });
    cups.command('cupsenable', 'zebra');
    expect(await channel('zebra').print('W1-1-10', label('C'), () => undefined)).toMatchObject({ outcome: 'sent' });
    await waitUntil('the label', () => printer.paper.length === before + 1);
  });

  it('a printer that is off: the job is taken back, and does not come out when it is on again', async () => {
    const before = printer.paper.length;
    await printer.switchOff();
    const outcome = await channel('zebra').print('W1-1-11', label('D'), () => undefined);
    expect(['unknown', 'failed']).toContain(outcome.outcome);
    await printer.switchOn();
    const client = new CupsClient(cups.url, 3_000);
    expect((await client.jobsNamed('zebra', 'W1-1-11')).filter(({ state }) => state < 7)).toEqual([]);
    // The next one comes out, and nothing before it.
    expect(await channel('zebra').print('W1-1-12', label('E'), () => undefined)).toMatchObject({ outcome: 'sent' });
    await waitUntil('the label', () => printer.paper.length === before + 1);
    expect(printer.paper.at(-1)?.bytes.toString()).toContain('^FDE^FS');
  });

  it('a job that an ended run left in the queue is taken back before its reprint, not printed beside it', async () => {
    const before = printer.paper.length;
    const client = new CupsClient(cups.url, 3_000);
    const open = async (): Promise<number> => (await client.jobsNamed('zebra', 'W1-1-20', ['not-completed'])).length;
    cups.hold('zebra', 'W1-1-20', label('H'));
    expect(await open()).toBe(1);
    expect(await channel('zebra').print('W1-1-20', label('H'), () => undefined)).toMatchObject({ outcome: 'sent' });
    expect(await open()).toBe(0);
    await waitUntil('the reprint', () => printer.paper.length === before + 1);
  });

  it('no server, no queue: failed, and no byte has left', async () => {
    const nowhere = new CupsPrinter({ server: 'http://127.0.0.1:9', queue: 'zebra' }, statusQuestions.zpl.dropPartial, {
      clock: systemClock,
      limits,
      events: { onCondition: () => undefined, onWatched: () => undefined },
    });
    expect(await nowhere.print('W1-1-13', label('F'), () => undefined)).toMatchObject({ outcome: 'failed' });
    expect(await channel('nothing').print('W1-1-14', label('G'), () => undefined)).toMatchObject({ outcome: 'failed' });
  });
});
