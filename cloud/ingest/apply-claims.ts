import type { Side } from '../../shared/sync/conflicts.ts';
import type { Queryable } from '../postgres/database.ts';
import type { Effect } from './effects.ts';

/** What stands, and the conflicts with both sides. A conflict is named by the operation that opened it; further ones of it by `#2`, `#3`. */
export async function applyClaims(
  client: Queryable,
  organisation: string,
  effects: readonly Effect[],
  changeOf: (seq: number) => number,
): Promise<void> {
  const standing = new Map<string, Side>();
  for (const effect of effects) if (effect.do === 'stand') standing.set(effect.subject, effect.side);
  if (standing.size > 0)
    await client.query(
      `INSERT INTO claim (organisation, subject, side) SELECT $1, * FROM unnest($2::text[], $3::jsonb[])
       ON CONFLICT (organisation, subject) DO UPDATE SET side = EXCLUDED.side`,
      [organisation, [...standing.keys()], [...standing.values()].map((side) => JSON.stringify(side))],
    );
  const opened = effects.flatMap((effect) => (effect.do === 'conflict' ? [effect] : []));
  const ofOperation = new Map<string, number>();
  const names = opened.map(({ conflict: { second } }) => {
    const nth = (ofOperation.get(second.operation) ?? 0) + 1;
    ofOperation.set(second.operation, nth);
    return nth === 1 ? second.operation : `${second.operation}#${nth}`;
  });
  if (opened.length > 0)
    await client.query(
      `INSERT INTO conflict (organisation, conflict, kind, subject, rule, first_side, second_side, stands, change)
       SELECT $1, * FROM unnest($2::text[], $3::text[], $4::text[], $5::text[], $6::jsonb[], $7::jsonb[], $8::text[], $9::bigint[])
       ON CONFLICT (organisation, conflict) DO NOTHING`,
      [
        organisation,
        names,
        opened.map(({ conflict }) => conflict.kind),
        opened.map(({ conflict }) => conflict.subject),
        opened.map(({ conflict }) => conflict.rule),
        opened.map(({ conflict }) => JSON.stringify(conflict.first)),
        opened.map(({ conflict }) => JSON.stringify(conflict.second)),
        opened.map(({ conflict }) => conflict.stands),
        opened.map(({ by }) => changeOf(by)),
      ],
    );
}

/** A person has looked: the side of the decision stands from now on. */
export async function decideConflict(
  client: Queryable,
  organisation: string,
  decided: ConflictDecision,
  change: number,
): Promise<void> {
  const row = await noteDecision(client, organisation, decided, change);
  // Stock is a sum: both movements happened, there is nothing to choose.
  if (row !== undefined && row.kind !== 'stock-below-zero' && decided.decision.stands !== 'both')
    await client.query('UPDATE claim SET side = $3 WHERE organisation = $1 AND subject = $2', [
      organisation,
      row.subject,
      JSON.stringify(row.side),
    ]);
}

type ConflictDecision = Pick<Extract<Effect, { do: 'decide-conflict' }>, 'actor' | 'decision' | 'onlyOpen'>;

/** The conflict carries the word; what stands is another matter. @returns undefined: no such conflict, or one that stays as it was decided. */
export async function noteDecision(
  client: Queryable,
  organisation: string,
  { actor, decision, onlyOpen }: ConflictDecision,
  change: number,
): Promise<{ readonly subject: string; readonly kind: string; readonly side: Side } | undefined> {
  const { conflict, stands, reason } = decision;
  const { rows } = await client.query<{ subject: string; kind: string; side: Side }>(
    `UPDATE conflict SET decision = $3, stands = $4, change = $5
     WHERE organisation = $1 AND conflict = $2 AND (decision IS NULL OR NOT $6)
     RETURNING subject, kind, CASE WHEN $4 = 'second' THEN second_side ELSE first_side END AS side`,
    [organisation, conflict, JSON.stringify({ by: actor, stands, reason }), stands, change, onlyOpen],
  );
  return rows[0];
}
