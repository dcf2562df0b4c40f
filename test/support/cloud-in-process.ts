import { createHash, generateKeyPairSync, sign, type KeyObject } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { FastifyInstance } from 'fastify';
import { createServer } from '../../cloud/http/server.ts';
import { ServerKeys } from '../../cloud/keys/server-keys.ts';
import { migrate } from '../../cloud/migrations/migrate.ts';
import { provision, type Tokens } from '../../cloud/organisations/provision.ts';
import { Database } from '../../cloud/postgres/database.ts';
import { CloudClient } from '../../electron/services/cloud-client.ts';
import { challengeText, enrolText } from '../../shared/identity/device-identity.ts';
import type { JournalHead } from '../../shared/sync/operation.ts';

/** The cloud in this process on a given PostgreSQL, reached over HTTP on loopback, with a clock and chance that a test may turn. */
export class CloudInProcess {
  readonly database: Database;
  readonly keys: ServerKeys;
  readonly tokens: Tokens;
  readonly #server: FastifyInstance;
  readonly url: string;
  readonly #folder: string;

  private constructor(
    database: Database,
    keys: ServerKeys,
    tokens: Tokens,
    server: FastifyInstance,
    url: string,
    folder: string,
  ) {
    this.database = database;
    this.keys = keys;
    this.tokens = tokens;
    this.#server = server;
    this.url = url;
    this.#folder = folder;
  }

  static async start(databaseUrl: string, clock: () => number = Date.now): Promise<CloudInProcess> {
    const folder = mkdtempSync(join(tmpdir(), 'wh-keys-'));
    const database = new Database(databaseUrl);
    await migrate(database);
    const tokens = await provision(database, folder);
    const keys = ServerKeys.fromFolder(folder);
    await keys.publish(database);
    const server = await createServer({ database, keys, nowMs: clock, random: () => 0.5 });
    const url = await server.listen({ host: '127.0.0.1', port: 0 });
    return new CloudInProcess(database, keys, tokens, server, url, folder);
  }

  client(token: string = this.tokens.live): CloudClient {
    return new CloudClient(() => ({ url: this.url, token }));
  }

  async ask(
    method: string,
    path: string,
    token?: string,
    body?: unknown,
  ): Promise<{ status: number; body: unknown; headers: Headers }> {
    const answer = await fetch(`${this.url}${path}`, {
      method,
      headers: {
        ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const text = await answer.text();
    const json = (answer.headers.get('content-type') ?? '').includes('application/json');
    return { status: answer.status, body: json ? (JSON.parse(text) as unknown) : text, headers: answer.headers };
  }

  /** As the live organisation's supervisor; anything but 200 is an error. */
  async admin<T>(method: string, path: string, body?: unknown, token: string = this.tokens.liveAdmin): Promise<T> {
    const answer = await this.ask(method, path, token, body);
    if (answer.status !== 200) throw new Error(`${method} ${path}: ${answer.status} ${JSON.stringify(answer.body)}`);
    return answer.body as T;
  }

  async stop(): Promise<void> {
    await this.#server.close();
    await this.database.close();
    rmSync(this.#folder, { recursive: true, force: true });
  }
}

export const headOf = (device: string, epoch = 1): JournalHead => ({ device, epoch, seq: 0, hash: '0'.repeat(64) });

/** A station's key as it would lie in its key store, written from the protocol's page and not from the station's code. */
export class StationKey {
  readonly device: string;
  readonly publicKey: string;
  readonly #private: KeyObject;

  constructor(device: string) {
    this.device = device;
    const { publicKey, privateKey } = generateKeyPairSync('ed25519');
    this.#private = privateKey;
    this.publicKey = publicKey.export({ format: 'der', type: 'spki' }).subarray(-32).toString('base64url');
  }
  sign(text: string): string {
    return sign(null, Buffer.from(text), this.#private).toString('base64url');
  }
  enrolment(code: string): { code: string; device: string; publicKey: string; signature: string } {
    const plain = code.replaceAll('-', '');
    const { device, publicKey } = this;
    return { code, device, publicKey, signature: this.sign(enrolText(plain, device, publicKey)) };
  }
  async token(cloud: CloudInProcess, organisation: string): Promise<string> {
    const { device } = this;
    const asked = await cloud.ask('POST', '/v1/identity/challenge', undefined, { organisation, device });
    const { challenge } = asked.body as { challenge: string };
    const signature = this.sign(challengeText(organisation, device, challenge));
    const given = await cloud.ask('POST', '/v1/identity/token', undefined, {
      organisation,
      device,
      challenge,
      signature,
    });
    if (given.status !== 200) throw new Error(`token: ${given.status}`);
    return (given.body as { token: string }).token;
  }
}

export const sha256Hex = (text: string): string => createHash('sha256').update(text).digest('hex');
