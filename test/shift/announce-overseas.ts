import { BOX, type OverseasPlan } from './overseas-plan.ts';

export type Admin = <T>(path: string, init?: RequestInit) => Promise<T>;

const zplOf = (tracking: string): string => `^XA^FO60,80^BY3^BCN,220,Y,N,N^FD${tracking}^FS^XZ`;

/** Puts the supply of such a day into the cloud: goods, bins, work, the carriers' labels and numbers for plates. */
export async function announceOverseas(
  { skus, bins, asns, orders, returns }: OverseasPlan,
  admin: Admin,
): Promise<void> {
  const carrierLabels = [];
  for (const { order, tracking } of orders) {
    if (tracking === undefined) continue;
    const { document, bytes } = await admin<{ document: string; bytes: number }>('/v1/documents', {
      method: 'PUT',
      headers: { 'content-type': 'application/octet-stream' },
      body: zplOf(tracking),
    });
    carrierLabels.push({ order, parcel: 1, carrier: 'DHL', tracking, document, bytes, addressVersion: 1 });
  }
  const size = { length: '40', width: '30', height: '30', unit: 'cm' };
  const content = {
    skus: skus.map(({ grams, ...one }) => ({
      ...{ ...one, nameZh: one.sku, nameEn: one.sku, barcodes: [] },
      ...{
        weight: { value: String(grams), unit: 'g' },
        dimensions: { length: '10', width: '8', height: '6', unit: 'cm' },
      },
      tracks: { lot: false, expiry: false, serial: false },
    })),
    bins,
    boxes: [
      { code: BOX.code, dimensions: size, packing: { inner: size, tare: { value: String(BOX.tareGrams), unit: 'g' } } },
    ],
    asns: asns.map(({ asn, owner, cartons }) => ({
      ...{ asn, owner },
      cartons: cartons.map(({ carton, lines }) => ({ carton, lines })),
    })),
    orders: orders.map(({ order, owner, tote, lines }, at) => ({
      ...{ order, owner, tote, lines, shipByMs: 1_000 + at, line: 'US-A', country: 'US' },
      shipping: { by: 'courier', crossesCustoms: false },
    })),
    carrierLabels,
    rmas: returns.map(({ rma, owner, sku }) => ({ rma, owner, openedMs: 1, lines: [{ sku, pieces: 1 }] })),
  };
  await admin('/v1/supply', { method: 'PUT', body: JSON.stringify(content) });
  await admin('/v1/series/label', { method: 'PUT', body: JSON.stringify({ last: 99_999 }) });
}
