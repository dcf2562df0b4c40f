import { randomBytes } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { failure, success, type ErrorCode, type Result } from '../../shared/errors/catalog.ts';
import type { CommandInput, EventName, EventPayload, Notice, StorageStatus } from '../../shared/ipc/contract.ts';
import { operationPayloads, type OperationPayload, type OperationType } from '../../shared/parcel/operations.ts';
import { changedSections, needsRestart } from '../../shared/settings/needs-restart.ts';
import { modeOf, type Settings } from '../../shared/settings/settings.ts';
import type { JournalRecord } from '../../shared/sync/operation.ts';
import type { Handlers } from '../ipc/ipc-gate.ts';
import { FoldCheckpoint } from '../journal/fold-checkpoint.ts';
import { deviceIdFrom } from '../journal/device-id.ts';
import { Journal } from '../journal/journal.ts';
import { JournalFold } from '../journal/journal-fold.ts';
import { lockJournal } from '../journal/journal-lock.ts';
import { JournalPush } from '../journal/journal-push.ts';
import { nodeDisk } from '../journal/node-disk.ts';
import { RescuedRecords } from '../journal/rescued-records.ts';
import { SecondCopy } from '../journal/second-copy.ts';
import { CloudClient, type CloudTarget, type PackedPush } from '../services/cloud-client.ts';
import { CountersignedHeads } from '../services/countersigned-heads.ts';
import { DeviceHostProcess, type HostChild } from '../services/device-host-process.ts';
import { LabelDocuments } from '../services/label-documents.ts';
import { loadSettings, saveSettings } from '../services/settings-file.ts';
import { StationIdentity, type KeyStore } from '../services/station-identity.ts';
import { ExportDesk } from './export-desk.ts';
import { LabelDesk } from './label-desk.ts';
import { photoDesk } from './photo-desk.ts';
import { ShiftDesk } from './shift-desk.ts';
import { paperHandlers } from './paper-desk.ts';
import { QueueDesk } from './queue-desk.ts';
import { SupplyDesk } from './supply-desk.ts';

