import type { DeviceState, DeviceStatus } from '../../shared/devices/device-status.ts';
import type { Transport } from '../transports/transport.ts';
import type { Clock } from './clock.ts';
import { ConnectionKeeper } from './connection-keeper.ts';

/** Reads bytes into items. Incremental and bounded; never throws. */
export interface ItemReader<T> {
  push(bytes: Uint8Array): readonly T[];
  /** No byte came for `quietMs`: an item without an end mark is complete. */
  end?(): readonly T[];
}

export interface QuietDeviceOptions<T> {
  readonly deviceId: string;
  readonly kind: DeviceStatus['kind'];
  readonly name: string;
  readonly simulated: boolean;
  readonly transport: Transport;
  readonly clock: Clock;
  readonly createReader: () => ItemReader<T>;
  /** Silence after which the reader's `end` is asked. */
  readonly quietMs: number;
  /** Written once after every opening, to bring the device into the mode we read. */
  readonly greeting?: Uint8Array;
  readonly onStatus: (status: DeviceStatus) => void;
  readonly onItem: (item: T) => void;
}

/** Keeps a device connected that speaks only when it has something to say: silence is its normal state, open is ready. */
export class QuietDevice<T> {
  readonly #options: QuietDeviceOptions<T>;
  readonly #keeper: ConnectionKeeper;
  #reader: ItemReader<T>;
  #state: DeviceState = 'absent';
  #detail: string | undefined;
  #cancelQuiet: () => void = () => undefined;

  constructor(options: QuietDeviceOptions<T>) {
    this.#options = options;
    this.#reader = options.createReader();
    this.#keeper = new ConnectionKeeper(options.transport, options.clock, {
      absent: (detail) => {
        this.#cancelQuiet();
        this.#to('absent', detail);
      },
      opening: () => this.#to('opening'),
      opened: () => {
        // Half an item of the former connection must not become the head of the next one.
        this.#reader = options.createReader();
        if (options.greeting !== undefined) this.#keeper.write(options.greeting);
        this.#to('ready');
      },
      data: (bytes) => this.#received(bytes),
    });
  }

  start(): void {
    this.#announce();
    this.#keeper.start();
  }

  async stop(): Promise<void> {
    this.#cancelQuiet();
    this.#to('closing');
    await this.#keeper.stop();
  }

  get state(): DeviceState {
    return this.#state;
  }

  /** False unless the device is there and takes it. */
  write(bytes: Uint8Array): boolean {
    return this.#state === 'ready' && this.#keeper.write(bytes);
  }

  #received(bytes: Uint8Array): void {
    const { clock, quietMs, onItem } = this.#options;
    for (const item of this.#reader.push(bytes)) onItem(item);
    this.#cancelQuiet();
    if (this.#reader.end !== undefined)
      this.#cancelQuiet = clock.after(quietMs, () => this.#reader.end?.().forEach(onItem));
  }

  #to(state: DeviceState, detail?: string): void {
    if (state === this.#state && detail === this.#detail) return;
    [this.#state, this.#detail] = [state, detail];
    this.#announce();
  }

  #announce(): void {
    const { deviceId, kind, name, simulated, clock, onStatus } = this.#options;
    onStatus({
      deviceId,
      kind,
      state: this.#state,
      name,
      simulated,
      ...(this.#detail === undefined ? {} : { detail: this.#detail.slice(0, 200) }),
      sinceWallMs: Math.round(clock.wallMs()),
    });
  }
}
