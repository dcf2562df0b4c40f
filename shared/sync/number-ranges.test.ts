import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  addLease,
  adviseWallet,
  COVER_DAYS,
  emptyWallet,
  left,
  takeNumber,
  useNumber,
  type Lease,
  type NumberWallet,
} from './number-ranges.ts';

const lease = (ordinal: number, first: number, last: number): Lease => ({
  lease: `ABCD-1-bag-${ordinal}`,
  series: 'bag',
  first,
  last,
});
const takeAll = (wallet: NumberWallet): number[] => {
  const numbers: number[] = [];
  for (let next = takeNumber(wallet); next !== undefined; next = takeNumber(next.wallet)) numbers.push(next.number);
  return numbers;
};

describe('numbers leased ahead', () => {
  it('are used once each, in order, and never invented', () => {
    const wallet = addLease(addLease(emptyWallet, lease(1, 10, 12)), lease(2, 50, 51));
    expect(left(wallet)).toBe(5);
    expect(takeAll(wallet)).toEqual([10, 11, 12, 50, 51]);
    expect(takeNumber(emptyWallet)).toBeUndefined();
  });
  it('come to the same from a journal that is read twice', () => {
    let wallet = addLease(emptyWallet, lease(1, 10, 12));
    for (let twice = 0; twice < 2; twice += 1) {
      wallet = addLease(wallet, lease(1, 10, 12));
      wallet = useNumber(wallet, 10);
    }
    expect(takeAll(wallet)).toEqual([11, 12]);
    // A number of no lease, or of an older one, changes nothing.
    expect(useNumber(useNumber(wallet, 99), 10)).toEqual(wallet);
  });
  it('never repeat, whatever is leased and folded again', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.nat(20), fc.boolean()), { maxLength: 30 }), (steps) => {
        let [wallet, next, used]: [NumberWallet, number, number[]] = [emptyWallet, 1, []];
        for (const [index, [size, again]] of steps.entries()) {
          wallet = addLease(wallet, lease(index + 1, next, next + size));
          next += size + 5;
          const taken = takeNumber(wallet);
          if (taken !== undefined) used = [...used, taken.number];
          wallet = taken?.wallet ?? wallet;
          if (again) for (const number of used) wallet = useNumber(wallet, number);
        }
        const all = [...used, ...takeAll(wallet)];
        expect(new Set(all).size).toBe(all.length);
        expect([...all].sort((a, b) => a - b)).toEqual(all);
      }),
    );
  });
  it('are asked for while there are weeks left, and the end is said days before', () => {
    const wallet = addLease(emptyWallet, lease(1, 1, 100 * COVER_DAYS));
    expect(adviseWallet(wallet, 100)).toEqual({ ask: 0, state: 'ok' });
    expect(adviseWallet(useNumber(wallet, 100 * 11), 100)).toMatchObject({ ask: 1_100, state: 'ok' });
    expect(adviseWallet(useNumber(wallet, 100 * 33), 100)).toMatchObject({ state: 'low' });
    expect(adviseWallet(emptyWallet, 0)).toEqual({ ask: 200, state: 'empty' });
  });
});
