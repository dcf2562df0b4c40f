import { readFloorScan } from '../../shared/stock/floor-scan.ts';
import { overseasWork } from '../../renderer/data/overseas-work.ts';
import { pulled, referenceOf } from '../support/reference-of.ts';

/**
 * Look-ups of the overseas floor with its data volumes: 200,000 articles, 50,000 bins, 20,000 orders, 5,000 of them wanting one
 * article, 40 announced deliveries. Limit of issue 8: 50 ms each. Prints; exit 1 when a p99 is over the limit.
 */
const [SKUS, BINS, ORDERS, ASNS] = [200_000, 50_000, 20_000, 40];
const LIMIT_MS = 50;
const TURNS = 4_000;

const gtin = (index: number): string => `${400_000_000_0000 + index}`;
function* records() {
  for (let index = 0; index < SKUS; index += 1)
    yield pulled('sku', {
      ...{ owner: `SELLER-${index % 50}`, sku: `SKU-${index}`, nameZh: `商品 ${index}`, nameEn: `Article ${index}` },
      ...{ barcodes: [gtin(index), `X00${index}`], category: 'home', weight: { value: '0.350', unit: 'kg' } },
      ...{ dimensions: { length: '10', width: '9', height: '8', unit: 'cm' } },
      tracks: { lot: false, expiry: false, serial: false },
    });
  for (let index = 0; index < BINS; index += 1) yield pulled('bin', { code: `A-${index}`, use: 'pick' });
  for (let index = 0; index < ORDERS; index += 1) {
    const article = index % 4 === 0 ? 0 : index;
    yield pulled('order', {
      ...{ order: `SO-${index}`, owner: `SELLER-${article % 50}`, tote: `T${index}`, shipByMs: index * 1_000 },
      ...{ line: 'US-A', country: 'US', shipping: { by: 'courier', crossesCustoms: false } },
      lines: [
        { sku: `SKU-${article}`, pieces: 1, bin: 'A-1' },
        { sku: `SKU-${article + 50}`, pieces: 2, bin: 'A-2' },
      ],
    });
  }
  for (let asn = 0; asn < ASNS; asn += 1)
    yield pulled('asn', {
      ...{ asn: `ASN-${asn}`, owner: 'SELLER-0' },
      cartons: Array.from({ length: 2_000 }, (_, carton) => ({
        carton: `CTN-${asn}-${carton}`,
        lines: [{ sku: 'SKU-0', pieces: 10 }],
      })),
    });
}

let over = false;
function say(what: string, turn: (index: number) => unknown, turns = TURNS): void {
  const times: number[] = [];
  for (let index = 0; index < turns; index += 1) {
    const at = performance.now();
    if (turn((index * 7_919) % 1_000_003) === undefined) throw new Error(`${what}: nothing is found`);
    times.push(performance.now() - at);
  }
  times.sort((a, b) => a - b);
  const [p50 = 0, p95 = 0, p99 = 0] = [0.5, 0.95, 0.99].map((part) => times[Math.floor(times.length * part)]);
  over ||= p99 > LIMIT_MS;
  const figures = [p50, p95, p99, times.at(-1) ?? 0].map((ms) => `${ms.toFixed(3).padStart(9)} ms`).join('');
  process.stdout.write(`${what.padEnd(46)}${figures}\n`);
}

globalThis.gc?.();
const before = process.memoryUsage();
let at = performance.now();
const { reference } = await referenceOf([...records()]);
process.stdout.write(`reads everything in ${Math.round(performance.now() - at)} ms\n`);
globalThis.gc?.();
const after = process.memoryUsage();
const mega = (bytes: number): string => `${Math.round(bytes / 1e6)} MB`;
process.stdout.write(
  `memory: heap ${mega(after.heapUsed - before.heapUsed)}, outside of it ${mega(after.arrayBuffers - before.arrayBuffers)}\n`,
);
const work = overseasWork(reference, { isHere: () => true, onChange: () => () => undefined });
process.stdout.write(`${''.padEnd(46)}${['p50', 'p95', 'p99', 'most'].map((name) => name.padStart(12)).join('')}\n`);
say('article by barcode', (index) => work.findSkus(gtin(index % SKUS))[0]);
say('article by seller and number', (index) => work.findSku(`SELLER-${(index % SKUS) % 50}`, `SKU-${index % SKUS}`));
say('bin', (index) => work.findBin(`A-${index % BINS}`));
say('order by number', (index) => work.findOrder(`SO-${index % ORDERS}`));
say('order by tote', (index) => work.findOrders(`T${index % ORDERS}`)[0]);
at = performance.now();
say(`the ${ORDERS / 4} orders that want one article, first`, () => work.ordersOf('SELLER-0', 'SKU-0')[0], 1);
say(`the ${ORDERS / 4} orders that want one article, again`, () => work.ordersOf('SELLER-0', 'SKU-0')[0], 100);
say('carton of a delivery of 2,000, another each time', (index) => work.findCarton(`CTN-${index % ASNS}-7`), 200);
say('carton of a delivery of 2,000, the same', (index) => work.findCarton(`CTN-3-${index % 2_000}`), 500);
const scans = { findSkus: work.findSkus, findBin: work.findBin, thisYear: 2026 };
say('a scan read as anything it may be', (index) => readFloorScan(gtin(index % SKUS), undefined, scans).skus[0]);
if (over) process.exitCode = 1;
