import { z } from 'zod';

/**
 * Numbers for bags, SSCC and labels that must be unique over all stations, also for weeks without a network: the cloud leases whole
 * ranges ahead, a station takes from its own. Nobody ever asks for "the largest plus one".
 */
export const seriesSchema = z.enum(['bag', 'sscc', 'label']);
export type Series = z.infer<typeof seriesSchema>;

/** Both ends belong to it. SSCC ranges hold serial references (shared/identifiers/gs1-keys.ts makes the 18 digits). */
export const leaseSchema = z.strictObject({
  /** device-epoch-series-n: the same request after a lost answer gets the same range. */
  lease: z.string().regex(/^[A-Z0-9]{4,16}-\d{1,6}-(bag|sscc|label)-\d{1,6}$/),
  series: seriesSchema,
  first: z.number().int().positive().max(999_999_999_999),
  last: z.number().int().positive().max(999_999_999_999),
});
export type Lease = z.infer<typeof leaseSchema>;

/** POST /v1/ranges. */
export const leaseRequestSchema = z.strictObject({
  lease: leaseSchema.shape.lease,
  series: seriesSchema,
  count: z.number().int().min(1).max(100_000),
});
/** 409: the series has not as many left, or is not set up; the supervisor extends it. */
export const leaseRefusedSchema = z.object({
  refused: z.enum(['exhausted', 'unknown-series', 'other-request']),
  left: z.number().int(),
});

/** What one station holds of one series, folded from its journal: leases in the order they came, and the next number of the first. */
export interface NumberWallet {
  readonly leases: readonly Lease[];
  /** The next number to be used, in leases[0]; undefined when there is none. */
  readonly next: number | undefined;
  /** How many leases this chain ever got: names the next request. */
  readonly leased: number;
}
export const emptyWallet: NumberWallet = { leases: [], next: undefined, leased: 0 };

/** A lease that is known already changes nothing: answers and journal records may come twice. */
export function addLease(wallet: NumberWallet, lease: Lease): NumberWallet {
  const ordinal = Number(lease.lease.split('-').at(-1));
  if (ordinal <= wallet.leased) return wallet;
  const leases = [...wallet.leases, lease];
  return { leases, next: wallet.next ?? leases[0]?.first, leased: ordinal };
}

/** @returns the number and the wallet after it, or undefined: nothing left, and nothing is invented. */
export function takeNumber(
  wallet: NumberWallet,
): { readonly number: number; readonly wallet: NumberWallet } | undefined {
  if (wallet.next === undefined) return undefined;
  return { number: wallet.next, wallet: useNumber(wallet, wallet.next) };
}

/** Folds a number that an operation of the journal used: everything up to it is used up. A number of no lease changes nothing. */
export function useNumber(wallet: NumberWallet, number: number): NumberWallet {
  const at = wallet.leases.findIndex(({ first, last }) => number >= first && number <= last);
  const lease = wallet.leases[at];
  if (lease === undefined || (at === 0 && number < (wallet.next ?? 0))) return wallet;
  const leases = wallet.leases.slice(number === lease.last ? at + 1 : at);
  return { ...wallet, leases, next: number === lease.last ? leases[0]?.first : number + 1 };
}

/** Gives up the next `count` numbers: nobody knows whether they were used. Numbers are cheaper than a second label. */
export function skipNumbers(wallet: NumberWallet, count: number): NumberWallet {
  let after = wallet;
  for (let rest = count; rest > 0;) {
    const [lease] = after.leases;
    if (lease === undefined || after.next === undefined) return after;
    const to = Math.min(lease.last, after.next + rest - 1);
    rest -= to - after.next + 1;
    after = useNumber(after, to);
  }
  return after;
}

export function left({ leases, next }: NumberWallet): number {
  return leases.reduce((sum, { first, last }, at) => sum + last - (at === 0 ? (next ?? first) : first) + 1, 0);
}

/** Days that must be covered without a network, and below how many days a person hears of it. */
export const COVER_DAYS = 42;
export const WARN_DAYS = 10;
const SMALLEST_LEASE = 200;

export type WalletAdvice = {
  /** How many to ask the cloud for now; 0: enough. */
  readonly ask: number;
  /** ok · low: announced while there are days left · empty: work that needs a number stops, says so, and everything else goes on. */
  readonly state: 'ok' | 'low' | 'empty';
};

/** @param perDay numbers of this series used on a busy day here; asked again at every contact, so weeks are covered when it breaks. */
export function adviseWallet(wallet: NumberWallet, perDay: number): WalletAdvice {
  const have = left(wallet);
  const daily = Math.max(1, Math.ceil(perDay));
  const want = Math.max(SMALLEST_LEASE, daily * COVER_DAYS);
  return {
    // From a quarter used on: small enough steps, few requests.
    ask: have * 4 <= want * 3 ? want - have : 0,
    state: have === 0 ? 'empty' : have < daily * WARN_DAYS ? 'low' : 'ok',
  };
}
