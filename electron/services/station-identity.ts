import { createPrivateKey, createPublicKey, generateKeyPairSync, sign, type KeyObject } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { failure, success, type Result } from '../../shared/errors/catalog.ts';
import {
  challengeAnswerSchema,
  challengeText,
  enrolAnswerSchema,
  enrolmentCodeSchema,
  enrolText,
  tokenAnswerSchema,
} from '../../shared/identity/device-identity.ts';
import { nodeDisk } from '../journal/node-disk.ts';

/** The operating system's key store, or that there is none. */
export type KeyStore =
  | { readonly kind: 'os'; readonly seal: (text: string) => string; readonly open: (sealed: string) => string }
  | { readonly kind: 'none' };

/** Said where the key lies in a plain file, so that nobody believes otherwise. */
export const NO_KEY_STORE =
  'This computer has no key store. The station key lies in a file that only the owner may read: whoever can log in as this user, or take the disk, can act as this station. Encrypt the disk, or install a keyring.';

const fileSchema = z.strictObject({
  version: z.literal(1),
  device: z.string(),
  organisation: z.string(),
  url: z.url(),
  name: z.string(),
  publicKey: z.string(),
  /** PKCS#8 PEM; sealed: base64 from the key store. */
  key: z.strictObject({ kind: z.enum(['os', 'none']), text: z.string() }),
});
type IdentityFile = z.infer<typeof fileSchema>;

const TIMEOUT_MS = 5_000;
/** A token is renewed this long before it ends. */
const RENEW_BEFORE_MS = 60_000;

/**
 * Who this station is to the cloud: an Ed25519 key made here that never leaves, and tokens that are minted with it. Nothing in here is
 * about the queue: a lost, expired or revoked identity changes what may be sent, never what is kept.
 */
export class StationIdentity {
  readonly #path: string;
  readonly #store: KeyStore;
  readonly #fetch: typeof fetch;
  readonly #monoMs: () => number;
  #file: IdentityFile | undefined;
  #token: { readonly text: string; readonly untilMonoMs: number; readonly revoked: boolean } | undefined;
  #asking: Promise<string | undefined> | undefined;

  constructor(home: string, store: KeyStore, monoMs: () => number, fetcher: typeof fetch = fetch) {
    this.#path = join(home, 'identity.json');
    this.#store = store;
    this.#fetch = fetcher;
    this.#monoMs = monoMs;
    this.#file = this.#read();
  }

  /** Undefined: not enrolled. warning: plain words where the key is not in a key store. */
  describe():
    | {
        readonly url: string;
        readonly device: string;
        readonly organisation: string;
        readonly name: string;
        readonly warning?: string;
      }
    | undefined {
    const file = this.#file;
    if (file === undefined) return undefined;
    const { url, device, organisation, name, key } = file;
    return { url, device, organisation, name, ...(key.kind === 'none' ? { warning: NO_KEY_STORE } : {}) };
  }

