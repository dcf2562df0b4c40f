import type { Floor } from '../support/floor.ts';
import { bagsInJournal, manifestsInJournal } from './bag-record.ts';
import type { FloorFacts } from './floor-facts.ts';
import type { Reconciliation } from './reconciliation.ts';

interface CloudBag {
  readonly state: string;
  readonly unitNumber: string | null;
  readonly grossMilligrams: number | string | null;
  readonly waybills: readonly string[];
}
interface Bag {
  readonly waybills: readonly string[];
  readonly milligrams: number;
  readonly handedOver: boolean;
}

/** Bags by the number on their label: what the hands put in and weighed, against journal, labels and cloud. */
export async function reconcileBags(
  floor: Floor,
  journal: ReturnType<Floor['journal']>,
  facts: FloorFacts,
  labels: ReadonlySet<string>,
): Promise<Reconciliation> {
  const done = new Map(
    facts.bags.map(({ unitNumber, parcels, grossGrams }): [string, Bag] => [
      unitNumber,
      { waybills: parcels, milligrams: grossGrams * 1000, handedOver: facts.handedOver.has(unitNumber) },
    ]),
  );
  const recorded = new Map(
    bagsInJournal(journal).flatMap(({ unitNumber, waybills, grossMilligrams = 0, state }): [string, Bag][] =>
      unitNumber === undefined
        ? []
        : [[unitNumber, { waybills, milligrams: grossMilligrams, handedOver: state === 'handed-over' }]],
    ),
  );
  const rows = await floor.admin<CloudBag[]>('/v1/bags');
  const cloud = new Map(
    rows.flatMap(({ unitNumber, waybills, grossMilligrams, state }): [string, Bag][] =>
      unitNumber === null
        ? []
        : [[unitNumber, { waybills, milligrams: Number(grossMilligrams), handedOver: state === 'handed-over' }]],
    ),
  );
  const handed = manifestsInJournal(journal).filter(({ handedOver }) => handedOver);
  const grams = (bags: Iterable<Bag>): string =>
    `${([...bags].reduce((sum, { milligrams }) => sum + milligrams, 0) / 1_000_000).toFixed(3)} kg`;
  const pieces = (bags: Iterable<Bag>): string =>
    String([...bags].reduce((sum, { waybills }) => sum + waybills.length, 0));
  const gone = (bags: Iterable<Bag>): string => String([...bags].filter(({ handedOver }) => handedOver).length);
  const of = (what: string, figure: (bags: Iterable<Bag>) => string) => ({
    what,
    floor: figure(done.values()),
    journal: figure(recorded.values()),
    cloud: figure(cloud.values()),
  });
  return {
    rows: [
      { ...of('bags sealed', (bags) => String([...bags].length)), labels: String(labels.size) },
      of('bags, gross', grams),
      of('parcels in bags', pieces),
      of('bags handed over', gone),
      {
        what: 'manifests, gross as signed',
        floor: grams([...done.values()].filter(({ handedOver }) => handedOver)),
        journal: `${(handed.reduce((sum, { grossMilligrams = 0 }) => sum + grossMilligrams, 0) / 1_000_000).toFixed(3)} kg`,
      },
    ],
    problems: [...differing('journal', done, recorded), ...differing('cloud', done, cloud)],
  };
}

function differing(name: string, done: ReadonlyMap<string, Bag>, record: ReadonlyMap<string, Bag>): string[] {
  const told = ({ waybills, milligrams, handedOver }: Bag): string =>
    JSON.stringify({ waybills: [...waybills].sort(), milligrams, handedOver });
  return [...new Set([...done.keys(), ...record.keys()])].flatMap((unitNumber) => {
    const [did, has] = [done.get(unitNumber), record.get(unitNumber)];
    if (did !== undefined && has !== undefined && told(did) === told(has)) return [];
    return [`bag ${unitNumber}: the floor ${did && told(did)}, the ${name} ${has && told(has)}`];
  });
}
