import {
  BOX,
  type OverseasPlan,
  type PlannedCarton,
  type PlannedOrder,
  type PlannedReturn,
} from '../shift/overseas-plan.ts';
import type { HandsDid } from '../shift/reconcile-overseas.ts';
import { codesOnLabel, type Floor } from './floor.ts';
import { waitUntil } from './wait-until.ts';

/** Another piece of the same article is another piece after this: the rule of rhythm (shared/stock/tell-units.ts). */
const NEXT_PIECE_MS = 1_900;

/** The keys of this station's flows on its home screen, in the order of its settings. */
export const OVERSEAS_FLOWS = ['receive', 'putaway', 'pack', 'returns', 'stock'] as const;

/** One worker at one station of the overseas floor: scans, keys, weights, and eyes on screen and labels. What was done is noted as on a pad. */
export class OverseasHands {
  readonly did: HandsDid = { cartons: 0, pieces: new Map(), packed: new Map(), returned: new Map() };
  readonly #floor: Floor;
  readonly #plan: OverseasPlan;
  #at = '';

  constructor(floor: Floor, plan: OverseasPlan) {
    this.#floor = floor;
    this.#plan = plan;
  }

  async go(flow: (typeof OVERSEAS_FLOWS)[number]): Promise<void> {
    if (this.#at === flow) return;
    const { display } = this.#floor;
    // F12 on the home screen goes on to the set-up.
    if ((await this.#find('main[data-screen="home"]').count()) === 0) display.press('F12');
    await this.#shown('main[data-screen="home"]');
    display.press(`F${OVERSEAS_FLOWS.indexOf(flow) + 1}`);
    await this.#shown(`main[data-screen="${flow}"]`);
    this.#at = flow;
  }

  async receive(owner: string, { carton, lines, bin }: PlannedCarton): Promise<void> {
    const { display } = this.#floor;
    await this.go('receive');
    display.scan(carton);
    await this.#phase('counting');
    for (const { sku, pieces } of lines) {
      display.scan(sku);
      await this.#shown(`.list li[data-sku="${sku}"].now, .list li[data-sku="${sku}"].done`);
      if (pieces > 1) await this.#pieces(pieces, 'counting');
    }
    display.scan(carton);
    await this.#saved(carton);
    await this.go('putaway');
    for (const { sku, pieces } of lines) {
      display.scan(sku);
      await this.#shown(`[data-phase="holding"]:has(.mono:text-is("${sku}"))`);
      if (pieces > 1) await this.#pieces(pieces, 'holding');
    }
    display.scan(bin);
    await this.#phase('done');
    this.did.cartons += 1;
    for (const { sku, pieces } of lines) this.#note(owner, sku, 'A', bin, pieces);
  }

  async pack({ order, owner, tote, lines, tracking }: PlannedOrder): Promise<void> {
    const floor = this.#floor;
    await this.go('pack');
    floor.display.scan(tote);
    await this.#phase('items');
    let [grams, packed] = [BOX.tareGrams, 0];
    const all = lines.reduce((sum, { pieces }) => sum + pieces, 0);
    for (const { sku, pieces } of lines)
      for (let piece = 0; piece < pieces; piece += 1) {
        if (piece > 0) await new Promise((resolve) => setTimeout(resolve, NEXT_PIECE_MS));
        floor.display.scan(sku);
        grams += this.#plan.skus.find((one) => one.sku === sku)?.grams ?? 0;
        packed += 1;
        if (packed === all) await this.#phase('await-weight');
        else await this.#shown(`[data-packed="${packed}"]`);
      }
    floor.put(grams);
    await this.#phase('closed');
    const job = (await this.#find('[data-phase="closed"]').getAttribute('data-job')) ?? '';
    this.did.packed.set(order, { job, tracking });
    for (const { sku, pieces, bin } of lines) this.#note(owner, sku, 'A', bin, -pieces);
    floor.put(0);
    await waitUntil('an empty plate', async () => (await floor.chip('scale')) === 'ok' || undefined);
  }

  async grade({ rma, owner, sku, answers }: PlannedReturn): Promise<void> {
    const { display, printer } = this.#floor;
    await this.go('returns');
    display.scan(rma);
    await this.#phase('await-item');
    display.scan(sku);
    await this.#phase('checking');
    const before = printer.labels.length;
    for (let turn = 0, now = await this.#question(); now !== ''; now = await this.#question(), turn += 1) {
      const choices = await this.#floor.station.page.locator('.answers > *').count();
      display.press(
        now === 'await-photo' ? 'F7' : `F${Math.min(answers[turn % answers.length] ?? 0, choices - 1) + 1}`,
      );
      if (now === 'await-photo') turn -= 1;
      await waitUntil('the next question', async () => (await this.#question()) !== now || undefined);
    }
    await this.#phase('await-scan-back');
    const stage = this.#find('[data-phase="await-scan-back"]');
    const [grade, job] = [await stage.getAttribute('data-grade'), await stage.getAttribute('data-job')];
    // The plate is read off the label that came out, by somebody else's decoder.
    const zpl = await waitUntil('a plate out of the printer', () => printer.labels[before]);
    const [plate = ''] = await codesOnLabel(zpl);
    display.scan(plate);
    await this.#phase('await-bin');
    const bin = (await this.#find('[data-tile]').getAttribute('data-tile')) ?? '';
    display.scan(bin);
    await this.#phase('done');
    this.did.returned.set(rma, { job: job ?? '', plate, bin, grade: grade ?? '' });
    this.#note(owner, sku, grade ?? '', bin, 1);
  }

  /** What the stock screen says lies in a bin, all articles. */
  async lookInto(bin: string): Promise<number> {
    await this.go('stock');
    this.#floor.display.scan(`BIN:${bin}`);
    await this.#shown(`[data-phase="bin"] .dest:has(span:text-is("${bin}"))`);
    return Number(await this.#find('[data-tile]').getAttribute('data-tile'));
  }

  /** A number typed by a person for the article scanned last. */
  async #pieces(pieces: number, then: string): Promise<void> {
    const { display } = this.#floor;
    display.press('F5');
    await this.#phase('quantity');
    display.type([...String(pieces)]);
    display.press('Return');
    await this.#phase(then);
  }

  /** The step that is asked now, 'await-photo', or '' when the grade stands. */
  async #question(): Promise<string> {
    const phase = await this.#floor.phase();
    if (phase === 'await-photo') return phase;
    if (phase !== 'checking') return '';
    const step = await this.#find('[data-step]')
      .getAttribute('data-step', { timeout: 500 })
      .catch(() => null);
    return step ?? this.#question();
  }

  #note(owner: string, sku: string, grade: string, bin: string, by: number): void {
    const key = [owner, sku, grade, bin].join(' ');
    this.did.pieces.set(key, (this.did.pieces.get(key) ?? 0) + by);
  }

  async #saved(subject: string): Promise<void> {
    await waitUntil(`${subject} saved`, async () => {
      const band = await this.#floor.band();
      return (band.tone === 'ok' && band.subject === subject) || undefined;
    });
  }
  #find(selector: string) {
    return this.#floor.station.page.locator(selector).first();
  }
  #shown(selector: string): Promise<void> {
    return this.#find(selector).waitFor({ timeout: 20_000 });
  }
  #phase(name: string): Promise<boolean> {
    return this.#floor.waitForPhase(name);
  }
}
