import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { codesOnLabel, Floor } from '../support/floor.ts';
import { waitUntil } from '../support/wait-until.ts';

const size = { length: '10', width: '10', height: '10', unit: 'cm' as const };
const preAlerts = Array.from({ length: 9 }, (_, index) => ({
  waybill: `YT660000000${index}`,
  line: 'US-A',
  cargoClass: 'none',
  customer: 'c',
  dimensions: size,
}));
const floor = await Floor.open({ preAlerts });
const waybill = (index: number): string => preAlerts[index]?.waybill ?? '';
const printedCodes = async (): Promise<string[]> =>
  (await Promise.all(floor.printer.labels.map((label) => codesOnLabel(label)))).flat();

beforeAll(async () => {
  floor.settings();
  await floor.start();
});
afterEach(() => floor.clear());
afterAll(() => floor.close());

async function weighUntil(index: number, label: string): Promise<void> {
  floor.display.scan(waybill(index));
  await floor.waitForPhase('await-weight');
  floor.put(500 + index);
  await floor.waitForBooked(waybill(index), label);
}

describe('a printer in trouble', () => {
  it('off: the label waits and comes out once, by itself, when the printer is back; work goes on', async () => {
    const { port } = floor.printer;
    await floor.printer.close();
    await weighUntil(0, 'queued');
    await waitUntil('the chip to say so', async () => (await floor.chip('printer')) === 'stop');
    await floor.lift();
    await weighUntil(1, 'queued');
    await floor.lift();
    expect(floor.printer.labels).toHaveLength(0);
    await floor.printer.listen(port);
    await waitUntil('both labels', () => floor.printer.labels.length === 2);
    const codes = await printedCodes();
    // In the order of the scans, each once.
    expect(codes.filter((code) => code.startsWith('YT'))).toEqual([waybill(0), waybill(1)]);
    // Said to be through once each; a label inside a printer that is watched is noted before.
    const through = floor.journal().filter(({ type, payload }) => type === 'labelSent' && payload['watched'] !== true);
    expect(through).toHaveLength(2);
  });

  it('cut in the middle of a label: unknown, asked, and nothing printed twice', async () => {
    floor.printer.fault = 'reset-mid-job';
    const before = floor.printer.labels.length;
    floor.display.scan(waybill(2));
    await floor.waitForPhase('await-weight');
    floor.put(700);
    await floor.waitForCode('LABEL_UNKNOWN');
    const sendings = () => floor.journal().filter((body) => body.type === 'labelSending').length;
    const asked = sendings();
    // The plate is emptied, another parcel is scanned: the question stays, nothing prints.
    await floor.weightWasSeen(0);
    await floor.waitForCode('LABEL_UNKNOWN');
    expect(sendings()).toBe(asked);
    expect(floor.printer.labels).toHaveLength(before);
    // "Nothing came out": the same serial once more, as an original.
    floor.display.press('F2');
    await waitUntil('the label', () => floor.printer.labels.length === before + 1);
    expect(await codesOnLabel(floor.printer.labels.at(-1) ?? '')).toContain(waybill(2));
    const [first, second] = floor
      .journal()
      .filter((body) => body.type === 'labelSending')
      .slice(-2);
    expect(first?.payload['job']).toBe(second?.payload['job']);
    expect(second?.payload['copy']).toBe(false);
  });

  it('cut in the middle, and it did come out: F1 closes it, nothing more prints', async () => {
    floor.printer.fault = 'reset-mid-job';
    const before = floor.printer.labels.length;
    floor.display.scan(waybill(3));
    await floor.waitForPhase('await-weight');
    floor.put(700);
    await floor.waitForCode('LABEL_UNKNOWN');
    floor.display.press('F1');
    await waitUntil('the confirmation', () =>
      floor.journal().some((body) => body.type === 'labelConfirmed' && body.payload['by'] === 'operator'),
    );
    await floor.lift();
    // The next parcel prints; nothing of the former one is in between.
    await weighUntil(4, 'sent');
    await waitUntil('one label', () => floor.printer.labels.length === before + 1);
    expect(await codesOnLabel(floor.printer.labels.at(-1) ?? '')).toContain(waybill(4));
  });

  it('scanned back, the label is confirmed', async () => {
    await weighUntil(5, 'sent');
    const codes = await codesOnLabel(floor.printer.labels.at(-1) ?? '');
    floor.display.scan(codes.find((code) => code.startsWith('YT')) ?? '');
    await floor.waitForBooked(waybill(5), 'confirmed');
    expect(floor.journal().at(-1)).toMatchObject({ type: 'labelConfirmed', payload: { by: 'scan-back' } });
  });

  it('the printer dies while the application dies: after the start it is unknown, not printed again', async () => {
    floor.printer.fault = 'stall';
    const before = floor.printer.labels.length;
    floor.display.scan(waybill(6));
    await floor.waitForPhase('await-weight');
    floor.put(900);
    await waitUntil('the sending in the journal', () =>
      floor.journal().some((body) => body.type === 'labelSending' && body.seq > 0 && jobWaybill(body) === waybill(6)),
    );
    await floor.killStation();
    floor.printer.fault = 'none';
    floor.put(0);
    await floor.start({ until: 'screen' });
    await floor.waitForCode('LABEL_UNKNOWN');
    expect(floor.printer.labels).toHaveLength(before);
    floor.display.press('F1');
    await floor.waitForPhase('idle');
    expect(floor.printer.labels).toHaveLength(before);
  });
});

function jobWaybill(body: { payload: Record<string, unknown> }): unknown {
  const seq = Number(String(body.payload['job']).split('-')[2]);
  return floor.journal().find((other) => other.seq === seq && other.type === 'parcelWeighed')?.payload['waybill'];
}
