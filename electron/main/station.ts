import { randomBytes } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { failure, success, type ErrorCode, type Result } from '../../shared/errors/catalog.ts';
import type { EventName, EventPayload, Notice, StorageStatus } from '../../shared/ipc/contract.ts';
import { operationPayloads, type OperationPayload, type OperationType } from '../../shared/parcel/operations.ts';
import { modeOf, type Settings } from '../../shared/settings/settings.ts';
import { operationBodySchema, type JournalRecord } from '../../shared/sync/operation.ts';
import { MAX_BATCH_BYTES } from '../../shared/sync/protocol.ts';
import type { Handlers } from '../ipc/ipc-gate.ts';
import { Journal, deviceIdFrom } from '../journal/journal.ts';
import { lockJournal } from '../journal/journal-lock.ts';
import { nodeDisk } from '../journal/node-disk.ts';
import { CloudClient, type CloudTarget } from '../services/cloud-client.ts';
import { CountersignedHeads } from '../services/countersigned-heads.ts';
import { DeviceHostProcess, type HostChild } from '../services/device-host-process.ts';
import { PrintService } from '../services/print-service.ts';
import { loadSettings, saveSettings } from '../services/settings-file.ts';
import { StationIdentity, type KeyStore } from '../services/station-identity.ts';

export interface StationOptions {
  readonly home: string;
  readonly version: string;
  readonly runtime: string;
  readonly env: NodeJS.ProcessEnv;
  /** Where the station's key is sealed; absent: it lies in a file, and the station says so. */
  readonly keyStore?: KeyStore;
  readonly spawnHost: () => HostChild;
  readonly emit: <E extends EventName>(event: E, payload: EventPayload<E>) => void;
  /** Gives the page one end of a new channel and returns the other. */
  /** A port whose other end the sender's page has received, or undefined when that window is gone. */
  readonly openStream: (sender: unknown) => unknown;
  readonly log: (event: string, detail?: unknown) => void;
}

const STORAGE_CHECK_MS = 3_000;
const READ_BATCH = 2_000;
const tokensSchema = z.record(z.string(), z.unknown());

/** Everything main does that is not a window: journal, devices, labels, cloud. No Electron in here. */
export class Station {
  readonly mode: 'practice' | 'live';
  readonly handlers: Handlers;
  readonly #options: StationOptions;
  readonly #journal: Journal;
  #streamTo: unknown;
  readonly #host: DeviceHostProcess;
  readonly #print: PrintService;
  readonly #cloud: CloudClient;
  readonly #identity: StationIdentity;
  readonly #heads: CountersignedHeads;
  readonly #boot = randomBytes(4).toString('hex');
  readonly #notices: Notice[] = [];
  readonly #unlock: () => void;
  #settings: Settings;
  readonly #settingsReadOnly: boolean;
  #storage: StorageStatus = { state: 'ok', freeBytes: 0 };
  #storageTimer: NodeJS.Timeout | undefined;
  #printerReady = false;

