import { randomBytes } from 'node:crypto';
import { chmodSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { hashSecret } from '../../electron/services/operator-check.ts';
import { CloudClient } from '../../electron/services/cloud-client.ts';
import { builtInReference } from '../../shared/reference/built-in-reference.ts';
import { headOf } from './cloud-in-process.ts';
import { Floor, type FloorOptions } from './floor.ts';
import { chained } from './operations.ts';
import { waitUntil } from './wait-until.ts';

export const OPERATOR = { id: 'op-7', name: '陈敏', role: 'operator' as const, badge: 'ID:WH-OP-0007' };
export const LEAD = { id: 'lead-1', name: '李娟', role: 'lead' as const, badge: 'ID:WH-LEAD-0001' };
const OTHER = 'OTHER1';

const bagClosed = (bag: string, parcels: number, kilograms: string) => ({
  ...{ type: 'bagClosed', entity: `bag:${bag}` },
  payload: { bag, line: 'US-A', parcels, gross: { value: kilograms, unit: 'kg' }, grossMilligrams: parcels * 1e6 },
});
const bagged = (waybill: string, bag: string) => ({
  ...{ type: 'parcelBagged', entity: `parcel:${waybill}` },
  payload: { waybill, bag },
});

/** A bench with people, a stick, and another station that says otherwise about a bag and a parcel. */
export class QueueFloor {
  readonly floor: Floor;
  readonly stick: string;

  private constructor(floor: Floor) {
    this.floor = floor;
    this.stick = join(floor.home, 'stick', 'WEIGHHOUSE');
    mkdirSync(this.stick, { recursive: true });
    chmodSync(this.stick, 0o777);
  }

  static async open(options: FloorOptions): Promise<QueueFloor> {
    return QueueFloor.over(await Floor.open(options), options.preAlerts);
  }

  /** A floor that is there already, before its station is started. */
  static async over(floor: Floor, preAlerts: FloorOptions['preAlerts'] = []): Promise<QueueFloor> {
    const queue = new QueueFloor(floor);
    const salt = randomBytes(16);
    const operators = await Promise.all(
      [OPERATOR, LEAD].map(async ({ badge, ...person }) => ({
        ...person,
        badge: await hashSecret(badge, undefined, salt),
      })),
    );
    const { lines, boxes } = builtInReference;
    const content = { lines, boxes, preAlerts, operators };
    await floor.admin('/v1/supply', { method: 'PUT', body: JSON.stringify(content) });
    floor.settings({ journal: { exportTo: queue.stick } });
    return queue;
  }

  async start(): Promise<void> {
    const { floor } = this;
    await floor.start({ until: 'screen' });
    await floor.knowsWork();
    await this.screen('sign-in');
    floor.display.scan(OPERATOR.badge);
    await waitUntil('somebody signed in', async () => (await this.screenNow()) !== 'sign-in');
  }

  /** What the other station said first. */
  async otherStation(): Promise<void> {
    const { cloud } = this.floor;
    if (cloud === undefined) throw new Error('this floor has no cloud');
    const client = new CloudClient(() => ({ url: cloud.url, token: String(cloud.tokens()['live']) }));
    const records = chained(OTHER, 1, [bagClosed('B7', 20, '18.4'), bagged('YT7700000009', 'B7')]);
    const answer = await client.push(headOf(OTHER), records);
    if (answer.outcome !== 'accepted') throw new Error(JSON.stringify(answer));
  }

  /** What the bag bench of this station says: the same bag with other content, the same parcel in another bag, and more on that bag. */
  async sayOtherwise(): Promise<void> {
    await this.append(bagClosed('B7', 19, '17.6'));
    await this.append({ ...bagged('YT7700000008', 'B7'), entity: 'bag:B7' });
    await this.append(bagged('YT7700000009', 'B8'));
  }

  async append(operation: { type: string; entity: string; payload: object }): Promise<void> {
    const answer = await this.floor.station.page.evaluate(async (given) => {
      const { weighhouse } = window as unknown as {
        weighhouse: { invoke(name: string, input: unknown): Promise<unknown> };
      };
      return (await weighhouse.invoke('operation.append', given)) as { ok: boolean; error?: unknown };
    }, operation);
    if (!answer.ok) throw new Error(`${operation.type}: ${JSON.stringify(answer.error)}`);
  }

  screenNow(): Promise<string | null> {
    return this.floor.station.page.locator('main[data-screen]').getAttribute('data-screen');
  }
  screen(name: string): Promise<boolean> {
    return waitUntil(`screen ${name}`, async () => (await this.screenNow()) === name);
  }
  async count(name: 'here' | 'cloud' | 'only-here' | 'for-lead'): Promise<number> {
    const text = await this.floor.station.page.locator(`[data-count="${name}"]`).innerText();
    return Number(text.replaceAll(/[^\d]/g, ''));
  }
  /** Of the first element that has it; '' when there is none. */
  async shown(attribute: string): Promise<string> {
    const found = this.floor.station.page.locator(`[${attribute}]`).first();
    return (await found.count()) === 0 ? '' : ((await found.getAttribute(attribute).catch(() => '')) ?? '');
  }
  entry(): Promise<string> {
    return this.shown('data-entry');
  }
}
