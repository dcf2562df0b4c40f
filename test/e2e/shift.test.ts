import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { PreAlert } from '../../shared/reference/reference-data.ts';
import { SCANNER_CARD } from '../../shared/shift/scanner-card.ts';
import { codesOnLabel, Floor } from '../support/floor.ts';
import { floorPeople, publishPeople } from '../support/floor-people.ts';
import { popplerGrey } from '../support/other-programs.ts';
import { decodeBarcodes } from '../support/render-zpl.ts';
import { waitUntil } from '../support/wait-until.ts';

/** A short shift from badge to badge, without a mouse: check, work, differences, seal, signatures, report. */
const size = { length: '20', width: '15', height: '10', unit: 'cm' as const };
const preAlerts: PreAlert[] = [1, 2, 3].map((index) => ({
  waybill: `YT880000000${index}`,
  ...{ line: 'US-A', cargoClass: 'none', customer: 'c', dimensions: size },
}));
const floor = await Floor.open({ preAlerts });
const of = (type: string) => floor.journal().filter((body) => body.type === type);
const sees = (selector: string): Promise<void> => floor.station.page.locator(selector).waitFor({ timeout: 60_000 });
const REPORT_DPI = 300;

beforeAll(async () => {
  await publishPeople(floor, preAlerts);
  floor.settings({
    // Parcels of this station go into bags; here nobody bags them, so each of them has to be explained.
    station: { name: 'W7', flows: ['weigh', 'bag'] },
    shift: { startCheck: 'required', testWeight: { value: '1', unit: 'kg' } },
  });
  await floor.start({ until: 'screen' });
  await sees('main[data-screen="sign-in"]');
  await floor.knowsWork();
});
afterAll(() => floor.close());

it('the first work of a shift leads to its check, and the check to work', { timeout: 300_000 }, async () => {
  const { display } = floor;
  display.scan(floorPeople.chen.badge);
  await waitUntil('somebody signed in', () => of('operatorSignedIn').length === 1);
  // A station of one flow comes to it at once, one of several by the first scan of work; on the check itself that scan does nothing.
  await sees('main[data-screen="home"], [data-step]');
  display.scan('YT8800000001');
  await sees('[data-step="test-weight"]');
  floor.put(1001);
  await sees('[data-step="scanner"]');
  floor.put(0);
  display.scan(SCANNER_CARD);
  await sees('[data-step="label"]');
  const label = await waitUntil('the test label', () => floor.printer.labels.at(-1), 60_000);
  const [code = ''] = await codesOnLabel(label);
  await waitUntil('its number on the glass', async () =>
    code.endsWith(await floor.station.page.locator('.dest b').innerText()),
  );
  display.scan(code);
  await sees('[data-step="done"]');
  expect(await waitUntil('the record', () => of('shiftCheckDone')[0])).toMatchObject({
    payload: {
      nominal: { value: '1', unit: 'kg' },
      steps: [
        { step: 'zero', outcome: 'passed' },
        { step: 'test-weight', outcome: 'passed', driftMilligrams: 1_000 },
        { step: 'scanner', outcome: 'passed' },
        { step: 'label', outcome: 'passed' },
        { step: 'clock', outcome: 'passed' },
        { step: 'storage', outcome: 'passed' },
        { step: 'queue', outcome: 'passed' },
      ],
    },
  });
  // The scan after it is work again, without a key.
  for (const { waybill } of preAlerts) await floor.weigh(waybill, 640);
  expect(of('parcelWeighed')).toHaveLength(3);
});

it('every difference is named and explained to zero, by a scan or by a lead', { timeout: 300_000 }, async () => {
  const { display } = floor;
  await floor.cloud?.stop();
  display.scan('CMD:SHIFT');
  await sees('[data-seal="counting"]');
  display.type(['4', 'Return']);
  await sees('[data-find="YT8800000001"]');
  expect(await floor.band()).toMatchObject({ tone: 'check', code: 'SHIFT_UNEXPLAINED' });
  display.scan('YT8800000003');
  await waitUntil('the scan to explain it', () => of('shiftDifferenceExplained').length === 1);
  display.scan('YT8800000001');
  await sees('[data-find="YT8800000002"]');
  // Without a lead nothing is lost.
  display.press('F2');
  display.press('F9');
  await sees('[data-credential]');
  display.scan(floorPeople.wang.badge);
  await sees('.shift .answer');
  display.press('F2');
  await sees('[data-unexplained="1"]');
  display.press('F9');
  await sees('[data-credential]');
  display.scan(floorPeople.wang.badge);
  await sees('.shift .answer');
  display.press('F1');
  await sees('[data-seal="ready"]');
  expect(of('shiftDifferenceExplained').map(({ payload }) => payload)).toEqual([
    { waybill: 'YT8800000003', pieces: 1, reason: 'found' },
    { waybill: 'YT8800000001', pieces: 1, reason: 'found' },
    { waybill: 'YT8800000002', pieces: 1, reason: 'lost', lead: 'WANG' },
    { pieces: 1, reason: 'counted-wrong', lead: 'WANG' },
  ]);
});

it('both shifts sign offline; the cloud then has the same', { timeout: 300_000 }, async () => {
  const { display } = floor;
  display.press('F1');
  await sees('[data-seal="outgoing"]');
  // Another shift's badge is not this one's word.
  display.scan(floorPeople.zhao.badge);
  await waitUntil('its refusal', async () => (await floor.band()).code === 'PERSON_UNKNOWN');
  display.scan(floorPeople.chen.badge);
  await sees('[data-seal="incoming"]');
  display.scan(floorPeople.zhao.badge);
  await sees('[data-seal="closed"][data-cloud="waiting"]');
  expect(of('shiftSealSigned').map(({ payload }) => payload['as'])).toEqual(['outgoing', 'incoming']);
  expect(of('shiftReconciled')[0]?.payload).toMatchObject({ counted: 4 });
  await floor.cloud?.start();
  await sees('[data-seal="closed"][data-cloud="equal"]');
});

it(
  'the report is a PDF that somebody else’s reader shows, with the seal’s number as bars',
  { timeout: 120_000 },
  async () => {
    const seal = of('shiftSealed')[0];
    const shown = floor.station.page.locator('[data-report]');
    const path = await waitUntil('the report', async () => (await shown.getAttribute('data-report')) || undefined);
    const pdf = readFileSync(path);
    const codes = await decodeBarcodes(popplerGrey(pdf, REPORT_DPI));
    const { head } = (await floor.station.page.evaluate(async () => {
      const { weighhouse } = window as unknown as {
        weighhouse: { invoke(name: string, input: null): Promise<unknown> };
      };
      return ((await weighhouse.invoke('station.describe', null)) as { value: unknown }).value;
    })) as { head: { device: string; epoch: number } };
    expect(codes.map(({ text }) => text)).toContain(`${head.device}-${head.epoch}-${String(seal?.seq)}`);
  },
);
