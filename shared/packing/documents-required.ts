import { z } from 'zod';
import { massToMilligrams } from '../measure/mass.ts';
import type { Mass } from '../measure/quantity.ts';
import { compare, fromDecimal } from '../measure/rational.ts';
import type { Order } from './order.ts';

export const documentKindSchema = z.enum(['packing-slip', 'cn22', 'cn23', 'commercial-invoice']);
export type DocumentKind = z.infer<typeof documentKindSchema>;

/** UPU: CN22 up to 2 kg. Above, and above 300 SDR, CN23. */
const CN22_MAX_MILLIGRAMS = 2_000_000;

/**
 * What has to go with a parcel. @param cn22Limit 300 SDR in a currency, as decimal text; undefined where no rate is known, and then the
 * fuller form is made: it is never wrong.
 */
export function documentsRequired(
  { shipping }: Pick<Order, 'shipping'>,
  gross: Mass | undefined,
  cn22Limit: (currency: string) => string | undefined,
): DocumentKind[] {
  const { by, crossesCustoms, value, packingSlip } = shipping;
  const slip: DocumentKind[] = packingSlip ? ['packing-slip'] : [];
  if (!crossesCustoms) return slip;
  if (by === 'courier') return [...slip, 'commercial-invoice'];
  const limit = value === undefined ? undefined : cn22Limit(value.currency);
  const small =
    value !== undefined &&
    limit !== undefined &&
    compare(fromDecimal(value.amount), fromDecimal(limit)) <= 0 &&
    gross !== undefined &&
    massToMilligrams(gross) <= CN22_MAX_MILLIGRAMS;
  return [...slip, small ? 'cn22' : 'cn23'];
}
