import { readBagCode } from './bag-number.ts';
import { judgeParcelInBag, type BagFacts, type BagLimits, type ParcelFacts } from './bag-rules.ts';
import type { ResolvedTag } from './bag-bench-state.ts';
import type { ManifestScope } from './consolidation-operations.ts';
import type { ManifestFacts } from './manifest-bench-state.ts';
import { fitsScope } from './manifest-bench.ts';
import { groupKey, letterOrder, type FloorBag, type FloorFold, type FloorManifest } from './floor-fold.ts';

/** A bag as a screen may keep it: a copy, the fold goes on changing. */
export const factsOfBag = (bag: FloorBag): BagFacts => ({
  ...{ bag: bag.bag, letter: bag.letter, group: bag.group, state: bag.state, unitNumber: bag.unitNumber },
  ...{ pieces: bag.parcels.size, sumMilligrams: bag.sumMilligrams, loaded: bag.manifest !== undefined },
  ...{ grossMilligrams: bag.grossMilligrams, job: bag.job },
});

export function findBagFacts(fold: FloorFold, bag: string): BagFacts | undefined {
  const found = fold.bags.get(bag);
  return found === undefined ? undefined : factsOfBag(found);
}

/** The first open bag of the parcel's kind that still has room. */
export function openBagFor(fold: FloorFold, parcel: ParcelFacts, limits: BagLimits): BagFacts | undefined {
  for (const id of fold.openOfGroup.get(groupKey(parcel.group)) ?? []) {
    const bag = findBagFacts(fold, id);
    if (bag !== undefined && judgeParcelInBag({ parcel, bag, limits }) === undefined) return bag;
  }
  return undefined;
}

/** @param stands how many stands this station has @returns undefined when the text is no bag's code */
export function resolveTag(fold: FloorFold, text: string, stands: number): ResolvedTag | undefined {
  const code = readBagCode(text);
  if (code === undefined) return undefined;
  switch (code.kind) {
    case 'stand': {
      const bag = findBagFacts(fold, fold.stands.get(code.letter) ?? '');
      if (bag !== undefined) return { kind: 'bag', bag };
      return letterOrder(code.letter) < stands ? { kind: 'empty-stand', letter: code.letter } : { kind: 'unknown' };
    }
    case 'bag': {
      const bag = findBagFacts(fold, code.bag);
      return bag === undefined ? { kind: 'unknown' } : { kind: 'bag', bag };
    }
    case 'unit': {
      const bag = findBagFacts(fold, fold.units.get(code.unitNumber) ?? '');
      if (bag !== undefined) return { kind: 'bag', bag };
      const old = findBagFacts(fold, fold.oldUnits.get(code.unitNumber) ?? '');
      // Eighteen digits that no bag has may be a parcel's number.
      return old === undefined ? undefined : { kind: 'old-label', bag: old };
    }
  }
}

export function factsOfManifest(fold: FloorFold, { manifest, scope, bags, handedOver }: FloorManifest): ManifestFacts {
  const facts = [...bags].flatMap((bag) => findBagFacts(fold, bag) ?? []);
  return {
    ...{ manifest, scope, bags: facts, handedOver: handedOver !== undefined },
    parcels: facts.reduce((sum, { pieces }) => sum + pieces, 0),
    grossMilligrams: facts.reduce((sum, { grossMilligrams = 0 }) => sum + grossMilligrams, 0),
  };
}

export function findManifestFacts(fold: FloorFold, manifest: string): ManifestFacts | undefined {
  const found = fold.manifests.get(manifest);
  return found === undefined ? undefined : factsOfManifest(fold, found);
}

/** Bags that hang here and belong to this load: sealed ones, and open ones with parcels in them. By letter. */
export function belonging(fold: FloorFold, scope: ManifestScope): readonly BagFacts[] {
  return [...fold.stands.values()]
    .flatMap((bag) => findBagFacts(fold, bag) ?? [])
    .filter((bag) => bag.state !== 'handed-over' && !bag.loaded && bag.pieces > 0 && fitsScope(scope, bag))
    .sort((a, b) => letterOrder(a.letter) - letterOrder(b.letter));
}
