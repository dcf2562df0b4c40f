import type { MassUnit } from '../../shared/measure/quantity.ts';
import type { ScaleReading } from '../../shared/devices/scale-reading.ts';
import { massUnitOf } from './unit-text.ts';

type Weight = Extract<ScaleReading, { type: 'weight' }>;

/** Short makers of the readings that every protocol gives. Details are cut to what the contract takes. */
export const fault = (kind: Extract<ScaleReading, { type: 'fault' }>['kind'], detail?: string): ScaleReading =>
  detail === undefined ? { type: 'fault', kind } : { type: 'fault', kind, detail: detail.slice(0, 80) };

export const status = (kind: Extract<ScaleReading, { type: 'status' }>['kind'], detail: string): ScaleReading => ({
  type: 'status',
  kind,
  detail: detail.slice(0, 80),
});

/** A tare line looks like a weight and is none of what lies on the plate: it is said as status, so that nobody can book it. */
export function weight(
  value: string,
  unit: MassUnit | 'unknown',
  stability: Weight['stability'],
  mode: Weight['mode'],
  zero?: boolean,
): ScaleReading {
  if (mode === 'tare') return status('information', `tare ${value} ${unit}`);
  return { type: 'weight', value, unit, stability, mode, ...(zero === undefined ? {} : { zero }) };
}

/** A number in pieces, per cent, grains or carats is no mass we can book: it is said without the number. */
export function weightInUnit(
  value: string,
  unitText: string,
  stability: Weight['stability'],
  mode: Weight['mode'],
  zero?: boolean,
): ScaleReading {
  const unit = massUnitOf(unitText);
  if (unit !== undefined) return weight(value, unit, stability, mode, zero);
  return /^(pcs?|pieces|ea|%)$/i.test(unitText.trim())
    ? status('information', `not a weight: ${unitText.trim()}`)
    : fault('unreadable', `unit "${unitText.trim()}"`);
}
