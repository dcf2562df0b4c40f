import { expect, it } from 'vitest';
import type { OperationBody } from '../../shared/sync/operation.ts';
import type { PulledStock } from '../../shared/sync/pulled-records.ts';
import { FloorViews } from './floor-views.ts';

const row = (device: string, pieces: number): PulledStock => ({
  ...{ device, owner: 'NOVA', sku: 'TEA', lot: '', expiry: '', grade: 'A', bin: 'P-1', pieces },
});
const moved = (seq: number, quantity: number) =>
  ({
    ...{ seq, type: 'stockMoved', entity: 'stock:P-1', wallMs: 1 },
    payload: { place: 'P-1', sku: 'TEA', quantity, reason: 'test', owner: 'NOVA' },
  }) as unknown as OperationBody;

it('adds what others moved once, also when a row comes again or a snapshot lacks it; what this machine recorded under a former name is its own', () => {
  const floor = new FloorViews();
  const pieces = (): number => floor.stock.inBin('P-1').reduce((sum, pile) => sum + pile.pieces, 0);
  floor.onApplied('OLDNAME', [{ epoch: 1, body: moved(1, 4) }]);
  floor.onOthersStock('ME', [
    ['K1', row('OTHER', 3)],
    ['K2', row('ME', 9)],
    ['K3', row('OLDNAME', 4)],
  ]);
  expect(pieces()).toBe(7);
  floor.onOthersStock('ME', [['K1', row('OTHER', 3)]]);
  expect(pieces()).toBe(7);
  floor.onOthersStock('ME', [['K1', row('OTHER', -1)]]);
  expect(pieces()).toBe(3);
  // A snapshot: K1 is not in it any more.
  floor.onOthersStock('ME', [['K9', row('THIRD', 2)]], true);
  expect(pieces()).toBe(6);
  floor.onOthersStock('ME', [['K9', null]]);
  expect(pieces()).toBe(4);
});
