import { randomBytes, scrypt, timingSafeEqual } from 'node:crypto';
import {
  afterWrong,
  lockedForMs,
  openGuard,
  type Operator,
  type SecretHash,
  type SignInGuard,
} from '../../shared/identity/operator.ts';

const HASH_BYTES = 32;
const DEFAULT_N = 32_768;

export function hashSecret(secret: string, n = DEFAULT_N): Promise<SecretHash> {
  const salt = randomBytes(16);
  return derive(secret, salt, n).then((hash) => ({
    ...{ scheme: 'scrypt', n, r: 8, p: 1 },
    salt: salt.toString('base64url'),
    hash: hash.toString('base64url'),
  }));
}

export async function matchesSecret(secret: string, { n, salt, hash }: SecretHash): Promise<boolean> {
  return timingSafeEqual(await derive(secret, Buffer.from(salt, 'base64url'), n), Buffer.from(hash, 'base64url'));
}

export type SignIn =
  | { readonly outcome: 'in'; readonly operator: Operator }
  | { readonly outcome: 'wrong' }
  | { readonly outcome: 'wait'; readonly ms: number };

/**
 * PIN or badge against the people that reference data brought: needs no network. Wrong tries slow down, for this station and for
 * everybody at it; a restart starts the count anew, which costs more than the wait.
 */
export class OperatorCheck {
  readonly #monoMs: () => number;
  #guard: SignInGuard = openGuard;

  constructor(monoMs: () => number) {
    this.#monoMs = monoMs;
  }

  async byPin(operators: readonly Operator[], id: string, pin: string): Promise<SignIn> {
    return this.#try(async () => {
      const operator = operators.find((one) => one.id === id && one.active);
      return operator?.pin !== undefined && (await matchesSecret(pin, operator.pin)) ? operator : undefined;
    });
  }
  /** Badges of one organisation may share a salt: then one derivation serves all of them. */
  async byBadge(operators: readonly Operator[], badge: string): Promise<SignIn> {
    return this.#try(async () => {
      const derived = new Map<string, Buffer>();
      for (const operator of operators) {
        if (operator.badge === undefined || !operator.active) continue;
        const { salt, n, hash } = operator.badge;
        const key = `${salt} ${n}`;
        const known = derived.get(key) ?? (await derive(badge, Buffer.from(salt, 'base64url'), n));
        derived.set(key, known);
        if (timingSafeEqual(known, Buffer.from(hash, 'base64url'))) return operator;
      }
      return undefined;
    });
  }

  async #try(find: () => Promise<Operator | undefined>): Promise<SignIn> {
    const ms = lockedForMs(this.#guard, this.#monoMs());
    if (ms > 0) return { outcome: 'wait', ms };
    const operator = await find();
    this.#guard = operator === undefined ? afterWrong(this.#guard, this.#monoMs()) : openGuard;
    return operator === undefined ? { outcome: 'wrong' } : { outcome: 'in', operator };
  }
}

function derive(secret: string, salt: Buffer, n: number): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const maxmem = 256 * n * 8;
    scrypt(secret, salt, HASH_BYTES, { N: n, r: 8, p: 1, maxmem }, (error, key) =>
      error === null ? resolve(key) : reject(error),
    );
  });
}
