import type { ResolvedTag } from '../../shared/consolidation/bag-bench-state.ts';
import type { BagLimits, ParcelFacts, RuleRefusal } from '../../shared/consolidation/bag-rules.ts';
import { resolveTag } from '../../shared/consolidation/fold-lookups.ts';
import { parcelFacts, stoppedInBag, type ParcelSources } from '../../shared/consolidation/parcel-facts.ts';
import { massToMilligrams } from '../../shared/measure/mass.ts';
import { parseMass } from '../../shared/measure/parse-measure.ts';
import { checkParcel } from '../../shared/parcel/check-parcel.ts';
import { createAnnounced } from './announced.ts';
import type { FlowParts } from './flow.ts';

/** What every flow of bags asks about a parcel, a tag, a bag: the floor's view, the supply of work, and the one check of a parcel. */
export interface FloorLookups {
  readonly facts: (waybill: string) => ParcelFacts | undefined;
  /** Without the check: where it belongs and what it weighs, in microseconds. */
  readonly uncheckedFacts: (waybill: string) => ParcelFacts | undefined;
  readonly resolveTag: (text: string) => ResolvedTag | undefined;
  readonly stoppedIn: (bag: string) => { readonly parcel: ParcelFacts; readonly refusal: RuleRefusal } | undefined;
  readonly limits: () => BagLimits;
}

export function createFloorLookups(
  parts: Pick<FlowParts, 'bags' | 'book' | 'floor' | 'reference' | 'station'>,
): FloorLookups {
  const { bags, book } = parts;
  const { findPreAlert, findHold, findUnit } = createAnnounced(parts);
  const look = (waybill: string, check: ParcelSources['check']): ParcelFacts | undefined =>
    parcelFacts(bags.fold, waybill, {
      ...{ findPreAlert, findUnit },
      findElsewhere: (known) => weighedElsewhere(parts, known),
      check,
    });
  const facts = (waybill: string): ParcelFacts | undefined =>
    look(waybill, (parcel) =>
      checkParcel(parcel, {
        ...{ findHold, ruleOf: book.ruleOf, lineOf: book.lineOf },
      }),
    );
  return {
    facts,
    uncheckedFacts: (waybill) => look(waybill, () => []),
    resolveTag: (text) => resolveTag(bags.fold, text, parts.station().settings.bagging.stands),
    stoppedIn: (bag) => stoppedInBag(bags.fold, bag, facts),
    limits: () => {
      const { maxBag, tare } = parts.station().settings.bagging;
      return { maxBagMilligrams: massToMilligrams(maxBag), tareMilligrams: massToMilligrams(tare) };
    },
  };
}

/** The newest weighing of another station that counts. */
function weighedElsewhere(
  { reference }: Pick<FlowParts, 'reference'>,
  waybill: string,
): { line: string; milligrams: number; wallMs: number } | undefined {
  let newest: { line: string; milligrams: number; wallMs: number } | undefined;
  for (const { gross, line, wallMs, supersededBy, voidedBy } of reference.findBy('parcel', 'waybill', waybill)) {
    if (supersededBy !== null || voidedBy !== null || wallMs < (newest?.wallMs ?? 0)) continue;
    const mass = parseMass(gross);
    if (mass !== undefined) newest = { line, wallMs, milligrams: massToMilligrams(mass) };
  }
  return newest;
}
