import { Journal, type Act } from '../../electron/journal/journal.ts';
import { JournalPush } from '../../electron/journal/journal-push.ts';
import { RescuedRecords } from '../../electron/journal/rescued-records.ts';
import { createBridgeClient } from '../../renderer/bridge/bridge-client.ts';
import { OperationStore } from '../../renderer/data/operation-store.ts';
import { SyncLoop, type SyncStatus } from '../../renderer/sync/sync-loop.ts';
import type { Result } from '../../shared/errors/catalog.ts';
import type { CommandInput, CommandName, EventPayload } from '../../shared/ipc/contract.ts';
import type { Chance } from './chance.ts';
import { SimulatedDisk } from './simulated-disk.ts';
import type { SimulatedNetwork } from './simulated-network.ts';
import { SimulatedPrinting, type SimulatedPrinter } from './simulated-printer.ts';
import { SimulatedIndexedDb, simulatedView } from './simulated-view.ts';
import type { VirtualTime } from './virtual-time.ts';

/** The operator was told that this is saved. */
export interface Told {
  readonly uid: string;
  readonly epoch: number;
  readonly seq: number;
  readonly body: string;
}

interface Life {
  ended: boolean;
}

interface Main {
  readonly life: Life;
  readonly journal: Journal;
  readonly rescued: RescuedRecords;
  readonly push: JournalPush<Buffer>;
  readonly printing: SimulatedPrinting | undefined;
}

interface Page {
  readonly life: Life;
  readonly store: OperationStore;
  readonly loop: SyncLoop;
  begun: boolean;
  /** Every record of the view was counted. */
  counted: boolean;
  status: SyncStatus | undefined;
}

const DIRECTORY = '/journal';
const WALL_START_MS = 1_800_000_000_000;
const IPC_MS = 0.3;
const RESTART_MS = 2_000;

/** One station: the real journal, repository and sync loop; its disk, IndexedDB and network are simulated. */
export class SimulatedStation {
  readonly name: string;
  readonly disk: SimulatedDisk;
  indexedDb = new SimulatedIndexedDb();
  readonly network: SimulatedNetwork;
  readonly told: Told[] = [];
  /** Everything that was ever asked to be recorded. */
  readonly attempted = new Set<string>();
  readonly notices: string[] = [];
  wallSkewMs = 0;
  flipsBits = false;
  /** Put back to an image: only then may the cloud hold another history under one of its chains. */
  wasPutBack = false;
  /** Absent: labels of this world are nobody's business. */
  printer: SimulatedPrinter | undefined;
  main: Main | undefined;
  page: Page | undefined;
  #boots = 0;
  #lives = 0;
  #prints = 0;
  readonly #time: VirtualTime;
  readonly #chance: Chance;
  readonly #segmentBytes: number;

  constructor(name: string, network: SimulatedNetwork, time: VirtualTime, chance: Chance, segmentBytes: number) {
    this.name = name;
    this.network = network;
    this.disk = new SimulatedDisk(time, chance);
    this.#time = time;
    this.#chance = chance;
    this.#segmentBytes = segmentBytes;
  }

  get directory(): string {
    return DIRECTORY;
  }

  boot(): void {
    if (this.main !== undefined) return;
    const life: Life = { ended: false };
    const time = this.#time;
    this.#boots += 1;
    const bootedAtMs = time.nowMs;
    try {
      const journal = new Journal({
        directory: DIRECTORY,
        disk: this.disk.handle(life),
        clock: {
          wallMs: () => Math.floor(WALL_START_MS + time.nowMs + this.wallSkewMs),
          tzMinutes: () => 480,
          monoMs: () => Math.max(0, time.nowMs - bootedAtMs),
        },
        boot: `b${this.#boots}`,
        newDeviceId: () => this.name,
        maxSegmentBytes: this.#segmentBytes,
        readsBack: (type) => type === 'parcelWeighed',
        onNotice: (notice) => {
          this.notices.push(`${notice.code} ${notice.detail}`);
          time.note(`${this.name} notice ${notice.code} ${notice.detail}`);
        },
      });
      this.main = {
        life,
        journal,
        rescued: new RescuedRecords(this.disk.handle(life), DIRECTORY),
        push: new JournalPush(journal, this.network),
        printing: this.#startPrinting(life, journal),
      };
      for (const { code, detail } of journal.notices) {
        this.notices.push(`${code} ${detail}`);
        time.note(`${this.name} found ${code} ${detail}`);
      }
      time.note(`${this.name} up at ${journal.head().epoch}-${journal.head().seq}`);
      this.openPage();
    } catch (error) {
      life.ended = true;
      time.note(`${this.name} does not come up: ${String(error)}`);
      time.after(RESTART_MS, () => this.boot());
    }
  }

