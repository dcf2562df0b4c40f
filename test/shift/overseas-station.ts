import { fileURLToPath } from 'node:url';
import type { HostChild } from '../../electron/services/device-host-process.ts';
import { serveDeviceHost, type DeviceHost } from '../../hardware/host/serve-device-host.ts';
import { compileCarrierLabel } from '../../hardware/printer/carrier/compile-carrier-label.ts';
import { systemClock } from '../../hardware/supervisor/clock.ts';
import { FloorViews } from '../../renderer/data/floor-views.ts';
import { followOthersStock } from '../../renderer/data/follow-others-stock.ts';
import { LabelDocuments } from '../../renderer/data/label-documents.ts';
import { overseasWork } from '../../renderer/data/overseas-work.ts';
import type { FloorEffect } from '../../shared/stock/floor-effect.ts';
import { operationBodySchema, type OperationBody } from '../../shared/sync/operation.ts';
import type { DiskAnswer } from '../support/bench-runner.ts';
import { MainStation } from '../support/main-station.ts';
import type { KnownFloor } from '../support/overseas-contexts.ts';
import { waitUntil } from '../support/wait-until.ts';

const fontsDirectory = fileURLToPath(new URL('../../assets/fonts', import.meta.url));

/** The device host's own code in this process. */
function hostHere(running: DeviceHost[]): () => HostChild {
  return () => {
    const toMain: ((message: unknown) => void)[] = [];
    const toHost: ((message: unknown) => void)[] = [];
    const host = serveDeviceHost(
      {
        post: (message) => setImmediate(() => toMain.forEach((listener) => listener(message))),
        onMessage: (listener) => void toHost.push(listener),
      },
      { clock: systemClock, fontsDirectory, compileCarrier: compileCarrierLabel, pid: process.pid },
    );
    running.push(host);
    return {
      postMessage: (message) => setImmediate(() => toHost.forEach((listener) => listener(message))),
      on: (event: string, listener: (value: never) => void) =>
        event === 'message' ? toMain.push(listener as (message: unknown) => void) : undefined,
      kill: () => void host.stop(),
    };
  };
}

/** A station of the overseas floor without its window: main, journal, print service, devices and supply are the real ones; the views are the page's. */
export class OverseasStation {
  readonly main: MainStation;
  readonly views = new FloorViews();
  readonly known: KnownFloor;
  readonly documents: LabelDocuments;
  /** Outcome of each label by its job. */
  readonly labels = new Map<string, string>();
  readonly #hosts: DeviceHost[];
  #device = '';
  #sent = 0;

  private constructor(main: MainStation, hosts: DeviceHost[]) {
    this.main = main;
    this.#hosts = hosts;
    const { views } = this;
    this.documents = new LabelDocuments(main.bridge);
    const work = overseasWork(main.reference, this.documents);
    const { stock, packs, returns } = views;
    this.known = {
      ...{ ...work, stock, packs, returns, boxes: [] },
      findOrders: (code) => [...work.findOrders(code)],
      binsOfUse: (use) => [...work.binsOfUse(use)],
      findReturns: (code) => [...work.findReturns(code)],
      findTask: () => undefined,
      findTasksOf: () => [],
      isReceived: (carton) => views.isReceived(carton),
      findOrdersWanting: (owner, sku) =>
        work.ordersOf(owner, sku).filter(({ order }) => !packs.findPacked(order).some(({ last }) => last)),
      findReturnsOf: (owner, sku) => work.returnsOf(owner, sku).filter(({ rma }) => !returns.isClosed(rma)),
    };
    main.bridge.on('journal.appended', ({ epoch, records }) => {
      const applied = records.map((record) => ({ epoch, body: operationBodySchema.parse(JSON.parse(record.body)) }));
      views.onApplied(this.#device, applied);
      for (const { body } of applied)
        if (/^label(Sent|Confirmed|Unknown|Failed)$/.test(body.type))
          this.labels.set(String(body.payload['job']), body.type);
    });
  }

  static async start(cloud: { url: string; token: string }, printerPort: number): Promise<OverseasStation> {
    const hosts: DeviceHost[] = [];
    const printer = {
      transport: { type: 'tcp', host: '127.0.0.1', port: printerPort },
      ...{ language: 'zpl', dpi: 203, widthMm: 100, heightMm: 150 },
    };
    const main = await MainStation.start(cloud, undefined, { printer }, hostHere(hosts));
    const station = new OverseasStation(main, hosts);
    station.#device = (await main.ask('journal.chains', null)).head.device;
    followOthersStock(station.views, main.reference, main.bridge, () => station.#device);
    return station;
  }

  get device(): string {
    return this.#device;
  }

  /** Everything the cloud has to say is here, carriers' documents too. */
  async follow(): Promise<void> {
    await this.main.pull();
    await this.documents.begin();
    await waitUntil(
      'the carriers’ labels on this machine',
      async () => {
        await this.main.ask('sync.pull', null);
        const { wanted, here } = this.documents.coverage;
        return wanted > 0 && here === wanted ? true : (await this.documents.begin(), undefined);
      },
      60_000,
    );
  }

  async write({ operation, entity, payload }: Extract<FloorEffect, { type: 'append' }>): Promise<DiskAnswer> {
    const { seq, body } = await this.main.ask('operation.append', { type: operation, entity, payload });
    const { epoch } = (await this.main.ask('journal.chains', null)).head;
    const { payload: written } = operationBodySchema.parse(JSON.parse(body));
    return { type: 'booked', operation, job: `${this.#device}-${epoch}-${seq}`, payload: written };
  }

  async plate(): Promise<string> {
    const { number } = await this.main.ask('numbers.take', { series: 'label' });
    return `R-${String(number).padStart(6, '0')}`;
  }

  /** The printer has the whole label. */
  async printed(job: string): Promise<void> {
    const said = await waitUntil(`the label of ${job}`, () => this.labels.get(job), 60_000);
    if (said !== 'labelSent' && said !== 'labelConfirmed') throw new Error(`the label of ${job}: ${said}`);
  }

  /** What is not in the cloud yet, when it answers. @returns whether it is all there. */
  async push(): Promise<boolean> {
    const { epoch, seq } = (await this.main.ask('journal.chains', null)).head;
    while (this.#sent < seq) {
      const { answer, toSeq } = await this.main.ask('sync.push', { epoch, fromSeq: this.#sent + 1, count: 500 });
      if (answer.outcome === 'no-answer') return false;
      if (answer.outcome !== 'accepted' || answer.exceptions.length > 0) throw new Error(JSON.stringify(answer));
      this.#sent = toSeq;
    }
    return true;
  }

  /** The journal as it lies on the disk. */
  async journal(): Promise<(OperationBody & { readonly job: string })[]> {
    const { epoch, seq: last } = (await this.main.ask('journal.chains', null)).head;
    const all: (OperationBody & { readonly job: string })[] = [];
    for (let after = 0; after < last;) {
      const { records } = await this.main.ask('journal.read', { epoch, afterSeq: after, limit: 1_000 });
      for (const { seq, body } of records)
        all.push({ ...operationBodySchema.parse(JSON.parse(body)), job: `${this.#device}-${epoch}-${seq}` });
      after = records.at(-1)?.seq ?? last;
    }
    return all;
  }

  async stop(): Promise<void> {
    await this.main.stop();
    for (const host of this.#hosts) await host.stop();
  }
}
