import { mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { PreAlert } from '../../shared/reference/reference-data.ts';
import { bagsInJournal, manifestsInJournal } from '../shift/bag-record.ts';
import { codesOnLabel, Floor } from '../support/floor.ts';
import { waitUntil } from '../support/wait-until.ts';

const dimensions = { length: '10', width: '10', height: '10', unit: 'cm' } as const;
const alert = (waybill: string, more: Partial<PreAlert> = {}): PreAlert => ({
  ...{ waybill, line: 'US-A', cargoClass: 'none', customer: '深圳市云帆贸易', receiver: '王小明', country: 'US' },
  ...{ destination: 'Newark NJ 07114', dutyMode: 'DDP', dimensions },
  ...more,
});
const EU = { line: 'EU-B', country: 'DE', destination: 'Berlin' } as const;
const floor = await Floor.open({
  preAlerts: [
    ...['1', '2', '3', '4', '5'].map((n) => alert(`BG880000000${n}`)),
    alert('BG8800000006', { ...EU, dutyMode: 'IOSS' }),
    alert('BG8800000007', { ...EU, dutyMode: 'DDP' }),
    alert('BG8800000008'),
    alert('BG8800000009'),
  ],
  language: 'en',
});
const waybill = (n: number): string => `BG880000000${n}`;
const grams: Readonly<Record<number, number>> = { 1: 500, 2: 700, 3: 800, 4: 426, 5: 900, 6: 650, 7: 1200, 9: 300 };
/** Pictures of every state, beside those of `npm run screens`. */
const pictures = process.env['WEIGHHOUSE_PICTURES'];
const shot = async (name: string): Promise<void> => {
  if (pictures === undefined) return;
  mkdirSync(pictures, { recursive: true });
  await floor.station.page.screenshot({ path: join(pictures, `${name}.png`) });
};

beforeAll(async () => {
  for (const series of ['bag', 'sscc'])
    await floor.admin(`/v1/series/${series}`, { method: 'PUT', body: JSON.stringify({ last: 99_999 }) });
  floor.settings({
    station: { name: 'W1', flows: ['weigh', 'bag', 'manifest'] },
    bagging: { companyPrefix: '9521234', from: 'SZX', tare: { value: '180', unit: 'g' } },
  });
  await floor.start({ until: 'screen' });
  await floor.knowsWork();
});
afterAll(() => floor.close());

const { display } = floor;
const attribute = async (name: string): Promise<string | null> => {
  const found = floor.station.page.locator(`[${name}]`);
  return (await found.count()) === 0 ? null : found.first().getAttribute(name);
};
const go = async (flow: 'weigh' | 'bag' | 'manifest'): Promise<void> => {
  display.scan(`CMD:${flow.toUpperCase()}`);
  await waitUntil(`screen ${flow}`, async () => (await attribute('data-screen')) === flow);
};
const has = (type: string): Record<string, unknown>[] =>
  floor
    .journal()
    .filter((body) => body.type === type)
    .map(({ payload }) => payload);
const bag = async (n: number, letter: string): Promise<void> => {
  display.scan(waybill(n));
  await waitUntil(`a bag for ${waybill(n)}`, async () => (await attribute('data-bag')) === letter);
  display.scan(`BAG:${letter}`);
  await floor.waitForPhase('bagged');
};
const clear = async (): Promise<void> => {
  display.press('F8');
  await waitUntil('a bench at rest', async () => (await floor.phase()) === 'idle' && (await floor.band()).code === '');
};

describe('bags, manifest and handover in the real application', () => {
  it('weighs what is to be bagged', async () => {
    await go('weigh');
    for (const [n, weight] of Object.entries(grams)) await floor.weigh(waybill(Number(n)), weight);
    await floor.admin('/v1/supply', {
      method: 'POST',
      body: JSON.stringify({
        put: [{ kind: 'hold', data: { waybill: waybill(9), reason: 'unpaid', sinceMs: 1_795_000_000_000 } }],
      }),
    });
  });

  it('opens a bag on an empty stand, names it, and books the parcel when its tag is scanned', async () => {
    await go('bag');
    await shot('bag-01-idle');
    display.scan(waybill(1));
    await floor.waitForPhase('await-new-bag');
    await shot('bag-02-new');
    display.scan('BAG:A');
    await floor.waitForPhase('bagged');
    expect(has('bagOpened')).toMatchObject([{ letter: 'A', group: { line: 'US-A', country: 'US', dutyMode: 'DDP' } }]);
    await bag(2, 'A');
    display.scan(waybill(3));
    await floor.waitForPhase('await-bag');
    await shot('bag-03-named');
    display.scan('BAG:A');
    await floor.waitForPhase('bagged');
    await shot('bag-04-bagged');
    await bag(6, 'B');
    await bag(7, 'C');
    expect(has('parcelBagged').map((said) => said['waybill'])).toEqual([1, 2, 3, 6, 7].map(waybill));
  });

  it('refuses with words what may not go in, and nothing is recorded of it', async () => {
    const before = floor.journal().filter(({ type }) => /^(bag|parcelBagged|parcelUnbagged)/.test(type)).length;
    display.scan(waybill(5));
    await floor.waitForPhase('await-bag');
    display.scan('BAG:B');
    await floor.waitForCode('BAG_DUTY_MIXED');
    await shot('bag-05-wrong');
    display.scan('BAG:Q');
    await floor.waitForCode('BAG_WRONG');
    display.scan(waybill(4));
    await floor.waitForCode('BAG_TAG_EXPECTED');
    await clear();
    display.scan(waybill(8));
    await floor.waitForCode('PARCEL_NOT_WEIGHED');
    await clear();
    display.scan(waybill(1));
    await floor.waitForCode('PARCEL_IN_BAG');
    await shot('bag-06-in-bag');
    await clear();
    await waitUntil('the hold on the station', async () => {
      display.scan(waybill(9));
      const code = await waitUntil('an answer', async () => {
        const { code, subject } = await floor.band();
        return subject === waybill(9) ? code || (await floor.phase()) || undefined : undefined;
      });
      if (code === 'PARCEL_HELD') await shot('bag-07-held');
      await clear();
      return code === 'PARCEL_HELD';
    });
    display.scan('BAG:ZZ-99');
    await floor.waitForCode('BAG_TAG_UNKNOWN');
    await clear();
    expect(floor.journal().filter(({ type }) => /^(bag|parcelBagged|parcelUnbagged)/.test(type))).toHaveLength(before);
  });

  it('seals by weight, names the parcel behind a difference, and prints the number of the bag', async () => {
    display.scan('BAG:A');
    await floor.waitForPhase('await-parcel');
    await shot('bag-08-chosen');
    display.press('F1');
    await floor.waitForPhase('weigh-bag');
    await floor.seesNumber('0.000 kg');
    await shot('bag-09-weigh');
    floor.put(180 + 500 + 700 + 800 + 426);
    await floor.waitForCode('BAG_WEIGHT_DIFFERS');
    expect(await attribute('data-likeliest')).toBe(waybill(4));
    await shot('bag-10-sum');
    display.scan(waybill(4));
    await floor.waitForPhase('sealed');
    const unit = await waitUntil('its number', async () => (await attribute('data-unit')) ?? undefined);
    await waitUntil('its label', async () => (await attribute('data-label')) === 'sent');
    await shot('bag-11-sealed');
    const zpl = floor.printer.labels.at(-1) ?? '';
    expect((await codesOnLabel(zpl)).some((code) => code.includes(unit))).toBe(true);
    display.scan(unit);
    await waitUntil('the label scanned back', () => has('labelConfirmed').length > 0);
    floor.put(0);
    display.scan('BAG:A');
    await floor.waitForCode('BAG_SEALED');
    await shot('bag-12-sealed-refused');
  });

  it('unseals by a reason, voids the old label, and seals again', async () => {
    const old = String(has('bagClosed')[0]?.['unitNumber']);
    display.press('F1');
    await waitUntil('the reasons', async () => (await attribute('data-question')) === 'unseal-reason');
    await shot('bag-13-unseal-why');
    display.press('F3');
    await waitUntil('the unsealing', () => has('bagUnsealed').length === 1);
    await clear();
    display.scan(old);
    await floor.waitForCode('BAG_LABEL_OLD');
    await clear();
    for (const [letter, weight] of [
      ['A', 180 + 500 + 700 + 800 + 426],
      ['B', 180 + 650],
    ] as const) {
      display.scan(`BAG:${letter}`);
      await floor.waitForPhase('await-parcel');
      display.press('F1');
      await floor.waitForPhase('weigh-bag');
      await floor.seesNumber('0.000 kg');
      floor.put(weight);
      await floor.waitForPhase('sealed');
      floor.put(0);
    }
    expect(has('bagClosed')).toHaveLength(3);
    expect(new Set(has('bagClosed').map((said) => said['unitNumber'])).size).toBe(3);
  });

  it('loads by line, refuses what does not belong, names what is missing, and hands over with the signed sheet', async () => {
    await go('manifest');
    await shot('load-01-idle');
    display.scan('LINE:EU-B');
    await floor.waitForPhase('loading');
    display.scan('BAG:C');
    await floor.waitForCode('BAG_NOT_SEALED');
    await shot('load-02-not-sealed');
    display.scan('BAG:A');
    await floor.waitForCode('BAG_OTHER_MANIFEST');
    display.press('F8');
    await waitUntil('the refusal gone', async () => (await floor.band()).code === '');
    display.press('F1');
    await floor.waitForCode('MANIFEST_EMPTY');
    display.scan('BAG:B');
    await waitUntil('bag B on the load', async () => (await attribute('data-loaded')) === '1');
    await shot('load-03-loaded');
    display.scan(String(has('bagClosed').at(-1)?.['unitNumber']));
    await floor.waitForCode('BAG_ALREADY_LOADED');
    display.press('F8');
    await waitUntil('the refusal gone', async () => (await floor.band()).code === '');
    display.press('F1');
    await floor.waitForCode('MANIFEST_BAGS_MISSING');
    expect(await attribute('data-bags')).toMatch(/^EU-B-\d{5}$/);
    await shot('load-04-missing');
    display.press('F1');
    await floor.waitForPhase('signing');
    display.press('F1');
    await floor.waitForCode('SIGNATURE_MISSING');
    display.press('F8');
    await floor.waitForPhase('signing');
    await shot('load-05-signing');
    display.scan((await manifestId()) ?? '');
    await floor.waitForPhase('handed-over');
    const papers = await waitUntil('the papers', async () => (await attribute('data-papers')) ?? undefined);
    await shot('load-06-handed-over');
    for (const path of papers.split(' ')) expect(readFileSync(path).subarray(0, 5).toString()).toBe('%PDF-');
    const [over] = has('manifestHandedOver');
    expect(over).toMatchObject({ parcels: 1, grossMilligrams: 830_000, signature: { way: 'paper' } });
    display.scan(String(has('bagClosed').at(-1)?.['unitNumber']));
    await floor.waitForCode('BAG_HANDED_OVER');
    display.press('F8');
  });

  it('after a start from the local view everything still stands', async () => {
    await floor.killStation();
    await floor.start({ until: 'screen' });
    await go('bag');
    expect(await attribute('data-stands')).toBe('2');
    display.scan('BAG:A');
    await floor.waitForCode('BAG_SEALED');
    await clear();
    display.scan(waybill(6));
    await floor.waitForCode('BAG_HANDED_OVER');
    await clear();
  });

  it('the journal, read without any fold, and the cloud agree bag by bag', async () => {
    const recorded = bagsInJournal(floor.journal());
    expect(manifestsInJournal(floor.journal())).toMatchObject([{ handedOver: true, parcels: 1 }]);
    expect(recorded).toHaveLength(3);
    const shown = async () => {
      const rows = await floor.admin<Record<string, unknown>[]>('/v1/bags');
      return rows
        .map(({ bag: name, state, waybills, grossMilligrams, unitNumber, manifest }) => [
          ...[name, state, waybills, grossMilligrams, unitNumber, manifest],
        ])
        .sort();
    };
    const expected = recorded
      .map(({ bag: name, state, waybills, grossMilligrams = null, unitNumber = null, manifest = null }) => [
        ...[name, state, [...waybills].sort(), grossMilligrams, unitNumber, manifest],
      ])
      .sort();
    await waitUntil('the cloud', async () => JSON.stringify(await shown()) === JSON.stringify(expected)).catch(
      () => undefined,
    );
    expect(await shown()).toEqual(expected);
  });
});

async function manifestId(): Promise<string | undefined> {
  const opened = has('manifestOpened').at(-1);
  return opened === undefined ? undefined : String(opened['manifest']);
}
