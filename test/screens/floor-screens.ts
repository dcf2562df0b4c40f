import type { PreAlert } from '../../shared/reference/reference-data.ts';
import type { Floor } from '../support/floor.ts';
import { LEAD, QueueFloor } from '../support/queue-floor.ts';
import { waitUntil } from '../support/wait-until.ts';
import type { ScreenPart, Shot } from './screens.ts';

const dimensions = { length: '18', width: '12', height: '8', unit: 'cm' } as const;
const alert = (waybill: string, more: Partial<PreAlert> = {}): PreAlert => ({
  ...{ waybill, line: 'US-A', cargoClass: 'none', customer: '深圳市云帆贸易', receiver: '王小明', country: 'US' },
  ...{ destination: 'Newark NJ 07114', dutyMode: 'DDP', dimensions },
  ...more,
});
const EU = { line: 'EU-B', country: 'DE', destination: 'Berlin' } as const;

const screen = async (floor: Floor, name: string, timeout = 30_000): Promise<void> =>
  floor.station.page.locator(`main[data-screen="${name}"]`).waitFor({ timeout });
const sees = async (floor: Floor, selector: string): Promise<void> =>
  floor.station.page.locator(selector).first().waitFor();
const go = async (floor: Floor, flow: string): Promise<void> => {
  await waitUntil(`the ${flow} bench`, async () => {
    floor.display.scan(`CMD:${flow.toUpperCase()}`);
    return screen(floor, flow, 5_000).then(
      () => true,
      () => undefined,
    );
  });
};
const atRest = async (floor: Floor): Promise<void> => {
  floor.display.press('F8');
  await waitUntil('a bench at rest', async () => (await floor.phase()) === 'idle' && (await floor.band()).code === '');
};
/** Until it has come by the network the parcel is not held. */
async function untilHeld(floor: Floor, waybill: string): Promise<void> {
  await waitUntil(
    `${waybill} held`,
    async () => {
      floor.display.scan(waybill);
      const code = await waitUntil('an answer', async () => {
        const { code: said, subject } = await floor.band();
        return subject === waybill ? said || (await floor.phase()) || undefined : undefined;
      }).catch(() => '');
      if (code === 'PARCEL_HELD') return true;
      await atRest(floor);
      return undefined;
    },
    60_000,
  );
}
const hold = (floor: Floor, waybill: string): Promise<unknown> =>
  floor.admin('/v1/supply', {
    method: 'POST',
    body: JSON.stringify({
      put: [{ kind: 'hold', data: { waybill, reason: 'unpaid', note: '五月账单', sinceMs: 1_795_000_000_000 } }],
    }),
  });

// ── bags, manifest and handover ──────────────────────────────────────────────────────────────────────────────────────

const bagged = (n: number): string => `BG880000000${n}`;
const grams: Readonly<Record<number, number>> = { 1: 500, 2: 700, 3: 800, 4: 426, 5: 900, 6: 650, 7: 1200, 9: 300 };
const bagAlerts: readonly PreAlert[] = [
  ...[1, 2, 3, 4, 5].map((n) => alert(bagged(n))),
  ...[alert(bagged(6), { ...EU, dutyMode: 'IOSS' }), alert(bagged(7), { ...EU, dutyMode: 'DDP' })],
  ...[alert(bagged(8)), alert(bagged(9))],
];

