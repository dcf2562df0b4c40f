import { createHash } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { SupplyStore } from '../../electron/supply/supply-store.ts';
import { compileLabel } from '../../hardware/printer/compile-label.ts';
import { parcel100x150 } from '../../shared/labels/templates/parcel-100x150.ts';
import { suppliedKinds, type SuppliedKind } from '../../shared/reference/reference-kinds.ts';
import { fontsDirectory } from '../support/label-pages.ts';

/** The data volumes of issue 8, and as many orders as a house of this size has open. */
export const VOLUMES = { skus: 200_000, bins: 50_000, orders: 20_000 };
export const LINES = 3;

export const skuOf = (order: number, line: number): string => `SKU-${(order * 7_919 + line * 50) % VOLUMES.skus}`;
const gtin = (index: number): string => `${4_000_000_000_000 + index}`;

function* records(prefetched: readonly object[]): Generator<readonly [SuppliedKind, object]> {
  for (let index = 0; index < VOLUMES.skus; index += 1)
    yield [
      'sku',
      {
        ...{ owner: 'LUMO', sku: `SKU-${index}`, nameZh: `商品 ${index}`, nameEn: `Article ${index}` },
        ...{ barcodes: [gtin(index), `X00${index}`], category: 'home', weight: { value: '0.350', unit: 'kg' } },
        ...{ dimensions: { length: '10', width: '9', height: '8', unit: 'cm' } },
        tracks: { lot: false, expiry: false, serial: false },
      },
    ];
  for (let index = 0; index < VOLUMES.bins; index += 1) yield ['bin', { code: `A-${index}`, use: 'pick', mix: 'any' }];
  for (let index = 0; index < VOLUMES.orders; index += 1)
    yield [
      'order',
      {
        ...{
          order: `SO-${100_000 + index}`,
          owner: 'LUMO',
          tote: `T${100_000 + index}`,
          shipByMs: Date.now() + index * 1_000,
        },
        ...{ line: 'US-A', country: 'US', shipping: { by: 'courier', crossesCustoms: false } },
        lines: Array.from({ length: LINES }, (_, line) => ({ sku: skuOf(index, line), pieces: 1, bin: 'A-1' })),
      },
    ];
  const size = { length: '40', width: '30', height: '30', unit: 'cm' };
  yield ['box', { code: 'M', dimensions: size, packing: { inner: size, tare: { value: '200', unit: 'g' } } }];
  for (const label of prefetched) yield ['carrierLabel', label];
}

/** A station's folder with all of it, as after a pull; carriers' labels of the first `labels` orders lie beside it. */
export async function layOverseasSupply(home: string, labels: number): Promise<void> {
  const documents = join(home, 'live', 'label-documents');
  mkdirSync(documents, { recursive: true });
  const prefetched = Array.from({ length: labels }, (_, index) => {
    const tracking = `JD${String(10_000_000 + index)}`;
    const file = compileLabel(
      { template: parcel100x150.name, data: { ...parcel100x150.sample, waybill: tracking } },
      { language: 'zpl', dpi: 203, widthMm: 100, heightMm: 150 },
      { practice: false, job: 'W1-1-1', copy: false, fontsDirectory },
    );
    const document = createHash('sha256').update(file).digest('hex');
    writeFileSync(join(documents, document), file);
    const order = `SO-${100_000 + index}`;
    return { order, parcel: 1, carrier: 'JD', tracking, document, bytes: file.length, addressVersion: 1 };
  });
  const store = new SupplyStore({ folder: join(home, 'live', 'supply'), kept: new Set(['operator', 'carrierLabel']) });
  await store.begin();
  const hash = createHash('sha256');
  let count = 0;
  async function* lines(): AsyncGenerator<string> {
    for (const [kind, data] of records(prefetched)) {
      const { keyOf } = suppliedKinds[kind] as { keyOf: (record: never) => string };
      const line = JSON.stringify({ kind, key: keyOf(data as never).toUpperCase(), data });
      hash.update(`${line}\n`);
      count += 1;
      yield line;
    }
    const cursor = `${'0'.repeat(8)}-0000-0000-0000-${'0'.repeat(12)}.7`;
    yield JSON.stringify({ end: true, cursor, count, sha256: hash.digest('hex') });
  }
  const fault = await store.replaceBy(lines(), () => Date.now());
  if (fault !== undefined) throw new Error(fault);
}
