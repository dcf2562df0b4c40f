import { z } from 'zod';
import { customsForms, type SdrRate } from '../customs/customs-forms.ts';
import { compareMass } from '../measure/mass.ts';
import type { Mass } from '../measure/quantity.ts';
import { compare, fromDecimal, multiply } from '../measure/rational.ts';
import type { Order } from './order.ts';

export const documentKindSchema = z.enum(['packing-slip', 'cn22', 'cn23', 'commercial-invoice']);
export type DocumentKind = z.infer<typeof documentKindSchema>;

/**
 * What has to go with a parcel. @param sdrRate what an SDR is worth in a currency; undefined where no rate is known, and then the fuller
 * form is made: it is never wrong.
 */
export function documentsRequired(
  { shipping }: Pick<Order, 'shipping'>,
  gross: Mass | undefined,
  sdrRate: (currency: string) => Pick<SdrRate, 'perSdr'> | undefined,
): DocumentKind[] {
  const { by, crossesCustoms, value, packingSlip } = shipping;
  const slip: DocumentKind[] = packingSlip ? ['packing-slip'] : [];
  if (!crossesCustoms) return slip;
  if (by === 'courier') return [...slip, 'commercial-invoice'];
  const { maxGross, maxValueSdr } = customsForms.cn22;
  const rate = value === undefined ? undefined : sdrRate(value.currency);
  const small =
    value !== undefined &&
    rate !== undefined &&
    compare(fromDecimal(value.amount), multiply(fromDecimal(maxValueSdr), fromDecimal(rate.perSdr))) <= 0 &&
    gross !== undefined &&
    compareMass(gross, maxGross) <= 0;
  return [...slip, small ? 'cn22' : 'cn23'];
}