async function bagScreens(floor: Floor, shot: Shot): Promise<void> {
  const { display } = floor;
  await go(floor, 'weigh');
  await floor.seesNumber('0.000 kg');
  for (const [n, weight] of Object.entries(grams)) await floor.weigh(bagged(Number(n)), weight);
  await hold(floor, bagged(9));
  await go(floor, 'bag');
  await shot('bag-idle-empty');
  display.scan(bagged(1));
  await floor.waitForPhase('await-new-bag');
  await shot('bag-new');
  display.scan('BAG:A');
  await floor.waitForPhase('bagged');
  const put = async (n: number, letter: string): Promise<void> => {
    display.scan(bagged(n));
    await sees(floor, `[data-bag="${letter}"]`);
    display.scan(`BAG:${letter}`);
    await floor.waitForPhase('bagged');
  };
  await put(2, 'A');
  display.scan(bagged(3));
  await floor.waitForPhase('await-bag');
  await shot('bag-named');
  display.scan('BAG:A');
  await floor.waitForPhase('bagged');
  await shot('bag-in');
  await put(6, 'B');
  await put(7, 'C');
  display.scan(bagged(5));
  await floor.waitForPhase('await-bag');
  display.scan('BAG:B');
  await floor.waitForCode('BAG_DUTY_MIXED');
  await shot('bag-wrong');
  display.scan('BAG:Q');
  await floor.waitForCode('BAG_WRONG');
  await shot('bag-wrong-empty-stand');
  display.press('F6');
  await floor.waitForPhase('done');
  await shot('bag-set-aside');
  await atRest(floor);
  await shot('bag-idle');
  display.scan(bagged(8));
  await floor.waitForCode('PARCEL_NOT_WEIGHED');
  await shot('bag-not-weighed');
  await atRest(floor);
  display.scan(bagged(1));
  await floor.waitForCode('PARCEL_IN_BAG');
  await shot('bag-in-bag-already');
  await atRest(floor);
  await untilHeld(floor, bagged(9));
  await shot('bag-held');
  await atRest(floor);
  display.scan('BAG:A');
  await floor.waitForPhase('await-parcel');
  await shot('bag-chosen');
  display.press('F1');
  await floor.waitForPhase('weigh-bag');
  await floor.seesNumber('0.000 kg');
  await shot('bag-weigh');
  display.press('F5');
  await sees(floor, '[data-phase="tare"]');
  await shot('bag-tare');
  display.press('F8');
  await floor.waitForPhase('weigh-bag');
  const whole = 180 + 500 + 700 + 800;
  floor.put(whole + 426);
  await floor.waitForCode('BAG_WEIGHT_DIFFERS');
  await shot('bag-sum-missed');
  display.press('F9');
  await sees(floor, '[data-credential], [data-question]');
  await shot('bag-sum-lead');
  display.press('Escape');
  await floor.waitForCode('BAG_WEIGHT_DIFFERS');
  display.scan(bagged(4));
  await floor.waitForPhase('sealed');
  await sees(floor, '[data-label="sent"]');
  await shot('bag-sealed');
  floor.put(0);
  display.scan('BAG:A');
  await floor.waitForCode('BAG_SEALED');
  await shot('bag-sealed-already');
  await atRest(floor);
  display.scan('BAG:B');
  await floor.waitForPhase('await-parcel');
  display.press('F1');
  await floor.waitForPhase('weigh-bag');
  await floor.seesNumber('0.000 kg');
  floor.put(180 + 650);
  await floor.waitForPhase('sealed');
  floor.put(0);
  await manifestScreens(floor, shot);
}

async function manifestScreens(floor: Floor, shot: Shot): Promise<void> {
  const { display } = floor;
  await go(floor, 'manifest');
  await shot('manifest-idle');
  display.scan('LINE:EU-B');
  await floor.waitForPhase('loading');
  await shot('manifest-open');
  display.scan('BAG:C');
  await floor.waitForCode('BAG_NOT_SEALED');
  await shot('manifest-not-sealed');
  display.scan('BAG:A');
  await floor.waitForCode('BAG_OTHER_MANIFEST');
  await shot('manifest-other-load');
  display.press('F8');
  await waitUntil('the refusal gone', async () => (await floor.band()).code === '');
  display.scan('BAG:B');
  await sees(floor, '[data-loaded="1"]');
  await shot('manifest-loaded');
  display.press('F1');
  await floor.waitForCode('MANIFEST_BAGS_MISSING');
  await shot('manifest-missing');
  display.press('F1');
  await floor.waitForPhase('signing');
  await shot('manifest-signing');
  display.press('F1');
  await floor.waitForCode('SIGNATURE_MISSING');
  await shot('manifest-not-signed');
  display.press('F8');
  await floor.waitForPhase('signing');
  const opened = floor.journal().findLast(({ type }) => type === 'manifestOpened');
  display.scan(String(opened?.payload['manifest']));
  await floor.waitForPhase('handed-over');
  await sees(floor, '[data-papers]');
  await shot('manifest-handed-over');
}

// ── merge ────────────────────────────────────────────────────────────────────────────────────────────────────────────

const merged = (n: number): string => `MG88000000${String(n).padStart(2, '0')}`;
const mergeAlerts: readonly PreAlert[] = [
  ...Array.from({ length: 10 }, (_, n) => alert(merged(n + 1), { customer: 'C1' })),
  alert(merged(11), { customer: 'C2' }),
];

async function mergeScreens(floor: Floor, shot: Shot): Promise<void> {
  const { display } = floor;
  await go(floor, 'weigh');
  await floor.seesNumber('0.000 kg');
  for (const [index, { waybill }] of mergeAlerts.entries()) await floor.weigh(waybill, 600 + index * 10);
  await go(floor, 'merge');
  await shot('merge-idle');
  display.scan(merged(1));
  await sees(floor, '[data-count="1"]');
  await shot('merge-one');
  display.scan(merged(11));
  await floor.waitForCode('MERGE_NOT_TOGETHER');
  await shot('merge-not-together');
  for (let n = 2; n <= 10; n += 1) {
    display.scan(merged(n));
    await sees(floor, `[data-count="${n}"]`);
  }
  await shot('merge-ten');
  display.press('F1');
  await sees(floor, '[data-box]');
  await shot('merge-planned');
  display.scan('HU00000771');
  await waitUntil('the carton closed', () => floor.journal().some(({ type }) => type === 'parcelsMerged'));
  await sees(floor, '[data-at="1"]');
  await shot('merge-next-carton');
  display.scan(merged(1));
  await floor.waitForCode('PARCEL_IN_MERGE');
  await shot('merge-in-carton-already');
}

