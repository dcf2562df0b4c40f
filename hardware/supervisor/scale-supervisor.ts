import type { DeviceState, DeviceStatus } from '../../shared/devices/device-status.ts';
import type { ScaleFrame, ScaleReading } from '../../shared/devices/scale-reading.ts';
import type { ScaleParser, ScaleProtocol } from '../scale/scale-protocol.ts';
import type { Connection, Transport } from '../transports/transport.ts';
import type { Clock } from './clock.ts';

/** Reopening: 250 ms, each next try 1.6 times later, at most 5 s, plus up to a quarter by chance. */
const RETRY_FIRST_MS = 250;
const RETRY_FACTOR = 1.6;
const RETRY_MAX_MS = 5_000;
/** After this long without trouble the next trouble starts again at the first delay. */
const SETTLED_MS = 10_000;
/** A live scale that sends no frame for this long is silent. */
const STALE_MS = 1_000;
const PROBE_MS = 2_000;
/** Watch interval for silence and noise. */
const BEAT_MS = 100;
/** This many bytes without one frame among them are noise, not the rest of a frame. */
const NOISE_BYTES = 48;

export interface ScaleSupervisorOptions {
  readonly deviceId: string;
  readonly name: string;
  readonly simulated: boolean;
  readonly protocol: ScaleProtocol;
  readonly createParser: () => ScaleParser;
  readonly transport: Transport;
  readonly clock: Clock;
  readonly onStatus: (status: DeviceStatus) => void;
  readonly onFrame: (frame: ScaleFrame) => void;
}

/**
 * Keeps one scale connected: absent → opening → probing → ready → stale → closing. A frame is passed on in the moment it is
 * complete and never again; silence, noise and unplugging are three different things.
 */
export class ScaleSupervisor {
  readonly #options: ScaleSupervisorOptions;
  #state: DeviceState = 'absent';
  #detail: string | undefined;
  #connection: Connection | undefined;
  #parser: ScaleParser;
  #generation = 0;
  #retryMs = RETRY_FIRST_MS;
  #openedMs = 0;
  #lastFrameMs = 0;
  #bytesSinceFrame = 0;
  #sequence = 0;
  #cancelTimer: () => void = () => undefined;
  #cancelPoll: () => void = () => undefined;
  #stopped = false;

  constructor(options: ScaleSupervisorOptions) {
    this.#options = options;
    this.#parser = options.createParser();
  }

  start(): void {
    this.#announce();
    this.#look();
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    this.#generation += 1;
    this.#cancelTimer();
    this.#cancelPoll();
    const connection = this.#connection;
    this.#connection = undefined;
    this.#to('closing');
    await connection?.close();
  }

  status(): DeviceStatus {
    const { deviceId, name, simulated, clock } = this.#options;
    return {
      deviceId,
      kind: 'scale',
      state: this.#state,
      name,
      simulated,
      ...(this.#detail === undefined ? {} : { detail: this.#detail.slice(0, 200) }),
      sinceWallMs: Math.round(clock.wallMs()),
    };
  }

  /** Only when ready: a command to a scale that is not listening could come out later. */
  command(name: 'zero' | 'tare'): { readonly accepted: boolean; readonly detail: string } {
    const bytes = this.#options.protocol.commands?.[name];
    if (bytes === undefined)
      return { accepted: false, detail: `${this.#options.protocol.name} has no ${name} command` };
    if (this.#state !== 'ready' || this.#connection === undefined)
      return { accepted: false, detail: 'the scale is not ready' };
    return this.#connection.write(bytes)
      ? { accepted: true, detail: 'sent' }
      : { accepted: false, detail: 'not taken by the line' };
  }

  #to(state: DeviceState, detail?: string): void {
    if (state === this.#state && detail === this.#detail) return;
    [this.#state, this.#detail] = [state, detail];
    this.#announce();
  }

  #announce(): void {
    this.#options.onStatus(this.status());
  }

  #look(): void {
    const generation = (this.#generation += 1);
    const mine = (): boolean => generation === this.#generation && !this.#stopped;
    this.#options.transport
      .present()
      .then(async (present) => {
        if (!mine()) return;
        if (!present) {
          this.#to('absent');
          this.#retry();
          return;
        }
        this.#to('opening');
        const connection = await this.#options.transport.open({
          data: (bytes) => mine() && this.#received(bytes),
          lost: (reason) => mine() && this.#lost(reason),
        });
        if (mine()) this.#opened(connection);
        else await connection.close();
      })
      .catch((error: unknown) => mine() && this.#lost(error instanceof Error ? error.message : String(error)));
  }

  #opened(connection: Connection): void {
    const { clock, protocol } = this.#options;
    this.#connection = connection;
    this.#parser = this.#options.createParser();
    this.#openedMs = clock.monoMs();
    this.#lastFrameMs = this.#openedMs;
    this.#bytesSinceFrame = 0;
    this.#to('probing');
    this.#beat();
    if (protocol.poll !== undefined) this.#poll(protocol.poll);
  }

