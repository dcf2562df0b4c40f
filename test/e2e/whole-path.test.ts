import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { codesOnLabel, Floor } from '../support/floor.ts';
import { waitUntil } from '../support/wait-until.ts';

const cm = (length: string, width: string, height: string) => ({ length, width, height, unit: 'cm' as const });
const floor = await Floor.open({
  preAlerts: [
    {
      waybill: 'YT7700000001',
      line: 'US-A',
      cargoClass: 'none',
      customer: '深圳市云帆贸易',
      receiver: '王小明',
      destination: 'USA, Newark NJ 07114, Port St 14',
      dimensions: cm('42', '31', '20'),
      declared: { value: '2.4', unit: 'kg' },
    },
    { waybill: 'YT7700000002', line: 'EU-B', cargoClass: 'battery-in', customer: 'Zoë Dupont' },
    { waybill: 'YT7700000003', line: 'US-A', cargoClass: 'none', customer: 'c', dimensions: cm('10', '10', '10') },
    { waybill: 'YT7700000004', line: 'US-A', cargoClass: 'none', customer: 'c', dimensions: cm('10', '10', '10') },
    { waybill: 'YT7700000005', line: 'US-A', cargoClass: 'none', customer: 'c', dimensions: cm('10', '10', '10') },
  ],
});

beforeAll(async () => {
  floor.settings();
  await floor.start();
});
afterEach(() => floor.clear());
afterAll(() => floor.close());

const weighings = () => floor.journal().filter((body) => body.type === 'parcelWeighed');

