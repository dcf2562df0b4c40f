import { describe, expect, it } from 'vitest';
import { claimOf, resolveClaim, type Claim, type Side } from './conflicts.ts';

const claim = (kind: Claim['kind'], said: Side['said'], operation = 'B-1-1'): Claim => ({
  kind,
  subject: 'x',
  side: { operation, actor: 'op', wallMs: 0, said },
});
const decide = (kind: Claim['kind'], first: Side['said'], second: Side['said']) => {
  const stands = resolveClaim(undefined, claim(kind, first, 'A-1-1')).stands;
  return resolveClaim(stands, claim(kind, second));
};

describe('what stands when two stations disagree', () => {
  it('a bag closed twice: the first, also with the same content', () => {
    const { stands, conflict } = decide('bag-closed-twice', { bag: 'B1', parcels: 20 }, { bag: 'B1', parcels: 20 });
    expect(stands.operation).toBe('A-1-1');
    expect(conflict).toMatchObject({ stands: 'first', first: { operation: 'A-1-1' }, second: { operation: 'B-1-1' } });
  });
  it('a parcel in two bags: the first; the same bag twice is no conflict', () => {
    expect(decide('parcel-in-two-bags', { bag: 'B1' }, { bag: 'B2' })).toMatchObject({
      stands: { operation: 'A-1-1' },
      conflict: { stands: 'first' },
    });
    expect(decide('parcel-in-two-bags', { bag: 'B1' }, { bag: 'B1' }).conflict).toBeUndefined();
  });
  it.each([
    ['A', 'C', 'second', 'B-1-1'],
    ['C', 'A', 'first', 'A-1-1'],
  ])('a return graded %s and %s: the worse', (first, second, side, operation) => {
    expect(decide('return-graded-twice', { grade: first }, { grade: second })).toMatchObject({
      stands: { operation },
      conflict: { stands: side },
    });
  });
  it('a return graded alike twice is no conflict', () => {
    expect(decide('return-graded-twice', { grade: 'B' }, { grade: 'B' }).conflict).toBeUndefined();
  });
  it('stock below zero: both movements count, and it is said once', () => {
    let stands = resolveClaim(undefined, claim('stock-below-zero', { moved: 3, quantity: 3 })).stands;
    const quantities: unknown[] = [];
    const said: boolean[] = [];
    for (const moved of [-2, -2, -1, 5, -4]) {
      const next = resolveClaim(stands, claim('stock-below-zero', { moved, quantity: moved }));
      stands = next.stands;
      quantities.push(stands.said['quantity']);
      said.push(next.conflict !== undefined);
    }
    expect(quantities).toEqual([1, -1, -2, 3, -1]);
    expect(said).toEqual([false, true, false, false, true]);
  });
  it('an operation that is about nothing shared claims nothing', () => {
    expect(claimOf('labelSent', { job: 'ABCD-1-1', bytes: 1 }, 'ABCD-1-2', 'op', 0)).toBeUndefined();
    expect(claimOf('parcelBagged', { waybill: 'YT01', bag: 'B1' }, 'ABCD-1-2', 'op', 7)).toMatchObject({
      subject: 'bagged:YT01',
      side: { said: { bag: 'B1' } },
    });
  });
});