  #poll(poll: { readonly bytes: Uint8Array; readonly intervalMs: number }): void {
    this.#connection?.write(poll.bytes);
    this.#cancelPoll = this.#options.clock.after(
      poll.intervalMs,
      () => this.#connection !== undefined && this.#poll(poll),
    );
  }

  #received(bytes: Uint8Array): void {
    const { clock, deviceId } = this.#options;
    const frames = this.#parser.push(bytes);
    this.#bytesSinceFrame += bytes.length;
    for (const { reading, raw } of frames) {
      this.#lastFrameMs = clock.monoMs();
      this.#bytesSinceFrame = 0;
      this.#to('ready');
      this.#emit(deviceId, reading, raw);
    }
  }

  #emit(deviceId: string, reading: ScaleReading, raw: Uint8Array): void {
    const { clock, onFrame } = this.#options;
    const rawHex = Array.from(raw.subarray(0, 64), (byte) => byte.toString(16).padStart(2, '0')).join('');
    onFrame({
      deviceId,
      sequence: (this.#sequence += 1),
      reading,
      rawHex,
      monoMs: clock.monoMs(),
      wallMs: Math.round(clock.wallMs()),
    });
  }

  #beat(): void {
    const { clock, deviceId } = this.#options;
    this.#cancelTimer = clock.after(BEAT_MS, () => {
      const now = clock.monoMs();
      const quietMs = now - this.#lastFrameMs;
      const limitMs = this.#state === 'probing' ? PROBE_MS : STALE_MS;
      if (quietMs >= STALE_MS && this.#bytesSinceFrame >= NOISE_BYTES) {
        this.#to('stale', 'unreadable');
        this.#emit(deviceId, { type: 'fault', kind: 'unreadable' }, new Uint8Array());
        this.#bytesSinceFrame = 0;
        this.#lastFrameMs = now;
      } else if (quietMs >= limitMs) this.#to('stale', 'silent');
      if (this.#state === 'ready' && now - this.#openedMs >= SETTLED_MS) this.#retryMs = RETRY_FIRST_MS;
      this.#beat();
    });
  }

  #lost(reason: string): void {
    this.#cancelTimer();
    this.#cancelPoll();
    const connection = this.#connection;
    this.#connection = undefined;
    this.#generation += 1;
    void connection?.close();
    this.#to('absent', reason);
    this.#retry();
  }

  #retry(): void {
    const { clock } = this.#options;
    const delayMs = this.#retryMs * (1 + clock.random() / 4);
    // A device that is simply not there is looked for at a steady pace, so that plugging in is seen at once.
    if (this.#state !== 'absent' || this.#detail !== undefined)
      this.#retryMs = Math.min(RETRY_MAX_MS, this.#retryMs * RETRY_FACTOR);
    this.#cancelTimer = clock.after(delayMs, () => !this.#stopped && this.#look());
  }
}
