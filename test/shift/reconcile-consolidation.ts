import { codesOnLabel, type Floor } from '../support/floor.ts';
import { waitUntil } from '../support/wait-until.ts';
import type { ConsolidationPlan } from './consolidation-plan.ts';
import type { FloorFacts } from './floor-facts.ts';
import { reconcileBags } from './reconcile-bags.ts';
import type { Reconciliation, ReconciliationRow } from './reconciliation.ts';

interface CloudParcel {
  readonly waybill: string;
  readonly line: string;
  readonly gross: string;
  readonly supersededBy: unknown;
  readonly voidedBy: unknown;
}
interface Weighing {
  readonly line: string;
  readonly milligrams: number;
}

/**
 * The same shift as four parties have it: the hands, the journal's bytes (read without the product's reader), the labels as somebody
 * else's decoder reads them, the cloud's tables. Nothing here uses the product's folds.
 */
export async function reconcileConsolidation(
  floor: Floor,
  plan: ConsolidationPlan,
  facts: FloorFacts,
): Promise<Reconciliation> {
  const problems: string[] = [];
  const journal = floor.journal();
  await waitUntil(
    'the cloud to have every operation',
    async () => (await floor.admin<{ operations: number }>('/v1/operations/count')).operations >= journal.length,
    120_000,
  ).catch((error: unknown) => void problems.push(String(error)));
  const counted = await floor.admin<{ operations: number; parked: number }>('/v1/operations/count');

  const inJournal = weighingsOf(journal);
  const rows = await floor.admin<CloudParcel[]>('/v1/parcels?limit=1000');
  const inCloud = new Map(
    rows
      .filter(({ supersededBy, voidedBy }) => supersededBy === null && voidedBy === null)
      .map(({ waybill, line, gross }): [string, Weighing] => [waybill, { line, milligrams: milligramsOf(gross) }]),
  );
  const lineOf = new Map(plan.preAlerts.map(({ waybill, line }) => [waybill, line]));
  const onFloor = new Map(
    [...facts.weighed].map(([waybill, grams]): [string, Weighing] => [
      waybill,
      { line: lineOf.get(waybill) ?? 'US-A', milligrams: grams * 1000 },
    ]),
  );
  problems.push(...oneByOne('journal', onFloor, inJournal), ...oneByOne('cloud', onFloor, inCloud));

  const printed = new Map<string, number>();
  const bagLabels = new Set<string>();
  const unitNumbers = new Map(facts.bags.map(({ unitNumber }) => [`00${unitNumber}`, unitNumber]));
  for (const zpl of floor.printer.labels) {
    const codes = await codesOnLabel(zpl);
    const waybill = codes.find((code) => onFloor.has(code));
    for (const code of codes) {
      const unitNumber = unitNumbers.get(code.replace(/[()]/g, ''));
      if (unitNumber !== undefined) bagLabels.add(unitNumber);
    }
    if (waybill !== undefined) printed.set(waybill, (printed.get(waybill) ?? 0) + 1);
  }
  const labels = [...printed.values()].reduce((sum, count) => sum + count, 0);
  for (const waybill of onFloor.keys()) if (!printed.has(waybill)) problems.push(`${waybill} has no label`);

  const table: ReconciliationRow[] = [
    { what: 'operations', floor: String(journal.length), cloud: String(counted.operations) },
    { what: 'parked in the cloud', floor: '0', cloud: String(counted.parked) },
    ...sums('', onFloor, inJournal, inCloud),
    ...[...new Set([...lineOf.values()])].sort().flatMap((line) => sums(line, onFloor, inJournal, inCloud)),
    {
      what: 'parcel labels',
      floor: String(onFloor.size + facts.labelsThrownAway),
      labels: String(labels),
    },
    {
      what: 'cartons of merged parcels',
      floor: String(facts.merged.size),
      journal: String(ofType(journal, 'parcelsMerged').length),
    },
    {
      what: 'held meanwhile, in no bag',
      floor: String(facts.keptOut.size),
      journal: String(
        [...facts.keptOut].filter(
          (waybill) => !ofType(journal, 'parcelBagged').some((bagged) => bagged['waybill'] === waybill),
        ).length,
      ),
    },
    {
      what: 'held, set aside',
      floor: String(facts.held.size),
      journal: String(new Set(ofType(journal, 'parcelSetAside').map(({ waybill }) => waybill)).size),
    },
  ];
  const bags = await reconcileBags(floor, journal, facts, bagLabels);
  return { rows: [...table, ...bags.rows], problems: [...problems, ...bags.problems] };
}

type Body = ReturnType<Floor['journal']>[number];
const ofType = (journal: readonly Body[], type: string): Record<string, unknown>[] =>
  journal.filter((body) => body.type === type).map(({ payload }) => payload);

/** The weighing that counts for each waybill: the last one that was not taken back. */
function weighingsOf(journal: readonly Body[]): Map<string, Weighing> {
  const voided = new Set(ofType(journal, 'parcelWeighingVoided').map(({ voids }) => voids));
  return new Map(
    journal
      .filter(({ type, seq }) => type === 'parcelWeighed' && !voided.has(seq))
      .map(({ payload }) => [
        String(payload['waybill']),
        { line: String(payload['line']), milligrams: Number(payload['grossMilligrams']) },
      ]),
  );
}

/** "2.365 kg" */
function milligramsOf(text: string): number {
  const [, whole = '', part = '', unit] = /^(\d+)(?:\.(\d+))? (kg|g)$/.exec(text) ?? [];
  const digits = unit === 'kg' ? 6 : 3;
  return Number(whole + part.padEnd(digits, '0').slice(0, digits));
}

const kg = (milligrams: number): string => `${(milligrams / 1_000_000).toFixed(3)} kg`;

function sums(line: string, ...parties: readonly Map<string, Weighing>[]): ReconciliationRow[] {
  const [floor = [], journal = [], cloud = []] = parties.map((party) =>
    [...party.values()].filter((weighing) => line === '' || weighing.line === line),
  );
  const total = (of: readonly Weighing[]): string => kg(of.reduce((sum, { milligrams }) => sum + milligrams, 0));
  const name = line === '' ? '' : `${line} `;
  return [
    {
      what: `${name}parcels weighed`,
      floor: String(floor.length),
      journal: String(journal.length),
      cloud: String(cloud.length),
    },
    { what: `${name}gross`, floor: total(floor), journal: total(journal), cloud: total(cloud) },
  ];
}

function oneByOne(name: string, floor: Map<string, Weighing>, record: Map<string, Weighing>): string[] {
  const waybills = new Set([...floor.keys(), ...record.keys()]);
  return [...waybills].flatMap((waybill) => {
    const [did, has] = [floor.get(waybill), record.get(waybill)];
    if (did?.milligrams === has?.milligrams && did?.line === has?.line) return [];
    return [`${waybill}: the floor ${JSON.stringify(did)}, the ${name} ${JSON.stringify(has)}`];
  });
}
