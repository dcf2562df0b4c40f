import { randomBytes } from 'node:crypto';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { hashSecret } from '../../electron/services/operator-check.ts';
import { builtInReference } from '../../shared/reference/built-in-reference.ts';
import { Floor } from '../support/floor.ts';
import { projectRoot } from '../support/station.ts';
import { BagHands } from './bag-hands.ts';
import { planConsolidation, type ConsolidationPlan, type PlannedBag } from './consolidation-plan.ts';
import { noFacts } from './floor-facts.ts';
import { ManifestHands } from './manifest-hands.ts';
import { reconcileConsolidation } from './reconcile-consolidation.ts';
import type { Reconciliation } from './reconciliation.ts';
import { StationHands } from './station-hands.ts';
import { WeighHands } from './weigh-hands.ts';

export const WHOLE_SHIFT = 300;
/** A picture of the screen at which a shift stopped. */
const out = join(projectRoot, 'out', 'shift');
const OPERATOR = { id: 'op-7', name: '陈敏', role: 'operator' as const, badge: 'ID:WH-OP-0007' };
const LEAD = { id: 'lead-1', name: '李娟', role: 'lead' as const, badge: 'ID:WH-LEAD-0001' };
const BAGGING = { companyPrefix: '6901234', tare: { value: '180', unit: 'g' } };

/**
 * A shift of the consolidation floor through the real application: scans are X keys, weights come through a pty, labels go to a TCP
 * printer, the cloud is on PostgreSQL. What the hands did is written down here and compared with what the records say at the end.
 */
export async function playConsolidationShift({
  seed,
  size = WHOLE_SHIFT,
  say,
}: {
  readonly seed: number;
  readonly size?: number | undefined;
  readonly say: (text: string) => void;
}): Promise<Reconciliation> {
  const plan = planConsolidation(seed, size);
  const floor = await Floor.open({ preAlerts: plan.preAlerts });
  try {
    const hands = new StationHands(floor, noFacts(), OPERATOR.badge, say);
    await begin(hands, plan);
    await work(hands, plan);
    return await reconcileConsolidation(floor, plan, hands.facts);
  } catch (error) {
    mkdirSync(out, { recursive: true });
    await floor.station.page.screenshot({ path: join(out, 'stopped-here.png') }).catch(() => undefined);
    throw error;
  } finally {
    await floor.close();
  }
}

async function begin(hands: StationHands, { preAlerts, holds, bags }: ConsolidationPlan): Promise<void> {
  const { floor, say } = hands;
  const { lines, boxes } = builtInReference;
  const salt = randomBytes(16);
  const operators = await Promise.all(
    [OPERATOR, LEAD].map(async ({ badge, ...person }) => ({
      ...person,
      badge: await hashSecret(badge, undefined, salt),
    })),
  );
  await floor.admin('/v1/supply', {
    method: 'PUT',
    body: JSON.stringify({ lines, boxes, preAlerts, holds, operators }),
  });
  for (const series of ['bag', 'sscc'])
    await floor.admin(`/v1/series/${series}`, { method: 'PUT', body: JSON.stringify({ last: 99_999 }) });
  floor.settings({ station: { name: 'W1', flows: ['weigh', 'merge', 'bag', 'manifest'] }, bagging: BAGGING });
  await floor.start({ until: 'screen' });
  await floor.knowsWork();
  await hands.signIn();
  say(`${preAlerts.length} parcels announced, ${bags.length} bags planned`);
}

/** Two bags hang open at a time, of different kinds, and fill side by side. */
async function work(hands: StationHands, plan: ConsolidationPlan): Promise<void> {
  const weighing = new WeighHands(hands);
  const bagging = new BagHands(hands);
  for (let at = 0; at < plan.bags.length; at += 2) {
    const pair = plan.bags.slice(at, at + 2);
    await hands.go('weigh');
    for (const { parcels } of pair) for (const parcel of parcels) await weighing.weigh(parcel);
    for (const [bag, index] of sideBySide(pair)) {
      const parcel = bag.parcels[index];
      if (parcel !== undefined)
        await bagging.put(
          parcel,
          bag,
          pair.find((one) => one !== bag),
        );
    }
    for (const bag of pair) await bagging.seal(bag);
    hands.say(`${pair.map(({ name }) => name).join(' and ')}: weighed, bagged, sealed`);
  }
  await hands.go('weigh');
  await weighing.meetHeld(plan.heldBefore);
  await weighing.meetUnannounced(plan.unannounced);
  await weighing.merge(plan.merge);
  const loading = new ManifestHands(hands);
  for (const line of new Set(plan.bags.map((bag) => bag.line))) await loading.handOver(line);
}

function sideBySide(bags: readonly PlannedBag[]): (readonly [PlannedBag, number])[] {
  const most = Math.max(...bags.map(({ parcels }) => parcels.length));
  return Array.from({ length: most }, (_, index) => bags.map((bag) => [bag, index] as const)).flat();
}
