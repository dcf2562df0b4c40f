import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { StockMove } from '../../shared/stock/stock-move.ts';
import { codesOnLabel, Floor } from '../support/floor.ts';
import { overseasGoods, overseasOrder } from '../support/overseas-goods.ts';
import { waitUntil } from '../support/wait-until.ts';

/** A small day by itself; WEIGHHOUSE_OVERSEAS_DAY=40/120/60 is a whole one. */
const [CARTONS = 4, ORDERS = 10, RETURNS = 6] = (process.env['WEIGHHOUSE_OVERSEAS_DAY'] ?? '4/10/6')
  .split('/')
  .map(Number);
const SSCC = Array.from({ length: CARTONS }, (_, i) => `CTN-26-${String(i + 1).padStart(5, '0')}`);
const PIECES = Math.ceil((2 * ORDERS) / Math.max(CARTONS, 1)) + 2;
const orders = Array.from({ length: ORDERS }, (_, i) =>
  overseasOrder(`SO-26-${String(i + 1).padStart(5, '0')}`, Date.now() + (i + 1) * 60_000, [
    ['MG-350-WH', 1, 'A-07-2'],
    ['TOWEL-1', 1, 'A-07-1'],
  ]),
);
const rmas = Array.from({ length: RETURNS }, (_, i) => ({
  rma: `RMA-26-${String(i + 1).padStart(5, '0')}`,
  owner: 'LUMO',
  openedMs: i + 1,
  lines: [{ sku: 'MG-350-WH', pieces: 1 }],
}));

const floor = await Floor.open();
const { display } = floor;
const shown = (selector: string): Promise<void> => floor.station.page.locator(selector).first().waitFor();
const phase = (name: string): Promise<boolean> => floor.waitForPhase(name);

beforeAll(async () => {
  for (const series of ['label', 'bag', 'sscc'])
    await floor.admin(`/v1/series/${series}`, { method: 'PUT', body: JSON.stringify({ last: 1_000_000 }) });
  const asns = [
    {
      asn: 'ASN-26-1',
      owner: 'LUMO',
      cartons: SSCC.map((carton) => ({
        carton,
        lines: [
          { sku: 'MG-350-WH', pieces: PIECES },
          { sku: 'TOWEL-1', pieces: PIECES },
        ],
      })),
    },
  ];
  await floor.admin('/v1/supply', {
    method: 'PUT',
    body: JSON.stringify({ ...overseasGoods, asns, orders, rmas }),
  });
  floor.settings({ station: { name: 'P2', flows: ['receive', 'putaway', 'pack', 'returns', 'stock'] } });
  await floor.start({ until: 'screen' });
  await floor.knows('rma', RETURNS);
  await waitUntil(
    'numbers for plates',
    async () => floor.journal().some(({ type }) => type === 'numbersLeased') || undefined,
  );
});
afterAll(() => floor.close());

async function open(flow: string, key: string): Promise<void> {
  // F12 on the home screen goes on to the set-up.
  if ((await floor.station.page.locator('main[data-screen="home"]').count()) === 0) display.press('F12');
  await shown('main[data-screen="home"]');
  display.press(key);
  await shown(`main[data-screen="${flow}"]`);
}

/** One piece by scan, the rest of its kind as a number that a person types. */
async function count(sku: string, pieces: number): Promise<void> {
  display.scan(sku);
  await shown(`.list li.now[data-sku="${sku}"]`);
  display.press('F5');
  await phase('quantity');
  display.type([...String(pieces)]);
  display.press('Return');
  await phase('counting');
}

async function receive(carton: string): Promise<void> {
  display.scan(carton);
  await phase('counting');
  await count('MG-350-WH', PIECES);
  await count('TOWEL-1', PIECES);
  display.scan(carton);
  await waitUntil('the carton received', async () => {
    const { tone, subject } = await floor.band();
    return (tone === 'ok' && subject === carton) || undefined;
  });
}

async function putAway(sku: string, pieces: number, bin: string): Promise<void> {
  display.scan(sku);
  await phase('holding');
  display.press('F5');
  await phase('quantity');
  display.type([...String(pieces)]);
  display.press('Return');
  await phase('holding');
  display.scan(bin);
  await phase('done');
}

async function pack(order: string): Promise<void> {
  display.scan(order);
  await phase('items');
  display.scan('MG-350-WH');
  await shown('.list li.done[data-sku="MG-350-WH"]');
  display.scan('TOWEL-1');
  await phase('await-weight');
  // Mug 350 g, towel 90 g, the smallest box that takes them 60 g.
  floor.put(500);
  await phase('closed');
  floor.put(0);
  await waitUntil('an empty plate', async () => (await floor.chip('scale')) === 'ok' || undefined);
}

