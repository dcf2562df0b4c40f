import { seeded } from '../support/floor-day.ts';

export interface PlannedCarton {
  readonly carton: string;
  readonly lines: readonly { readonly sku: string; readonly pieces: number }[];
  /** Where its pieces are put away. */
  readonly bin: string;
}
export interface PlannedOrder {
  readonly order: string;
  readonly owner: string;
  readonly tote: string;
  readonly lines: readonly { readonly sku: string; readonly pieces: number; readonly bin: string }[];
  /** undefined: the carrier has not made it; the parcel gets a route label and waits. */
  readonly tracking: string | undefined;
}
export interface PlannedReturn {
  readonly rma: string;
  readonly owner: string;
  readonly sku: string;
  /** Places of the answers of the checklist, in turn. */
  readonly answers: readonly number[];
}
export interface PlannedSku {
  readonly owner: string;
  readonly sku: string;
  readonly category: string;
  readonly grams: number;
}
export interface OverseasPlan {
  readonly owners: readonly string[];
  readonly skus: readonly PlannedSku[];
  readonly bins: readonly { readonly code: string; readonly use: string }[];
  readonly asns: readonly {
    readonly asn: string;
    readonly owner: string;
    readonly cartons: readonly PlannedCarton[];
  }[];
  readonly orders: readonly PlannedOrder[];
  readonly returns: readonly PlannedReturn[];
}

export interface DaySize {
  readonly cartons: number;
  readonly orders: number;
  readonly returns: number;
}
export const WHOLE_DAY: DaySize = { cartons: 40, orders: 120, returns: 60 };

/** Every order goes into the one box that there is. */
export const BOX = { code: 'M', tareGrams: 200 };
export const DOCK = 'DOCK-1';

/** The same seed and size give the same day. */
export function planOverseas(seed: number, size: DaySize): OverseasPlan {
  const random = seeded(seed);
  const below = (limit: number): number => Math.floor(random() * limit);
  const owners = ['LUMO', 'NOVA', 'ORBIT'];
  const categories = ['home', 'apparel', 'electronics', 'toys'];
  const skus = owners.flatMap((owner) =>
    categories.map((category, at) => ({
      ...{ owner, category, sku: `${owner.slice(0, 2)}-${100 + at}`, grams: 90 + 130 * at },
    })),
  );
  const ofOwner = (owner: string) => skus.filter((one) => one.owner === owner);
  const pick = <T>(from: readonly T[]): T => from[below(from.length)] as T;
  const shelves = ['P-01', 'P-02', 'P-03', 'P-04'];
  /** A seller's goods lie together: what was put away is what is picked. */
  const shelfOf = (owner: string): string => shelves[owners.indexOf(owner)] ?? 'P-04';
  const bins = [
    { code: DOCK, use: 'dock' },
    ...shelves.map((code) => ({ code, use: 'pick' })),
    ...['R-01', 'F-01', 'S-01', 'Q-01', 'D-01', 'X-01'].map((code, at) => ({
      code,
      use: ['resale', 'refurbish', 'seller-return', 'quarantine', 'destroy', 'stopped'][at] ?? 'pick',
    })),
  ];
  const asns = owners.map((owner) => ({ asn: `ASN-${owner}`, owner, cartons: [] as PlannedCarton[] }));
  for (let index = 0; index < size.cartons; index += 1) {
    const asn = asns[index % asns.length];
    if (asn === undefined) continue;
    const lines = ofOwner(asn.owner)
      .slice(0, 1 + below(3))
      .map(({ sku }) => ({ sku, pieces: 2 + below(6) }));
    asn.cartons.push({ carton: `CTN-${1000 + index}`, lines, bin: shelfOf(asn.owner) });
  }
  const orders = Array.from({ length: size.orders }, (_, index): PlannedOrder => {
    const owner = pick(owners);
    const lines = ofOwner(owner)
      .slice(below(2))
      .slice(0, 1 + below(2))
      .map(({ sku }) => ({ sku, pieces: 1 + below(2), bin: shelfOf(owner) }));
    const tracking = index % 17 === 3 ? undefined : `TRK${String(seed % 1000).padStart(3, '0')}${100_000 + index}`;
    return { order: `SO-${5000 + index}`, owner, tote: `T${200 + index}`, lines, tracking };
  });
  const returns = Array.from({ length: size.returns }, (_, index): PlannedReturn => {
    const { owner, sku } = pick(skus);
    return {
      rma: `RMA-${7000 + index}`,
      owner,
      sku,
      answers: Array.from({ length: 12 }, () => (random() < 0.75 ? 0 : below(3))),
    };
  });
  // On a small day some seller has no delivery.
  return { owners, skus, bins, asns: asns.filter(({ cartons }) => cartons.length > 0), orders, returns };
}
