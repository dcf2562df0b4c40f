import type { DeviceState, DeviceStatus } from '../../shared/devices/device-status.ts';
import type { ScaleFrame } from '../../shared/devices/scale-reading.ts';
import type { ParsedFrame, ScaleParser, ScaleProtocol } from '../scale/scale-protocol.ts';
import type { Transport } from '../transports/transport.ts';
import type { Clock } from './clock.ts';
import { ConnectionKeeper } from './connection-keeper.ts';

/** A live scale that sends no frame for this long is silent; a scale that is asked more slowly may miss two answers. */
const STALE_MS = 1_000;
const STALE_POLLS = 3;
const PROBE_MS = 2_000;
/** Watch interval for silence and noise. */
const BEAT_MS = 100;
/** No byte for this long: a frame whose end only the next byte would show is complete. */
const QUIET_MS = 60;
/** This many bytes without one frame among them are noise, not the rest of a frame. */
const NOISE_BYTES = 48;
/** Evidence kept of one frame. */
const RAW_BYTES = 64;

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
  readonly #keeper: ConnectionKeeper;
  readonly #staleMs: number;
  #state: DeviceState = 'absent';
  #detail: string | undefined;
  #parser: ScaleParser;
  #lastFrameMs = 0;
  #bytesSinceFrame = 0;
  #sequence = 0;
  #cancelBeat: () => void = () => undefined;
  #cancelPoll: () => void = () => undefined;
  #cancelQuiet: () => void = () => undefined;

  constructor(options: ScaleSupervisorOptions) {
    this.#options = options;
    this.#parser = options.createParser();
    this.#staleMs = Math.max(STALE_MS, (options.protocol.poll?.intervalMs ?? 0) * STALE_POLLS);
    this.#keeper = new ConnectionKeeper(options.transport, options.clock, {
      absent: (detail) => {
        this.#rest();
        this.#to('absent', detail);
      },
      opening: () => this.#to('opening'),
      opened: () => this.#opened(),
      data: (bytes) => this.#received(bytes),
    });
  }

  start(): void {
    this.#announce();
    this.#keeper.start();
  }

  async stop(): Promise<void> {
    this.#rest();
    this.#to('closing');
    await this.#keeper.stop();
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
    if (this.#state !== 'ready') return { accepted: false, detail: 'the scale is not ready' };
    return this.#keeper.write(bytes)
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

  #rest(): void {
    this.#cancelBeat();
    this.#cancelPoll();
    this.#cancelQuiet();
  }

  #opened(): void {
    const { clock, protocol } = this.#options;
    this.#parser = this.#options.createParser();
    this.#lastFrameMs = clock.monoMs();
    this.#bytesSinceFrame = 0;
    this.#to('probing');
    this.#beat();
    if (protocol.poll !== undefined) this.#poll(protocol.poll);
  }

  #poll(poll: { readonly bytes: Uint8Array; readonly intervalMs: number }): void {
    this.#keeper.write(poll.bytes);
    this.#cancelPoll = this.#options.clock.after(poll.intervalMs, () => this.#keeper.isOpen && this.#poll(poll));
  }

  #received(bytes: Uint8Array): void {
    this.#bytesSinceFrame += bytes.length;
    this.#pass(this.#parser.push(bytes));
    this.#cancelQuiet();
    if (this.#parser.pendingBytes > 0)
      this.#cancelQuiet = this.#options.clock.after(QUIET_MS, () => this.#pass(this.#parser.end()));
  }

  #pass(frames: readonly ParsedFrame[]): void {
    for (const frame of frames) {
      this.#lastFrameMs = this.#options.clock.monoMs();
      this.#bytesSinceFrame = 0;
      this.#to('ready');
      this.#emit(frame);
    }
  }

  #emit({ reading, raw }: ParsedFrame): void {
    const { clock, deviceId, onFrame } = this.#options;
    onFrame({
      deviceId,
      sequence: (this.#sequence += 1),
      reading,
      rawHex: Buffer.from(raw.subarray(0, RAW_BYTES)).toString('hex'),
      monoMs: clock.monoMs(),
      wallMs: Math.round(clock.wallMs()),
    });
  }

  #beat(): void {
    const { clock } = this.#options;
    this.#cancelBeat = clock.after(BEAT_MS, () => {
      const now = clock.monoMs();
      const quietMs = now - this.#lastFrameMs;
      if (quietMs >= STALE_MS && this.#bytesSinceFrame >= NOISE_BYTES) {
        this.#to('stale', 'unreadable');
        this.#emit({ reading: { type: 'fault', kind: 'unreadable' }, raw: new Uint8Array() });
        this.#bytesSinceFrame = 0;
        this.#lastFrameMs = now;
      } else if (quietMs >= (this.#state === 'probing' ? PROBE_MS : this.#staleMs)) this.#to('stale', 'silent');
      this.#beat();
    });
  }
}
