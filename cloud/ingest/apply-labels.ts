import type { Queryable } from '../postgres/database.ts';
import type { Effect } from './effects.ts';
import type { LabelEffect } from './label-effects.ts';
import type { Source } from './place-batch.ts';

type Asked = Extract<LabelEffect, { do: 'ask-label' }>;
interface Said {
  readonly state: string;
  readonly change: number;
}

/**
 * Labels beside the weighings': what a batch says of each is folded first, so that a label's whole life is two statements. The last
 * word is its state; one that was spoken of before it was asked for (by another station) keeps that word.
 */
export async function applyLabels(
  client: Queryable,
  { organisation }: Source,
  effects: readonly Effect[],
  changeOf: (seq: number) => number,
): Promise<void> {
  const asked = new Map<string, Asked>();
  const said = new Map<string, Said>();
  const voids: string[] = [];
  for (const effect of effects) {
    if (effect.do === 'ask-label') asked.set(effect.job, effect);
    if (effect.do === 'label-state') said.set(effect.job, { state: effect.state, change: changeOf(effect.by) });
    if (effect.do !== 'void-labels') continue;
    const voided: Said = { state: 'voided', change: changeOf(effect.by) };
    voids.push(effect.job);
    for (const { job, of } of [...asked.values(), { job: effect.job, of: undefined }])
      if (job === effect.job || of === effect.job) said.set(job, voided);
  }
  const asks = [...asked.values()];
  if (asks.length > 0)
    await client.query(
      `INSERT INTO printed_label (organisation, job, asked_by, subject, of_job, wall_ms, state, change)
       SELECT $1, t.job, t.asked_by, t.subject, t.of_job, t.wall_ms, 'queued', t.change
       FROM unnest($2::text[], $3::text[], $4::text[], $5::text[], $6::bigint[], $7::bigint[])
         AS t(job, asked_by, subject, of_job, wall_ms, change)
       ON CONFLICT (organisation, job) DO UPDATE SET asked_by = EXCLUDED.asked_by, subject = EXCLUDED.subject,
         of_job = EXCLUDED.of_job, wall_ms = EXCLUDED.wall_ms, change = EXCLUDED.change`,
      [
        organisation,
        asks.map(({ job }) => job),
        asks.map(({ askedBy }) => askedBy),
        asks.map(({ subject }) => subject),
        asks.map(({ of }) => of ?? null),
        asks.map(({ wallMs }) => wallMs),
        asks.map(({ by }) => changeOf(by)),
      ],
    );
  // Of former batches: labels that came later for a parcel that is taken back now.
  if (voids.length > 0) {
    const { rows } = await client.query<{ job: string; of: string }>(
      'SELECT job, of_job AS of FROM printed_label WHERE organisation = $1 AND of_job = ANY ($2::text[])',
      [organisation, voids],
    );
    for (const { job, of } of rows) {
      const voided = said.get(of);
      if (voided !== undefined && !said.has(job)) said.set(job, { state: 'voided', change: voided.change });
    }
  }
  if (said.size === 0) return;
  await client.query(
    `INSERT INTO printed_label (organisation, job, state, change)
     SELECT $1, t.job, t.state, t.change FROM unnest($2::text[], $3::text[], $4::bigint[]) AS t(job, state, change)
     ON CONFLICT (organisation, job) DO UPDATE SET state = EXCLUDED.state, change = EXCLUDED.change`,
    [
      organisation,
      [...said.keys()],
      [...said.values()].map(({ state }) => state),
      [...said.values()].map(({ change }) => change),
    ],
  );
}
