import type { ReferenceContent } from '../../shared/reference/reference-data.ts';
import type { Floor } from '../support/floor.ts';
import { overseasGoods, overseasOrder } from '../support/overseas-goods.ts';
import { toledoFrame } from '../support/scale-pty.ts';
import { waitUntil } from '../support/wait-until.ts';

type Shot = (name: string) => Promise<void>;
const HOUR_MS = 3_600_000;

/** Orders, deliveries and returns for the pictures. */
function work(nowMs: number): ReferenceContent {
  const five = [
    ['SOCK-3', 1, 'A-08-1'],
    ['STAND-1', 1, 'A-08-2'],
    ['MG-350-WH', 2, 'A-07-2'],
    ['TOWEL-1', 1, 'A-07-1'],
  ] as const;
  return {
    ...overseasGoods,
    orders: [
      overseasOrder('SO-26-004431', nowMs - HOUR_MS / 4, five, { tote: 'T-031' }),
      overseasOrder('SO-26-004432', nowMs + HOUR_MS / 2, [['MG-350-BK', 1, 'A-07-3']], { tote: 'T-032' }),
      overseasOrder('SO-26-004433', nowMs + 2 * HOUR_MS, [['TOWEL-1', 12, 'A-07-1']], { tote: 'T-033' }),
      overseasOrder('SO-26-004434', nowMs + 3 * HOUR_MS, [['WATCH-S2', 1, 'A-08-1']], { tote: 'T-034' }),
      overseasOrder('SO-26-004435', nowMs + 4 * HOUR_MS, [['SOCK-3', 1, 'A-08-1']], {
        tote: 'T-035',
        stopped: 'refunded',
      }),
      overseasOrder('SO-26-004437', nowMs + 6 * HOUR_MS, [['TOWEL-1', 1, 'A-07-1']], {
        tote: 'T37',
        shipping: { by: 'post', crossesCustoms: true, packingSlip: true },
      }),
      overseasOrder('SO-26-004436', nowMs + 5 * HOUR_MS, [['CREAM-50', 2, 'A-08-2']], { tote: 'T-036' }),
    ],
    asns: [
      {
        asn: 'ASN-2611-07',
        owner: 'LUMO',
        cartons: [
          {
            carton: '340123450000000017',
            gross: { value: '2.9', unit: 'kg' },
            lines: [
              { sku: 'MG-350-WH', pieces: 3 },
              { sku: 'CREAM-50', pieces: 2 },
              { sku: 'TOWEL-1', pieces: 12 },
            ],
          },
        ],
      },
    ],
    relabelTasks: [
      {
        ...{ task: 'RL-2611-04', owner: 'LUMO', fromSku: 'MG-350-WH', toSku: 'MG-350-BK', pieces: 2, bin: 'A-07-2' },
        ...{ grade: 'A', orderedMs: 1 },
      },
      {
        ...{ task: 'RL-2611-05', owner: 'LUMO', fromSku: 'TOWEL-1', toSku: 'SOCK-3', pieces: 24, bin: 'A-07-1' },
        ...{ grade: 'A', orderedMs: 2 },
      },
    ],
    rmas: [
      {
        rma: 'RMA-8816',
        owner: 'LUMO',
        openedMs: 1,
        reason: 'Does not charge',
        lines: [{ sku: 'STAND-1', pieces: 1 }],
      },
      { rma: 'RMA-8817', owner: 'LUMO', openedMs: 2, reason: 'Too small', lines: [{ sku: 'SOCK-3', pieces: 2 }] },
    ],
  };
}

