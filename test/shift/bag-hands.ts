import { waitUntil } from '../support/wait-until.ts';
import type { PlannedBag, PlannedParcel } from './consolidation-plan.ts';
import type { StationHands } from './station-hands.ts';

/** The hands at the bag stands: parcels in, bags sealed on the scale. */
export class BagHands {
  readonly #hands: StationHands;
  /** Letter of the stand at which the bag of this plan hangs. */
  readonly #letters = new Map<PlannedBag, string>();
  readonly #inside = new Map<PlannedBag, PlannedParcel[]>();

  constructor(hands: StationHands) {
    this.#hands = hands;
  }

  async put(parcel: PlannedParcel, bag: PlannedBag, other: PlannedBag | undefined): Promise<void> {
    const { floor } = this.#hands;
    const { waybill } = parcel.alert;
    await this.#hands.go('bag');
    if (parcel.trouble === 'held-after-weighing') return this.#heldMeanwhile(waybill);
    await this.#name(waybill, bag);
    if (parcel.trouble === 'killed-while-bagging') {
      this.#hands.say('the application is killed with a parcel between scale and bag');
      await floor.killStation();
      await this.#hands.startAgain();
      await this.#hands.go('bag');
      await this.#name(waybill, bag);
    }
    const wrong = other === undefined ? undefined : this.#letters.get(other);
    if (parcel.trouble === 'wrong-bag') {
      if (wrong === undefined) throw new Error('no other bag hangs here to be the wrong one');
      floor.display.scan(`BAG:${wrong}`);
      await waitUntil('the wrong bag refused', async () => (await floor.band()).tone === 'stop');
    }
    floor.display.scan(`BAG:${this.#letters.get(bag) ?? ''}`);
    await this.#bagged(waybill);
    this.#inside.set(bag, [...(this.#inside.get(bag) ?? []), parcel]);
  }

  /** Weighed, closed and labelled; first without the parcel that was left beside it, if one was. */
  async seal(bag: PlannedBag): Promise<void> {
    const { floor } = this.#hands;
    const parcels = this.#inside.get(bag) ?? [];
    const grossGrams = bag.tareGrams + parcels.reduce((sum, { grams }) => sum + grams, 0);
    await this.#hands.go('bag');
    floor.display.scan(`BAG:${this.#letters.get(bag) ?? ''}`);
    await floor.waitForPhase('await-parcel');
    floor.display.press('F1');
    await floor.waitForPhase('weigh-bag');
    const forgotten = parcels.find(({ alert }) => alert.waybill === bag.forgotten);
    if (forgotten !== undefined) {
      floor.put(grossGrams - forgotten.grams);
      await floor.waitForPhase('sum');
      const named = (await this.#hands.shown('data-likeliest')) ?? '';
      this.#hands.say(`${bag.name}: the scale lacks ${forgotten.grams} g, the sum names ${named}`);
      if (named !== forgotten.alert.waybill)
        throw new Error(`the sum names ${named}, left beside the bag was ${forgotten.alert.waybill}`);
      floor.put(0);
      floor.display.press('F1');
      await floor.waitForPhase('weigh-bag');
      await floor.seesNumber('0.000 kg');
    }
    floor.put(grossGrams);
    await floor.waitForPhase('sealed');
    const unitNumber = await waitUntil('the number of the bag', () =>
      this.#hands.shown('data-unit').then((n) => n ?? false),
    );
    await waitUntil('its label', async () => (await this.#hands.shown('data-label')) === 'sent');
    this.#hands.facts.bags.push({
      line: bag.line,
      parcels: parcels.map(({ alert }) => alert.waybill),
      grossGrams,
      unitNumber,
    });
    floor.put(0);
    this.#letters.delete(bag);
  }

  /** The parcel names its bag: the one of its kind that hangs open, or an empty stand for a new one. */
  async #name(waybill: string, bag: PlannedBag): Promise<void> {
    const { floor } = this.#hands;
    floor.display.scan(waybill);
    const phase = await waitUntil('the bag to be named', async () => {
      const now = await floor.phase();
      return (now === 'await-bag' || now === 'await-new-bag') && (await floor.band()).subject === waybill
        ? now
        : undefined;
    });
    const letter = (await this.#hands.shown('data-bag')) ?? '';
    const known = this.#letters.get(bag);
    if (phase === 'await-new-bag' && known === undefined) this.#letters.set(bag, letter);
    else if (letter !== known)
      throw new Error(`${waybill} is sent to bag ${letter}, it belongs into ${known ?? 'a new one'}`);
  }

  #bagged(waybill: string): Promise<boolean> {
    return waitUntil(
      `${waybill} in its bag`,
      async () => (await this.#hands.floor.phase()) === 'bagged' && this.#hands.has('parcelBagged', waybill),
    );
  }

  /** The office holds it after it was weighed: the bench learns of it and stops it before it leaves the hand. */
  async #heldMeanwhile(waybill: string): Promise<void> {
    const { floor, facts } = this.#hands;
    const hold = { waybill, reason: 'customs-check', sinceMs: 1_795_000_100_000 };
    await floor.admin('/v1/supply', { method: 'POST', body: JSON.stringify({ put: [{ kind: 'hold', data: hold }] }) });
    await waitUntil(
      'the bench to know the hold',
      async () => {
        floor.display.scan(waybill);
        const code = await waitUntil('an answer to the scan', async () => {
          const { code, subject } = await floor.band();
          return subject === waybill && (code !== '' || (await floor.phase()) !== 'idle') ? code : undefined;
        }).catch(() => '');
        floor.display.press('F8');
        await this.#hands.atRest();
        return code === 'PARCEL_HELD';
      },
      60_000,
    );
    facts.keptOut.add(waybill);
  }
}