export interface StationOptions {
  readonly home: string;
  readonly version: string;
  /** Names this very program: a checkpoint of another one is not taken up. */
  readonly build: string;
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

/** Quitting takes no longer than two seconds for the label, and a moment for the note of what became of it. */
const QUIT_LABEL_MS = 2_000;
const QUIT_OUTCOME_MS = 300;
const STORAGE_CHECK_MS = 3_000;
const CHECKPOINT_EVERY_MS = 60_000;
const BALLAST_BYTES = 16 << 20;
/** Outcomes and corrections of what was begun; on a full disk they are still recorded, and nothing is begun. */
const FINISHES_WORK = /^(label|station)|(Voided|Corrected|Cancelled|Ended|Closed)$/;
/** A piece of the sealed journal is checked at this pace: a few milliseconds at a time, never on the way of a record. */
const SCRUB_EVERY_MS = 200;
const SCRUB_RECORDS = 256;
const PRUNE_EVERY_MS = 3_600_000;
const tokensSchema = z.record(z.string(), z.unknown());

/** Everything main does that is not a window: journal, devices, labels, cloud. No Electron in here. */
export class Station {
  readonly mode: 'practice' | 'live';
  readonly handlers: Handlers;
  readonly #options: StationOptions;
  readonly #journal: Journal;
  readonly #rescued: RescuedRecords;
  #streamTo: unknown;
  readonly #host: DeviceHostProcess;
  readonly #print: LabelDesk;
  readonly #supply: SupplyDesk;
  readonly #shift: ShiftDesk;
  #clockSkewMs: number | undefined;
  readonly #queue: QueueDesk;
  readonly #export: ExportDesk;
  readonly #cloud: CloudClient;
  readonly #push: JournalPush<PackedPush>;
  readonly #identity: StationIdentity;
  readonly #heads: CountersignedHeads;
  readonly #boot = randomBytes(4).toString('hex');
  readonly #notices: Notice[] = [];
  readonly #unlock: () => void;
  #settings: Settings;
  readonly #settingsReadOnly: boolean;
  #storage: StorageStatus = { state: 'ok', freeBytes: 0 };
  #timers: NodeJS.Timeout[] = [];
  readonly #secondCopy: SecondCopy | undefined;
  readonly #fold: JournalFold;

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
      ballastBytes: this.mode === 'live' ? BALLAST_BYTES : 0,
      finishesWork: (type) => FINISHES_WORK.test(type),
      readsBack: (type) => type === 'parcelWeighed',
      onNotice: ({ code, detail }) => this.#note(code, detail, true),
    });
    this.#rescued = new RescuedRecords(nodeDisk, directory);
    if (this.mode === 'live' && loaded.settings.journal?.secondCopy !== undefined)
      this.#secondCopy = new SecondCopy({
        from: directory,
        to: loaded.settings.journal.secondCopy,
        device: this.#journal.head().device,
        after: (delayMs, callback) => setTimeout(callback, delayMs).unref(),
        onTrouble: (detail) => this.#note('SECOND_COPY_BEHIND', detail, true),
      });
    for (const notice of [...(loaded.notice === undefined ? [] : [loaded.notice]), ...this.#journal.notices])
      this.#note(notice.code, notice.detail);
    const monoMs = (): number => performance.now();
    this.#identity = new StationIdentity(options.home, options.keyStore ?? { kind: 'none' }, monoMs);
    this.#heads = new CountersignedHeads(join(directory, 'countersigned-heads.json'));
    this.#cloud = new CloudClient(() => this.#cloudTarget(), fetch, {
      onCountersigned: (head) => this.#heads.keep(head, monoMs()),
      onUnauthorized: () => this.#identity.forgetToken(),
      onServerTime: (serverMs) => (this.#clockSkewMs = Date.now() - serverMs),
    });
    this.#push = new JournalPush(this.#journal, this.#cloud);
    this.#host = new DeviceHostProcess({
      spawn: options.spawnHost,
      monoMs: () => performance.now(),
      wallMs: () => Date.now(),
      after: (delayMs, callback) => void setTimeout(callback, delayMs),
      onStatus: (status) => {
        // Changes only, so a shift of a loose cable is a page of lines and names the reason each time.
        options.log('device', { id: status.deviceId, state: status.state, detail: status.detail });
        this.#print.onStatus(status);
        options.emit('device.status', status);
      },
      onEvent: (event) => {
        if (event.event === 'label-first-byte') options.log('label-first-byte', event);
        if (event.event === 'probe-progress') options.emit('wizard.progress', event.progress);
        if (event.event === 'label-watched') this.#print.watched(event.job, event.outcome);
      },
      onReady: () => {
        // A window that was watching goes on watching the new host.
        this.#handStream();
        this.#options.log('devices-ready');
        void this.#configureDevices();
      },
      onCrash: (detail, quarantined) => {
        this.#note(quarantined ? 'DEVICE_QUARANTINED' : 'DEVICE_HOST_RESTARTED', detail, true);
        this.#print.lostSight();
      },
    });
    const documents = new LabelDocuments({
      folder: join(options.home, this.mode),
      wanted: () => this.#supply.carrierLabels(),
      fetch: (document) => this.#cloud.document(document),
      onArrived: (arrived, status) => options.emit('labels.documentsArrived', { ...status, documents: [...arrived] }),
      wallMs: () => Date.now(),
    });
    this.#print = new LabelDesk({
      documents,
      practice: this.mode === 'practice',
      settings: () => this.#settings,
      host: this.#host,
      head: () => this.#journal.head(),
      append: (type, entity, payload, actor) => this.#append(type, entity, payload, actor),
      emit: options.emit,
    });
    this.#supply = new SupplyDesk({
      folder: join(options.home, this.mode),
      journal: this.#journal,
      cloud: this.#cloud,
      rescued: this.#rescued,
      append: (type, entity, payload, actor) => this.#append(type, entity, payload, actor),
      onFollowed: () => void documents.run().catch((error: unknown) => options.log('prefetch-failed', String(error))),
      configured: () => this.#settings.operator,
      emit: options.emit,
      note: (code, detail) => this.#note(code, detail, true),
      monoMs,
      wallMs: () => Date.now(),
    });
    this.#shift = new ShiftDesk({
      folded: this.#supply.folded,
      clockSkewMs: () => this.#clockSkewMs,
      journal: this.#journal,
      shift: () => this.#supply.shift(),
      held: (epoch) => this.#supply.held(epoch),
      folder: join(options.home, this.mode),
      station: () => this.#settings.station.name,
      draw: (template, data) =>
        this.#host.request({ type: 'draw-document', template, data, practice: this.mode === 'practice' }),
      wallMs: () => Date.now(),
    });
    this.#queue = new QueueDesk({ folded: this.#supply.folded });
    this.#export = new ExportDesk({
      journal: this.#journal,
      journalFolder: directory,
      configured: () => this.#settings.journal?.exportTo,
      openShift: () => this.#supply.openShift(),
    });
    const folder = join(options.home, this.mode, 'folded');
    this.#fold = new JournalFold({
      journal: this.#journal,
      folds: [this.#print, this.#supply, this.#shift, this.#queue],
      checkpoint: new FoldCheckpoint(nodeDisk, folder, options.build),
      pause: () => new Promise((resolve) => setImmediate(resolve)),
      onTrouble: (detail) => options.log('fold-trouble', detail),
    });
    this.handlers = this.#makeHandlers();
  }

  /** Folds the journal, says that the station is up, starts the devices. */
  async start(): Promise<void> {
    this.#host.start();
    const folded = this.#fold.begin();
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
    this.#checkStorage();
    this.#timers = [
      setInterval(() => this.#checkStorage(), STORAGE_CHECK_MS),
      setInterval(() => this.#beside('scrub', () => this.#journal.scrub(SCRUB_RECORDS)), SCRUB_EVERY_MS),
      setInterval(() => this.#beside('prune', () => this.#journal.prune()), PRUNE_EVERY_MS),
    ];
    this.#secondCopy?.wake();
    // Without a checkpoint a long journal takes seconds; parcels are weighed meanwhile, and their labels print when the ledger is whole.
    this.#options.log('folded', await folded);
    this.#supply.allFolded();
    await this.#print.begin();
    this.#benchMark({ name: 'labels-ready', atMs: performance.timeOrigin + performance.now() });
    this.#timers.push(setInterval(() => this.#fold.isKeepDue && void this.#fold.keep(), CHECKPOINT_EVERY_MS));
  }

  /** Housekeeping that fails waits for its next time; it never takes the station with it. */
  #beside(name: string, work: () => unknown): void {
    try {
      work();
    } catch (error) {
      this.#options.log('housekeeping-failed', { name, detail: String(error) });
    }
  }

  async stop(): Promise<void> {
    for (const timer of this.#timers) clearInterval(timer);
    const within = (limitMs: number): Promise<unknown> =>
      Promise.race([this.#print.end(), new Promise((resolve) => setTimeout(resolve, limitMs))]);
    // A label on its way is waited for: cut off here, a person would be asked about it at the next start.
    await within(QUIT_LABEL_MS);
    this.#host.stop();
    await within(QUIT_OUTCOME_MS);
    this.#heads.flush(performance.now());
    await this.#supply.stop();
    if (this.#fold.isKeepDue) await this.#fold.keep();
    await this.#journal.close();
    await this.#secondCopy?.stop();
    this.#unlock();
  }

  async #append<T extends OperationType>(
    type: T,
    entity: string,
    payload: OperationPayload<T>,
    actor?: string,
  ): Promise<Result<JournalRecord>> {
    const result = await this.#journal.append({ type, entity, actor: actor ?? this.#supply.people.actor, payload });
    if (!result.ok) {
      this.#options.log('append-refused', { type, ...result.error });
      return result;
    }
    const { epoch, ...record } = result.value;
    this.#options.emit('journal.appended', { epoch, records: [record] });
    this.#secondCopy?.wake();
    this.#fold.recorded(record, { device: this.#journal.head().device, epoch });
    return success(record);
  }

  #note(code: ErrorCode, detail: string, live = false): void {
    const notice: Notice = { code, detail: detail.slice(0, 500), wallMs: Date.now() };
    if (this.#notices.length < 50) this.#notices.push(notice);
    this.#options.log('notice', notice);
    if (live) this.#options.emit('notice', notice);
  }

  #benchMark(mark: CommandInput<'bench.mark'>): void {
    if (this.#options.env['WEIGHHOUSE_BENCH'] === '1') this.#options.log('bench', mark);
  }

  #checkStorage(): void {
    const storage = this.#journal.storage();
    if (storage.state !== this.#storage.state) this.#options.emit('storage.status', storage);
    this.#storage = storage;
  }

  async #configureDevices(): Promise<void> {
    const { scale, printer, fallbackPrinter, scanDevice, dimensioner } = this.#settings;
    const result = await this.#host.request({
      type: 'configure',
      mode: this.mode,
      ...(scale === undefined ? {} : { scale }),
      ...(printer === undefined ? {} : { printer }),
      ...(fallbackPrinter === undefined ? {} : { fallbackPrinter }),
      ...(scanDevice === undefined ? {} : { scanDevice }),
      ...(dimensioner === undefined ? {} : { dimensioner }),
      ...(this.#host.quarantined ? { quarantined: true } : {}),
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
        const notNow = this.#print.refusal(type, parsed.data);
        if (notNow !== undefined) return failure('REQUEST_REFUSED', `${type}: ${notNow}`);
        const refused = this.#supply.refusal(type, parsed.data);
        return refused === undefined ? this.#append(type, entity, parsed.data) : failure(refused, type);
      },
      'journal.chains': () => success(this.#journal.chains()),
      'journal.read': ({ epoch, afterSeq, limit }) =>
        success({ records: this.#journal.readAfter(afterSeq, limit, epoch) }),
      'journal.mend': async ({ epoch, records }) => success({ mended: await this.#journal.mend(epoch, records) }),
      'journal.rescue': async ({ device, epoch, acked, records }) => {
        const before = this.#rescued.chains().length;
        const kept = await this.#rescued.keep({ device, epoch }, acked, records);
        if (this.#rescued.chains().length > before)
          this.#note('JOURNAL_RESCUED', `${device}-${epoch}: the local view had records that the journal lost`, true);
        return success({ kept });
      },
      'journal.newEpoch': async ({ epoch, why }) => {
        await this.#journal.startNewEpoch(why, epoch);
        return success(this.#journal.head());
      },
      'sync.push': async (input) => success(await this.#push.push(input)),
      'sync.health': async ({ epoch }) => success(await this.#cloud.health({ ...this.#journal.head(), epoch })),
      ...this.#supply.handlers,
      ...this.#shift.handlers,
      ...this.#queue.handlers,
      ...this.#export.handlers,
      'identity.describe': () => success(this.#identity.describe() ?? null),
      'identity.enrol': ({ url, code }) => this.#identity.enrol(url, code, this.#journal.head().device),
      'devices.list': () => success(this.#host.statuses()),
      'devices.serialPorts': () => this.#host.request({ type: 'list-serial-ports' }),
      'devices.scaleCommand': ({ command }) => this.#host.request({ type: 'scale-command', command }),
      'devices.measure': () => this.#host.request({ type: 'measure-dimensions' }),
      'wizard.places': () => this.#host.request({ type: 'list-scale-places' }),
      'wizard.probe': ({ place }) => this.#host.request({ type: 'probe-scale', place }),
      'wizard.stop': () => this.#host.request({ type: 'stop-probe' }),
      'deviceTrial.places': ({ kind }) => this.#host.request({ type: 'list-trial-places', kind }),
      'deviceTrial.start': ({ device }) => this.#host.request({ type: 'start-trial', device }),
      'deviceTrial.stop': () => this.#host.request({ type: 'stop-trial' }),
      'devices.openScaleStream': (_input, sender) => {
        // A page that has just come up has no wizard open; one that went down with it still holds the devices.
        for (const type of ['stop-probe', 'stop-trial', 'stop-printer-wizard'] as const)
          void this.#host.request({ type });
        this.#streamTo = sender;
        this.#handStream();
        return success(null);
      },
      ...this.#print.handlers,
      ...photoDesk({
        folder: join(this.#options.home, this.mode),
        hasRoom: () => this.#journal.storage().state === 'ok',
      }),
      ...paperHandlers({
        folder: join(this.#options.home, this.mode),
        draw: (template, data) =>
          this.#host.request({ type: 'draw-document', template, data, practice: this.mode === 'practice' }),
        printer: () => (this.mode === 'practice' ? undefined : this.#settings.paperPrinter),
        print: (printer, name, file) => this.#host.request({ type: 'print-paper', printer, name, file }),
      }),
      'settings.read': () => success(this.#settings),
      'settings.write': async ({ settings, lead }) => {
        if (this.#settingsReadOnly) return failure('SETTINGS_NEWER');
        const by = lead ?? this.#supply.people.actor;
        if (!(await this.#supply.mayLead(by))) return failure('LEAD_NEEDED', 'settings');
        const before = this.#settings;
        saveSettings(this.#options.home, settings);
        this.#settings = settings;
        this.#options.log('settings-changed', { by, sections: changedSections(before, settings) });
        this.#options.emit('settings.changed', settings);
        this.#host.liftQuarantine();
        if (modeOf(settings) === this.mode) await this.#configureDevices();
        return success({ restartNeeded: modeOf(settings) !== this.mode || needsRestart(before, settings) });
      },
      'practice.act': async (act) =>
        this.mode === 'practice'
          ? this.#host.request({ type: 'practice-act', act })
          : failure('REQUEST_REFUSED', 'not in practice mode'),
      'bench.mark': (mark) => {
        this.#benchMark(mark);
        return success(null);
      },
    };
  }
}
