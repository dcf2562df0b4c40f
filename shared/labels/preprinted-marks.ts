/** A mark that a label printer cannot make, by the stock to take instead. */
export interface PreprintedMark {
  readonly zh: string;
  readonly en: string;
}

/** IATA 7.1.5.5: UN number on white, in a border of red hatching at least 5 mm wide; 100 × 100 mm, or 100 × 70 on small parcels. */
const BATTERY = /^(?:UN ?)?(3090|3091|3480|3481|3551|3552)$|batter(?:y|ies)[ -]mark|电池标/i;

/**
 * The red of a battery mark is part of the rule, and a thermal head is black: it is never printed, only named.
 * mark: a UN number, or what somebody calls it or its template. undefined: no such mark.
 */
export function preprintedMark(mark: string): PreprintedMark | undefined {
  const match = BATTERY.exec(mark.trim());
  if (match === null) return undefined;
  const un = match[1] === undefined ? '' : ` UN${match[1]}`;
  return { zh: `预印红边电池标${un}`, en: `preprinted battery mark${un}, red edge` };
}

/** Words for those who ask for it as a label. */
export const preprintedRefusal = ({ en }: PreprintedMark): string =>
  `a black printer cannot make its red hatching: stick the ${en}, 100 × 100 mm, on small parcels 100 × 70 mm`;
