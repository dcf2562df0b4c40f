import type { Queryable } from '../postgres/database.ts';
import type { Effect } from './effects.ts';
import type { Source } from './place-batch.ts';

/** What is done with bags and manifests, each as one statement. $1 is the organisation, $2 the change number, then the values. */
type BagEffect = Extract<Effect, { do: 'bag' }>;

/**
 * Bags in the server's order. What no rule of shared/sync/conflicts.ts speaks of goes by what stands: a sealed bag takes nothing, a bag
 * that was handed over does not change, a parcel stands in the bag that had it first.
 */
export async function applyBags(
  client: Queryable,
  source: Source,
  effects: readonly Effect[],
  changeOf: (seq: number) => number,
): Promise<void> {
  const run = async (effect: BagEffect, sql: string, values: readonly unknown[]): Promise<void> => {
    await client.query(sql, [source.organisation, changeOf(effect.by), ...values]);
  };
  for (const effect of effects) {
    if (effect.do === 'decide-conflict')
      await followDecision(client, source.organisation, effect.decision.conflict, changeOf(effect.by));
    if (effect.do !== 'bag') continue;
    const { said, wallMs } = effect;
    switch (said.type) {
      case 'bagOpened': {
        const { bag, letter, group } = said.payload;
        await run(effect, OPEN, [bag, source.device, letter, JSON.stringify(group), wallMs]);
        break;
      }
      case 'parcelBagged': {
        const { bag, waybill, grossMilligrams = 0 } = said.payload;
        await run(effect, PUT_IN, [bag, waybill, grossMilligrams]);
        break;
      }
      case 'parcelUnbagged':
        await run(effect, TAKE_OUT, [said.payload.bag, said.payload.waybill]);
        break;
      case 'bagClosed': {
        const { bag, grossMilligrams, unitNumber = null } = said.payload;
        await run(effect, CLOSE, [bag, grossMilligrams, unitNumber]);
        break;
      }
      case 'bagUnsealed':
        await run(effect, UNSEAL, [said.payload.bag]);
        break;
      case 'manifestOpened': {
        const { manifest, scope } = said.payload;
        await run(effect, OPEN_MANIFEST, [manifest, source.device, JSON.stringify(scope), wallMs]);
        break;
      }
      case 'bagLoaded':
        await run(effect, LOAD, [said.payload.bag, said.payload.manifest]);
        break;
      case 'bagUnloaded':
        await run(effect, UNLOAD, [said.payload.bag, said.payload.manifest]);
        break;
      case 'manifestHandedOver': {
        const { manifest, ...rest } = said.payload;
        await run(effect, HAND_OVER, [manifest, JSON.stringify(rest), wallMs]);
        break;
      }
    }
  }
}

const OPEN = `INSERT INTO bag (organisation, change, bag, device, letter, bag_group, state, opened_ms)
  VALUES ($1, $2, $3, $4, $5, $6, 'open', $7) ON CONFLICT DO NOTHING`;
const PUT_IN = `WITH stood AS (
    INSERT INTO bag_parcel (organisation, bag, waybill, milligrams)
    SELECT $1, $3, $4, $5::bigint WHERE EXISTS (SELECT 1 FROM bag WHERE organisation = $1 AND bag = $3 AND state = 'open')
    ON CONFLICT DO NOTHING RETURNING bag
  ) UPDATE bag b SET change = $2 FROM stood WHERE b.organisation = $1 AND b.bag = stood.bag`;
const TAKE_OUT = `WITH gone AS (
    DELETE FROM bag_parcel p USING bag b WHERE p.organisation = $1 AND p.bag = $3 AND p.waybill = $4
      AND b.organisation = $1 AND b.bag = $3 AND b.state = 'open' RETURNING p.bag
  ) UPDATE bag b SET change = $2 FROM gone WHERE b.organisation = $1 AND b.bag = gone.bag`;
/** A second closing comes here only when a person let it count. */
const CLOSE = `UPDATE bag SET state = 'sealed', gross_milligrams = $4, unit_number = $5, change = $2
  WHERE organisation = $1 AND bag = $3 AND state <> 'handed-over'`;
const UNSEAL = `UPDATE bag SET state = 'open', gross_milligrams = NULL, unit_number = NULL, change = $2
  WHERE organisation = $1 AND bag = $3 AND state = 'sealed' AND manifest IS NULL`;
const OPEN_MANIFEST = `INSERT INTO manifest (organisation, change, manifest, device, scope, opened_ms)
  VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT DO NOTHING`;
const LOAD = `UPDATE bag b SET manifest = $4, change = $2 FROM manifest m
  WHERE b.organisation = $1 AND b.bag = $3 AND b.state = 'sealed' AND b.manifest IS NULL
    AND m.organisation = $1 AND m.manifest = $4 AND m.handed_over IS NULL`;
const UNLOAD = `UPDATE bag SET manifest = NULL, change = $2
  WHERE organisation = $1 AND bag = $3 AND manifest = $4 AND state = 'sealed'`;
const HAND_OVER = `WITH gone AS (
    UPDATE manifest SET handed_over = $4, handed_over_ms = $5, change = $2
    WHERE organisation = $1 AND manifest = $3 AND handed_over IS NULL RETURNING manifest
  ) UPDATE bag b SET state = 'handed-over', change = $2 FROM gone WHERE b.organisation = $1 AND b.manifest = gone.manifest`;

/** A person has looked at a parcel that two bags claim: it stands in the bag of the side that stands, and both bags say so. */
async function followDecision(
  client: Queryable,
  organisation: string,
  conflict: string,
  change: number,
): Promise<void> {
  await client.query(
    `WITH decided AS (
       SELECT substr(c.subject, 8) AS waybill, k.side -> 'said' ->> 'bag' AS bag FROM conflict c
       JOIN claim k ON k.organisation = c.organisation AND k.subject = c.subject
       WHERE c.organisation = $1 AND c.conflict = $2 AND c.kind = 'parcel-in-two-bags'
     ), before AS (
       SELECT p.bag FROM bag_parcel p JOIN decided d ON d.waybill = p.waybill WHERE p.organisation = $1
     ), moved AS (
       UPDATE bag_parcel p SET bag = d.bag FROM decided d
       WHERE p.organisation = $1 AND p.waybill = d.waybill AND p.bag <> d.bag AND d.bag <> '' RETURNING p.bag
     ) UPDATE bag b SET change = $3 WHERE b.organisation = $1 AND EXISTS (SELECT 1 FROM moved)
       AND (b.bag IN (SELECT bag FROM moved) OR b.bag IN (SELECT bag FROM before))`,
    [organisation, conflict, change],
  );
}
