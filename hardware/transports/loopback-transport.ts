import type { Connection, ConnectionHandlers, Transport } from './transport.ts';

/** A line inside the process: the far end is a simulator. It can be unplugged like a real one. */
export class LoopbackLine implements Transport {
  readonly name: string;
  /** What the station wrote to the device. */
  onWrite: (bytes: Uint8Array) => void = () => undefined;
  #plugged = true;
  #handlers: ConnectionHandlers | undefined;

  constructor(name: string) {
    this.name = name;
  }

  present(): Promise<boolean> {
    return Promise.resolve(this.#plugged);
  }

  open(handlers: ConnectionHandlers): Promise<Connection> {
    if (!this.#plugged) return Promise.reject(new Error('not plugged in'));
    this.#handlers = handlers;
    const mine = handlers;
    return Promise.resolve({
      write: (bytes) => {
        if (this.#handlers !== mine) return false;
        this.onWrite(bytes);
        return true;
      },
      close: () => {
        if (this.#handlers === mine) this.#handlers = undefined;
        return Promise.resolve();
      },
    });
  }

  /** From the device to the station. */
  emit(bytes: Uint8Array): void {
    this.#handlers?.data(bytes);
  }

  plug(): void {
    this.#plugged = true;
  }

  unplug(): void {
    this.#plugged = false;
    const handlers = this.#handlers;
    this.#handlers = undefined;
    handlers?.lost('unplugged');
  }
}