  constructor(options: StationOptions) {
    this.#options = options;
    const loaded = loadSettings(options.home, new Date().toISOString().replace(/[:.]/g, '-'));
    this.#settings = loaded.settings;
    this.#settingsReadOnly = loaded.readOnly;
    this.mode = modeOf(loaded.settings);
    const directory = join(options.home, this.mode, 'journal');
    nodeDisk.makeDirectory(directory);
    this.#unlock = lockJournal(directory);
    const bytes = (name: string): { bytes?: number } =>
      options.env[name] === undefined ? {} : { bytes: Number(options.env[name]) };
    const full = bytes('WEIGHHOUSE_DISK_FULL_BYTES').bytes;
    this.#journal = new Journal({
      directory,
      disk: nodeDisk,
      clock: {
        wallMs: () => Date.now(),
        tzMinutes: () => -new Date().getTimezoneOffset(),
        monoMs: () => performance.now(),
      },
      boot: this.#boot,
      newDeviceId: () => deviceIdFrom(randomBytes(7)),
      ...(full === undefined ? {} : { fullBytes: full }),
    });
    for (const notice of [...(loaded.notice === undefined ? [] : [loaded.notice]), ...this.#journal.notices])
      this.#note(notice.code, notice.detail);
    const monoMs = (): number => performance.now();
    this.#identity = new StationIdentity(options.home, options.keyStore ?? { kind: 'none' }, monoMs);
    this.#heads = new CountersignedHeads(join(directory, 'countersigned-heads.json'));
    this.#cloud = new CloudClient(() => this.#cloudTarget(), fetch, {
      onCountersigned: (head) => this.#heads.keep(head, monoMs()),
      onUnauthorized: () => this.#identity.forgetToken(),
    });
    this.#host = new DeviceHostProcess({
      spawn: options.spawnHost,
      monoMs: () => performance.now(),
      wallMs: () => Date.now(),
      after: (delayMs, callback) => void setTimeout(callback, delayMs),
      onStatus: (status) => {
        if (status.kind === 'printer') {
          const ready = status.state === 'ready';
          const woken = ready && !this.#printerReady;
          this.#printerReady = ready;
          if (woken) this.#print.wake();
        }
        options.emit('device.status', status);
      },
      onEvent: (event) => {
        if (event.event === 'label-first-byte') options.log('label-first-byte', event);
      },
      onReady: () => {
        // A window that was watching goes on watching the new host.
        this.#handStream();
        this.#options.log('devices-ready');
        void this.#configureDevices();
      },
      onCrash: (detail, quarantined) =>
        this.#note(quarantined ? 'DEVICE_QUARANTINED' : 'DEVICE_HOST_RESTARTED', detail, true),
    });
    this.#print = new PrintService({
      head: () => this.#journal.head(),
      append: (type, entity, payload) => this.#append(type, entity, payload, 'station'),
      prepare: (entry) =>
        this.#host.request({
          type: 'prepare-label',
          job: entry.job,
          label: entry.label,
          practice: entry.practice,
          copy: entry.copy,
        }),
      send: (job) => this.#host.request({ type: 'send-label', job }),
      printerReady: () => this.#printerReady,
      wallMs: () => Date.now(),
      after: (delayMs, callback) => void setTimeout(callback, delayMs),
    });
    this.handlers = this.#makeHandlers();
  }

  /** Folds the journal, says that the station is up, starts the devices. */
  async start(): Promise<void> {
    this.#host.start();
    for (let seq = 0; ;) {
      const records = this.#journal.readAfter(seq, READ_BATCH);
      for (const record of records) this.#print.apply(bodyOf(record));
      const last = records.at(-1);
      if (last === undefined) break;
      seq = last.seq;
    }
    await this.#append(
      'stationStarted',
      'station:self',
      {
        version: this.#options.version,
        runtime: this.#options.runtime,
        notes: this.#notices.map((n) => `${n.code} ${n.detail ?? ''}`.slice(0, 200)).slice(0, 20),
      },
      'station',
    );
    await this.#print.begin();
    this.#checkStorage();
    this.#storageTimer = setInterval(() => this.#checkStorage(), STORAGE_CHECK_MS);
  }

  async stop(): Promise<void> {
    clearInterval(this.#storageTimer);
    this.#host.stop();
    this.#heads.flush(performance.now());
    await this.#journal.close();
    this.#unlock();
  }

  async #append<T extends OperationType>(
    type: T,
    entity: string,
    payload: OperationPayload<T>,
    actor?: string,
  ): Promise<Result<JournalRecord>> {
    const result = await this.#journal.append({ type, entity, actor: actor ?? this.#settings.operator.id, payload });
    if (!result.ok) {
      this.#options.log('append-refused', { type, ...result.error });
      return result;
    }
    this.#options.emit('journal.appended', { records: [result.value] });
    this.#print.apply(bodyOf(result.value));
    return result;
  }

  #note(code: ErrorCode, detail: string, live = false): void {
    const notice: Notice = { code, detail: detail.slice(0, 500), wallMs: Date.now() };
    if (this.#notices.length < 50) this.#notices.push(notice);
    this.#options.log('notice', notice);
    if (live) this.#options.emit('notice', notice);
  }

  #checkStorage(): void {
    const storage = this.#journal.storage();
    if (storage.state !== this.#storage.state) this.#options.emit('storage.status', storage);
    this.#storage = storage;
  }

  async #configureDevices(): Promise<void> {
    const { scale, printer } = this.#settings;
    const result = await this.#host.request({
      type: 'configure',
      mode: this.mode,
      ...(scale === undefined ? {} : { scale }),
      ...(printer === undefined ? {} : { printer }),
    });
    if (!result.ok) this.#note(result.error.code, result.error.detail ?? '', true);
  }

  /** An enrolled station first, with a token minted by its key; then settings; else the cloud that `npm start` has brought up, with the token of this mode's tenant. */
  async #cloudTarget(): Promise<CloudTarget | undefined> {
    const enrolled = this.mode === 'live' ? this.#identity.describe() : undefined;
    if (enrolled?.device === this.#journal.head().device) {
      const token = await this.#identity.token();
      return token === undefined ? undefined : { url: enrolled.url, token };
    }
    if (this.mode === 'live' && this.#settings.cloud !== undefined) return this.#settings.cloud;
    const { WEIGHHOUSE_CLOUD_URL: url, WEIGHHOUSE_CLOUD_TOKENS: file } = this.#options.env;
    if (url === undefined || file === undefined || !existsSync(file)) return undefined;
    try {
      const token = tokensSchema.parse(JSON.parse(readFileSync(file, 'utf8')))[this.mode];
      return typeof token === 'string' ? { url, token } : undefined;
    } catch {
      return undefined;
    }
  }

  #handStream(): void {
    if (this.#streamTo === undefined) return;
    const port = this.#options.openStream(this.#streamTo);
    if (port !== undefined) this.#host.handPort(port);
  }

  #makeHandlers(): Handlers {
    return {
      'station.describe': () =>
        success({
          mode: this.mode,
          version: this.#options.version,
          runtime: this.#options.runtime,
          settings: this.#settings,
          head: this.#journal.head(),
          boot: this.#boot,
          storage: this.#journal.storage(),
          notices: this.#notices,
        }),
      'operation.append': async ({ type, entity, payload }) => {
        const parsed = operationPayloads[type].safeParse(payload);
        if (!parsed.success)
          return failure(
            'REQUEST_REFUSED',
            `${type}: ${parsed.error.issues[0]?.path.join('.') ?? ''} ${parsed.error.issues[0]?.message ?? ''}`,
          );
        // A practice record must never stand in a live journal, whatever the page says.
        if ('practice' in parsed.data && parsed.data.practice !== (this.mode === 'practice'))
          return failure('REQUEST_REFUSED', `${type}: wrong mode`);
        return this.#append(type, entity, parsed.data);
      },
      'journal.head': () => success(this.#journal.head()),
      'journal.read': ({ afterSeq, limit }) =>
        success({ head: this.#journal.head(), records: this.#journal.readAfter(afterSeq, limit) }),
      'sync.push': async ({ fromSeq, count }) =>
        success(await this.#cloud.push(this.#journal.head(), withinBytes(this.#journal.readAfter(fromSeq - 1, count)))),
      'sync.health': async () => success(await this.#cloud.health(this.#journal.head())),
      'sync.reference': async ({ knownVersion }) => success(await this.#cloud.reference(knownVersion)),
      'identity.describe': () => success(this.#identity.describe() ?? null),
      'identity.enrol': ({ url, code }) => this.#identity.enrol(url, code, this.#journal.head().device),
      'devices.list': () => success(this.#host.statuses()),
      'devices.serialPorts': () => this.#host.request({ type: 'list-serial-ports' }),
      'devices.scaleCommand': ({ command }) => this.#host.request({ type: 'scale-command', command }),
      'devices.openScaleStream': (_input, sender) => {
        this.#streamTo = sender;
        this.#handStream();
        return success(null);
      },
      'settings.read': () => success(this.#settings),
      'settings.write': async (settings) => {
        if (this.#settingsReadOnly) return failure('SETTINGS_NEWER');
        saveSettings(this.#options.home, settings);
        this.#settings = settings;
        this.#options.emit('settings.changed', settings);
        const restartNeeded = modeOf(settings) !== this.mode;
        if (!restartNeeded) await this.#configureDevices();
        return success({ restartNeeded });
      },
      'practice.act': async (act) =>
        this.mode === 'practice'
          ? this.#host.request({ type: 'practice-act', act })
          : failure('REQUEST_REFUSED', 'not in practice mode'),
      'bench.mark': (mark) => {
        if (this.#options.env['WEIGHHOUSE_BENCH'] === '1') this.#options.log('bench', mark);
        return success(null);
      },
    };
  }
}

function bodyOf(record: JournalRecord): z.infer<typeof operationBodySchema> {
  return operationBodySchema.parse(JSON.parse(record.body));
}

/** As many records from the front as fit into a batch; always at least one. */
function withinBytes(records: readonly JournalRecord[]): JournalRecord[] {
  let bytes = 0;
  return records.filter((record, index) => {
    bytes += Buffer.byteLength(record.body) + 1;
    return index === 0 || bytes <= MAX_BATCH_BYTES;
  });
}