describe('the whole path in the real application', () => {
  it('scans, weighs, rates, labels, saves and syncs without a touch', async () => {
    floor.display.scan('YT7700000001');
    await floor.waitForPhase('await-weight');
    floor.put(2365);
    await floor.waitForBooked('YT7700000001', 'sent');
    // 42 × 31 × 20 = 26040 cm³ ÷ 8000 = 3.255 kg, next half kilogram: 3.5.
    expect(await floor.number('gross')).toBe('2.365 kg');
    expect(await floor.number('chargeable')).toBe('3.5 kg');
    const [booked] = weighings();
    expect(booked?.payload).toMatchObject({
      waybill: 'YT7700000001',
      announced: true,
      gross: { value: '2.365', unit: 'kg' },
      evidence: { zeroSeen: true, simulated: false, stabilityFrom: 'protocol' },
    });
    // The evidence is the very frame that came over the wire.
    expect(JSON.stringify(booked?.payload['evidence'])).toContain('2032333635');
    await waitUntil('one label', () => floor.printer.labels.length === 1);
    const codes = await codesOnLabel(floor.printer.labels[0] ?? '');
    expect(codes).toContain('YT7700000001');
    const rows = await waitUntil('the parcel in the cloud, its label sent', async () => {
      const found = await floor.admin<Record<string, unknown>[]>('/v1/parcels?waybill=YT7700000001');
      return found[0]?.['label'] === 'sent' ? found : undefined;
    });
    expect(rows).toHaveLength(1);
    expect(rows[0]).toMatchObject({ gross: '2.365 kg', chargeable: '3.5 kg', line: 'US-A' });
  });

  it('asks for a size it does not know and takes it from a box code', async () => {
    floor.display.scan('YT7700000002');
    await floor.waitForPhase('await-weight');
    floor.put(1200);
    await floor.waitForCode('DIMENSIONS_MISSING');
    expect(weighings()).toHaveLength(1);
    floor.display.scan('BOX:M');
    await floor.waitForBooked('YT7700000002', 'sent');
    expect(weighings()[1]?.payload).toMatchObject({ dimensions: cm('30', '22', '15'), dimensionsFrom: 'box' });
  });

  it('takes a size from the keypad', async () => {
    floor.display.scan('YT7700000003');
    await floor.waitForPhase('await-weight');
    floor.display.press('F5');
    await floor.station.page.locator('[data-field]').first().waitFor();
    floor.display.type(['2', '5', 'period', '5', 'Return', '2', '0', 'Return', '1', '2', 'Return']);
    await floor.waitForPhase('await-weight');
    floor.put(800);
    await floor.waitForBooked('YT7700000003', 'sent');
    expect(weighings()[2]?.payload).toMatchObject({ dimensions: cm('25.5', '20', '12'), dimensionsFrom: 'keypad' });
  });

  it('stops the same waybill a second time, explains it, and weighs again only by a person', async () => {
    const before = weighings().length;
    floor.display.scan('YT7700000001');
    expect((await floor.waitForCode('PARCEL_ALREADY_WEIGHED')).subject).toBe('YT7700000001');
    await floor.weightWasSeen(2400);
    expect(weighings()).toHaveLength(before);
    await floor.waitForCode('PARCEL_ALREADY_WEIGHED');
    floor.display.press('F1');
    await floor.waitForPhase('await-weight');
    floor.put(2410);
    await floor.waitForBooked('YT7700000001', 'sent');
    const first = weighings().find((body) => body.payload['waybill'] === 'YT7700000001');
    expect(weighings().at(-1)?.payload).toMatchObject({
      supersedes: first?.seq,
      gross: { value: '2.410', unit: 'kg' },
    });
  });

  it('leads an unknown waybill through the unannounced flow', async () => {
    floor.display.scan('ZX90000000077');
    await floor.waitForCode('PARCEL_UNANNOUNCED');
    floor.display.press('F1');
    await floor.waitForPhase('await-weight');
    floor.display.scan('BOX:20x15x10');
    floor.put(450);
    await floor.waitForBooked('ZX90000000077', 'sent');
    expect(weighings().at(-1)?.payload).toMatchObject({ announced: false, line: 'US-A' });
  });

  it('hears scans that end with Tab or with silence, and not the keys a trace ends with', async () => {
    floor.display.scan('YT7700000004', { terminator: 'Tab' });
    await floor.waitForPhase('await-weight');
    expect((await floor.band()).subject).toBe('YT7700000004');
    floor.display.press('F8');
    await floor.waitForPhase('idle');
    floor.display.scan('YT7700000005', { terminator: 'none' });
    floor.display.press('ctrl+shift+j');
    await floor.waitForPhase('await-weight');
    expect((await floor.band()).subject).toBe('YT7700000005');
    floor.display.press('F8');
    await floor.waitForPhase('idle');
    expect(floor.station.page.context().pages()).toHaveLength(1);
  });

  it('does not take a parcel that was never off the plate for the next one', async () => {
    floor.display.scan('YT7700000004');
    await floor.waitForPhase('await-weight');
    floor.put(900);
    await floor.waitForBooked('YT7700000004', 'sent');
    const before = weighings().length;
    floor.display.scan('YT7700000005');
    await floor.waitForCode('SCALE_NOT_AT_ZERO');
    expect(weighings()).toHaveLength(before);
    floor.display.press('F8');
  });

  it('undoes by a new operation and keeps the old one', async () => {
    const last = weighings().at(-1);
    await floor.waitForPhase('idle');
    floor.display.press('F8');
    const undone = await waitUntil('the undoing', () =>
      floor.journal().find((body) => body.type === 'parcelWeighingVoided'),
    );
    expect(undone.payload).toMatchObject({ voids: last?.seq, waybill: 'YT7700000004' });
    expect(weighings().at(-1)).toEqual(last);
    await waitUntil('the undoing in the cloud', async () => {
      const [row] = await floor.admin<Record<string, unknown>[]>('/v1/parcels?waybill=YT7700000004');
      return row?.['voidedBy'] === undone.seq;
    });
  });

  it('reprints only on a key, as a copy of the same serial', async () => {
    floor.display.scan('YT7700000003');
    await floor.waitForCode('PARCEL_ALREADY_WEIGHED');
    floor.display.press('F1');
    await floor.waitForPhase('await-weight');
    floor.put(700);
    await floor.waitForBooked('YT7700000003', 'sent');
    const before = floor.printer.labels.length;
    floor.display.press('F4');
    // Not before a reason is given.
    await waitUntil('the reasons', async () => (await floor.station.page.locator('.answer').count()) === 3);
    expect(floor.printer.labels.length).toBe(before);
    floor.display.press('F1');
    await waitUntil('a second print', () => floor.printer.labels.length === before + 1);
    const sendings = floor
      .journal()
      .filter((body) => body.type === 'labelSending')
      .slice(-2);
    expect(sendings.map((body) => body.payload['copy'])).toEqual([false, true]);
    expect(sendings[0]?.payload['job']).toBe(sendings[1]?.payload['job']);
  });

  it('has the same truth on the bench and in the cloud at the end', async () => {
    const here = floor.journal();
    await waitUntil('everything in the cloud', async () => {
      const count = await floor.admin<{ operations: number; parked: number }>('/v1/operations/count');
      expect(count.parked).toBe(0);
      return count.operations === here.length;
    });
    expect(await floor.chip('cloud')).toBe('ok');
  });
});
