import { compare, fromDecimal } from '../measure/rational.ts';
import type { Billed } from '../rating/chargeable-result.ts';
import { compileRule, readRule, type CompiledRule } from '../rating/compile-rule.ts';
import { findPackRules } from '../rating/packs/all-packs.ts';
import { rated } from '../rating/rating-fault.ts';
import type { ParcelWeighed } from './operations.ts';
import { rateParcels } from './rate-parcel.ts';

const known = new Map<string, CompiledRule | undefined>();

/** Read and compiled once; there are no more of them than ship. */
function ruleVersion(ruleId: string, version: string): CompiledRule | undefined {
  const raws = findPackRules(ruleId);
  if (raws.length === 0) return undefined;
  const key = `${ruleId} ${version}`;
  if (known.has(key)) return known.get(key);
  const read = raws.map((raw) => readRule(raw)).find((one) => one.ok && one.value.version === version);
  const compiled = read?.ok === true ? compileRule(read.value) : undefined;
  const found = compiled?.ok === true ? compiled.value : undefined;
  // Versions that nobody wrote are not remembered: a sender could think of any number of them.
  if (found !== undefined) known.set(key, found);
  return found;
}

/**
 * Reckons a booked weighing again, by the version of the rule that it names and with what it says it was rated with.
 * @returns what it should bill where that is another figure, undefined where it agrees or cannot be told: a rule that is not known
 * here, a record of a version that did not say what it was rated with.
 */
export function recheckWeighing(weighing: ParcelWeighed): Billed | undefined {
  const { chargeable, ratedWith, waybill, line, cargoClass, gross, dimensions } = weighing;
  const rule = ratedWith === undefined ? undefined : ruleVersion(chargeable.ruleId, chargeable.ruleVersion);
  if (rule === undefined) return undefined;
  const again = rateParcels(rated(rule), [{ waybill, line, cargoClass, gross, dimensions, ...ratedWith }]);
  if (!again.ok) return undefined;
  const { value, unit } = again.value.chargeable;
  const agrees =
    unit === chargeable.chargeable.unit && compare(fromDecimal(value), fromDecimal(chargeable.chargeable.value)) === 0;
  return agrees ? undefined : again.value.chargeable;
}
