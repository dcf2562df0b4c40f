import { pulledStockSchema, type PulledStock } from '../../shared/sync/pulled-records.ts';
import type { BridgeClient } from '../bridge/bridge-client.ts';
import type { FloorViews } from './floor-views.ts';
import type { ReferenceStore } from './reference-store.ts';

/** From now on the view of stock has what other stations' movements come to, as the pull brings it. */
export function followOthersStock(
  floor: FloorViews,
  reference: Pick<ReferenceStore, 'all' | 'generation' | 'onChange'>,
  bridge: Pick<BridgeClient, 'on'>,
  device: () => string,
): void {
  let generation = -1;
  const whole = (): void => {
    if (reference.generation === generation) return;
    generation = reference.generation;
    floor.onOthersStock(device(), reference.all('stock'), true);
  };
  bridge.on('supply.changed', ({ generation: of, changes }) => {
    // Changes of a generation that is still being read are in it when it is there.
    if (of !== generation) return;
    const rows = changes.flatMap(({ kind, key, data }): [string, PulledStock | null][] => {
      if (kind !== 'stock') return [];
      const row = data === null ? undefined : pulledStockSchema.safeParse(data);
      return row === undefined ? [[key, null]] : row.success ? [[key, row.data]] : [];
    });
    if (rows.length > 0) floor.onOthersStock(device(), rows);
  });
  reference.onChange(whole);
  whole();
}
