import { belonging, findBagFacts, findManifestFacts, resolveTag } from '../../shared/consolidation/fold-lookups.ts';
import type { ManifestContext, ManifestEvent } from '../../shared/consolidation/manifest-bench-state.ts';
import { initialManifestBench, reduceManifestBench } from '../../shared/consolidation/manifest-bench.ts';
import { stoppedInBag } from '../../shared/consolidation/parcel-facts.ts';
import { BagFloor } from './bag-floor.ts';

/** Two sealed bags of EU-B, A and B, and an open one, C; a manifest bench over the same fold. */
export function loadingDock() {
  const floor = new BagFloor();
  for (const [at, dutyMode] of (['DDP', 'IOSS', 'DAP'] as const).entries()) {
    floor.weigh(`YT000${at}`, 500, { dutyMode });
    floor.scan(`YT000${at}`, `BAG:${'ABC'.charAt(at)}`);
    if (at < 2)
      floor
        .scan(`BAG:${'ABC'.charAt(at)}`)
        .key('F1')
        .plate(0)
        .plate(680);
  }
  const { fold } = floor;
  const context: ManifestContext = {
    practice: false,
    newManifestId: () => `MF-W1234567-1-${fold.manifestsOpened + 1}`,
    lines: ['EU-B', 'US-A'],
    openManifest: () => findManifestFacts(fold, fold.openManifest ?? ''),
    findManifest: (manifest) => findManifestFacts(fold, manifest),
    stoppedIn: (bag) => stoppedInBag(fold, bag, (waybill) => floor.facts(waybill))?.parcel.waybill,
    manifestOfBag: (bag) => fold.bags.get(bag)?.manifest,
    findBag: (bag) => findBagFacts(fold, bag),
    resolveTag: (text) => resolveTag(fold, text, 200),
    belonging: (scope) => belonging(fold, scope),
  };
  let memory = initialManifestBench();
  const said: string[] = [];
  const send = (event: ManifestEvent): void => {
    const step = reduceManifestBench(memory, event, context);
    memory = step.memory;
    for (const effect of step.effects)
      if (effect.type === 'say-code') said.push(effect.code);
      else if (effect.type === 'append')
        send({
          type: 'recorded',
          operation: effect.operation,
          seq: floor.record(effect.operation, effect.entity, effect.payload),
        });
  };
  let atMs = 0;
  return {
    floor,
    said,
    state: () => memory.bench,
    send,
    scan: (text: string) => send({ type: 'scan', text, atMs: (atMs += 4_000) }),
    key: (key: string) => send({ type: 'key', key }),
  };
}
