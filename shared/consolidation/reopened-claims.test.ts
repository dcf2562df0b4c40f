import { expect, it } from 'vitest';
import { claimOf, resolveClaim, type Side } from '../sync/conflicts.ts';

it('a bag that was unsealed may be closed again, a parcel taken out may go in another bag; without that both are conflicts', () => {
  const close = claimOf(
    'bagClosed',
    { bag: 'B1', line: 'L', parcels: 1, gross: { value: '1', unit: 'kg' }, grossMilligrams: 1 },
    'a',
    'op',
    1,
  );
  const open = claimOf('bagUnsealed', { bag: 'B1', reason: 'undone', lead: { id: 'l', name: 'l' } }, 'b', 'op', 2);
  const into = (bag: string) => claimOf('parcelBagged', { waybill: 'YT01', bag }, 'c', 'op', 3);
  const out = claimOf('parcelUnbagged', { waybill: 'YT01', bag: 'B1', reason: 'taken-out' }, 'd', 'op', 4);
  const conflicts = (claims: readonly (typeof close)[]): number => {
    let standing: Side | undefined;
    let found = 0;
    for (const claim of claims) {
      if (claim === undefined) throw new Error('no claim');
      const decided = resolveClaim(standing, claim);
      standing = decided.stands;
      if (decided.conflict !== undefined) found += 1;
    }
    return found;
  };
  expect(conflicts([close, open, close])).toBe(0);
  expect(conflicts([close, close])).toBe(1);
  expect(conflicts([into('B1'), out, into('B2')])).toBe(0);
  expect(conflicts([into('B1'), into('B2')])).toBe(1);
});
