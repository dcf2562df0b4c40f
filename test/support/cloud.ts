import { spawn, type ChildProcess } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { projectRoot } from './station.ts';

/** The real cloud in a process of its own, on the embedded PostgreSQL. */
export class CloudProcess {
  readonly data: string;
  port = 0;
  #child: ChildProcess | undefined;
  #output = '';

  constructor(data: string) {
    this.data = data;
  }

  get url(): string {
    return `http://127.0.0.1:${this.port}`;
  }

  tokens(): Record<string, unknown> {
    return JSON.parse(readFileSync(join(this.data, 'tokens.json'), 'utf8')) as Record<string, unknown>;
  }

  async start(): Promise<void> {
    if (this.port === 0) this.port = await freePort();
    const child = spawn(
      process.execPath,
      ['scripts/run-ts.mjs', 'cloud/main.ts', '--data', this.data, '--port', String(this.port)],
      {
        cwd: projectRoot,
        stdio: ['ignore', 'pipe', 'pipe'],
      },
    );
    this.#child = child;
    await new Promise<void>((resolve, reject) => {
      const timer = setTimeout(
        () => reject(new Error(`the cloud did not listen within 90 s:\n${this.#output}`)),
        90_000,
      );
      const read = (chunk: Buffer): void => {
        this.#output = (this.#output + chunk.toString()).slice(-20_000);
        if (this.#output.includes('"listening"')) {
          clearTimeout(timer);
          resolve();
        }
      };
      child.stdout.on('data', read);
      child.stderr.on('data', read);
      child.once('exit', (code) => {
        clearTimeout(timer);
        reject(new Error(`the cloud ended with ${code}:\n${this.#output}`));
      });
    });
  }

  async stop(signal: NodeJS.Signals = 'SIGTERM'): Promise<void> {
    const child = this.#child;
    if (child === undefined) return;
    this.#child = undefined;
    this.#output = '';
    if (child.exitCode !== null || child.signalCode !== null) return;
    const gone = new Promise<void>((resolve) => child.once('exit', () => resolve()));
    child.kill(signal);
    await gone;
  }
}

export async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  await new Promise<void>((resolve) => server.close(() => resolve()));
  if (typeof address !== 'object' || address === null) throw new Error('no free port');
  return address.port;
}
