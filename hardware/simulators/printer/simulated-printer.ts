import { createServer, type Server, type Socket } from 'node:net';
import { frameTspl, frameZpl, type JobFramer, type PrinterInput } from './job-framer.ts';

export interface SimulatedPrinterOptions {
  readonly language: 'zpl' | 'tspl';
  /** Answers questions about its state. */
  readonly answers: boolean;
  /** Keeps a count of its labels and tells it. */
  readonly counts: boolean;
  /** Time from one label to the next; 0: at once. 153 mm at 14 inches a second are 430 ms. */
  readonly labelMs: number;
}

export interface PrintedLabel {
  readonly bytes: Buffer;
  readonly atMs: number;
}

const CLIENTS = 1;

/**
 * A label printer on the loopback, with paper that can be looked at: `paper` is what came out. It has a buffer, a head that takes its
 * time, doors and rolls, a plug, and room for one client. What is in its memory is gone with the power; its count is not.
 */
export class SimulatedPrinter {
  readonly paper: PrintedLabel[] = [];
  readonly #options: SimulatedPrinterOptions;
  readonly #frame: JobFramer;
  readonly #sockets = new Set<Socket>();
  #server: Server | undefined;
  #port = 0;
  #count = 1_000;
  #queue: Buffer[] = [];
  #partial: Buffer = Buffer.alloc(0);
  #hasPartial = false;
  #timer: NodeJS.Timeout | undefined;
  #foreign = false;
  onPrinted: (label: PrintedLabel) => void = () => undefined;

  /** State a person makes and mends. */
  paperOut = false;
  headOpen = false;
  paused = false;
  /** Takes bytes into no buffer: the line fills up. */
  stalled = false;
  /** Faults that happen once. */
  resetAfterBytes: number | undefined;
  halfAnswers = 0;
  swallowedAnswers = 0;

  constructor(options: SimulatedPrinterOptions) {
    this.#options = options;
    this.#frame = options.language === 'zpl' ? frameZpl : frameTspl;
  }

  get port(): number {
    return this.#port;
  }

  /** Nothing inside and nothing that keeps it from printing. */
  get idle(): boolean {
    return this.#queue.length === 0 && this.#timer === undefined;
  }

  get well(): boolean {
    return (
      this.#server !== undefined && !this.paperOut && !this.headOpen && !this.paused && !this.stalled && !this.#foreign
    );
  }

  async switchOn(): Promise<void> {
    if (this.#server !== undefined) return;
    const server = createServer((socket) => this.#serve(socket));
    this.#server = server;
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject);
      server.listen(this.#port, '127.0.0.1', resolve);
    });
    const address = server.address();
    if (typeof address === 'object' && address !== null) this.#port = address.port;
  }

