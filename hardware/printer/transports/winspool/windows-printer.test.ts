import { beforeEach, describe, expect, it } from 'vitest';
import type { SendOutcome } from '../../../../shared/devices/print-job.ts';
import type { PrinterCondition } from '../../../../shared/devices/printer-condition.ts';
import { FakeClock } from '../../../simulators/fake-clock.ts';
import { FakeWinspool, jobStatus } from '../../../simulators/printer/fake-winspool.ts';
import { printLimits } from '../print-channel.ts';
import { WindowsPrinter } from './windows-printer.ts';

const LABEL = Buffer.from('^XA^FDlabel^FS^XZ\n');
let clock: FakeClock;
let spool: FakeWinspool;
let heard: (PrinterCondition | undefined)[];
let firstBytes: number;

beforeEach(() => {
  clock = new FakeClock();
  spool = new FakeWinspool(
    new Map([
      ['ZD421', { xps: false }],
      ['v4', { xps: true }],
    ]),
  );
  heard = [];
  firstBytes = 0;
});

const channel = (name = 'ZD421'): WindowsPrinter =>
  new WindowsPrinter(name, Promise.resolve(spool), {
    clock,
    limits: printLimits,
    events: { onCondition: (condition) => heard.push(condition), onWatched: () => undefined },
  });

function printed(name?: string): { outcome: SendOutcome | undefined; readonly channel: WindowsPrinter } {
  const mine = channel(name);
  const box: { outcome: SendOutcome | undefined; readonly channel: WindowsPrinter } = {
    outcome: undefined,
    channel: mine,
  };
  void mine.print('W1-1-1', LABEL, () => (firstBytes += 1)).then((outcome) => (box.outcome = outcome));
  return box;
}

describe('a label through the Windows spooler', () => {
  it.each([
    ['ZD421', 'RAW'],
    ['v4', 'XPS_PASS'],
  ] as const)(
    '%s: every byte as %s, one job under the label’s name, sent when the spooler has printed it',
    async (name, type) => {
      spool.takes = 5;
      const label = printed(name);
      await clock.pass(100);
      const [job] = spool.jobs;
      expect(label.outcome).toBeUndefined();
      expect(job).toMatchObject({ document: 'W1-1-1', dataType: type, ended: true, aborted: false });
      expect(Buffer.from(job?.bytes ?? [])).toEqual(LABEL);
      if (job !== undefined) job.status = jobStatus.printing;
      await clock.pass(100);
      expect(label.outcome).toBeUndefined();
      if (job !== undefined) job.status = undefined;
      await clock.pass(100);
      expect(label.outcome).toMatchObject({ outcome: 'sent', bytes: LABEL.length });
      expect([firstBytes, spool.openHandles]).toEqual([1, 0]);
    },
  );

  it.each([
    ['out of paper', { status: 0x10 }, 'paper-out'],
    ['paused', { status: 0x1 }, 'paused'],
    ['offline', { attributes: 0x400 }, 'silent'],
  ] as const)('%s: no byte leaves', async (_, state, trouble) => {
    Object.assign(spool, state);
    const label = printed();
    await clock.pass(100);
    expect(label.outcome).toMatchObject({ outcome: 'failed', code: 'PRINTER_NEEDS_HAND', detail: trouble });
    expect([spool.jobs.length, firstBytes, spool.openHandles]).toEqual([0, 0, 0]);
    expect(heard.at(-1)?.troubles).toEqual([trouble]);
  });

  it('no such queue, and a job that the spooler will not begin: failed, no byte has left', async () => {
    const nowhere = printed('gone');
    await clock.pass(10);
    expect(nowhere.outcome).toMatchObject({
      outcome: 'failed',
      code: 'PRINTER_LOST',
      detail: expect.stringMatching(/1801/) as string,
    });
    spool.fails.set('startDoc', 5);
    const refused = printed();
    await clock.pass(10);
    expect(refused.outcome).toMatchObject({
      outcome: 'failed',
      code: 'PRINTER_LOST',
      detail: 'startDoc: Windows error 5',
    });
    expect([firstBytes, spool.openHandles]).toEqual([0, 0]);
  });

  it.each(['write', 'endDoc'] as const)(
    '%s fails in the middle: unknown, and the rest is thrown away',
    async (call) => {
      spool.fails.set(call, 1_117);
      const label = printed();
      await clock.pass(10);
      expect(label.outcome).toMatchObject({ outcome: 'unknown', detail: `${call}: Windows error 1117` });
      expect(spool.jobs).toMatchObject([{ aborted: true }]);
      expect(spool.openHandles).toBe(0);
    },
  );

  it('deleted by somebody at the machine: unknown', async () => {
    const label = printed();
    await clock.pass(50);
    for (const job of spool.jobs) job.status = jobStatus.deleting;
    await clock.pass(50);
    expect(label.outcome).toMatchObject({ outcome: 'unknown', detail: 'somebody has deleted the job' });
  });

  it.each([
    ['never began', jobStatus.paused, { outcome: 'failed', code: 'PRINTER_LOST' }],
    ['had begun', jobStatus.printing | jobStatus.error, { outcome: 'unknown' }],
  ] as const)(
    'stands still and %s: taken back, so that it does not come out later beside another parcel',
    async (_, status, expected) => {
      const label = printed();
      await clock.pass(50);
      for (const job of spool.jobs) job.status = status;
      await clock.pass(printLimits.silentMs + 100);
      expect(label.outcome).toMatchObject(expected);
      expect(spool.jobs).toMatchObject([{ canceled: true }]);
    },
  );

  it('cannot be taken back: unknown', async () => {
    const label = printed();
    await clock.pass(50);
    for (const job of spool.jobs) job.status = jobStatus.paused;
    spool.fails.set('cancelJob', 5);
    await clock.pass(printLimits.silentMs + 100);
    expect(label.outcome).toMatchObject({
      outcome: 'unknown',
      detail: expect.stringMatching(/could not be taken back/) as string,
    });
  });

  it('the station lets go of the printer: the job does not stay behind', async () => {
    const label = printed();
    await clock.pass(50);
    label.channel.stop();
    await clock.pass(100);
    expect(label.outcome).toMatchObject({ outcome: 'failed' });
    expect(spool.jobs).toMatchObject([{ canceled: true }]);
  });

  it('says whether the queue is there', async () => {
    expect(await channel().look()).toEqual({ present: true, condition: { troubles: [], warnings: [], busy: false } });
    expect(await channel('gone').look()).toMatchObject({ present: false });
  });
});
