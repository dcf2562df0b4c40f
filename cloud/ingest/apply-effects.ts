import type { Queryable } from '../postgres/database.ts';
import { applyBags } from './apply-bags.ts';
import { applyClaims, decideConflict } from './apply-claims.ts';
import { applyLabels } from './apply-labels.ts';
import { applyMerges } from './apply-merges.ts';
import { applyWeighings } from './apply-weighings.ts';
import { applyReleases } from './apply-releases.ts';
import { applyOverseas } from './apply-overseas.ts';
import { applySeal, applySignature } from './apply-seal.ts';
import type { Effect } from './effects.ts';
import type { Source } from './place-batch.ts';

/**
 * Writes what operations do to the views; the operations are stored already. A row takes the change number of the operation that
 * touched it last. @param changeOf change number of an operation of this chain.
 */
export async function applyEffects(
  client: Queryable,
  source: Source,
  effects: readonly Effect[],
  changeOf: (seq: number) => number,
): Promise<void> {
  await applyWeighings(client, source, effects, changeOf);
  await applyClaims(client, source.organisation, effects, changeOf);
  await applyReleases(client, source, effects, changeOf);
  await applyOverseas(client, source, effects, changeOf);
  await applyLabels(client, source, effects, changeOf);
  await applyMerges(client, source, effects, changeOf);
  for (const effect of effects) {
    const change = changeOf(effect.by);
    if (effect.do === 'seal') await applySeal(client, source, effect.by, effect.seal, change);
    if (effect.do === 'sign') await applySignature(client, source, effect, change);
    if (effect.do === 'decide-conflict') await decideConflict(client, source.organisation, effect, change);
  }
  // After the claims: a decision on one moves a parcel.
  await applyBags(client, source, effects, changeOf);
}
