import type { Rational } from '../measure/rational.ts';
import type { Facts } from './compile-condition.ts';
import type { CompiledRule } from './compile-rule.ts';
import type { Limit } from './rule-parts.ts';

export interface Flag {
  readonly limit: Limit;
  readonly piece: number | undefined;
  readonly minimum: Rational | undefined;
}

const NONE: readonly Flag[] = [];

/** Limits that hold for one piece or for the ticket. Those that look at the billable weight are asked in a second round. */
export function raisedLimits(
  compiled: CompiledRule,
  per: 'piece' | 'ticket',
  facts: Facts,
  piece: number | undefined,
  round: 'before-billable' | 'after-billable',
): readonly Flag[] {
  if (compiled.limits.length === 0) return NONE;
  const found: Flag[] = [];
  for (const { limit, test, minimum, late } of compiled.limits) {
    if (limit.per !== per) continue;
    if (late !== (round === 'after-billable')) continue;
    if (test(facts)) found.push({ limit, piece, minimum });
  }
  return found;
}

/** Of one group the highest rank stays, and what a raised flag suppresses goes: for one piece (or the ticket) at a time. */
export function settleFlags(flags: readonly Flag[]): readonly Flag[] {
  if (flags.length === 0) return NONE;
  const highest = flags.filter(
    ({ limit }) =>
      limit.group === undefined ||
      !flags.some((other) => other.limit.group === limit.group && (other.limit.rank ?? 0) > (limit.rank ?? 0)),
  );
  const suppressed = new Set(highest.flatMap(({ limit }) => limit.suppresses ?? []));
  return highest.filter(({ limit }) => !suppressed.has(limit.id));
}
