import { holdKey } from '../../shared/reference/hold.ts';
import type { Queryable } from '../postgres/database.ts';
import type { Effect } from './effects.ts';
import { operationId } from './judge-operations.ts';
import type { Source } from './place-batch.ts';

/** A lead let a held parcel go: every station hears of it by pull. Released twice, by two stations say, the first word stands. */
export async function applyReleases(
  client: Queryable,
  source: Source,
  effects: readonly Effect[],
  changeOf: (seq: number) => number,
): Promise<void> {
  for (const effect of effects) {
    if (effect.do !== 'release') continue;
    const { by, actor, wallMs, release } = effect;
    await client.query(
      `INSERT INTO hold_release (organisation, hold, waybill, reason, since_ms, lead, actor, wall_ms, operation, change)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) ON CONFLICT DO NOTHING`,
      [
        ...[source.organisation, holdKey(release.waybill, release), release.waybill, release.reason, release.sinceMs],
        ...[release.lead, actor, wallMs, operationId(source, by), changeOf(by)],
      ],
    );
  }
}
