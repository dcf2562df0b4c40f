import { spawnSync } from 'node:child_process';
import { chmodSync, chownSync, existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { EmbeddedPostgres } from '../../cloud/postgres/embedded-postgres.ts';
import { freePort } from './cloud.ts';

export interface TestDatabase {
  readonly url: string;
  stop(): Promise<void>;
}

/** The PostgreSQL that comes with the product, in a folder of its own. */
export async function embeddedDatabase(): Promise<TestDatabase> {
  const folder = mkdtempSync(join(tmpdir(), 'wh-pg-'));
  chmodSync(folder, 0o711);
  const { server, url } = await EmbeddedPostgres.start(folder);
  return {
    url,
    stop: async () => {
      await server.stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** Where Debian's package `postgresql` puts a server's programs; undefined: it is not installed. */
export function serverBinaries(): string | undefined {
  const root = '/usr/lib/postgresql';
  if (!existsSync(root)) return undefined;
  const versions = readdirSync(root).sort((a, b) => Number(b) - Number(a));
  return versions.map((version) => join(root, version, 'bin')).find((bin) => existsSync(join(bin, 'initdb')));
}

/** A server as an administrator sets one up, of another major version than the embedded one; loopback only. */
export async function serverDatabase(binaries: string): Promise<TestDatabase> {
  const folder = mkdtempSync(join(tmpdir(), 'wh-server-pg-'));
  chmodSync(folder, 0o711);
  const data = join(folder, 'data');
  mkdirSync(data, { mode: 0o700 });
  const id = (flag: string): number => Number(spawnSync('id', [flag, 'postgres'], { encoding: 'utf8' }).stdout);
  const owner = process.getuid?.() === 0 ? { uid: id('-u'), gid: id('-g') } : {};
  if (owner.uid !== undefined) chownSync(data, owner.uid, owner.gid);
  const run = (program: string, ...args: string[]): void => {
    const done = spawnSync(join(binaries, program), args, {
      ...owner,
      cwd: data,
      encoding: 'utf8',
      env: { PATH: process.env['PATH'], LC_ALL: 'C' },
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    if (done.status !== 0) throw new Error(`${program}: ${done.stderr}`);
  };
  run('initdb', '-D', data, '-U', 'weighhouse', '-A', 'trust', '-E', 'UTF8', '--locale=C');
  const port = await freePort();
  const options = `-p ${port} -c listen_addresses=127.0.0.1 -c unix_socket_directories= -c fsync=on -c synchronous_commit=on`;
  run('pg_ctl', '-D', data, '-w', '-l', join(data, 'log'), '-o', options, 'start');
  return {
    url: `postgres://weighhouse@127.0.0.1:${port}/postgres`,
    stop: async () => {
      run('pg_ctl', '-D', data, '-w', '-m', 'fast', 'stop');
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** Every PostgreSQL that the cloud is tested on, for `describe.each`; says which one is not here. */
export function everyDatabase(): [name: string, open: () => Promise<TestDatabase>][] {
  const binaries = serverBinaries();
  if (binaries === undefined)
    process.stderr.write("skipped on a server's PostgreSQL: the Debian package postgresql is not installed\n");
  return [
    ['embedded PostgreSQL', embeddedDatabase],
    ...(binaries === undefined
      ? []
      : ([["a server's PostgreSQL", () => serverDatabase(binaries)]] as [string, () => Promise<TestDatabase>][])),
  ];
}
