import { waitUntil } from '../support/wait-until.ts';
import type { ConsolidationPlan, PlannedParcel, Trouble } from './consolidation-plan.ts';
import type { StationHands } from './station-hands.ts';

/** The hands at the scale: each parcel, and each trouble that comes while it is in hand. */
export class WeighHands {
  readonly #hands: StationHands;

  constructor(hands: StationHands) {
    this.#hands = hands;
  }

  async weigh(parcel: PlannedParcel): Promise<void> {
    const { alert, trouble, grams } = parcel;
    const { waybill } = alert;
    const instead = this.#weighedInTrouble(trouble);
    if (instead !== undefined) return instead(parcel);
    await this.#before(trouble);
    await this.#book(waybill, grams);
    if (trouble === 'scanned-twice') {
      this.#hands.floor.display.scan(waybill);
      await this.#hands.floor.waitForCode('PARCEL_ALREADY_WEIGHED');
      this.#hands.floor.display.press('F8');
      await this.#hands.atRest();
    }
    if (trouble === 'undone-and-weighed-again') {
      this.#hands.floor.display.press('F8');
      await waitUntil('the undoing on the disk', () =>
        this.#hands.floor
          .journal()
          .some(({ type, payload }) => type === 'parcelWeighingVoided' && payload['waybill'] === waybill),
      );
      this.#hands.facts.labelsThrownAway += 1;
      await this.#hands.atRest();
      await this.#book(waybill, grams);
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
      await this.#hands.floor.cloud?.stop();
      this.#hands.say('the cloud is stopped');
    }
    if (trouble === 'cloud-returns') {
      await this.#hands.floor.cloud?.start();
      this.#hands.say('the cloud is back');
    }
    if (trouble === 'device-host-killed') await this.#deviceHostKilled();
  }

