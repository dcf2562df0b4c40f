import { describe, expect, it } from 'vitest';
import {
  compareSeals,
  contributionLine,
  contributions,
  differingOperations,
  sealInput,
  sealOf,
  type SealInput,
} from './seal.ts';

/** Not a digest: equal for equal texts is all that is asked here. */
const digest = (text: string): string => text.length.toString(16).padStart(64, '0');
const weighed = (seq: number, milligrams: number, takesBack?: string): SealInput => ({
  seq,
  type: 'parcelWeighed',
  weighed: { line: 'US-A', milligrams },
  takesBack,
});
const seal = (inputs: readonly SealInput[], counting = new Map<string, { line: string; milligrams: number }>()) =>
  sealOf({ fromSeq: 1, toSeq: 9, head: 'a'.repeat(64), parked: 0 }, contributions(inputs, counting, 1), digest);

describe('the day close', () => {
  it('counts what counts: weighed again and voided are taken back once, also across days', () => {
    const day = seal([
      weighed(1, 500),
      weighed(2, 700, '1-1'),
      { seq: 3, type: 'parcelWeighingVoided', takesBack: '1-2' },
      { seq: 4, type: 'parcelWeighingVoided', takesBack: '1-2' },
    ]);
    expect(day.net).toEqual([{ line: 'US-A', parcels: 0, milligrams: 0 }]);
    expect(day.counts).toEqual({ parcelWeighed: 2, parcelWeighingVoided: 2 });
    const next = seal([weighed(11, 100, '1-5')], new Map([['1-5', { line: 'EU-B', milligrams: 900 }]]));
    expect(next.net).toEqual([
      { line: 'EU-B', parcels: -1, milligrams: -900 },
      { line: 'US-A', parcels: 1, milligrams: 100 },
    ]);
  });
  it('is equal to itself in any order of lines, and says in what two differ', () => {
    const one = seal([weighed(1, 500), weighed(2, 700)]);
    expect(compareSeals(one, { ...one, net: [...one.net].reverse() })).toEqual([]);
    const other = seal([weighed(1, 500), weighed(2, 7000)]);
    expect(compareSeals(one, other).map(({ what }) => what)).toEqual(['net', 'segment']);
    expect(compareSeals(one, { ...one, head: 'b'.repeat(64), parked: 1 }).map(({ what }) => what)).toEqual([
      'head',
      'parked',
    ]);
  });
  it('names the exact operations from the lines of a thousand', () => {
    const lines = contributions([weighed(1, 500), weighed(2, 700), weighed(3, 900)], new Map(), 1).map(
      contributionLine,
    );
    expect(differingOperations(lines, [lines[0] ?? '', '2 parcelWeighed US-A 1 701'])).toEqual([
      { what: 'operation', seq: 2, station: '2 parcelWeighed US-A 1 700', cloud: '2 parcelWeighed US-A 1 701' },
      { what: 'operation', seq: 3, station: '3 parcelWeighed US-A 1 900', cloud: '' },
    ]);
  });
  it('reads its part of an operation', () => {
    expect(sealInput(4, 'parcelWeighed', { line: 'US-A', grossMilligrams: 5, supersedes: 2 }, 1)).toEqual({
      seq: 4,
      type: 'parcelWeighed',
      weighed: { line: 'US-A', milligrams: 5 },
      takesBack: '1-2',
    });
    // A weighing of an earlier chain of this station.
    expect(sealInput(4, 'parcelWeighingVoided', { voids: 900, voidsEpoch: 2 }, 3).takesBack).toBe('2-900');
    expect(
      contributions(
        [{ seq: 4, type: 'parcelWeighingVoided', takesBack: '2-900' }],
        new Map([['2-900', { line: 'US-A', milligrams: 7 }]]),
        3,
      )[0]?.items,
    ).toEqual([{ line: 'US-A', parcels: -1, milligrams: -7 }]);
    expect(sealInput(5, 'labelSent', { voids: 2 }, 1).takesBack).toBeUndefined();
  });
});
