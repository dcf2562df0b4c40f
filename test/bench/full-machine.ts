import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { createHash } from 'node:crypto';
import { Journal } from '../../electron/journal/journal.ts';
import { nodeDisk } from '../../electron/journal/node-disk.ts';
import { SupplyStore } from '../../electron/supply/supply-store.ts';
import { letterAt } from '../../shared/consolidation/floor-fold.ts';
import type { BagGroup } from '../../shared/consolidation/consolidation-operations.ts';
import type { OperationType } from '../../shared/parcel/operations.ts';
import { builtInReference } from '../../shared/reference/built-in-reference.ts';
import type { PreAlert } from '../../shared/reference/reference-data.ts';
import { floorDay } from '../support/floor-day.ts';
import type { OperationBody } from '../../shared/sync/operation.ts';

export interface MachineSize {
  /** Weighed here, each with its label sent. */
  readonly parcels: number;
  /** Announced and not weighed. */
  readonly preAlerts: number;
  readonly openBags: number;
  /** Weighed, announced and in no bag: what the bag bench is measured with. */
  readonly toBag: number;
}

/** What lies on the machine for the hands of the bench. */
export interface FullMachine {
  /** Announced, to be weighed. */
  readonly toWeigh: readonly string[];
  /** Weighed, with the letter of the open bag that each belongs into. */
  readonly toBag: readonly { readonly waybill: string; readonly letter: string }[];
}

const DEVICE = 'W3FULL01';
const CHUNK = 2_000;
const SIZE = { length: '30', width: '22', height: '15', unit: 'cm' } as const;
const PIECES_IN_A_BAG = 10;

/** Fills a data folder before the first start: the journal of weeks, the supply of work of tomorrow, bags on every stand. */
export async function fillMachine(home: string, size: MachineSize): Promise<FullMachine> {
  const groups = Array.from({ length: size.openBags }, (_, index) => groupAt(index));
  const bagged = Array.from({ length: size.openBags * PIECES_IN_A_BAG }, (_, i) => `BG20${digits(i, 8)}`);
  const toBag = Array.from({ length: size.toBag }, (_, i) => `BG10${digits(i, 8)}`);
  const toWeigh = Array.from({ length: size.preAlerts }, (_, i) => `YT10${digits(i, 8)}`);
  const groupOf = (index: number): BagGroup => groups[index % groups.length] ?? groupAt(0);

  const weighings = weighingsLike(size.parcels - bagged.length - toBag.length);
  const bagOf = (index: number): string => `B-${digits(index % groups.length, 5)}`;
  await writeJournal(join(home, 'live', 'journal'), [
    ...bagged.map((waybill, i) => () => parcel(waybill, groupOf(i))),
    ...toBag.map((waybill, i) => () => parcel(waybill, groupOf(i))),
    ...weighings,
    ...groups.map((group, i) => () => ({
      ...{ type: 'bagOpened' as const, entity: `bag:${bagOf(i)}` },
      payload: { bag: bagOf(i), letter: letterAt(i), group, practice: false },
    })),
    ...bagged.map((waybill, i) => () => ({
      ...{ type: 'parcelBagged' as const, entity: `parcel:${waybill}` },
      payload: { waybill, bag: bagOf(i), grossMilligrams: 640_000, first: 'parcel', practice: false },
    })),
  ]);
  await writeSupply(join(home, 'live', 'supply'), [
    ...toWeigh.map((waybill, i) => alert(waybill, groupOf(i))),
    ...[bagged, toBag].flatMap((waybills) => waybills.map((waybill, i) => alert(waybill, groupOf(i)))),
  ]);
  return { toWeigh, toBag: toBag.map((waybill, i) => ({ waybill, letter: letterAt(i % groups.length) })) };
}

const digits = (value: number, length: number): string => String(value).padStart(length, '0');

/** Two lines to a hundred countries: every bag of another kind, as a parcel asks for its own. */
const groupAt = (index: number): BagGroup => ({
  line: index % 2 === 0 ? 'US-A' : 'EU-B',
  country: String.fromCharCode(65 + (Math.floor(index / 2) % 26), 65 + (Math.floor(index / 52) % 26)),
  ...{ cargoGroup: 'general', dutyMode: 'DDP' },
});

