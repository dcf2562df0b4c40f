import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { handleCommand } from '../../electron/ipc/ipc-gate.ts';
import { Station } from '../../electron/main/station.ts';
import type { HostChild } from '../../electron/services/device-host-process.ts';
import { createBridgeClient, type BridgeClient } from '../../renderer/bridge/bridge-client.ts';
import { ReferenceStore } from '../../renderer/data/reference-store.ts';
import type { Bridge, CommandInput, CommandName, CommandOutput, EventName } from '../../shared/ipc/contract.ts';

/** No devices: nobody answers. */
const silentHost = (): HostChild => ({ postMessage: () => undefined, on: () => undefined, kill: () => undefined });

/**
 * Everything a station's main process does, without Electron and without devices, and a page's reference store over the same gate:
 * inputs and outputs are parsed as between two processes.
 */
export class MainStation {
  readonly home: string;
  readonly station: Station;
  readonly bridge: BridgeClient;
  readonly reference: ReferenceStore;
  readonly notices: string[] = [];
  readonly #listeners = new Map<EventName, Set<(payload: unknown) => void>>();

  private constructor(home: string, station: (own: MainStation) => Station) {
    this.home = home;
    this.station = station(this);
    const bridge: Bridge = {
      invoke: (name, input) =>
        handleCommand(
          this.station.handlers,
          () => true,
          { senderFrame: { url: 'app://floor/', parent: null }, sender: undefined },
          name,
          input,
        ),
      on: (name, listener) => {
        const all = this.#listeners.get(name) ?? new Set();
        this.#listeners.set(name, all.add(listener));
        return () => all.delete(listener);
      },
    };
    this.bridge = createBridgeClient(bridge);
    this.reference = new ReferenceStore(this.bridge);
    this.bridge.on('journal.appended', ({ records }) =>
      this.reference.onApplied(records.map(({ body }) => ({ body: JSON.parse(body) as never }))),
    );
  }

  /** @param cloud url and token; settings are live's, without any device. home: of a former life, or new. */
  static async start(
    cloud: { url: string; token: string } | undefined,
    home?: string,
    more: Readonly<Record<string, unknown>> = {},
    spawnHost: () => HostChild = silentHost,
  ): Promise<MainStation> {
    const folder = home ?? mkdtempSync(join(tmpdir(), 'wh-main-'));
    mkdirSync(folder, { recursive: true });
    writeFileSync(
      join(folder, 'station.json'),
      JSON.stringify({ version: 1, mode: 'live', ...(cloud === undefined ? {} : { cloud }), ...more }),
    );
    const started = new MainStation(
      folder,
      (own) =>
        new Station({
          home: folder,
          version: 'test',
          build: 'test',
          runtime: 'test',
          env: {},
          spawnHost,
          emit: (event, payload) => own.#emit(event, payload),
          openStream: () => undefined,
          log: (event, detail) => {
            if (event === 'notice') own.notices.push((detail as { code: string }).code);
          },
        }),
    );
    await started.station.start();
    await started.reference.begin();
    return started;
  }

  /** @throws when the answer is an error. */
  async ask<C extends CommandName>(name: C, input: CommandInput<C>): Promise<CommandOutput<C>> {
    const answer = await this.bridge.invoke(name, input);
    if (!answer.ok) throw new Error(`${name}: ${answer.error.code} ${answer.error.detail ?? ''}`);
    return answer.value;
  }

  /** Contacts until there is nothing more to hear, as the sync loop does; a snapshot is waited for. */
  async pull(): Promise<void> {
    for (let turn = 0; turn < 200; turn += 1) {
      const answer = await this.ask('sync.pull', null);
      if (answer.outcome !== 'pulled') throw new Error(answer.detail);
      const { state } = await this.ask('supply.describe', null);
      if (state === 'snapshot') await new Promise((resolve) => setTimeout(resolve, 5));
      else if (!answer.more && state === 'following') break;
    }
    await this.reference.settled();
  }

  /** Pushes everything of the open chain. */
  async push(from = 1): Promise<void> {
    const { epoch, seq } = (await this.ask('journal.chains', null)).head;
    for (let fromSeq = from; fromSeq <= seq;) {
      const { answer, toSeq } = await this.ask('sync.push', { epoch, fromSeq, count: 500 });
      if (answer.outcome !== 'accepted') throw new Error(JSON.stringify(answer));
      fromSeq = toSeq + 1;
    }
  }

  /** The disk as it is at this moment, for another life: what a power cut at this instant leaves. */
  imageOfDisk(): string {
    const copy = mkdtempSync(join(tmpdir(), 'wh-image-'));
    cpSync(this.home, copy, { recursive: true });
    rmSync(join(copy, 'live', 'journal', 'lock'), { force: true });
    return copy;
  }

  async stop({ keep = false } = {}): Promise<void> {
    await this.station.stop();
    if (!keep) rmSync(this.home, { recursive: true, force: true });
  }

  #emit(event: EventName, payload: unknown): void {
    for (const listener of this.#listeners.get(event) ?? []) listener(payload);
  }
}