  openPage(): void {
    const { main } = this;
    if (main === undefined || this.page !== undefined) return;
    const life: Life = { ended: false };
    const time = this.#time;
    const bridge = createBridgeClient({
      invoke: (name, input) => this.#invoke(main, life, name, input),
      on: () => () => undefined,
    });
    const value = async <C extends CommandName>(name: C, input: CommandInput<C>) => {
      const answer = await bridge.invoke(name, input);
      if (!answer.ok) throw new Error(answer.error.detail ?? answer.error.code);
      return answer.value;
    };
    const store = new OperationStore(
      simulatedView(this.indexedDb, time, this.#chance, life),
      {
        chains: () => value('journal.chains', null),
        read: async (epoch, afterSeq, limit) => (await value('journal.read', { epoch, afterSeq, limit })).records,
        rescue: async ({ device, epoch, acked }, records) =>
          (await value('journal.rescue', { device, epoch, acked, records: [...records] })).kept,
        mend: async (epoch, records) => (await value('journal.mend', { epoch, records: [...records] })).mended,
      },
      (line) => time.note(`${this.name} view: ${line}`),
    );
    const loop = new SyncLoop({
      bridge,
      store,
      monoMs: () => time.nowMs,
      wallMs: () => Math.floor(WALL_START_MS + time.nowMs + this.wallSkewMs),
      random: () => this.#chance.next(),
      after: (delayMs, callback) => time.after(delayMs, () => !life.ended && callback()),
      onStatus: (status) => {
        if (this.page?.status?.held !== status.held) time.note(`${this.name} held ${status.held ?? 'no'}`);
        if (this.page !== undefined) this.page.status = status;
      },
      onAcknowledged: (seq) => time.note(`${this.name} acked ${seq}`),
    });
    const page: Page = { life, store, loop, begun: false, counted: false, status: undefined };
    this.page = page;
    const count = (page: Page): void =>
      void store.check().then(
        (line) => {
          if (line !== undefined) time.note(`${this.name} rebuilt at work: ${line}`);
          page.counted = true;
        },
        () => time.after(5_000, () => !life.ended && count(page)),
      );
    const begin = (): void => {
      store.begin(`b${this.#boots}`).then(
        (line) => {
          if (life.ended) return;
          if (line !== undefined) time.note(`${this.name} rebuilt: ${line}`);
          page.begun = true;
          loop.start();
          count(page);
        },
        // The page says it and tries again, as the real one does by loading itself anew.
        (error: unknown) => {
          time.note(`${this.name} view stops the start: ${String(error)}`);
          time.after(5_000, () => {
            if (life.ended) return;
            this.closePage();
            this.openPage();
          });
        },
      );
    };
    begin();
  }

  closePage(): void {
    const { page } = this;
    if (page === undefined) return;
    page.life.ended = true;
    page.loop.stop();
    this.page = undefined;
  }

  /** Nothing waits, the view is whole, and nobody is asked to look who could still be helped by waiting. */
  isAtRest(): boolean {
    const { page, main } = this;
    if (page === undefined || main === undefined || !page.begun || !page.counted || page.store.isBroken) return false;
    const { head } = main.journal.chains();
    const known = page.store.head();
    if (known?.epoch !== head.epoch || known.seq !== head.seq) return false;
    const waiting = page.store.chains().filter((chain) => chain.acked < chain.lastSeq);
    if ((main.printing?.unfinished().length ?? 0) > 0) return false;
    return waiting.every(({ epoch }) => this.refusedEpochs().has(epoch));
  }

  /** Chains whose rest stays here because the cloud has another history under their name; a person is told. */
  refusedEpochs(): ReadonlySet<number> {
    const { page } = this;
    if (!this.wasPutBack || page?.status?.held !== 'SYNC_FORK') return new Set();
    return new Set(page.store.chains().flatMap((one) => (one.closed && one.acked < one.lastSeq ? one.epoch : [])));
  }

  /** SIGKILL of main takes the page with it. */
  kill(): void {
    if (this.main !== undefined) this.main.life.ended = true;
    this.closePage();
    this.main = undefined;
  }

  powerCut(): void {
    this.kill();
    this.disk.powerCut();
  }

  /** Quits as a person asks it to. */
  async quit(): Promise<void> {
    const { main } = this;
    this.closePage();
    if (main === undefined) return;
    await main.journal.close();
    this.kill();
  }

  act(act: Omit<Act, 'actor'>, uid: string): void {
    if (this.main !== undefined) void this.#append(this.main.life, this.main.journal, act, uid);
  }

  /** As main does it: recorded, told to the page and to the label ledger. Never answers when this life ends before. */
  async #append(life: Life, journal: Journal, act: Omit<Act, 'actor'>, uid: string): Promise<Result<unknown>> {
    this.attempted.add(uid);
    const result = await journal.append({ ...act, actor: `uid:${uid}` });
    if (life.ended) return new Promise(() => undefined);
    if (!result.ok) {
      this.#time.note(`${this.name} refuses ${uid}: ${result.error.code}`);
      return result;
    }
    const { epoch, ...record } = result.value;
    this.told.push({ uid, epoch, seq: record.seq, body: record.body });
    this.#time.note(`${this.name} saved ${uid} ${epoch}-${record.seq} ${record.hash.slice(0, 8)}`);
    const { main } = this;
    if (main?.life === life) {
      this.#emit(main, { epoch, records: [record] });
      main.printing?.recorded(record, { device: this.name, epoch });
    }
    return result;
  }