const alert = (waybill: string, { line, country }: BagGroup): PreAlert => ({
  ...{ waybill, line, country, dutyMode: 'DDP', cargoClass: 'none', customer: `C${waybill.slice(-3)}` },
  ...{ receiver: '王小明', destination: '美国 加州 洛杉矶 S Grand Ave 221, Los Angeles, CA 90012', dimensions: SIZE },
});

interface Operation {
  readonly type: OperationType;
  readonly entity: string;
  readonly payload: Record<string, unknown>;
}

/** Bodies as the application writes them, of a few hundred parcels; the waybill makes each another one. */
const samples = floorDay(DEVICE, 1_000)
  .map(({ body }) => JSON.parse(body) as OperationBody)
  .filter(({ type }) => type === 'parcelWeighed')
  .map(({ payload }) => payload);

function parcel(waybill: string, { line }: BagGroup): Operation {
  const weighing = { ...samples[0], waybill, line, grossMilligrams: 640_000, gross: { value: '0.640', unit: 'kg' } };
  return { type: 'parcelWeighed', entity: `parcel:${waybill}`, payload: { ...weighing, dimensions: SIZE } };
}

const weighingsLike = (count: number): (() => Operation)[] =>
  Array.from({ length: Math.max(0, count) }, (_, index) => () => {
    const waybill = `YT90${digits(index, 8)}`;
    const payload = { ...samples[index % samples.length], waybill };
    return { type: 'parcelWeighed', entity: `parcel:${waybill}`, payload };
  });

/** Each weighing is followed by its label's fate: a label of unknown fate would print at the start. */
async function writeJournal(directory: string, operations: readonly (() => Operation)[]): Promise<void> {
  let wallMs = 1_790_000_000_000;
  const clock = { wallMs: () => (wallMs += 3_000), tzMinutes: () => 480, monoMs: () => wallMs - 1_789_999_000_000 };
  const journal = new Journal({ directory, disk: nodeDisk, clock, boot: 'bench', newDeviceId: () => DEVICE });
  let seq = 0;
  for (let at = 0; at < operations.length; at += CHUNK) {
    const chunk = operations.slice(at, at + CHUNK).flatMap((make) => {
      const operation = make();
      seq += 1;
      if (operation.type !== 'parcelWeighed') return [operation];
      const job = `${DEVICE}-1-${seq}`;
      seq += 1;
      return [operation, { type: 'labelSent' as const, entity: `label:${job}`, payload: { job, bytes: 11_000 } }];
    });
    const saved = chunk.map((operation) => journal.append({ ...operation, actor: 'op-17' }));
    for (const result of await Promise.all(saved)) if (!result.ok) throw new Error(result.error.code);
  }
  await journal.close();
}

async function writeSupply(folder: string, preAlerts: readonly PreAlert[]): Promise<void> {
  mkdirSync(folder, { recursive: true });
  const { lines, boxes } = builtInReference;
  const store = new SupplyStore({ folder, kept: new Set() });
  await store.begin();
  const fault = await store.replaceBy(
    (async function* () {
      const records = [
        ...lines.map((data) => ({ kind: 'line', key: data.code, data })),
        ...boxes.map((data) => ({ kind: 'box', key: data.code, data })),
        ...preAlerts.map((data) => ({ kind: 'preAlert', key: data.waybill, data })),
      ];
      const hash = createHash('sha256');
      for (const record of records) {
        const line = JSON.stringify(record);
        hash.update(`${line}\n`);
        yield line;
      }
      const cursor = `${'0'.repeat(8)}-0000-0000-0000-${'0'.repeat(12)}.7`;
      yield JSON.stringify({ end: true, cursor, count: records.length, sha256: hash.digest('hex') });
      await Promise.resolve();
    })(),
    Date.now,
  );
  if (fault !== undefined) throw new Error(`the supply was not taken: ${fault}`);
}
