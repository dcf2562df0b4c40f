import {
  createHash,
  createHmac,
  createPrivateKey,
  createPublicKey,
  generateKeyPairSync,
  randomBytes,
  sign,
  timingSafeEqual,
  type KeyObject,
} from 'node:crypto';
import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { headText, type HeadSignature, type SignedHead } from '../../shared/sync/countersigned-head.ts';
import type { Database } from '../postgres/database.ts';

const fileSchema = z.strictObject({ signing: z.string(), tokens: z.base64url().min(43) });

/**
 * The server's two secrets, in server-keys.json (0600) beside the data and never in the database: who reads or restores a copy of the
 * database can neither sign heads nor make tokens. Several processes on one database share the file.
 */
export class ServerKeys {
  readonly keyId: string;
  readonly #signing: KeyObject;
  readonly #tokens: Buffer;

  constructor(signing: KeyObject, tokens: Buffer) {
    this.#signing = signing;
    this.#tokens = tokens;
    this.keyId = createHash('sha256').update(this.publicKey()).digest('hex').slice(0, 16);
  }

  static fromFolder(folder: string): ServerKeys {
    const file = join(folder, 'server-keys.json');
    if (!existsSync(file)) {
      const { privateKey } = generateKeyPairSync('ed25519');
      const made = {
        signing: privateKey.export({ format: 'pem', type: 'pkcs8' }).toString(),
        tokens: randomBytes(32).toString('base64url'),
      };
      writeFileSync(`${file}.new`, `${JSON.stringify(made)}\n`, { mode: 0o600 });
      renameSync(`${file}.new`, file);
    }
    const { signing, tokens } = fileSchema.parse(JSON.parse(readFileSync(file, 'utf8')));
    return new ServerKeys(createPrivateKey(signing), Buffer.from(tokens, 'base64url'));
  }

  /** Raw 32 bytes. */
  publicKey(): Buffer {
    return createPublicKey(this.#signing).export({ format: 'der', type: 'spki' }).subarray(-32);
  }

  /** So that a head signed years ago can still be checked after the key was changed. */
  async publish(database: Database): Promise<void> {
    await database.query('INSERT INTO signing_key (key_id, public_key) VALUES ($1, $2) ON CONFLICT DO NOTHING', [
      this.keyId,
      this.publicKey(),
    ]);
  }

  countersign(head: SignedHead): HeadSignature {
    const signature = sign(null, Buffer.from(headText(head)), this.#signing).toString('base64url');
    return { organisation: head.organisation, keyId: this.keyId, atMs: head.atMs, signature };
  }

  /** Seals a small value for its way through other hands: purpose and payload are bound together. */
  seal(purpose: string, payload: object): string {
    const text = Buffer.from(JSON.stringify(payload)).toString('base64url');
    return `${text}.${this.#mac(purpose, text).toString('base64url')}`;
  }
  /** @returns the payload, or undefined when it was not sealed here for this purpose. */
  open(purpose: string, sealed: string): unknown {
    const [text = '', mac = '', ...more] = sealed.split('.');
    const [given, right] = [Buffer.from(mac, 'base64url'), this.#mac(purpose, text)];
    if (more.length > 0 || given.length !== right.length || !timingSafeEqual(given, right)) return undefined;
    return JSON.parse(Buffer.from(text, 'base64url').toString('utf8')) as unknown;
  }
  #mac(purpose: string, text: string): Buffer {
    return createHmac('sha256', this.#tokens).update(`${purpose}\n${text}`).digest();
  }
}