  #startPrinting(life: Life, journal: Journal): SimulatedPrinting | undefined {
    const { printer } = this;
    if (printer === undefined) return undefined;
    const time = this.#time;
    return new SimulatedPrinting(
      { printer, time, chance: this.#chance },
      life,
      journal,
      () => Math.floor(WALL_START_MS + time.nowMs + this.wallSkewMs),
      (type, entity, payload) => {
        this.#prints += 1;
        return this.#append(
          life,
          journal,
          { type, entity, payload: { ...payload } },
          `${this.name}-print-${this.#prints}`,
        );
      },
      this.disk.handle(life),
    );
  }

  #emit(main: Main, { epoch, records }: EventPayload<'journal.appended'>): void {
    this.#time.after(IPC_MS, () => {
      const { page } = this;
      if (page === undefined || main.life.ended) return;
      void page.store.apply(epoch, records).then(() => page.begun && page.loop.wake());
    });
  }

  #invoke(main: Main, page: Life, name: CommandName, input: unknown): Promise<unknown> {
    const life = (this.#lives += 1);
    return new Promise((resolve) => {
      this.#time.after(IPC_MS, () => {
        if (main.life.ended || page.ended) return;
        this.#handle(main, name, input)
          .catch((error: unknown) => ({
            ok: false,
            error: { code: 'INTERNAL', detail: `${life}: ${error instanceof Error ? error.message : String(error)}` },
          }))
          .then((answer) => {
            this.#time.after(IPC_MS, () => {
              if (!main.life.ended && !page.ended) resolve(answer);
            });
          })
          .catch(() => undefined);
      });
    });
  }

  async #handle({ journal, rescued, push }: Main, name: string, input: unknown): Promise<unknown> {
    const success = (value: unknown): unknown => ({ ok: true, value });
    switch (name) {
      case 'journal.chains':
        return success(journal.chains());
      case 'journal.read': {
        const { epoch, afterSeq, limit } = input as CommandInput<'journal.read'>;
        return success({ records: journal.readAfter(afterSeq, limit, epoch) });
      }
      case 'journal.mend': {
        const { epoch, records } = input as CommandInput<'journal.mend'>;
        return success({ mended: await journal.mend(epoch, records) });
      }
      case 'journal.rescue': {
        const { device, epoch, acked, records } = input as CommandInput<'journal.rescue'>;
        return success({ kept: await rescued.keep({ device, epoch }, acked, records) });
      }
      case 'journal.newEpoch': {
        const { epoch, why } = input as CommandInput<'journal.newEpoch'>;
        await journal.startNewEpoch(why, epoch);
        return success(journal.head());
      }
      case 'sync.push':
        return success(await push.push(input as CommandInput<'sync.push'>));
      case 'sync.health': {
        const { epoch } = input as CommandInput<'sync.health'>;
        return success(await this.network.health({ ...journal.head(), epoch }));
      }
      case 'sync.pull':
        await rescued.push(this.network);
        return success({ outcome: 'pulled', changes: 0, more: false });
      default:
        throw new Error(`${name} is not simulated`);
    }
  }
}
