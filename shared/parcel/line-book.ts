import type { Result } from '../errors/catalog.ts';
import type { ChargeableResult } from '../rating/chargeable-result.ts';
import type { CompiledRule } from '../rating/compile-rule.ts';
import { fault, type Rated } from '../rating/rating-fault.ts';
import type { Line } from '../reference/reference-data.ts';
import type { ParcelToCheck } from './parcel-to-check.ts';
import { createLineRules } from './line-rules.ts';
import { billsTogether, onLine, rateParcels } from './rate-parcel.ts';

/** Lines with their rules: the one way from a line's code to what it says, takes and bills, at every bench. */
export interface LineBook {
  readonly lineOf: (code: string) => Line | undefined;
  /** Valid now. Errors: RULE_UNKNOWN also for a line that is not known. */
  readonly ruleOf: (code: string) => Rated<CompiledRule>;
  readonly rate: (parcel: ParcelToCheck & { readonly line: string }) => Result<ChargeableResult>;
  /** Several pieces of one line as one ticket; undefined where the line bills each for itself. */
  readonly rateTogether: (parcels: readonly ParcelToCheck[]) => Result<ChargeableResult> | undefined;
}

export function createLineBook(lines: () => readonly Line[], nowMs: () => number): LineBook {
  const rules = createLineRules();
  const lineOf = (code: string): Line | undefined => lines().find((known) => known.code === code);
  const ruleOf = (code: string): Rated<CompiledRule> => {
    const line = lineOf(code);
    return line === undefined ? fault('RULE_UNKNOWN', 'line', `there is no line ${code}`) : rules(line.ruleId, nowMs());
  };
  return {
    lineOf,
    ruleOf,
    rate: (parcel) => rateParcels(ruleOf(parcel.line), [onLine(parcel, lineOf(parcel.line))]),
    rateTogether: (parcels) => {
      const line = parcels[0]?.line ?? '';
      const rule = ruleOf(line);
      return rule.ok && billsTogether(rule.value)
        ? rateParcels(
            rule,
            parcels.map((parcel) => onLine(parcel, lineOf(line))),
          )
        : undefined;
    },
  };
}
