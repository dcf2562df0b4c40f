import type { Hold } from '../../shared/reference/hold.ts';
import type { PreAlert } from '../../shared/reference/reference-data.ts';
import { seeded } from '../support/floor-day.ts';

/** Trouble that befalls the shift while this parcel is in hand. Each kind comes once, the outage of the cloud spans a third of the day. */
export type Trouble =
  | 'cloud-stops'
  | 'cloud-returns'
  | 'killed-while-weighing'
  | 'printer-resets'
  | 'scale-unplugged'
  | 'scanned-twice'
  | 'undone-and-weighed-again'
  | 'device-host-killed'
  | 'wrong-bag'
  | 'killed-while-bagging'
  | 'held-after-weighing';

export interface PlannedParcel {
  readonly alert: PreAlert;
  readonly grams: number;
  readonly trouble?: Trouble | undefined;
}

/** One bag's worth of parcels of one kind, in the order in which they come. */
export interface PlannedBag {
  readonly name: string;
  readonly line: string;
  readonly parcels: readonly PlannedParcel[];
  readonly tareGrams: number;
  /** Left beside the bag when it is put on the scale first: the sum must name it. */
  readonly forgotten?: string | undefined;
}

export interface ConsolidationPlan {
  readonly bags: readonly PlannedBag[];
  /** Parcels of one customer that go on in one carton (合箱), and the carton. */
  readonly merge: { readonly parcels: readonly PlannedParcel[]; readonly unit: string; readonly grams: number };
  readonly heldBefore: PlannedParcel;
  readonly unannounced: { readonly waybill: string; readonly grams: number };
  readonly preAlerts: readonly PreAlert[];
  readonly holds: readonly Hold[];
}

const kinds = [
  { line: 'US-A', country: 'US', dutyMode: 'DDP', cargoClass: 'none', destination: 'Newark NJ 07114, Port St 14' },
  {
    line: 'EU-B',
    country: 'DE',
    dutyMode: 'IOSS',
    cargoClass: 'none',
    destination: '10117 Berlin, Unter den Linden 77',
  },
  { line: 'US-A', country: 'US', dutyMode: 'DDP', cargoClass: 'battery-in', destination: 'Dallas TX 75201, Main St 9' },
  { line: 'EU-B', country: 'FR', dutyMode: 'IOSS', cargoClass: 'none', destination: '75002 Paris, rue de la Paix 8' },
] as const;
const customers = ['深圳市云帆贸易', '义乌小鹿百货', '杭州青禾服饰', 'Hanoi Craft Co'];
const receivers = ['王小明', 'Zoë Dupont', 'Nguyễn Văn An', 'Erika Mustermann', 'John Smith', '韩梅梅'];

/** Where each trouble comes, as a share of the day's parcels. The cloud is away in the middle third. */
const troubles: readonly (readonly [Trouble, number])[] = [
  ['scanned-twice', 0.06],
  ['undone-and-weighed-again', 0.12],
  ['wrong-bag', 0.18],
  ['printer-resets', 0.25],
  ['cloud-stops', 0.33],
  ['scale-unplugged', 0.42],
  ['killed-while-weighing', 0.5],
  ['device-host-killed', 0.58],
  ['cloud-returns', 0.67],
  ['killed-while-bagging', 0.75],
  ['held-after-weighing', 0.84],
];
/** Below this each trouble has no parcel of its own. */
export const SMALLEST_SHIFT = 24;

/** @param parcels in bags, 300 for a whole shift; 12 bags of it, 4 below a hundred */
export function planConsolidation(seed: number, parcels: number): ConsolidationPlan {
  if (parcels < SMALLEST_SHIFT) throw new Error(`a shift has at least ${SMALLEST_SHIFT} parcels`);
  const random = seeded(seed);
  const between = (from: number, to: number): number => from + Math.floor(random() * (to - from + 1));
  const bagCount = parcels < 100 ? 4 : 12;
  const troubleAt = new Map(troubles.map(([trouble, share]) => [Math.round(share * (parcels - 1)), trouble]));
  let made = 0;
  const parcel = (kind: (typeof kinds)[number], customer: string, trouble?: Trouble): PlannedParcel => {
    made += 1;
    // Of the density of goods, so that nothing is asked about a carton that is too heavy or too light for its size; 25 of them fit one bag.
    const [length, width, height] = [between(14, 28), between(10, 18), between(5, 12)];
    const grams = Math.max(120, Math.round(length * width * height * (0.15 + random() * 0.35)));
    return {
      grams,
      trouble,
      alert: {
        waybill: `YT${String(seed % 10_000).padStart(4, '0')}${String(made).padStart(6, '0')}`,
        ...kind,
        customer,
        receiver: receivers[made % receivers.length] ?? '',
        dimensions: { length: String(length), width: String(width), height: String(height), unit: 'cm' },
        // Within what the tolerance lets through: 50 g and 5 %.
        declared: { value: ((grams + between(-20, 20)) / 1000).toFixed(3), unit: 'kg' },
      },
    };
  };
  let nth = 0;
  const bags = Array.from({ length: bagCount }, (_, index): PlannedBag => {
    const kind = kinds[index % kinds.length] ?? kinds[0];
    const size = Math.floor(parcels / bagCount) + (index < parcels % bagCount ? 1 : 0);
    const inBag = Array.from({ length: size }, () =>
      parcel(kind, customers[between(0, customers.length - 1)] ?? '', troubleAt.get(nth++)),
    );
    return {
      line: kind.line,
      name: `${kind.line} ${kind.country} ${kind.cargoClass} #${Math.floor(index / kinds.length) + 1}`,
      parcels: inBag,
      tareGrams: 180,
      ...(index === 1 ? { forgotten: heaviest(inBag).alert.waybill } : {}),
    };
  });
  const [us] = kinds;
  const merged = Array.from({ length: 3 }, () => parcel(us, '义乌小鹿百货'));
  const heldBefore = parcel(us, '杭州青禾服饰');
  const inBags = bags.flatMap((bag) => bag.parcels);
  return {
    bags,
    merge: {
      parcels: merged,
      unit: `HU${String(seed % 10_000).padStart(4, '0')}0771`,
      grams: merged.reduce((sum, { grams }) => sum + grams, 0) + 640,
    },
    heldBefore,
    unannounced: { waybill: `ZX${String(seed % 10_000).padStart(4, '0')}900077`, grams: 455 },
    preAlerts: [...inBags, ...merged, heldBefore].map(({ alert }) => alert),
    holds: [{ waybill: heldBefore.alert.waybill, reason: 'unpaid', sinceMs: 1_795_000_000_000 }],
  };
}

const heaviest = (parcels: readonly PlannedParcel[]): PlannedParcel =>
  parcels
    .filter(({ trouble }) => trouble === undefined)
    .reduce((best, parcel) => (parcel.grams > best.grams ? parcel : best));
