import type { Queryable } from '../postgres/database.ts';
import type { Effect } from './effects.ts';
import { operationId } from './judge-operations.ts';
import type { Source } from './place-batch.ts';

/** Merged parcels, as the station's own fold has them: a unit that is merged again stands for its newest parcels. */
export async function applyMerges(
  client: Queryable,
  source: Source,
  effects: readonly Effect[],
  changeOf: (seq: number) => number,
): Promise<void> {
  const { organisation, device } = source;
  for (const effect of effects) {
    if (effect.do === 'merge-parcels') {
      const { unit, customer, line, cargoClass, box, dimensions, parcels, planned, apart } = effect.merged;
      const merge = operationId(source, effect.by);
      await client.query(
        `UPDATE merged_unit SET replaced_by = $4, change = $5
         WHERE organisation = $1 AND device = $2 AND unit = $3 AND undone_by IS NULL AND replaced_by IS NULL`,
        [organisation, device, unit, merge, changeOf(effect.by)],
      );
      await client.query(
        `INSERT INTO merged_unit (organisation, merge, device, unit, customer, line, cargo_class, box, dimensions, parcels,
           planned, apart, actor, wall_ms, change)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15)`,
        [
          ...[organisation, merge, device, unit, customer, line, cargoClass, box, JSON.stringify(dimensions)],
          ...[JSON.stringify(parcels), JSON.stringify(planned), apart === undefined ? null : JSON.stringify(apart)],
          ...[effect.actor, effect.wallMs, changeOf(effect.by)],
        ],
      );
    }
    if (effect.do === 'undo-merge')
      await client.query(
        `UPDATE merged_unit SET undone_by = $3, undone_why = $4, change = $5
         WHERE organisation = $1 AND merge = $2 AND undone_by IS NULL AND replaced_by IS NULL`,
        [organisation, effect.merge, operationId(source, effect.by), effect.reason, changeOf(effect.by)],
      );
  }
}
