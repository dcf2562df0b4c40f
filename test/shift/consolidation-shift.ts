import { randomBytes } from 'node:crypto';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { hashSecret } from '../../electron/services/operator-check.ts';
import { builtInReference } from '../../shared/reference/built-in-reference.ts';
import { Floor } from '../support/floor.ts';
import { projectRoot } from '../support/station.ts';
import { waitUntil } from '../support/wait-until.ts';
import { planConsolidation, type ConsolidationPlan, type PlannedParcel, type Trouble } from './consolidation-plan.ts';
import { noFacts, type FloorFacts } from './floor-facts.ts';
import { reconcileConsolidation } from './reconcile-consolidation.ts';
import type { Reconciliation } from './reconciliation.ts';

export const WHOLE_SHIFT = 300;
/** A picture of the screen at which a shift stopped. */
const out = join(projectRoot, 'out', 'shift');
const OPERATOR = { id: 'op-7', name: '陈敏', role: 'operator' as const, badge: 'ID:WH-OP-0007' };
const LEAD = { id: 'lead-1', name: '李娟', role: 'lead' as const, badge: 'ID:WH-LEAD-0001' };

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
    const shift = new ConsolidationShift(floor, plan, say);
    await shift.begin();
    await shift.work();
    return await reconcileConsolidation(floor, plan, shift.facts);
  } catch (error) {
    mkdirSync(out, { recursive: true });
    await floor.station.page.screenshot({ path: join(out, 'stopped-here.png') }).catch(() => undefined);
    throw error;
  } finally {
    await floor.close();
  }
}

class ConsolidationShift {
  readonly facts: FloorFacts = noFacts();
  readonly #floor: Floor;
  readonly #plan: ConsolidationPlan;
  readonly #say: (text: string) => void;

  constructor(floor: Floor, plan: ConsolidationPlan, say: (text: string) => void) {
    this.#floor = floor;
    this.#plan = plan;
    this.#say = say;
  }

