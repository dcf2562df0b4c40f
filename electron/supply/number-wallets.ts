import { operationPayloads } from '../../shared/parcel/operations.ts';
import type { WalletState } from '../../shared/ipc/supply-commands.ts';
import {
  addLease,
  adviseWallet,
  emptyWallet,
  left,
  seriesSchema,
  skipNumbers,
  takeNumber,
  useNumber,
  type NumberWallet,
  type Series,
} from '../../shared/sync/number-ranges.ts';
import type { ClosedChainSummary, OperationBody } from '../../shared/sync/operation.ts';

interface Chain {
  readonly device: string;
  readonly epoch: number;
}

const DAY_MS = 86_400_000;
/** Days whose busiest one says how much a day needs. */
const PACE_DAYS = 14;
/** Before anything was used here: a quiet station's day. */
const FIRST_PER_DAY: Readonly<Record<Series, number>> = { bag: 40, sscc: 40, label: 200 };

export interface KeptNumbers {
  readonly epoch: number;
  readonly wallets: readonly (readonly [Series, NumberWallet])[];
  readonly taken: readonly (readonly [Series, readonly (readonly [day: number, count: number])[]])[];
}

/**
 * What this station holds of every series, folded from its journal. A number is written as taken before anybody sees it, so the fold
 * alone says what is free. A lease counts only in the chain that asked for it: what a rebuilt journal tells again of another chain's
 * numbers gives none of them back. When a chain ends, what it had left goes with it unless the journal knows all that was taken.
 */
export class NumberWallets {
  readonly #wallets = new Map<Series, NumberWallet>();
  readonly #taken = new Map<Series, Map<number, number>>();
  readonly #refused = new Map<Series, WalletState['refused']>();
  #epoch = 0;

  /** Operations in the journal's order. `closed`: how the chains before the open one ended. */
  apply(body: OperationBody, chain: Chain, closed: readonly ClosedChainSummary[]): void {
    this.enter(chain.epoch, closed);
    if (body.type === 'numbersLeased') {
      const lease = operationPayloads.numbersLeased.safeParse(body.payload);
      if (!lease.success || !lease.data.lease.startsWith(`${chain.device}-${chain.epoch}-`)) return;
      this.#set(lease.data.series, addLease(this.#wallet(lease.data.series), lease.data));
      this.#refused.delete(lease.data.series);
    }
    if (body.type === 'numberTaken') {
      const taken = operationPayloads.numberTaken.safeParse(body.payload);
      if (!taken.success) return;
      const { series, number } = taken.data;
      this.#set(series, useNumber(this.#wallet(series), number));
      const days = this.#taken.get(series) ?? new Map<number, number>();
      const day = Math.floor(body.wallMs / DAY_MS);
      this.#taken.set(series, days.set(day, (days.get(day) ?? 0) + 1));
    }
  }

  /** As JSON can say it; what the cloud refused is asked again at the next contact. */
  get kept(): KeptNumbers {
    return {
      epoch: this.#epoch,
      wallets: [...this.#wallets],
      taken: [...this.#taken].map(([series, days]) => [series, [...days]]),
    };
  }
  takeUp({ epoch, wallets, taken }: KeptNumbers): void {
    this.#epoch = epoch;
    for (const [series, wallet] of wallets) this.#wallets.set(series, wallet);
    for (const [series, days] of taken) this.#taken.set(series, new Map(days));
  }

  /** The number that comes next; it is taken when its operation is in the journal and was applied here. */
  next(series: Series): number | undefined {
    return takeNumber(this.#wallet(series))?.number;
  }

  /** What to ask the cloud for now: the name of the request is the same until its answer is in the journal. */
  wanted(chain: Chain, closed: readonly ClosedChainSummary[]): { lease: string; series: Series; count: number }[] {
    this.enter(chain.epoch, closed);
    return seriesSchema.options.flatMap((series) => {
      const wallet = this.#wallet(series);
      const { ask } = adviseWallet(wallet, this.#perDay(series));
      const lease = `${chain.device}-${chain.epoch}-${series}-${wallet.leased + 1}`;
      return ask === 0 ? [] : [{ lease, series, count: Math.min(ask, MAX_ASK) }];
    });
  }
  refused(series: Series, why: WalletState['refused']): void {
    this.#refused.set(series, why);
  }

  states(): WalletState[] {
    return seriesSchema.options.map((series): WalletState => {
      const wallet = this.#wallet(series);
      const perDay = this.#perDay(series);
      const have = left(wallet);
      const refused = this.#refused.get(series);
      return {
        ...{ series, left: have, days: Math.floor(have / Math.max(1, Math.ceil(perDay))) },
        state: adviseWallet(wallet, perDay).state,
        ...(refused === undefined ? {} : { refused }),
      };
    });
  }

  /** The chain being written is of this epoch: what belonged to chains that ended is settled. */
  enter(epoch: number, closed: readonly ClosedChainSummary[]): void {
    if (epoch <= this.#epoch) return;
    for (const { epoch: ended, why, damaged } of closed) {
      if (ended < this.#epoch || ended >= epoch) continue;
      const lost = damaged.reduce((sum, [from, to]) => sum + to - from + 1, 0);
      for (const series of seriesSchema.options) {
        const wallet = this.#wallet(series);
        // Damaged: each lost record took one number at most. Fork, behind: others took from here, nobody knows how many.
        this.#set(series, skipNumbers(wallet, why === 'damaged' ? lost : left(wallet)));
      }
    }
    this.#epoch = epoch;
  }

  #wallet(series: Series): NumberWallet {
    return this.#wallets.get(series) ?? emptyWallet;
  }
  #set(series: Series, wallet: NumberWallet): void {
    this.#wallets.set(series, wallet);
  }
  /** The busiest day of the last ones on which something was taken. */
  #perDay(series: Series): number {
    const days = [...(this.#taken.get(series) ?? [])].sort(([a], [b]) => b - a).slice(0, PACE_DAYS);
    return Math.max(FIRST_PER_DAY[series], ...days.map(([, count]) => count));
  }
}

const MAX_ASK = 100_000;
