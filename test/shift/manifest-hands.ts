import { waitUntil } from '../support/wait-until.ts';
import type { StationHands } from './station-hands.ts';

/** The hands at the dock: the bags of a line onto one load, the sheet signed, the driver gone. */
export class ManifestHands {
  readonly #hands: StationHands;

  constructor(hands: StationHands) {
    this.#hands = hands;
  }

  async handOver(line: string): Promise<void> {
    const { floor, facts } = this.#hands;
    const bags = facts.bags.filter((bag) => bag.line === line);
    await this.#hands.go('manifest');
    floor.display.scan(`LINE:${line}`);
    await floor.waitForPhase('loading');
    for (const [index, { unitNumber }] of bags.entries()) {
      floor.display.scan(unitNumber);
      await waitUntil(
        `bag ${unitNumber} on the load`,
        async () => (await this.#hands.shown('data-loaded')) === String(index + 1),
      );
    }
    // As it stands on the sheet that the driver signs.
    const sheet = (await this.#hands.shown('data-manifest')) ?? '';
    floor.display.press('F1');
    // Nothing of this line is left: no question, the sheet is signed at once.
    await floor.waitForPhase('signing');
    floor.display.scan(sheet);
    await floor.waitForPhase('handed-over');
    await waitUntil('the papers of the load', async () => (await this.#hands.shown('data-papers')) !== null);
    for (const { unitNumber } of bags) facts.handedOver.add(unitNumber);
    this.#hands.say(`${line}: ${bags.length} bags handed over on ${sheet}`);
  }
}