  /** Makes a key, proves it with the code, keeps both only when the cloud has said yes. The same key is offered again after a lost answer. */
  async enrol(
    url: string,
    typedCode: string,
    device: string,
  ): Promise<Result<{ organisation: string; name: string; warning?: string }>> {
    const code = enrolmentCodeSchema.safeParse(typedCode);
    if (!code.success) return failure('REQUEST_REFUSED', 'the code has 12 letters and digits');
    const privateKey = this.#pendingKey(device);
    const publicKey = rawPublicKey(privateKey);
    const signature = signText(privateKey, enrolText(code.data, device, publicKey));
    const answer = await this.#post(url, '/v1/identity/enrol', { code: code.data, device, publicKey, signature });
    if (!answer.ok) return answer;
    const enrolled = enrolAnswerSchema.safeParse(answer.value);
    if (!enrolled.success) return failure('REQUEST_REFUSED', 'the answer is not from the Weighhouse cloud');
    const { organisation, name } = enrolled.data;
    this.#write({ version: 1, device, organisation, url, name, publicKey, key: this.#sealed(privateKey) });
    return success({ organisation, name, ...(this.#store.kind === 'none' ? { warning: NO_KEY_STORE } : {}) });
  }

  /** A token that is good now; undefined when none can be had: offline, refused, not enrolled. One request at a time. */
  token(): Promise<string | undefined> {
    if (this.#token !== undefined && this.#token.untilMonoMs > this.#monoMs()) return Promise.resolve(this.#token.text);
    this.#asking ??= this.#mint().finally(() => (this.#asking = undefined));
    return this.#asking;
  }
  /** The cloud did not take the token: the next call mints one. */
  forgetToken(): void {
    this.#token = undefined;
  }
  get revoked(): boolean {
    return this.#token?.revoked === true;
  }

  async #mint(): Promise<string | undefined> {
    const file = this.#file;
    const key = this.#openKey();
    if (file === undefined || key === undefined) return undefined;
    const { organisation, device, url } = file;
    const asked = await this.#post(url, '/v1/identity/challenge', { organisation, device });
    const challenge = asked.ok ? challengeAnswerSchema.safeParse(asked.value) : undefined;
    if (challenge?.success !== true) return undefined;
    const text = challenge.data.challenge;
    const signature = signText(key, challengeText(organisation, device, text));
    const startMs = this.#monoMs();
    const given = await this.#post(url, '/v1/identity/token', { organisation, device, challenge: text, signature });
    const token = given.ok ? tokenAnswerSchema.safeParse(given.value) : undefined;
    if (token?.success !== true) return undefined;
    const { expiresInMs, revoked } = token.data;
    this.#token = {
      text: token.data.token,
      untilMonoMs: startMs + Math.max(0, expiresInMs - RENEW_BEFORE_MS),
      revoked,
    };
    return this.#token.text;
  }

  async #post(url: string, path: string, body: object): Promise<Result<unknown>> {
    try {
      const response = await this.#fetch(new URL(path, url), {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(body),
        redirect: 'error',
        signal: AbortSignal.timeout(TIMEOUT_MS),
      });
      const answer = (await response.json()) as { error?: unknown };
      if (response.ok) return success(answer);
      return failure('SYNC_REFUSED', typeof answer.error === 'string' ? answer.error : `HTTP ${response.status}`);
    } catch (error) {
      return failure(
        'REQUEST_REFUSED',
        `the cloud does not answer: ${error instanceof Error ? error.message : String(error)}`,
      );
    }
  }

  #read(): IdentityFile | undefined {
    if (!existsSync(this.#path)) return undefined;
    try {
      return fileSchema.parse(JSON.parse(readFileSync(this.#path, 'utf8')));
    } catch {
      return undefined;
    }
  }
  #write(file: IdentityFile): void {
    nodeDisk.writeFileDurably(this.#path, Buffer.from(`${JSON.stringify(file, null, 2)}\n`));
    this.#file = file;
    this.#token = undefined;
  }

  /** The key that this device was enrolled with, else one kept in memory until the cloud has said yes. */
  #pendingKey(device: string): KeyObject {
    if (this.#file?.device === device) {
      const known = this.#openKey();
      if (known !== undefined) return known;
    }
    this.#pending ??= generateKeyPairSync('ed25519').privateKey;
    return this.#pending;
  }
  #pending: KeyObject | undefined;

  #sealed(key: KeyObject): IdentityFile['key'] {
    const pem = key.export({ format: 'pem', type: 'pkcs8' }).toString();
    return this.#store.kind === 'os' ? { kind: 'os', text: this.#store.seal(pem) } : { kind: 'none', text: pem };
  }
  /** Undefined: not enrolled, or the key store does not give it back (another user, a copied disk): enrol again, under a new code. */
  #openKey(): KeyObject | undefined {
    const key = this.#file?.key;
    if (key === undefined) return undefined;
    try {
      if (key.kind === 'none') return createPrivateKey(key.text);
      return this.#store.kind === 'os' ? createPrivateKey(this.#store.open(key.text)) : undefined;
    } catch {
      return undefined;
    }
  }
}

const rawPublicKey = (key: KeyObject): string =>
  createPublicKey(key).export({ format: 'der', type: 'spki' }).subarray(-32).toString('base64url');
const signText = (key: KeyObject, text: string): string => sign(null, Buffer.from(text), key).toString('base64url');
