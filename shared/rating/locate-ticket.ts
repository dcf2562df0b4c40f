import type { AreaList, AreaMatch } from './areas/area-pack.ts';
import type { CompiledRule } from './compile-rule.ts';
import { fault, rated, type Rated } from './rating-fault.ts';
import type { TicketInput } from './rating-input.ts';

export interface Located {
  readonly ticket: TicketInput;
  readonly match: AreaMatch | undefined;
}

/**
 * Adds the area of the destination, by the rule's own list and by lists that stand beside it, to the areas the ticket names itself. A list by postcode and a ticket
 * without one is refused: "not remote" would be a guess.
 */
export function locateTicket(
  compiled: CompiledRule,
  ticket: TicketInput,
  lists: readonly AreaList[] = [],
): Rated<Located> {
  let located: Located = { ticket, match: undefined };
  for (const list of [...lists, ...(compiled.areas === undefined ? [] : [compiled.areas])]) {
    const next = locateBy(list, located.ticket);
    if (!next.ok) return next;
    located = { ticket: next.value.ticket, match: next.value.match ?? located.match };
  }
  return rated(located);
}

function locateBy(areas: AreaList, ticket: TicketInput): Rated<Located> {
  const { country, postcode, city } = ticket.destination ?? {};
  if (country === undefined)
    return fault('RATING_INPUT_REFUSED', 'input.destination.country', 'the rule has areas: say where it goes');
  const match = areas.find(country, postcode, city);
  const named = areas.lists(country);
  if (named.postcodes && postcode === undefined && match?.by !== 'city')
    return fault('RATING_INPUT_REFUSED', 'input.destination.postcode', `the rule has areas of ${country} by postcode`);
  if (named.cities && city === undefined && (match === undefined || match.by === 'country'))
    return fault('RATING_INPUT_REFUSED', 'input.destination.city', `the rule has areas of ${country} by city`);
  if (match === undefined) return rated({ ticket, match });
  return rated({ ticket: { ...ticket, areas: [...new Set([...(ticket.areas ?? []), match.area])] }, match });
}
