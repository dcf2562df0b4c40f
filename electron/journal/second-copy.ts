import { mkdir, open, readdir, readFile, stat, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';

export interface SecondCopyOptions {
  /** The journal's folder. */
  readonly from: string;
  /** A folder on another disk or stick; the copy lies in <to>/<device>. */
  readonly to: string;
  readonly device: string;
  readonly after: (delayMs: number, callback: () => void) => void;
  /** Said once when it cannot keep up, and not again before it could. */
  readonly onTrouble: (detail: string) => void;
}

const PAUSE_MS = 500;
const RETRY_MS = 5_000;
const STEP_BYTES = 1 << 20;
/** The end of the copy must be the same bytes as in the journal, or the file is copied anew. */
const OVERLAP_BYTES = 256;
/** Segments, what is said of them, and records that came back from another copy. */
const COPIED = /^(?:\d{6,}\.log|first\.json|closed\.json|mended\.records)$/;
const RESCUED = 'rescued';

/**
 * Keeps a second copy of the journal on another disk, a moment behind. Everything is asynchronous: a stick that is slow, full or
 * gone never holds up a record. Segments only grow, so what is copied is what is longer.
 */
export class SecondCopy {
  readonly #options: SecondCopyOptions;
  #running: Promise<void> | undefined;
  #again = false;
  #inTrouble = false;
  #stopped = false;

  constructor(options: SecondCopyOptions) {
    this.#options = options;
  }

  /** Something new lies in the journal. */
  wake(): void {
    this.#again = true;
    if (this.#running !== undefined || this.#stopped) return;
    this.#running = this.#run();
  }

  /** Brings the copy up once more, then ends. */
  async stop(): Promise<void> {
    this.#stopped = true;
    await this.#running;
    if (!this.#inTrouble) await this.copyAll().catch(() => undefined);
  }

  async #run(): Promise<void> {
    let pauseMs = PAUSE_MS;
    this.#again = false;
    try {
      await this.copyAll();
      this.#inTrouble = false;
    } catch (error) {
      if (!this.#inTrouble) this.#options.onTrouble(error instanceof Error ? error.message : String(error));
      this.#inTrouble = true;
      this.#again = true;
      pauseMs = RETRY_MS;
    }
    this.#options.after(pauseMs, () => {
      this.#running = undefined;
      if (this.#again) this.wake();
    });
  }

  /** One pass over everything. @throws when the other disk refuses */
  async copyAll(): Promise<void> {
    const { from, to, device } = this.#options;
    // A stick that is not there would otherwise be a folder on the system's own disk.
    await stat(to);
    const identity = await readFile(join(from, 'identity.json')).catch(() => undefined);
    if (identity !== undefined) await replace(join(to, device, 'identity.json'), identity);
    for (const epoch of await readdir(from)) {
      if (!/^\d+$/.test(epoch) && epoch !== RESCUED) continue;
      for (const name of (await readdir(join(from, epoch))).sort()) {
        if (epoch !== RESCUED && !COPIED.test(name)) continue;
        const source = join(from, epoch, name);
        const target = join(to, device, epoch, name);
        if (!name.endsWith('.log')) await replace(target, await readFile(source));
        else await follow(source, target);
      }
    }
  }
}

async function replace(target: string, bytes: Uint8Array): Promise<void> {
  const known = await readFile(target).catch(() => undefined);
  if (known?.equals(bytes) === true) return;
  await mkdir(dirname(target), { recursive: true });
  await writeFile(target, bytes);
}

/** Appends what the source has more; begins anew where the ends do not fit. */
async function follow(source: string, target: string): Promise<void> {
  const wanted = (await stat(source)).size;
  const have = await stat(target).then(
    (found) => found.size,
    () => -1,
  );
  if (have === wanted) return;
  await mkdir(dirname(target), { recursive: true });
  const input = await open(source, 'r');
  try {
    const output = await open(target, have < 0 ? 'w+' : 'r+');
    try {
      const overlap = Math.min(OVERLAP_BYTES, Math.max(have, 0));
      const fits = have >= 0 && have < wanted && (await sameBytes(input, output, have - overlap, overlap));
      let at = fits ? have : 0;
      if (!fits) await output.truncate(0);
      while (at < wanted) {
        const buffer = Buffer.alloc(Math.min(STEP_BYTES, wanted - at));
        const { bytesRead } = await input.read(buffer, 0, buffer.length, at);
        if (bytesRead === 0) break;
        await output.write(buffer, 0, bytesRead, at);
        at += bytesRead;
      }
      await output.datasync();
    } finally {
      await output.close();
    }
  } finally {
    await input.close();
  }
}

type Handle = Awaited<ReturnType<typeof open>>;
async function sameBytes(one: Handle, other: Handle, at: number, length: number): Promise<boolean> {
  const [a, b] = [Buffer.alloc(length), Buffer.alloc(length)];
  await Promise.all([one.read(a, 0, length, at), other.read(b, 0, length, at)]);
  return a.equals(b);
}
