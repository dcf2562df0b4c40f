import type { FlowId } from '../../shared/settings/flow-id.ts';
import type { Floor } from '../support/floor.ts';
import { waitUntil } from '../support/wait-until.ts';
import type { FloorFacts } from './floor-facts.ts';

/** What a person does at any bench: sign in, go to another one, start the station again. Writes down what the hands did. */
export class StationHands {
  readonly floor: Floor;
  readonly facts: FloorFacts;
  readonly say: (text: string) => void;
  readonly #badge: string;

  constructor(floor: Floor, facts: FloorFacts, badge: string, say: (text: string) => void) {
    this.floor = floor;
    this.facts = facts;
    this.say = say;
    this.#badge = badge;
  }

  /** The flow is on the screen and nothing is half done. */
  async go(flow: FlowId): Promise<void> {
    if ((await this.screenNow()) === flow) return;
    this.floor.display.scan(`CMD:${flow.toUpperCase()}`);
    await this.screen(flow);
  }

  async startAgain(): Promise<void> {
    this.floor.put(0);
    await this.floor.start({ until: 'screen' });
    await this.signIn();
  }

  async signIn(): Promise<void> {
    await this.screen('sign-in');
    this.floor.display.scan(this.#badge);
    await waitUntil('somebody signed in', async () => (await this.screenNow()) !== 'sign-in');
  }

  /** An operation of that type about that parcel or bag is in the journal. */
  has(type: string, subject: string): boolean {
    return this.floor
      .journal()
      .some(({ type: of, payload }) => of === type && (payload['waybill'] === subject || payload['bag'] === subject));
  }

  screenNow(): Promise<string | null> {
    return this.floor.station.page.locator('main[data-screen]').getAttribute('data-screen');
  }
  screen(name: string): Promise<boolean> {
    return waitUntil(`screen ${name}`, async () => (await this.screenNow()) === name);
  }
  atRest(): Promise<boolean> {
    return waitUntil(
      'a bench at rest',
      async () => (await this.floor.phase()) === 'idle' && (await this.floor.band()).code === '',
    );
  }
  /** An attribute of the first element that has it; null when there is none. */
  async shown(attribute: string): Promise<string | null> {
    const found = this.floor.station.page.locator(`[${attribute}]`);
    return (await found.count()) === 0
      ? null
      : found
          .first()
          .getAttribute(attribute, { timeout: 1_000 })
          .catch(() => null);
  }
}
