/**
 * The forms in which people write a ticket, brought to one. Only what is said is moved; nothing is assumed: a weight without a unit
 * anywhere stays without one and is refused.
 */

type Fields = Record<string, unknown>;
const isObject = (value: unknown): value is Fields =>
  value !== null && typeof value === 'object' && !Array.isArray(value);

/** A word twice: {"date", "shipDate"} with two values. Which one counts is not for us to say. */
export class TwiceSaid extends Error {
  readonly field: string;
  constructor(field: string, other: string) {
    super(`stands beside ${other}: which one counts?`);
    this.field = field;
  }
}

const ticketNames: Readonly<Record<string, string>> = {
  parcels: 'pieces',
  packages: 'pieces',
  shipDate: 'date',
  shipmentDate: 'date',
};

/** Field of a piece under its other names. */
const pieceNames: Readonly<Record<string, string>> = {
  actualWeight: 'weight',
  grossWeight: 'weight',
  dims: 'dimensions',
  size: 'dimensions',
  lengthUnits: 'lengthUnit',
  dimensionUnit: 'lengthUnit',
  weightUnits: 'weightUnit',
  unit: 'lengthUnit',
  count: 'quantity',
};

function renamed(fields: Fields, names: Readonly<Record<string, string>>): Fields {
  const found: Fields = {};
  for (const [name, value] of Object.entries(fields)) {
    // An empty field of a file or a form is a field that says nothing.
    if (value === null) continue;
    const to = names[name] ?? name;
    if (to in found) throw new TwiceSaid(name, to === name ? 'its other name' : to);
    found[to] = value;
  }
  return found;
}

/** Countries are written small as often as large. */
const country = (value: unknown): unknown => (typeof value === 'string' ? value.trim().toUpperCase() : value);

/** "2.365" and the unit beside it → {value, unit}; a text that has a unit of its own, or an object, stays. */
function withUnit(weight: unknown, unit: unknown): unknown {
  if (typeof weight !== 'string' || typeof unit !== 'string') return weight;
  return /^[\s\d.eE+-]+$/.test(weight) ? { value: weight.trim(), unit } : weight;
}

const SIDES = ['length', 'width', 'height'] as const;

function sidesWithUnit(dimensions: unknown, unit: unknown): unknown {
  const beside = typeof unit === 'string' ? { unit } : {};
  if (Array.isArray(dimensions)) {
    const [length, width, height, more] = dimensions as unknown[];
    return more === undefined && height !== undefined ? { length, width, height, ...beside } : dimensions;
  }
  if (isObject(dimensions)) {
    const { l, w, h, lengthUnit, ...rest } = dimensions;
    return {
      ...beside,
      ...(l === undefined ? {} : { length: l }),
      ...(w === undefined ? {} : { width: w }),
      ...(h === undefined ? {} : { height: h }),
      ...(lengthUnit === undefined ? {} : { unit: lengthUnit }),
      ...rest,
    };
  }
  return typeof dimensions === 'string' && typeof unit === 'string' && /^[\s\d.x×*X]+$/.test(dimensions)
    ? `${dimensions} ${unit}`
    : dimensions;
}

function pieceForm(piece: unknown, ticketUnits: Fields): unknown {
  if (!isObject(piece)) return piece;
  const { weightUnit: ownWeight, lengthUnit: ownLength, ...fields } = renamed(piece, pieceNames);
  const weightUnit = ownWeight ?? ticketUnits['weightUnit'];
  const lengthUnit = ownLength ?? ticketUnits['lengthUnit'];
  const found: Fields = {};
  for (const [name, value] of Object.entries(fields)) if (!SIDES.some((side) => side === name)) found[name] = value;
  const sides = SIDES.filter((side) => side in fields);
  if (sides.length > 0) {
    if ('dimensions' in fields) throw new TwiceSaid('dimensions', sides[0] ?? 'length');
    found['dimensions'] = Object.fromEntries(sides.map((side) => [side, fields[side]]));
  }
  if ('weight' in found) found['weight'] = withUnit(found['weight'], weightUnit);
  if (isObject(found['weights']))
    found['weights'] = Object.fromEntries(
      Object.entries(found['weights']).map(([stage, weight]) => [stage, withUnit(weight, weightUnit)]),
    );
  if ('dimensions' in found) found['dimensions'] = sidesWithUnit(found['dimensions'], lengthUnit);
  if (isObject(found['roll']) && typeof lengthUnit === 'string') found['roll'] = { unit: lengthUnit, ...found['roll'] };
  return found;
}

/** Fields that belong to a piece; all others belong to the ticket. */
const pieceFields = new Set([
  'weight',
  'weights',
  'dimensions',
  ...SIDES,
  'roll',
  'cbm',
  'volume',
  'shape',
  'packaging',
  'cargoClass',
  'quantity',
  ...Object.keys(pieceNames),
]);
const unitFields = new Set(['weightUnit', 'lengthUnit', 'unit', 'dimensionUnit', 'lengthUnits', 'weightUnits']);

/**
 * {pieces: […]} in its one form: a single piece may stand straight in the ticket; sides straight in the piece; units once for all
 * pieces; destination as a country. Throws TwiceSaid where two names of one thing both carry something.
 */
export function ticketForm(value: unknown): unknown {
  if (Array.isArray(value)) return ticketForm({ pieces: value });
  if (!isObject(value)) return value;
  const fields = renamed(value, ticketNames);
  const ticket: Fields = {};
  const single: Fields = {};
  const units: Fields = {};
  const many = 'pieces' in fields;
  for (const [name, own] of Object.entries(fields))
    if (many && unitFields.has(name)) units[pieceNames[name] ?? name] = own;
    else if (!many && (pieceFields.has(name) || unitFields.has(name))) single[name] = own;
    else ticket[name] = own;
  ticket['pieces'] = many
    ? Array.isArray(fields['pieces'])
      ? fields['pieces'].map((piece) => pieceForm(piece, units))
      : fields['pieces']
    : [pieceForm(single, {})];
  const { country: landed, postcode, zip, postalCode, city, destination, origin, ...rest } = ticket;
  const code = postcode ?? zip ?? postalCode;
  const where: Fields = {
    ...(typeof destination === 'string' ? { country: country(destination) } : {}),
    ...(isObject(destination) ? destination : {}),
    ...(isObject(destination) && 'country' in destination ? { country: country(destination['country']) } : {}),
    ...(landed === undefined ? {} : { country: country(landed) }),
    ...(code === undefined ? {} : { postcode: code }),
    ...(city === undefined ? {} : { city }),
  };
  return {
    ...rest,
    ...(origin === undefined ? {} : { origin: country(origin) }),
    ...(Object.keys(where).length > 0 ? { destination: where } : destination === undefined ? {} : { destination }),
  };
}