/** Every bench of the overseas floor in its states. */
export async function overseasScreens(floor: Floor, shot: Shot): Promise<void> {
  const { display, scale } = floor;
  const phase = (name: string): Promise<boolean> => floor.waitForPhase(name);
  const code = (name: string): Promise<unknown> => floor.waitForCode(name);
  /** Far enough from the one before not to be a trigger that was held. */
  let atMs = 0;
  const scan = async (text: string): Promise<void> => {
    await waitUntil('another hand', () => Date.now() - atMs > 1_900);
    atMs = Date.now();
    display.scan(text);
  };
  const shown = (selector: string): Promise<void> => floor.station.page.locator(selector).first().waitFor();
  const open = async (flow: string, key: string): Promise<void> => {
    display.press('F12');
    await shown('main[data-screen="home"]');
    display.press(key);
    await shown(`main[data-screen="${flow}"]`);
  };
  const shelf = (grams: number): void => scale.feed(() => toledoFrame(grams));

  for (const series of ['label', 'bag', 'sscc'])
    await floor.admin(`/v1/series/${series}`, { method: 'PUT', body: JSON.stringify({ last: 1_000_000 }) });
  await floor.admin('/v1/supply', { method: 'PUT', body: JSON.stringify(work(Date.now())) });
  await shown('main[data-screen="home"]');
  await shot('overseas-home');

  // Receive.
  display.press('F1');
  await shown('main[data-screen="receive"]');
  await shot('receive-ready');
  await floor.knows('rma', 2);
  await scan('340123450000000017');
  await phase('counting');
  await shot('receive-opened');
  await scan('MG-350-WH');
  await shown('[data-sku="MG-350-WH"]');
  // Counted from when it was heard: on a busy machine that is later, and the next one would be asked about.
  atMs = Date.now();
  await scan('MG-350-WH');
  await shot('receive-counting');
  await scan('CREAM-50');
  await phase('marks');
  await shot('receive-lot');
  await scan('L2407');
  await waitUntil('the expiry', async () => (await floor.phase()) === 'quantity' || undefined);
  await shot('receive-expiry');
  await scan('20290630');
  await phase('counting');
  await scan('SOCK-3');
  await code('RECEIVE_NOT_IN_CARTON');
  await shot('receive-not-announced');
  display.press('F8');
  await phase('counting');
  await scan('TOWEL-1');
  display.press('F5');
  await phase('quantity');
  display.type(['1', '2']);
  await shot('receive-quantity');
  display.press('Return');
  await phase('counting');
  display.press('F6');
  await phase('damage');
  await shot('receive-damage');
  display.press('F8');
  await phase('counting');
  await scan('340123450000000017');
  await code('RECEIVE_SHORT');
  await shot('receive-short');
  display.press('F1');
  await phase('done');
  await shot('receive-done');
  await scan('KARTON-NEW-1');
  await code('RECEIVE_NOT_ANNOUNCED');
  await shot('receive-blind');
  display.press('F8');
  display.press('F8');

  // Put away.
  await open('putaway', 'F2');
  await shot('putaway-dock');
  await scan('MG-350-WH');
  await phase('holding');
  await shot('putaway-holding');
  await scan('Q-01');
  await code('PUTAWAY_BIN_UNSUITED');
  await shot('putaway-wrong-bin');
  await scan('A-07-2');
  await phase('done');
  await shot('putaway-done');

  // Pack.
  await open('pack', 'F3');
  await shot('pack-ready');
  await scan('T-031');
  await phase('items');
  await scan('SOCK-3');
  await scan('STAND-1');
  await shown('.list li.now[data-sku="MG-350-WH"]');
  await shot('pack-mid-order');
  display.press('F6');
  await code('PACK_SET_ASIDE');
  await shot('pack-aside-why');
  display.press('F8');
  await phase('items');
  await scan('MG-350-BK');
  await code('PACK_ITEM_WRONG');
  await shot('pack-wrong-item');
  await scan('SOCK-3');
  await code('PACK_ITEM_ENOUGH');
  await shot('pack-enough');
  await scan('MG-350-WH');
  await scan('TOWEL-1');
  await scan('MG-350-WH');
  await phase('await-weight');
  await shot('pack-weigh');
  shelf(930);
  await code('PACK_WEIGHT_OFF');
  await shot('pack-weight-off');
  display.press('F9');
  await shown('[data-credential]');
  await shot('pack-lead');
  display.press('Escape');
  shelf(0);
  await phase('await-weight');
  shelf(1_275);
  await phase('closed');
  await shot('pack-waits-for-label');
  await shown('.receipt[data-label="sent"], .receipt[data-label="confirmed"]');
  display.press('F4');
  await phase('label-ask');
  await shot('pack-reprint-why');
  display.press('Escape');
  await phase('closed');
  shelf(0);
  await scan('T-035');
  await code('PACK_ORDER_STOPPED');
  await shot('pack-order-stopped');
  display.press('F8');
  await scan('T-034');
  await phase('items');
  await scan('WATCH-S2');
  await phase('await-serial');
  await shot('pack-serial');
  display.press('F8');
  display.press('F8');
  await scan('T-033');
  await phase('items');
  await scan('TOWEL-1');
  await shot('pack-many');
  await scan('TOWEL-1');
  // Between the two times of tell-units.ts: a person is asked.
  await new Promise((resolve) => setTimeout(resolve, 300));
  display.scan('TOWEL-1');
  await waitUntil('a question or a count', async () => (await floor.band()).code !== '' || undefined, 3_000).catch(
    () => undefined,
  );
  await shot('pack-one-or-two');
  display.press('F2');
  // Piece by piece back into the tote.
  await waitUntil('an empty bench', async () => {
    if ((await floor.phase()) === 'idle') return true;
    display.press('F8');
    await new Promise((resolve) => setTimeout(resolve, 300));
    return undefined;
  });
  await scan('WHAT-IS-THIS');
  await code('PACK_CODE_UNKNOWN');
  await shot('pack-not-known');
  display.press('Escape');

  await scan('T37');
  await phase('items');
  floor.printer.fault = 'reset-mid-job';
  await scan('TOWEL-1');
  await phase('await-weight');
  shelf(150);
  await code('LABEL_UNKNOWN');
  await shot('pack-label-unknown');
  display.press('F1');
  await phase('closed');
  await shown('[data-papers*="cn23:gap"]');
  await shot('pack-papers-missing');
  shelf(0);

  // Returns.
  await open('returns', 'F4');
  await shot('returns-ready');
  await scan('RMA-8816');
  await phase('await-item');
  await shot('returns-open');
  await scan('SOCK-3');
  await code('RETURN_WRONG_ITEM');
  await shot('returns-wrong-item');
  await scan('STAND-1');
  await phase('checking');
  await shot('returns-check-1');
  display.press('F2');
  await code('RETURN_PHOTO_MISSING');
  await shot('returns-photo-missing');
  display.press('F8');
  await phase('checking');
  for (;;) {
    const step = await floor.station.page.locator('[data-step]').first().getAttribute('data-step');
    display.press('F1');
    await waitUntil('the next point', async () => {
      const now = await floor.station.page
        .locator('[data-step]')
        .first()
        .getAttribute('data-step', { timeout: 500 })
        .catch(() => null);
      return now !== step || undefined;
    });
    if ((await floor.phase()) !== 'checking') break;
  }
  await phase('await-scan-back');
  await shot('returns-scan-back');
  display.press('F5');
  await phase('choose-disposition');
  await shot('returns-change');
  display.press('F8');
  await phase('await-scan-back');
  await scan('WRONG-LABEL');
  await code('RETURN_LABEL_WRONG');
  await shot('returns-wrong-label');
  const job = await floor.station.page.evaluate(
    () => document.querySelector('[data-job]')?.getAttribute('data-job') ?? '',
  );
  const graded = floor.journal().findLast(({ type }) => type === 'returnGraded');
  await scan(job !== '' ? job : String(graded?.payload['plate']));
  await phase('await-bin');
  await shot('returns-bin');
  await scan('Q-01');
  await code('RETURN_BIN_UNSUITED');
  await shot('returns-wrong-bin');
  await scan('A-08-2');
  await phase('done');
  await shot('returns-done');
  await scan('NOBODY-KNOWS-1');
  await code('RETURN_UNKNOWN');
  await shot('returns-unknown');
  display.press('F8');

  // Stock.
  await open('stock', 'F5');
  await shot('stock-ready');
  await scan('MG-350-WH');
  await waitUntil('an answer', async () => ['sku', 'owners'].includes((await floor.phase()) ?? '') || undefined);
  await shot('stock-article');
  await scan('A-07-2');
  await phase('bin');
  await shot('stock-bin');
  await scan('T-031');
  await phase('order');
  await shot('stock-order');
  await scan('A-07-2');
  await phase('bin');
  display.press('F2');
  await phase('counting');
  await shot('stock-count');
  await scan('MG-350-WH');
  await shot('stock-counting');
  await scan('MG-350-WH');
  await scan('BIN:A-07-2');
  await waitUntil(
    'the end of a pass',
    async () => (await floor.band()).code === 'COUNT_DIFFERS' || (await floor.phase()) === 'done' || undefined,
  );
  await shot('stock-count-differs');

  // Relabel.
  display.press('F8');
  await open('relabel', 'F6');
  await shot('relabel-tasks');
  await scan('RL-2611-04');
  await phase('old');
  await shot('relabel-old');
  await scan('SOCK-3');
  await code('RELABEL_NOT_THIS');
  await shot('relabel-not-this');
  display.press('F8');
  await scan('MG-350-WH');
  await phase('new');
  await shot('relabel-new');
  await scan('TOWEL-1');
  await code('RELABEL_WRONG');
  await shot('relabel-wrong');
  await scan('MG-350-BK');
  await phase('old');
  await scan('MG-350-WH');
  await phase('new');
  await scan('MG-350-BK');
  await phase('done');
  await shot('relabel-done');
}
