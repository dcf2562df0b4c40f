import { builtInReference } from '../../shared/reference/built-in-reference.ts';
import { holdReasons, type HoldReason } from '../../shared/reference/hold.ts';
import type { PreAlert } from '../../shared/reference/reference-data.ts';
import type { ReferenceFile } from './load-reference.ts';

const DEBTOR = 'Saigon Trà & Lụa';
const customers = ['深圳市云帆贸易', '义乌小鹿百货', 'Hanoi Craft Co', '杭州青禾服饰', 'Bangkok Gadget'];
const goods = ['none', 'battery-in', 'none', 'none', 'liquid'];
/** By line: what of it goes to one country under one duty mode may share a bag. */
const places = {
  'US-A': [
    ['王小明', '美国 加州 洛杉矶 S Grand Ave 221', 'US', 'DDP'],
    ['John Smith', 'USA, Newark NJ 07114, Port St 14', 'US', 'DDP'],
  ],
  'EU-B': [
    ['Erika Mustermann', 'Germany, 10117 Berlin, Unter den Linden 77', 'DE', 'IOSS'],
    ['Zoë Dupont', 'France, 75002 Paris, rue de la Paix 8', 'FR', 'DDP'],
  ],
} as const;
/** A fixed day: the same sample at every start, so that nothing of it moves. */
const SINCE_MS = Date.UTC(2026, 0, 15);
const PARCELS = 60;
/** Parcels that are held begin here: the first ones are for people who see a station for the first time. */
const FIRST_HELD = 40;
const FIRST_OF_DEBTOR = 55;

const waybillOf = (index: number): string => `YT88000${String(10_001 + index * 7)}`;

/** Invented work for practice: every fourth parcel has no size ahead, every fifth has another cargo class. */
function practiceParcel(index: number): PreAlert {
  const line = index % 2 === 0 ? 'US-A' : 'EU-B';
  const [receiver, destination, country, dutyMode] = places[line][Math.floor(index / 2) % 2] ?? places[line][0];
  const cm = (base: number, span: number, factor: number): number => base + ((index * factor) % span);
  const [length, width, height] = [cm(20, 31, 7), cm(15, 19, 5), cm(8, 23, 3)];
  // What a parcel of this size weighs: 0.12 to 0.24 g a cubic centimetre.
  const grams = Math.round((length * width * height * (12 + (index % 7) * 2)) / 100);
  return {
    ...{ waybill: waybillOf(index), line, receiver, destination, country, dutyMode },
    cargoClass: goods[index % goods.length] ?? 'none',
    customer: index < FIRST_OF_DEBTOR ? (customers[index % customers.length] ?? '') : DEBTOR,
    declared: { value: String(grams), unit: 'g' },
    ...(index % 4 === 3
      ? {}
      : { dimensions: { length: `${length}`, width: `${width}`, height: `${height}`, unit: 'cm' as const } }),
  };
}

/**
 * What the practice organisation starts with: the sample lines, common cartons, announced parcels, one hold of every kind, a customer
 * whose parcels are all held, and numbers for bags. No people: with them nothing is practised before somebody has a badge.
 */
export const sampleReference = {
  lines: [...builtInReference.lines],
  boxes: [...builtInReference.boxes],
  preAlerts: Array.from({ length: PARCELS }, (_, index) => practiceParcel(index)),
  customers: [
    ...customers.map((code) => ({ code, name: code })),
    { code: DEBTOR, name: DEBTOR, short: 'Trà & Lụa', hold: { reason: 'unpaid' as const, sinceMs: SINCE_MS } },
  ],
  holds: (Object.keys(holdReasons) as HoldReason[]).map((reason, index) => ({
    ...{ waybill: waybillOf(FIRST_HELD + index), reason, sinceMs: SINCE_MS },
  })),
  series: { bag: 999_999, sscc: 999_999, label: 999_999 },
} satisfies ReferenceFile;
