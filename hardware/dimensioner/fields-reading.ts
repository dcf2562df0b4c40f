import type { DimensionsReading } from '../../shared/devices/dimensions-frame.ts';
import type { LengthUnit } from '../../shared/measure/quantity.ts';
import { dimensionerFault, positiveDecimal, type DimensionerOptions } from './dimensioner-protocol.ts';

const lengthUnits: Readonly<Record<string, LengthUnit>> = {
  mm: 'mm',
  cm: 'cm',
  m: 'm',
  in: 'in',
  inch: 'in',
  '"': 'in',
};
const weightUnits: Readonly<Record<string, 'g' | 'kg' | 'lb' | 'oz'>> = {
  g: 'g',
  kg: 'kg',
  lb: 'lb',
  lbs: 'lb',
  oz: 'oz',
};

/** Fields as text → reading. A unit that is neither sent nor set is a fault: no size without a unit. */
export function readingOfFields(
  values: Partial<
    Record<'length' | 'width' | 'height' | 'weight' | 'unit' | 'weightUnit' | 'barcode' | 'reference' | 'ready', string>
  >,
  options: DimensionerOptions,
): DimensionsReading {
  if (/^(NOT ?READY|0|false)$/i.test(values.ready?.trim() ?? ''))
    return dimensionerFault('unstable', 'the device is not ready');
  const unit = values.unit === undefined ? options.unit : lengthUnits[values.unit.trim().toLowerCase()];
  if (unit === undefined)
    return dimensionerFault(
      'unreadable',
      values.unit === undefined ? 'no unit is sent and none is set' : `unit "${values.unit}"`,
    );
  const [length, width, height] = [values.length, values.width, values.height].map((side) =>
    positiveDecimal(side ?? ''),
  );
  if (length === undefined || width === undefined || height === undefined)
    return dimensionerFault('no-measurement', 'a side is zero or no number');
  const weightUnit =
    values.weightUnit === undefined ? options.weightUnit : weightUnits[values.weightUnit.trim().toLowerCase()];
  const weight = weightUnit === undefined ? undefined : positiveDecimal(values.weight ?? '');
  const text = (key: 'barcode' | 'reference', limit: number): object => {
    const value = values[key]?.trim() ?? '';
    return value === '' ? {} : { [key]: value.slice(0, limit) };
  };
  return {
    type: 'dimensions',
    dimensions: { length, width, height, unit },
    ...(weight === undefined || weightUnit === undefined ? {} : { weight: { value: weight, unit: weightUnit } }),
    ...text('barcode', 128),
    ...text('reference', 80),
  };
}