  async #book(waybill: string, grams: number): Promise<void> {
    await this.#scanForWeight(waybill);
    this.#hands.floor.put(grams);
    await this.#hands.floor.waitForBooked(waybill, 'sent');
    this.#hands.facts.weighed.set(waybill, grams);
    await this.#hands.floor.lift();
  }

  async #scanForWeight(waybill: string): Promise<void> {
    this.#hands.floor.display.scan(waybill);
    await this.#hands.floor.waitForPhase('await-weight');
  }

  async #killedWhileWeighing({ alert: { waybill }, grams }: PlannedParcel): Promise<void> {
    this.#hands.say('the application is killed with a parcel on the plate');
    await this.#scanForWeight(waybill);
    this.#hands.floor.put(grams);
    await waitUntil('the weight to settle', async () =>
      ['settling', 'booking', 'booked'].includes((await this.#hands.floor.phase()) ?? ''),
    );
    await this.#hands.floor.killStation();
    const booked = this.#hands.has('parcelWeighed', waybill);
    await this.#hands.startAgain();
    await this.#hands.go('weigh');
    await waitUntil('the bench after the start', async () => (await this.#hands.floor.phase()) !== null);
    // The last label may be one that nobody knows of: the person looks at the printer, as the station asks.
    await this.#answerUnknownLabel(waybill);
    if (booked) this.#hands.facts.weighed.set(waybill, grams);
    await this.#hands.atRest();
    if (!booked) await this.#book(waybill, grams);
  }

  async #unpluggedInTheMiddle({ alert: { waybill }, grams }: PlannedParcel): Promise<void> {
    await this.#scanForWeight(waybill);
    this.#hands.floor.scale.unplug();
    await this.#hands.floor.waitForCode('SCALE_LOST');
    await this.#hands.floor.scale.plug();
    this.#hands.floor.put(0);
    await this.#hands.floor.waitForPhase('await-weight');
    await this.#hands.floor.seesNumber('0.000 kg');
    this.#hands.floor.put(grams);
    await this.#hands.floor.waitForBooked(waybill, 'sent');
    this.#hands.facts.weighed.set(waybill, grams);
    await this.#hands.floor.lift();
  }

  async #resetWhilePrinting({ alert: { waybill }, grams }: PlannedParcel): Promise<void> {
    this.#hands.floor.printer.fault = 'reset-mid-job';
    await this.#scanForWeight(waybill);
    this.#hands.floor.put(grams);
    // The question may stand there before the receipt was seen.
    await waitUntil('the weighing on the disk', () => this.#hands.has('parcelWeighed', waybill));
    this.#hands.facts.weighed.set(waybill, grams);
    this.#hands.floor.put(0);
    await this.#hands.floor.waitForCode('LABEL_UNKNOWN');
    await this.#answerUnknownLabel(waybill);
    await this.#hands.atRest();
  }

  async #deviceHostKilled(): Promise<void> {
    const host = this.#hands.floor.child('device-host');
    if (host === undefined) throw new Error('no device host found');
    this.#hands.say('the device host is killed');
    process.kill(host, 'SIGKILL');
    await waitUntil('another device host', () => {
      const now = this.#hands.floor.child('device-host');
      return now !== undefined && now !== host;
    });
    await this.#hands.floor.seesNumber('0.000 kg');
  }

  /** "Did it come out?" The printer keeps what it has printed: that is what the person sees there. */
  async #answerUnknownLabel(waybill: string): Promise<void> {
    if ((await this.#hands.floor.band()).code !== 'LABEL_UNKNOWN') return;
    const cameOut = this.#hands.floor.printer.labels.some((zpl) => zpl.includes(waybill));
    this.#hands.floor.display.press(cameOut ? 'F1' : 'F2');
    await waitUntil(
      'the question to be answered',
      async () => (await this.#hands.floor.band()).code !== 'LABEL_UNKNOWN',
    );
    if (!cameOut)
      await waitUntil('the label after all', () =>
        this.#hands.floor.printer.labels.some((zpl) => zpl.includes(waybill)),
      );
  }

  async meetHeld({ alert: { waybill } }: PlannedParcel): Promise<void> {
    this.#hands.floor.display.scan(waybill);
    await this.#hands.floor.waitForCode('PARCEL_HELD');
    this.#hands.floor.display.scan('PLACE:H2');
    await this.#hands.atRest();
    this.#hands.facts.held.add(waybill);
  }

  /** 合箱: each weighed for itself, then together in one carton, by scans. */
  async merge({ parcels, unit, grams }: ConsolidationPlan['merge']): Promise<void> {
    const { floor, facts } = this.#hands;
    for (const parcel of parcels) await this.weigh(parcel);
    await this.#hands.go('merge');
    for (const [index, { alert }] of parcels.entries()) {
      floor.display.scan(alert.waybill);
      await waitUntil(
        `${alert.waybill} among the merged`,
        async () => (await this.#hands.shown('data-count')) === String(index + 1),
      );
    }
    floor.display.press('F1');
    await waitUntil('the best carton', async () => (await this.#hands.shown('data-box')) !== null);
    floor.display.scan(unit);
    await floor.waitForPhase('await-weight');
    floor.put(grams);
    await floor.waitForBooked(unit, 'sent');
    facts.weighed.set(unit, grams);
    facts.merged.set(
      unit,
      parcels.map(({ alert }) => alert.waybill),
    );
    await floor.lift();
    floor.display.scan(parcels[0]?.alert.waybill ?? '');
    await floor.waitForCode('PARCEL_IN_MERGE');
    floor.display.press('F8');
    await this.#hands.atRest();
    this.#hands.say(`${parcels.length} parcels of one customer are carton ${unit}`);
  }

  async meetUnannounced({ waybill, grams }: ConsolidationPlan['unannounced']): Promise<void> {
    this.#hands.floor.display.scan(waybill);
    await this.#hands.floor.waitForCode('PARCEL_UNANNOUNCED');
    this.#hands.floor.display.press('F1');
    await this.#hands.floor.waitForPhase('await-weight');
    this.#hands.floor.display.scan('BOX:20x15x10');
    this.#hands.floor.put(grams);
    await this.#hands.floor.waitForBooked(waybill, 'sent');
    this.#hands.facts.weighed.set(waybill, grams);
    await this.#hands.floor.lift();
  }
}
