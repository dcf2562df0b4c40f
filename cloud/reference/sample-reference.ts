import { builtInReference } from '../../shared/reference/built-in-reference.ts';
import type { PreAlert, ReferenceContent } from '../../shared/reference/reference-data.ts';

const customers = ['深圳市云帆贸易', '义乌小鹿百货', 'Hanoi Craft Co', '杭州青禾服饰', 'Bangkok Gadget'];
const goods = ['none', 'battery-in', 'none', 'none', 'liquid'];
const places = [
  ['王小明', '美国 加州 洛杉矶 S Grand Ave 221'],
  ['Erika Mustermann', 'Germany, 10117 Berlin, Unter den Linden 77'],
  ['John Smith', 'USA, Newark NJ 07114, Port St 14'],
  ['Zoë Dupont', 'France, 75002 Paris, rue de la Paix 8'],
] as const;

/** Invented work for practice: every fourth parcel has no size ahead, every fifth has another cargo class. */
function practiceParcel(index: number): PreAlert {
  const place = places[index % places.length] ?? places[0];
  const cm = (base: number, span: number, factor: number): string => String(base + ((index * factor) % span));
  return {
    waybill: `YT88000${String(10_001 + index * 7)}`,
    line: index % 2 === 0 ? 'US-A' : 'EU-B',
    cargoClass: goods[index % goods.length] ?? 'none',
    customer: customers[index % customers.length] ?? '',
    receiver: place[0],
    destination: place[1],
    declared: { value: `${(index * 3) % 6}.${String(200 + ((index * 137) % 800))}`, unit: 'kg' },
    ...(index % 4 === 3
      ? {}
      : { dimensions: { length: cm(20, 31, 7), width: cm(15, 19, 5), height: cm(8, 23, 3), unit: 'cm' as const } }),
  };
}

/** What the practice organisation starts with: the sample lines, common cartons and forty announced parcels. */
export const sampleReference: ReferenceContent = {
  lines: [...builtInReference.lines],
  boxes: [...builtInReference.boxes],
  preAlerts: Array.from({ length: 40 }, (_, index) => practiceParcel(index)),
};
