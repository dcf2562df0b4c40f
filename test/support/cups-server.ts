import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { waitUntil } from './wait-until.ts';

/** Is a real CUPS installed, and may we run one of our own? It changes its user, so root is needed. Says what is missing. */
export function cupsAvailable(): boolean {
  const there = existsSync('/usr/sbin/cupsd') && existsSync('/usr/sbin/lpadmin');
  const root = process.getuid?.() === 0;
  if (!there) console.warn('cupsd is missing, its checks are left out: apt-get install cups cups-client');
  else if (!root) console.warn('cupsd of our own needs root, its checks are left out');
  return there && root;
}

/** A CUPS server of our own on the loopback, in a folder of our own: the one of the machine is not touched. */
export class CupsServer {
  readonly #folder: string;
  #child: ChildProcess | undefined;
  port = 0;

  constructor(folder: string) {
    this.#folder = folder;
  }

  get url(): string {
    return `http://127.0.0.1:${this.port}`;
  }

  async start(): Promise<void> {
    const at = (...parts: string[]): string => join(this.#folder, ...parts);
    this.port = await freePort();
    for (const part of ['etc/ppd', 'spool/tmp', 'cache', 'state', 'log']) mkdirSync(at(part), { recursive: true });
    writeFileSync(
      at('etc/cupsd.conf'),
      [
        `Listen 127.0.0.1:${this.port}`,
        'Browsing Off',
        'WebInterface No',
        'ErrorPolicy abort-job',
        'DefaultAuthType None',
        'LogLevel warn',
        'PreserveJobHistory Yes',
        '<Location />',
        'Order allow,deny',
        'Allow 127.0.0.1',
        '</Location>',
        '<Policy default>',
        '<Limit All>',
        'Order deny,allow',
        '</Limit>',
        '</Policy>',
        '',
      ].join('\n'),
    );
    writeFileSync(
      at('etc/cups-files.conf'),
      [
        `ServerRoot ${at('etc')}`,
        `RequestRoot ${at('spool')}`,
        `TempDir ${at('spool/tmp')}`,
        `CacheDir ${at('cache')}`,
        `StateDir ${at('state')}`,
        `AccessLog ${at('log/access')}`,
        `ErrorLog ${at('log/error')}`,
        `PageLog ${at('log/page')}`,
        'User lp',
        'Group lp',
        'SystemGroup root lpadmin',
        '',
      ].join('\n'),
    );
    spawnSync('chown', ['-R', 'root:lp', this.#folder]);
    spawnSync('chmod', ['755', this.#folder]);
    spawnSync('chmod', ['710', at('spool')]);
    spawnSync('chmod', ['1770', at('spool/tmp')]);
    this.#child = spawn('/usr/sbin/cupsd', ['-f', '-c', at('etc/cupsd.conf'), '-s', at('etc/cups-files.conf')], {
      stdio: 'ignore',
    });
    await waitUntil('cupsd', async () => {
      try {
        return (await fetch(`${this.url}/`, { method: 'POST' })).status > 0;
      } catch {
        return false;
      }
    });
  }

  /** A raw queue to a port of the loopback. */
  addQueue(name: string, port: number, errorPolicy = 'abort-job'): void {
    const run = spawnSync(
      '/usr/sbin/lpadmin',
      ['-p', name, '-E', '-v', `socket://127.0.0.1:${port}`, '-m', 'raw', '-o', `printer-error-policy=${errorPolicy}`],
      { env: { ...process.env, CUPS_SERVER: `127.0.0.1:${this.port}` }, encoding: 'utf8' },
    );
    if (run.status !== 0) throw new Error(`lpadmin: ${run.stderr}`);
  }

  command(program: 'cupsdisable' | 'cupsenable', queue: string): void {
    spawnSync(`/usr/sbin/${program}`, [queue], {
      env: { ...process.env, CUPS_SERVER: `127.0.0.1:${this.port}` },
    });
  }

  /** A job of the station's that waits in the queue until somebody lets it go. */
  hold(queue: string, jobName: string, bytes: Uint8Array): void {
    const run = spawnSync(
      '/usr/bin/lp',
      ['-U', 'weighhouse', '-d', queue, '-H', 'hold', '-o', 'raw', '-t', jobName, '-'],
      {
        env: { ...process.env, CUPS_SERVER: `127.0.0.1:${this.port}` },
        input: bytes,
        encoding: 'utf8',
      },
    );
    if (run.status !== 0) throw new Error(`lp: ${run.stderr}`);
  }

  async stop(): Promise<void> {
    const child = this.#child;
    if (child === undefined) return;
    const gone = new Promise((resolve) => child.once('exit', resolve));
    child.kill('SIGTERM');
    await gone;
  }
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  await new Promise<void>((resolve) => server.close(() => resolve()));
  return typeof address === 'object' && address !== null ? address.port : 0;
}
