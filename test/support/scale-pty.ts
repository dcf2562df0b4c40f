import { spawn, type ChildProcess } from 'node:child_process';
import { closeSync, constants, existsSync, openSync, rmSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { waitUntil } from './wait-until.ts';

/** What lies on the simulated plate; a frame is made from it `framesPerSecond` times a second. */
export type FrameSource = () => Uint8Array | undefined;

/**
 * The far end of a serial line: a pseudo-terminal pair made by socat. The station opens `path` as it would open /dev/ttyUSB0.
 * `unplug` kills socat with SIGKILL: the device node vanishes under the open port, as a pulled USB adapter does.
 */
export class ScalePty {
  readonly path: string;
  readonly #far: string;
  #socat: ChildProcess | undefined;
  #fd: number | undefined;
  #timer: NodeJS.Timeout | undefined;
  #source: FrameSource;

  constructor(directory: string, source: FrameSource, name = 'scale') {
    this.path = join(directory, `tty-${name}`);
    this.#far = join(directory, `tty-${name}-far`);
    this.#source = source;
  }

  async plug(framesPerSecond = 20): Promise<void> {
    if (this.#socat !== undefined) return;
    const socat = spawn('socat', [`pty,raw,echo=0,link=${this.path}`, `pty,raw,echo=0,link=${this.#far}`], {
      stdio: 'ignore',
    });
    this.#socat = socat;
    await waitUntil('socat pty pair', () => existsSync(this.path) && existsSync(this.#far));
    this.#fd = openSync(this.#far, constants.O_RDWR | constants.O_NOCTTY | constants.O_NONBLOCK);
    this.#timer = setInterval(() => this.#beat(), 1000 / framesPerSecond);
  }

  /** Changes what the scale sends from the next frame on. */
  feed(source: FrameSource): void {
    this.#source = source;
  }

  write(bytes: Uint8Array): void {
    if (this.#fd === undefined) return;
    try {
      writeSync(this.#fd, bytes);
    } catch (error) {
      // Nobody reads: the line's buffer is full, as on a real cable without flow control the bytes are lost.
      if ((error as NodeJS.ErrnoException).code !== 'EAGAIN' && (error as NodeJS.ErrnoException).code !== 'EIO')
        throw error;
    }
  }

  unplug(): void {
    clearInterval(this.#timer);
    if (this.#fd !== undefined) closeSync(this.#fd);
    this.#fd = undefined;
    this.#socat?.kill('SIGKILL');
    this.#socat = undefined;
    rmSync(this.path, { force: true });
    rmSync(this.#far, { force: true });
  }

  #beat(): void {
    const frame = this.#source();
    if (frame !== undefined) this.write(frame);
  }
}

/** Toledo continuous, 18 bytes with two's complement checksum, kg with three decimals. An independent encoder: not the product's own. */
export function toledoFrame(grams: number, options: { moving?: boolean; overload?: boolean } = {}): Uint8Array {
  const swa = 0b0100_0000 | 0b0010_0000 | (0b01 << 3) | 0b101; // 1 count, .XXX
  const swb =
    0b0010_0000 | (1 << 4) | (options.moving ? 1 << 3 : 0) | (options.overload ? 1 << 2 : 0) | (grams < 0 ? 1 << 1 : 0);
  const swc = 0b0010_0000;
  const digits = String(Math.abs(Math.round(grams))).padStart(6, ' ');
  const body = [0x02, swa, swb, swc, ...Buffer.from(digits, 'ascii'), ...Buffer.from('     0', 'ascii'), 0x0d];
  const sum = body.reduce((total, byte) => total + (byte & 0x7f), 0);
  return Uint8Array.from([...body, (0x80 - (sum & 0x7f)) & 0x7f]);
}

/** `ST,GS,   2.365kg` family. Also an independent encoder. */
export function stGsFrame(grams: number, word: 'ST' | 'US' | 'OL' = 'ST'): Uint8Array {
  const kg = (Math.abs(grams) / 1000).toFixed(3).padStart(7, ' ');
  return Buffer.from(`${word},GS,${grams < 0 ? '-' : '+'}${kg}kg\r\n`, 'ascii');
}
