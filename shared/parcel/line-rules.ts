import { compileRule, readRule, type CompiledRule } from '../rating/compile-rule.ts';
import { findPackRules } from '../rating/packs/all-packs.ts';
import { fault, type Rated } from '../rating/rating-fault.ts';
import type { RatingRule } from '../rating/rule.ts';

/** Versions of a rule as they were read once; a warehouse has a few lines. */
const MAX_KNOWN = 500;

/**
 * The rule of a line on a day, read and compiled once. Errors: RULE_UNKNOWN; RULE_EXPIRED where no version is valid that day; RULE_BROKEN
 * and RULE_CONTRADICTORY with the field. Never the nearest version.
 */
export function createLineRules(): (ruleId: string, dayMs: number) => Rated<CompiledRule> {
  const known = new Map<string, readonly Rated<RatingRule>[]>();
  const answers = new Map<string, Rated<CompiledRule>>();
  const versionsOf = (ruleId: string): readonly Rated<RatingRule>[] => {
    let versions = known.get(ruleId);
    if (versions === undefined) {
      versions = findPackRules(ruleId).map((raw) => readRule(raw));
      known.set(ruleId, versions);
    }
    return versions;
  };
  return (ruleId, dayMs) => {
    const day = new Date(dayMs).toISOString().slice(0, 10);
    const key = `${ruleId} ${day}`;
    const answered = answers.get(key);
    if (answered !== undefined) return answered;
    if (answers.size > MAX_KNOWN) answers.clear();
    const answer = choose(ruleId, versionsOf(ruleId), day);
    answers.set(key, answer);
    return answer;
  };
}

function choose(ruleId: string, versions: readonly Rated<RatingRule>[], day: string): Rated<CompiledRule> {
  const broken = versions.find((version) => !version.ok);
  if (broken !== undefined && !broken.ok) return broken;
  const valid = versions.flatMap((version) =>
    version.ok &&
    (version.value.effectiveFrom === undefined || version.value.effectiveFrom <= day) &&
    (version.value.effectiveTo === undefined || day <= version.value.effectiveTo)
      ? [version.value]
      : [],
  );
  const [only, other] = valid;
  if (only === undefined)
    return versions.length === 0
      ? fault('RULE_UNKNOWN', 'rule', `there is no rule ${ruleId}`)
      : fault('RULE_EXPIRED', 'rule.effectiveFrom', `${ruleId} has no version for ${day}`);
  if (other !== undefined)
    return fault('RULE_CONTRADICTORY', 'rule.effectiveFrom', `two versions of ${ruleId} are valid on ${day}`);
  return compileRule(only);
}
