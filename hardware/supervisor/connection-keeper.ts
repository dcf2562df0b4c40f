import type { Connection, Transport } from '../transports/transport.ts';
import type { Clock } from './clock.ts';

/** Reopening after a failure: 250 ms, each next try 1.6 times later, at most 5 s, plus up to a quarter by chance. */
const RETRY_FIRST_MS = 250;
const RETRY_FACTOR = 1.6;
const RETRY_MAX_MS = 5_000;
/** After this long without trouble the next failure starts again at the first delay. */
const SETTLED_MS = 10_000;
/** A device that is simply not there is looked for at a steady pace, so that plugging in is seen at once. */
const LOOK_EVERY_MS = 250;
/** One plugging-in changes the folder of device nodes many times; a look this long after the first change sees them all. */
const CHANGE_MS = 20;

export interface KeeperEvents {
  /** detail: why, where there is a reason. */
  absent(detail?: string): void;
  opening(): void;
  /** A new line; nothing of a former one comes any more. */
  opened(): void;
  data(bytes: Uint8Array): void;
}

/**
 * Keeps one line to a device open: looks for it, opens it, notices its end, looks again. Each opening is a generation of its own with a
 * connection of its own: events of a former one fall on deaf ears, writes are refused unless one is open.
 */
export class ConnectionKeeper {
  readonly #transport: Transport;
  readonly #clock: Clock;
  readonly #events: KeeperEvents;
  #connection: Connection | undefined;
  #generation = 0;
  #retryMs = RETRY_FIRST_MS;
  #openedMs = 0;
  #looking = false;
  #changed = false;
  #stopped = false;
  #cancelTimer: () => void = () => undefined;
  #stopWatch: () => void = () => undefined;

  constructor(transport: Transport, clock: Clock, events: KeeperEvents) {
    this.#transport = transport;
    this.#clock = clock;
    this.#events = events;
  }

  get isOpen(): boolean {
    return this.#connection !== undefined;
  }

  start(): void {
    this.#stopWatch = this.#transport.watch?.(() => this.#onChange()) ?? ((): void => undefined);
    this.#look();
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    this.#generation += 1;
    this.#stopWatch();
    this.#cancelTimer();
    const connection = this.#connection;
    this.#connection = undefined;
    await connection?.close();
  }

  /** False unless a line is open and takes it: a command to a device that is not there must not come out later. */
  write(bytes: Uint8Array): boolean {
    return this.#connection?.write(bytes) ?? false;
  }

  #onChange(): void {
    if (this.#stopped || this.#connection !== undefined) return;
    this.#changed = true;
    if (!this.#looking) this.#wait(CHANGE_MS);
  }

  #look(): void {
    const generation = (this.#generation += 1);
    const mine = (): boolean => generation === this.#generation && !this.#stopped;
    this.#looking = true;
    this.#changed = false;
    this.#transport
      .present()
      .then(async (present) => {
        if (!mine()) return;
        if (!present) {
          this.#looking = false;
          // Absence is no failure: whoever plugs it in again waits for nothing.
          this.#retryMs = RETRY_FIRST_MS;
          this.#events.absent();
          this.#wait(this.#changed ? CHANGE_MS : (this.#transport.lookEveryMs ?? LOOK_EVERY_MS));
          return;
        }
        this.#events.opening();
        const connection = await this.#transport.open({
          data: (bytes) => mine() && this.#events.data(bytes),
          lost: (reason) => mine() && this.#lost(reason),
        });
        if (!mine()) {
          await connection.close();
          return;
        }
        this.#looking = false;
        this.#connection = connection;
        this.#openedMs = this.#clock.monoMs();
        this.#events.opened();
      })
      .catch((error: unknown) => mine() && this.#lost(error instanceof Error ? error.message : String(error)));
  }

  #lost(reason: string): void {
    const connection = this.#connection;
    if (connection !== undefined && this.#clock.monoMs() - this.#openedMs >= SETTLED_MS) this.#retryMs = RETRY_FIRST_MS;
    this.#connection = undefined;
    this.#looking = false;
    this.#generation += 1;
    // The handle is freed before the next opening: Windows denies the port while the old one is held.
    const closed = connection?.close().catch(() => undefined) ?? Promise.resolve();
    this.#events.absent(reason);
    const generation = this.#generation;
    void closed.then(() => {
      if (generation !== this.#generation || this.#stopped) return;
      const delayMs = this.#retryMs * (1 + this.#clock.random() / 4);
      this.#retryMs = Math.min(RETRY_MAX_MS, this.#retryMs * RETRY_FACTOR);
      this.#wait(this.#changed ? CHANGE_MS : delayMs);
    });
  }

  #wait(delayMs: number): void {
    this.#cancelTimer();
    this.#cancelTimer = this.#clock.after(delayMs, () => {
      if (!this.#stopped && this.#connection === undefined && !this.#looking) this.#look();
    });
  }
}
