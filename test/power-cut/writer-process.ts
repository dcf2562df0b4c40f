import { spawn, type ChildProcess } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { build } from 'esbuild';

export interface SavedLine {
  readonly epoch: number;
  readonly seq: number;
  readonly hash: string;
  readonly uid: string;
}

const PROGRAM = 'out/power-cut/journal-writer.mjs';

export async function bundleWriter(): Promise<void> {
  mkdirSync('out/power-cut', { recursive: true });
  await build({
    entryPoints: ['test/power-cut/journal-writer.ts'],
    bundle: true,
    platform: 'node',
    format: 'esm',
    outfile: PROGRAM,
    logLevel: 'error',
  });
}

/** The writer, and what it has said so far. */
export class WriterProcess {
  readonly saved: SavedLine[] = [];
  readonly refused: string[] = [];
  readonly notices: string[] = [];
  up = false;
  readonly exited: Promise<void>;
  readonly #child: ChildProcess;
  #rest = '';
  #errors = '';

  constructor(directory: string, run: string, mode = '') {
    this.#child = spawn(process.execPath, [PROGRAM, directory, run, mode], { stdio: ['ignore', 'pipe', 'pipe'] });
    this.#child.stdout?.on('data', (chunk: Buffer) => this.#take(chunk.toString('utf8')));
    this.#child.stderr?.on('data', (chunk: Buffer) => (this.#errors += chunk.toString('utf8')));
    // 'close': everything it wrote before it died has been read.
    this.exited = new Promise((resolve) => this.#child.once('close', () => resolve()));
  }

  get errors(): string {
    return this.#errors;
  }

  kill(): Promise<void> {
    this.#child.kill('SIGKILL');
    return this.exited;
  }

  #take(text: string): void {
    const lines = (this.#rest + text).split('\n');
    // A line that was cut by the kill says nothing.
    this.#rest = lines.pop() ?? '';
    for (const line of lines) {
      const [word, ...rest] = line.split(' ');
      if (word === 'saved')
        this.saved.push({ epoch: Number(rest[0]), seq: Number(rest[1]), hash: rest[2] ?? '', uid: rest[3] ?? '' });
      else if (word === 'refused') this.refused.push(rest[1] ?? '');
      else if (word === 'notice') this.notices.push(rest.join(' '));
      else if (word === 'up') this.up = true;
    }
  }
}

export const sleep = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

export async function until(what: string, done: () => boolean, limitMs = 30_000): Promise<void> {
  const end = performance.now() + limitMs;
  while (!done()) {
    if (performance.now() > end) throw new Error(`${what} did not happen within ${limitMs} ms`);
    await sleep(2);
  }
}