  /** The plug is pulled: what was inside is gone, the label under the head comes out half and counts for nothing. */
  async switchOff(): Promise<void> {
    const server = this.#server;
    this.#server = undefined;
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#queue = [];
    this.#partial = Buffer.alloc(0);
    this.#hasPartial = false;
    for (const socket of this.#sockets) socket.resetAndDestroy();
    if (server !== undefined) await new Promise<void>((resolve) => server.close(() => resolve()));
  }

  /** Only the network breaks: what the printer has, it prints. */
  dropConnections(): void {
    for (const socket of this.#sockets) socket.resetAndDestroy();
  }

  /** Another client holds the only connection: ours is accepted by the network and not served. */
  set heldByAnother(held: boolean) {
    this.#foreign = held;
    if (!held) for (const socket of this.#sockets) socket.resume();
  }

  /** After a state was mended by hand. */
  mend(): void {
    this.paperOut = this.headOpen = this.paused = this.stalled = false;
    for (const socket of this.#sockets) socket.resume();
    this.#work();
  }

  #serve(socket: Socket): void {
    if (!this.#foreign && this.#sockets.size >= CLIENTS + 3) {
      socket.resetAndDestroy();
      return;
    }
    this.#sockets.add(socket);
    socket.setNoDelay(true);
    socket.on('error', () => undefined);
    socket.on('close', () => this.#sockets.delete(socket));
    socket.on('end', () => socket.end());
    socket.on('data', (bytes) => this.#received(socket, bytes));
    if (this.#foreign || this.stalled) socket.pause();
  }

  #received(socket: Socket, bytes: Buffer): void {
    if (this.resetAfterBytes !== undefined) {
      const taken = bytes.subarray(0, this.resetAfterBytes);
      this.resetAfterBytes -= taken.length;
      if (this.resetAfterBytes <= 0) {
        this.resetAfterBytes = undefined;
        this.#take(socket, taken);
        socket.resetAndDestroy();
        return;
      }
    }
    this.#take(socket, bytes);
    if (this.stalled) socket.pause();
  }

  #take(socket: Socket, bytes: Buffer): void {
    const { inputs, rest, partial } = this.#frame(Buffer.concat([this.#partial, bytes]));
    [this.#partial, this.#hasPartial] = [rest, partial];
    for (const input of inputs) this.#act(socket, input);
    this.#work();
  }

  #act(socket: Socket, input: PrinterInput): void {
    switch (input.kind) {
      case 'label':
        this.#queue.push(input.bytes);
        return;
      case 'cancel':
        this.#queue = this.#timer === undefined ? [] : this.#queue.slice(0, 1);
        return;
      case 'question':
        this.#answer(socket, input.name);
    }
  }

  #answer(socket: Socket, question: string): void {
    if (!this.#options.answers || (question === 'count' && !this.#options.counts)) return;
    if (this.swallowedAnswers > 0) {
      this.swallowedAnswers -= 1;
      return;
    }
    const answer = Buffer.from(this.#words(question), 'latin1');
    const half = this.halfAnswers > 0;
    if (half) this.halfAnswers -= 1;
    socket.write(half ? answer.subarray(0, answer.length >> 1) : answer);
  }

  #words(question: string): string {
    const flag = (set: boolean): string => (set ? '1' : '0');
    switch (question) {
      case '~HS': {
        const held = String(this.#queue.length).padStart(3, '0');
        return (
          `\x02030,${flag(this.paperOut)},${flag(this.paused)},1218,${held},0,0,${flag(this.#hasPartial)},000,0,0,0\x03\r\n` +
          `\x02001,0,${flag(this.headOpen)},0,0,2,4,0,00000000,1,000\x03\r\n\x021234,0\x03\r\n`
        );
      }
      case '~HQES': {
        const bits = (this.paperOut ? 1 : 0) | (this.headOpen ? 4 : 0);
        return `\x02\r\n  PRINTER STATUS\r\n   ERRORS:         ${flag(bits !== 0)} 00000000 ${String(bits).padStart(8, '0')}\r\n   WARNINGS:       0 00000000 00000000\r\n\x03`;
      }
      case 'count':
        return `"${this.#count}"`;
      default:
        return String.fromCharCode(
          (this.headOpen ? 1 : 0) |
            (this.paperOut ? 4 : 0) |
            (this.paused ? 16 : 0) |
            (this.#queue.length > 0 ? 32 : 0),
        );
    }
  }

  #work(): void {
    if (this.#timer !== undefined || this.#queue.length === 0) return;
    if (this.paperOut || this.headOpen || this.paused || this.#server === undefined) return;
    this.#timer = setTimeout(() => {
      this.#timer = undefined;
      const bytes = this.#queue[0];
      // A door opened under the label: it is printed again when the door is closed, as Zebra's reprint-after-error does.
      if (bytes === undefined || this.paperOut || this.headOpen || this.paused) return;
      this.#queue.shift();
      this.#count += 1;
      const label = { bytes, atMs: performance.now() };
      this.paper.push(label);
      this.onPrinted(label);
      this.#work();
    }, this.#options.labelMs);
  }
}
