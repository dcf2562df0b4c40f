import { createHmac, randomBytes, scrypt, timingSafeEqual } from 'node:crypto';
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

/** @param salt 16 bytes; badges of one organisation share one, so that a scan costs one derivation */
export function hashSecret(secret: string, n = DEFAULT_N, salt: Buffer = randomBytes(16)): Promise<SecretHash> {
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
  /** Badges that opened, as digests under a key of this start alone. */
  readonly #opened = new Map<string, string>();
  readonly #bootKey = randomBytes(32);

  constructor(monoMs: () => number) {
    this.#monoMs = monoMs;
  }

  async byPin(operators: readonly Operator[], id: string, pin: string): Promise<SignIn> {
    return this.#try(async () => {
      const operator = operators.find((one) => one.id === id && one.active);
      return operator?.pin !== undefined && (await matchesSecret(pin, operator.pin)) ? operator : undefined;
    });
  }
  /**
   * The cloud keeps the badges of an organisation under one salt: one derivation serves all of them. What came with salts of its own
   * is derived side by side. A badge that opened once is known again in microseconds until its person's record changes.
   */
  async byBadge(operators: readonly Operator[], badge: string): Promise<SignIn> {
    return this.#try(async () => {
      const tag = createHmac('sha256', this.#bootKey).update(badge).digest('hex');
      const hash = this.#opened.get(tag);
      const again = operators.find((one) => one.active && one.badge !== undefined && one.badge.hash === hash);
      if (again !== undefined) return again;
      const groups = new Map<string, Operator[]>();
      for (const operator of operators)
        if (operator.badge !== undefined && operator.active) {
          const key = `${operator.badge.salt} ${operator.badge.n}`;
          groups.set(key, [...(groups.get(key) ?? []), operator]);
        }
      const found = await firstOf([...groups.values()], AT_ONCE, async (group) => {
        const { salt, n } = group[0]?.badge as SecretHash;
        const known = await derive(badge, Buffer.from(salt, 'base64url'), n);
        return group.find((one) => timingSafeEqual(known, Buffer.from(one.badge?.hash ?? '', 'base64url')));
      });
      if (found?.badge !== undefined) this.#opened.set(tag, found.badge.hash);
      return found;
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

/** Node derives on four threads; more at once only wait for each other. */
const AT_ONCE = 4;

async function firstOf<T, R>(
  all: readonly T[],
  atOnce: number,
  look: (one: T) => Promise<R | undefined>,
): Promise<R | undefined> {
  let found: R | undefined;
  let next = 0;
  const work = async (): Promise<void> => {
    while (found === undefined && next < all.length) {
      const one = all[(next += 1) - 1] as T;
      found = (await look(one)) ?? found;
    }
  };
  await Promise.all(Array.from({ length: Math.min(atOnce, all.length) }, work));
  return found;
}

function derive(secret: string, salt: Buffer, n: number): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const maxmem = 256 * n * 8;
    scrypt(secret, salt, HASH_BYTES, { N: n, r: 8, p: 1, maxmem }, (error, key) =>
      error === null ? resolve(key) : reject(error),
    );
  });
}
