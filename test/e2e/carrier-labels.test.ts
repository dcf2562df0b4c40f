import { createHash } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { sceneOf } from '../../hardware/printer/compile-label.ts';
import { parcel100x150 } from '../../shared/labels/templates/parcel-100x150.ts';
import type { LabelScene } from '../../shared/labels/label-scene.ts';
import { Floor } from '../support/floor.ts';
import { codesOfScene, dotsOfScene, encodeSample, fontsDirectory } from '../support/label-pages.ts';
import { overseasGoods, overseasOrder } from '../support/overseas-goods.ts';
import { decodeDots, dotsOf, renderZplToPng } from '../support/render-zpl.ts';
import { pdfFaults } from '../support/round-trip.ts';
import { waitUntil } from '../support/wait-until.ts';

/** As a carrier makes it: a label of 100 × 150 mm with this number in its codes. */
const drawn = (tracking: string): LabelScene =>
  sceneOf(
    parcel100x150,
    { ...parcel100x150.sample, waybill: tracking },
    { dpi: 203, widthMm: 100, heightMm: 150 },
    { practice: false, job: 'CARRIER1-1-1', copy: false, fontsDirectory },
  );
const trackingOf = (order: string): string => `YT${order.replace(/\D/g, '')}7731`;
const zpl = (tracking: string): Buffer => Buffer.from(`^XA^PW800^LL1200^FO60,80^BY3^BCN,220,Y,N,N^FD${tracking}^FS^XZ`);

const documents = {
  'SO-26-00001': encodeSample(drawn(trackingOf('SO-26-00001')), 'pdf'),
  'SO-26-00002': encodeSample(drawn('YT260000990000'), 'pdf'),
  'SO-26-00003': zpl(trackingOf('SO-26-00003')),
  'SO-26-00004': encodeSample(drawn(trackingOf('SO-26-00004')), 'png'),
} as const;
type Order = keyof typeof documents;
const orders = Object.keys(documents) as Order[];

const floor = await Floor.open();
const { display, printer } = floor;
const shown = (selector: string): Promise<void> => floor.station.page.locator(selector).first().waitFor();
const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

beforeAll(async () => {
  const carrierLabels = [];
  for (const order of orders) {
    const answer = await fetch(`${floor.cloud?.url ?? ''}/v1/documents`, {
      method: 'PUT',
      headers: {
        authorization: `Bearer ${String(floor.cloud?.tokens()['liveAdmin'])}`,
        'content-type': 'application/octet-stream',
      },
      body: Buffer.from(documents[order]),
    });
    const kept = (await answer.json()) as { document: string; bytes: number };
    expect(kept.document).toBe(sha256(documents[order]));
    carrierLabels.push({
      order,
      parcel: 1,
      carrier: 'YunExpress',
      tracking: trackingOf(order),
      addressVersion: 1,
      ...kept,
    });
  }
  await floor.admin('/v1/supply', {
    method: 'PUT',
    body: JSON.stringify({
      ...overseasGoods,
      carrierLabels,
      orders: orders.map((order, i) =>
        overseasOrder(order, Date.now() + (i + 1) * 60_000, [
          ['MG-350-WH', 1, 'A-07-2'],
          ['TOWEL-1', 1, 'A-07-1'],
        ]),
      ),
    }),
  });
  floor.settings({ station: { name: 'P2', flows: ['receive', 'pack'] } });
  await floor.start({ until: 'screen' });
  await waitUntil('the documents on this disk', async () => (await here()) === orders.length || undefined, 60_000);
  // What is printed from here on was fetched before.
  await floor.cloud?.stop();
  if ((await floor.station.page.locator('main[data-screen="home"]').count()) === 0) display.press('F12');
  await shown('main[data-screen="home"]');
  display.press('F2');
  await shown('main[data-screen="pack"]');
});
afterAll(() => floor.close());

const here = (): Promise<number> =>
  floor.station.page.evaluate(async () => {
    const { weighhouse } = window as unknown as { weighhouse: { invoke(name: string, input: null): Promise<unknown> } };
    const answer = (await weighhouse.invoke('labels.documents', null)) as { value?: { here: number } };
    return answer.value?.here ?? 0;
  });

async function pack(order: Order): Promise<void> {
  display.scan(order);
  await floor.waitForPhase('items');
  display.scan('MG-350-WH');
  await shown('.list li.done[data-sku="MG-350-WH"]');
  display.scan('TOWEL-1');
  await floor.waitForPhase('await-weight');
  floor.put(500);
  await waitUntil('the packing in the journal', () => packed(order));
  floor.put(0);
  await waitUntil('an empty plate', async () => (await floor.chip('scale')) === 'ok' || undefined);
}
const packed = (order: Order) =>
  floor.journal().find(({ type, payload }) => type === 'orderPacked' && payload['order'] === order);
/** What the ledger says of the label of this order, in order. */
const saidOf = (order: Order) => {
  const seq = packed(order)?.seq;
  return floor.journal().filter(({ payload }) => String(payload['job']).endsWith(`-${String(seq)}`));
};
const printedOf = (order: Order): Promise<string> =>
  waitUntil(
    `the label of ${order}`,
    () => (saidOf(order).some(({ type }) => type === 'labelSent') ? printer.labels.at(-1) : undefined),
    // The first one starts the thread that draws and reads.
    60_000,
  );

describe("a carrier's own label, fetched ahead and printed without a network", () => {
  it('a PDF comes out 1:1, codes dot for dot, with nothing of ours on it', async () => {
    await pack('SO-26-00001');
    const label = await printedOf('SO-26-00001');
    const scene = drawn(trackingOf('SO-26-00001'));
    const page = await dotsOf(await renderZplToPng(label));
    expect(pdfFaults(scene, page, dotsOfScene(scene))).toEqual([]);
    expect((await decodeDots(page)).map(({ aim, text }) => `${aim} ${text}`).sort()).toEqual(codesOfScene(scene));
    expect(saidOf('SO-26-00001').map(({ type }) => type)).toEqual(['labelSending', 'labelSent']);
  });

  it('one with the number of another parcel never gets to the printer: said with words, and the work goes on', async () => {
    const before = printer.labels.length;
    await pack('SO-26-00002');
    await floor.waitForCode('LABEL_OF_ANOTHER_PARCEL');
    expect(await floor.station.page.locator('.band').innerText()).toContain('面单不符');
    expect(saidOf('SO-26-00002')).toMatchObject([
      {
        type: 'labelFailed',
        payload: {
          code: 'LABEL_OF_ANOTHER_PARCEL',
          detail: `it says YT260000990000, CARRIER1-1-1, ${trackingOf('SO-26-00002')} is expected`,
        },
      },
    ]);
    expect(printer.labels).toHaveLength(before);
  });

  it('ZPL goes to a ZPL printer as it came', async () => {
    await pack('SO-26-00003');
    expect(await printedOf('SO-26-00003')).toBe(documents['SO-26-00003'].toString());
  });

  it('a PNG of this resolution is the same dots', async () => {
    await pack('SO-26-00004');
    const page = await dotsOf(await renderZplToPng(await printedOf('SO-26-00004')));
    const expected = dotsOfScene(drawn(trackingOf('SO-26-00004')));
    expect(Buffer.from(page.dots).equals(Buffer.from(expected.dots))).toBe(true);
  });
});