async function grade(rma: string, good: boolean): Promise<void> {
  display.scan(rma);
  await phase('await-item');
  display.scan(good ? 'MG-350-WH' : 'SOCK-3');
  if (!good) {
    await floor.waitForCode('RETURN_WRONG_ITEM');
    display.press('F1');
  }
  await phase('checking');
  const step = async (): Promise<string | null> =>
    (await floor.phase()) === 'checking'
      ? floor.station.page
          .locator('[data-step]')
          .first()
          .getAttribute('data-step', { timeout: 500 })
          .catch(() => null)
      : null;
  for (let now = await step(); now !== null;) {
    const before = now;
    display.press('F1');
    await waitUntil('the next point', async () => (await step()) !== before || undefined);
    now = await step();
  }
  await phase('await-scan-back');
  display.scan(String(floor.journal().findLast(({ type }) => type === 'returnGraded')?.payload['plate']));
  await phase('await-bin');
  display.scan(good ? 'A-07-2' : 'Q-01');
  await phase('done');
}

/** Pieces by bin, article and grade, added up here and nowhere else. */
function stockByHand(): Map<string, number> {
  const piles = new Map<string, number>();
  const add = (key: string, n: number): void => void piles.set(key, (piles.get(key) ?? 0) + n);
  for (const { payload } of floor.journal())
    for (const { sku, grade: g, pieces, from, to } of (payload['moves'] ?? []) as StockMove[]) {
      if (from !== undefined) add(`${from} ${sku} ${g}`, -pieces);
      if (to !== undefined) add(`${to} ${sku} ${g}`, pieces);
    }
  return piles;
}

describe('a day of the overseas floor, without a mouse', () => {
  it('receives, packs and grades with the cloud gone for the middle third; the stock is what the operations say', async () => {
    await open('receive', 'F1');
    for (const carton of SSCC) await receive(carton);
    await open('putaway', 'F2');
    await putAway('MG-350-WH', CARTONS * PIECES, 'A-07-2');
    await putAway('TOWEL-1', CARTONS * PIECES, 'A-07-1');

    await open('pack', 'F3');
    for (const [i, { order }] of orders.entries()) {
      if (i === Math.floor(ORDERS / 3)) await floor.cloud?.stop();
      if (i === Math.floor((2 * ORDERS) / 3)) await floor.cloud?.start();
      await pack(order);
    }
    await open('returns', 'F4');
    for (const [i, { rma }] of rmas.entries()) await grade(rma, i % 3 !== 2);

    const bad = rmas.filter((_, i) => i % 3 === 2).length;
    const piles = stockByHand();
    expect(Object.fromEntries([...piles].filter(([, n]) => n !== 0).sort())).toEqual(
      Object.fromEntries(
        Object.entries({
          'A-07-1 TOWEL-1 A': CARTONS * PIECES - ORDERS,
          'A-07-2 MG-350-WH A': CARTONS * PIECES - ORDERS + RETURNS - bad,
          'Q-01 SOCK-3 A': bad,
        }).filter(([, n]) => n !== 0),
      ),
    );
    const written = floor.journal();
    const of = (type: string) => written.filter((one) => one.type === type);
    expect([of('cartonReceived').length, of('orderPacked').length, of('returnPutAway').length]).toEqual([
      CARTONS,
      ORDERS,
      RETURNS,
    ]);
    expect(of('orderPacked').every(({ payload }) => (payload['weight'] as { verdict: string }).verdict !== 'off')).toBe(
      true,
    );
    // The screen's own stock says the same.
    await open('stock', 'F5');
    display.scan('BIN:A-07-2');
    await phase('bin');
    expect(await floor.station.page.locator('[data-tile]').getAttribute('data-tile')).toBe(
      String(piles.get('A-07-2 MG-350-WH A')),
    );
    await waitUntil('all of it in the cloud', async () => (await floor.chip('cloud')) === 'ok' || undefined, 60_000);
  }, 600_000);

  it('every plate that came out bears the number of its piece', async () => {
    const graded = floor.journal().filter(({ type }) => type === 'returnGraded');
    const plates = graded.map(({ payload }) => String(payload['plate']));
    expect(new Set(plates).size).toBe(RETURNS);
    const printed = await waitUntil('the plates out of the printer', () => {
      const labels = floor.printer.labels.filter((zpl) => plates.some((plate) => zpl.includes(plate)));
      return labels.length >= RETURNS ? labels : undefined;
    });
    const read = (await Promise.all(printed.map((zpl) => codesOnLabel(zpl)))).flat();
    for (const plate of plates) expect(read).toContain(plate);
  });
});