// ── holds at the scale ───────────────────────────────────────────────────────────────────────────────────────────────

const held = (n: number): string => `HD880000000${n}`;

async function holdScreens(floor: Floor, shot: Shot): Promise<void> {
  const { display } = floor;
  await hold(floor, held(1));
  await untilHeld(floor, held(1));
  await shot('held');
  display.press('F9');
  await sees(floor, '[data-credential]');
  await shot('held-lead-asked');
  display.press('Escape');
  await floor.waitForCode('PARCEL_HELD');
  display.scan('PLACE:H2');
  await floor.waitForPhase('idle');
  await shot('held-put-aside');
  display.scan(held(3));
  await floor.waitForPhase('await-weight');
  floor.put(3_000);
  await floor.waitForCode('WEIGHT_DIFFERS');
  await shot('weight-differs');
  await floor.clear();
  display.scan(held(4));
  await floor.waitForPhase('await-weight');
  floor.put(25);
  await floor.waitForCode('PARCEL_DOUBTFUL');
  await shot('doubtful');
}

// ── the queue, with what a lead decides ──────────────────────────────────────────────────────────────────────────────

const queueAlerts = [alert('YT7700000001'), alert('YT7700000002')];

async function queueScreens(floor: Floor, shot: Shot): Promise<void> {
  const queue = await queueOf(floor);
  const { display } = floor;
  await queue.start();
  await queue.otherStation();
  await queue.sayOtherwise();
  display.press('F10');
  await queue.screen('queue');
  await waitUntil('two things for a lead', async () => (await queue.count('for-lead')) === 2, 90_000);
  await shot('queue-for-lead');
  display.press('F10');
  await shot('queue-next');
  display.press('F1');
  await waitUntil('a lead asked for', async () => (await queue.shown('data-credential')) === 'who');
  await shot('queue-lead-asked');
  display.scan(LEAD.badge);
  await waitUntil('the lead taken', async () => (await queue.shown('data-credential')) === '');
  await shot('queue-lead-decides');
  display.press('F5');
  await sees(floor, '[data-export], .export');
  await shot('queue-export');
  display.press('F1');
  await waitUntil('written', async () => (await queue.shown('data-written')).includes('.xlsx'));
  await shot('queue-exported');
}

const queues = new WeakMap<Floor, QueueFloor>();
async function queueOf(floor: Floor): Promise<QueueFloor> {
  const known = queues.get(floor) ?? (await QueueFloor.over(floor, queueAlerts));
  queues.set(floor, known);
  return known;
}

const numbered = async (floor: Floor): Promise<void> => {
  for (const series of ['bag', 'sscc'])
    await floor.admin(`/v1/series/${series}`, { method: 'PUT', body: JSON.stringify({ last: 99_999 }) });
};

export const floorScreenParts: readonly ScreenPart[] = [
  {
    name: 'bag',
    floor: { preAlerts: bagAlerts },
    start: async (floor) => {
      await numbered(floor);
      floor.settings({
        station: { name: 'W1', flows: ['weigh', 'bag', 'manifest'] },
        bagging: { companyPrefix: '9521234', from: 'SZX', tare: { value: '180', unit: 'g' } },
      });
      await floor.start({ until: 'screen' });
      await floor.knowsWork();
    },
    walk: bagScreens,
  },
  {
    name: 'merge',
    floor: { preAlerts: mergeAlerts },
    start: async (floor) => {
      floor.settings({ station: { name: 'W1', flows: ['weigh', 'merge'] } });
      await floor.start({ until: 'screen' });
      await floor.knowsWork();
    },
    walk: mergeScreens,
  },
  {
    name: 'holds',
    floor: {
      preAlerts: [...[alert(held(1)), alert(held(3), { declared: { value: '1.2', unit: 'kg' } }), alert(held(4))]],
    },
    start: async (floor) => {
      floor.settings();
      await floor.start();
    },
    walk: holdScreens,
  },
  {
    name: 'queue',
    floor: { preAlerts: queueAlerts },
    start: async (floor) => void (await queueOf(floor)),
    walk: queueScreens,
  },
];
