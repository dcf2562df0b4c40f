import type { AreaMatch } from './areas/area-pack.ts';
import type { CompiledRule } from './compile-rule.ts';
import { fault, rated, type Rated } from './rating-fault.ts';
import type { TicketInput } from './rating-input.ts';

export interface Located {
  readonly ticket: TicketInput;
  readonly match: AreaMatch | undefined;
}

/**
 * Adds the area of the destination, by the rule's own list, to the areas the ticket names itself. A list by postcode and a ticket
 * without one is refused: "not remote" would be a guess.
 */
export function locateTicket(compiled: CompiledRule, ticket: TicketInput): Rated<Located> {
  const { areas } = compiled;
  if (areas === undefined) return rated({ ticket, match: undefined });
  const { country, postcode, city } = ticket.destination ?? {};
  if (country === undefined)
    return fault('RATING_INPUT_REFUSED', 'input.destination.country', 'the rule has areas: say where it goes');
  const match = areas.find(country, postcode, city);
  const lists = areas.lists(country);
  if (lists.postcodes && postcode === undefined && match?.by !== 'city')
    return fault('RATING_INPUT_REFUSED', 'input.destination.postcode', `the rule has areas of ${country} by postcode`);
  if (lists.cities && city === undefined && (match === undefined || match.by === 'country'))
    return fault('RATING_INPUT_REFUSED', 'input.destination.city', `the rule has areas of ${country} by city`);
  if (match === undefined) return rated({ ticket, match });
  return rated({ ticket: { ...ticket, areas: [...new Set([...(ticket.areas ?? []), match.area])] }, match });
}
