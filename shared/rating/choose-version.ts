import { fault, rated, type Rated } from './rating-fault.ts';
import type { TicketInput } from './rating-input.ts';
import type { RatingRule } from './rule.ts';

const spanOf = (rule: RatingRule): string => `${rule.effectiveFrom ?? '…'} to ${rule.effectiveTo ?? '…'}`;

/** Lane and cargo classes that the rule is written for; a ticket that does not say where it goes is not assumed to fit. */
function fits(rule: RatingRule, ticket: TicketInput): Rated<RatingRule> {
  const { lane, cargoClasses } = rule;
  const checks = [
    ['rule.lane.origins', lane?.origins, ticket.origin, 'input.origin'],
    ['rule.lane.destinations', lane?.destinations, ticket.destination?.country, 'input.destination.country'],
    ...(cargoClasses === undefined
      ? []
      : ticket.pieces.map(
          (piece, i) => ['rule.cargoClasses', cargoClasses, piece.cargoClass, `input.pieces.${i}.cargoClass`] as const,
        )),
  ] as const;
  for (const [at, allowed, given, field] of checks) {
    if (allowed === undefined) continue;
    if (given === undefined) return fault('RATING_INPUT_REFUSED', field, 'the rule is only for some: say which');
    if (!allowed.includes(given)) return fault('RULE_UNKNOWN', at, `${rule.id} is not for ${given}`);
  }
  return rated(rule);
}

/**
 * The one version that is valid on the shipment date. Never the nearest one: none is RULE_EXPIRED, two are RULE_CONTRADICTORY, and a
 * dated rule with an undated ticket is RATING_INPUT_REFUSED.
 */
export function chooseVersion(versions: readonly RatingRule[], ticket: TicketInput): Rated<RatingRule> {
  const [first] = versions;
  if (first === undefined) return fault('RULE_UNKNOWN', 'rule', 'there is no such rule');
  const dated = versions.some((rule) => rule.effectiveFrom !== undefined || rule.effectiveTo !== undefined);
  const { date } = ticket;
  if (!dated) {
    if (versions.length > 1)
      return fault(
        'RULE_CONTRADICTORY',
        'rule',
        `${versions.length} versions of ${first.id} and no dates to choose by`,
      );
    return fits(first, ticket);
  }
  if (date === undefined)
    return fault(
      'RATING_INPUT_REFUSED',
      'input.date',
      `${first.id} is dated (${versions.map(spanOf).join('; ')}): give the shipment date`,
    );
  const valid = versions.filter(
    (rule) =>
      (rule.effectiveFrom === undefined || rule.effectiveFrom <= date) &&
      (rule.effectiveTo === undefined || date <= rule.effectiveTo),
  );
  const [only, other] = valid;
  if (only === undefined)
    return fault(
      'RULE_EXPIRED',
      versions.every((rule) => rule.effectiveFrom !== undefined && date < rule.effectiveFrom)
        ? 'rule.effectiveFrom'
        : 'rule.effectiveTo',
      `${first.id} is valid ${versions.map(spanOf).join('; ')}, not on ${date}`,
    );
  if (other !== undefined)
    return fault(
      'RULE_CONTRADICTORY',
      'rule.effectiveFrom',
      `versions ${only.version} and ${other.version} of ${only.id} are both valid on ${date}`,
    );
  return fits(only, ticket);
}