  async begin(): Promise<void> {
    const { lines, boxes } = builtInReference;
    const { preAlerts, holds } = this.#plan;
    const salt = randomBytes(16);
    const operators = await Promise.all(
      [OPERATOR, LEAD].map(async ({ badge, ...person }) => ({
        ...person,
        badge: await hashSecret(badge, undefined, salt),
      })),
    );
    await this.#floor.admin('/v1/supply', {
      method: 'PUT',
      body: JSON.stringify({ lines, boxes, preAlerts, holds, operators }),
    });
    this.#floor.settings({ station: { name: 'W1', flows: ['weigh'] } });
    await this.#floor.start({ until: 'screen' });
    await this.#floor.knowsWork();
    await this.#signIn();
    this.#say(`${preAlerts.length} parcels announced, ${this.#plan.bags.length} bags planned`);
  }

  async work(): Promise<void> {
    for (const bag of this.#plan.bags) {
      for (const parcel of bag.parcels) await this.#weighOne(parcel);
      this.#say(
        `${bag.name}: ${bag.parcels.length} parcels weighed, ${this.#floor.printer.labels.length} labels so far`,
      );
    }
    await this.#heldOne(this.#plan.heldBefore);
    await this.#unannounced();
  }

  // ── weighing ───────────────────────────────────────────────────────────────────────────────────────────────────────

  async #weighOne(parcel: PlannedParcel): Promise<void> {
    const { alert, trouble, grams } = parcel;
    const { waybill } = alert;
    const instead = this.#weighedInTrouble(trouble);
    if (instead !== undefined) return instead(parcel);
    await this.#before(trouble);
    await this.#weigh(waybill, grams);
    if (trouble === 'scanned-twice') {
      this.#floor.display.scan(waybill);
      await this.#floor.waitForCode('PARCEL_ALREADY_WEIGHED');
      this.#floor.display.press('F8');
      await this.#atRest();
    }
    if (trouble === 'undone-and-weighed-again') {
      this.#floor.display.press('F8');
      await waitUntil('the undoing on the disk', () =>
        this.#floor
          .journal()
          .some(({ type, payload }) => type === 'parcelWeighingVoided' && payload['waybill'] === waybill),
      );
      this.facts.labelsThrownAway += 1;
      await this.#atRest();
      await this.#weigh(waybill, grams);
    }
  }

  #weighedInTrouble(trouble: Trouble | undefined): ((parcel: PlannedParcel) => Promise<void>) | undefined {
    if (trouble === 'killed-while-weighing') return (parcel) => this.#killedWhileWeighing(parcel);
    if (trouble === 'scale-unplugged') return (parcel) => this.#unpluggedInTheMiddle(parcel);
    return trouble === 'printer-resets' ? (parcel) => this.#resetWhilePrinting(parcel) : undefined;
  }

  /** What happens to the house and not to the parcel. */
  async #before(trouble: Trouble | undefined): Promise<void> {
    if (trouble === 'cloud-stops') {
      await this.#floor.cloud?.stop();
      this.#say('the cloud is stopped');
    }
    if (trouble === 'cloud-returns') {
      await this.#floor.cloud?.start();
      this.#say('the cloud is back');
    }
    if (trouble === 'device-host-killed') await this.#deviceHostKilled();
  }

  async #weigh(waybill: string, grams: number): Promise<void> {
    await this.#scanForWeight(waybill);
    this.#floor.put(grams);
    await this.#floor.waitForBooked(waybill, 'sent');
    this.facts.weighed.set(waybill, grams);
    await this.#floor.lift();
  }

  async #scanForWeight(waybill: string): Promise<void> {
    this.#floor.display.scan(waybill);
    await this.#floor.waitForPhase('await-weight');
  }

  async #killedWhileWeighing({ alert: { waybill }, grams }: PlannedParcel): Promise<void> {
    this.#say('the application is killed with a parcel on the plate');
    await this.#scanForWeight(waybill);
    this.#floor.put(grams);
    await waitUntil('the weight to settle', async () =>
      ['settling', 'booking', 'booked'].includes((await this.#floor.phase()) ?? ''),
    );
    await this.#floor.killStation();
    const booked = this.#isBooked(waybill);
    await this.#startAgain();
    // The last label may be one that nobody knows of: the person looks at the printer, as the station asks.
    await this.#answerUnknownLabel(waybill);
    if (booked) this.facts.weighed.set(waybill, grams);
    await this.#atRest();
    if (!booked) await this.#weigh(waybill, grams);
  }

  async #unpluggedInTheMiddle({ alert: { waybill }, grams }: PlannedParcel): Promise<void> {
    await this.#scanForWeight(waybill);
    this.#floor.scale.unplug();
    await this.#floor.waitForCode('SCALE_LOST');
    await this.#floor.scale.plug();
    this.#floor.put(0);
    await this.#floor.waitForPhase('await-weight');
    await this.#floor.seesNumber('0.000 kg');
    this.#floor.put(grams);
    await this.#floor.waitForBooked(waybill, 'sent');
    this.facts.weighed.set(waybill, grams);
    await this.#floor.lift();
  }

  async #resetWhilePrinting({ alert: { waybill }, grams }: PlannedParcel): Promise<void> {
    this.#floor.printer.fault = 'reset-mid-job';
    await this.#scanForWeight(waybill);
    this.#floor.put(grams);
    await this.#floor.waitForBooked(waybill);
    this.facts.weighed.set(waybill, grams);
    this.#floor.put(0);
    await this.#floor.waitForCode('LABEL_UNKNOWN');
    await this.#answerUnknownLabel(waybill);
    await this.#atRest();
  }

  async #deviceHostKilled(): Promise<void> {
    const host = this.#floor.child('device-host');
    if (host === undefined) throw new Error('no device host found');
    this.#say('the device host is killed');
    process.kill(host, 'SIGKILL');
    await waitUntil('another device host', () => {
      const now = this.#floor.child('device-host');
      return now !== undefined && now !== host;
    });
    await this.#floor.seesNumber('0.000 kg');
  }

  /** "Did it come out?" The printer keeps what it has printed: that is what the person sees there. */
  async #answerUnknownLabel(waybill: string): Promise<void> {
    if ((await this.#floor.band()).code !== 'LABEL_UNKNOWN') return;
    const cameOut = this.#floor.printer.labels.some((zpl) => zpl.includes(waybill));
    this.#floor.display.press(cameOut ? 'F1' : 'F2');
    await waitUntil('the question to be answered', async () => (await this.#floor.band()).code !== 'LABEL_UNKNOWN');
    if (!cameOut)
      await waitUntil('the label after all', () => this.#floor.printer.labels.some((zpl) => zpl.includes(waybill)));
  }

  async #heldOne({ alert: { waybill } }: PlannedParcel): Promise<void> {
    this.#floor.display.scan(waybill);
    await this.#floor.waitForCode('PARCEL_HELD');
    this.#floor.display.scan('PLACE:H2');
    await this.#atRest();
    this.facts.held.add(waybill);
  }

  async #unannounced(): Promise<void> {
    const { waybill, grams } = this.#plan.unannounced;
    this.#floor.display.scan(waybill);
    await this.#floor.waitForCode('PARCEL_UNANNOUNCED');
    this.#floor.display.press('F1');
    await this.#floor.waitForPhase('await-weight');
    this.#floor.display.scan('BOX:20x15x10');
    this.#floor.put(grams);
    await this.#floor.waitForBooked(waybill, 'sent');
    this.facts.weighed.set(waybill, grams);
    await this.#floor.lift();
  }

  // ── the station ────────────────────────────────────────────────────────────────────────────────────────────────────

  async #startAgain(): Promise<void> {
    this.#floor.put(0);
    await this.#floor.start({ until: 'screen' });
    await this.#signIn();
  }

  async #signIn(): Promise<void> {
    await this.#screen('sign-in');
    this.#floor.display.scan(OPERATOR.badge);
    await waitUntil('somebody signed in', async () => (await this.#screenNow()) !== 'sign-in');
    await waitUntil('a bench that answers', async () => (await this.#floor.phase()) !== null);
  }

  #isBooked(waybill: string): boolean {
    return this.#floor
      .journal()
      .some(({ type, payload }) => type === 'parcelWeighed' && payload['waybill'] === waybill);
  }

  #screenNow(): Promise<string | null> {
    return this.#floor.station.page.locator('main[data-screen]').getAttribute('data-screen');
  }
  #screen(name: string): Promise<boolean> {
    return waitUntil(`screen ${name}`, async () => (await this.#screenNow()) === name);
  }
  #atRest(): Promise<boolean> {
    return waitUntil(
      'a bench at rest',
      async () => (await this.#floor.phase()) === 'idle' && (await this.#floor.band()).code === '',
    );
  }
}
