import { createHash } from 'node:crypto';
import { chainSeed, type OperationBody } from '../../shared/sync/operation.ts';
import type { CloudChain, CloudViews, SimulatedCloud } from './simulated-cloud.ts';
import type { SimulatedStation } from './simulated-station.ts';

/** Facts §5.2. Each returns what is wrong, in words; nothing when all is well. */

export interface Expected {
  /** Records that were destroyed on purpose and can be nowhere else: a restored image had not had them. "station epoch-seq" */
  readonly gone: ReadonlySet<string>;
  /** Records the bit flips hit. They may be lost, but then their exact number must be said. "station epoch-seq" */
  readonly hit: ReadonlySet<string>;
}

const uidOf = (body: string): string | undefined => /"uid:([^"]+)"/.exec(body)?.[1];
const STAND_IN = '"type":"recordDamaged"';

/** At every start: what was said to be saved is still there. */
export function localFaults(station: SimulatedStation, expected: Expected): string[] {
  const journal = station.main?.journal;
  if (journal === undefined) return [];
  const faults: string[] = [];
  const { head } = journal.chains();
  let { closed } = journal.chains();
  const bodies = new Map<string, string>();
  for (const epoch of [...closed.map((chain) => chain.epoch), head.epoch]) {
    try {
      for (const record of journal.readAfter(0, 100_000, epoch)) bodies.set(`${epoch}-${record.seq}`, record.body);
    } catch {
      // Damage that was just found: the chain ends now, and the next look sees it closed.
      return [];
    }
  }
  // After the reading: what it found is said now.
  closed = journal.chains().closed;
  for (const { uid, epoch, seq, body } of station.told) {
    const id = `${epoch}-${seq}`;
    if (expected.gone.has(`${station.name} ${id}`)) continue;
    const found = bodies.get(id);
    if (found === body) continue;
    const said = closed.some((chain) => chain.epoch === epoch && chain.damaged.some(([a, b]) => a <= seq && seq <= b));
    if (said && expected.hit.has(`${station.name} ${id}`)) continue;
    faults.push(`I1 ${station.name} ${id} (${uid}) was saved and is ${found === undefined ? 'gone' : 'another'}`);
  }
  return faults;
}

export function finalFaults(
  stations: readonly SimulatedStation[],
  cloud: SimulatedCloud,
  expected: Expected,
  emptied: boolean,
): string[] {
  const faults: string[] = [];
  if (!emptied) {
    for (const { name, page, main } of stations) {
      const labels = main?.printing?.unfinished() ?? [];
      if (labels.length > 0) faults.push(`I9 ${name}: ${labels.join(' ')} neither out nor with a person`);
      const waiting = page?.store.chains().filter((chain) => chain.acked < chain.lastSeq) ?? [];
      faults.push(`I6 ${name} is not empty: ${JSON.stringify(waiting)} ${JSON.stringify(page?.status)}`);
    }
    return faults;
  }
  const seen = new Map<string, number>();
  for (const chain of cloud.chains.values()) {
    faults.push(...chainFaults(chain));
    for (const { body } of chain.operations) {
      const uid = uidOf(body.toString('utf8'));
      if (uid !== undefined) seen.set(uid, (seen.get(uid) ?? 0) + 1);
    }
  }
  for (const [uid, times] of seen) if (times > 1) faults.push(`I1 ${uid} is ${times} times in the cloud`);
  for (const station of stations) faults.push(...stationFaults(station, cloud, expected));
  faults.push(...viewFaults(cloud));
  return faults;
}

/** More than a word a minute from each chain is a batch that is sent again and again. */
const MAX_PUSHES_AT_REST = 12;

/**
 * A revoked station at rest: what the operator was told is saved lies in the cloud, applied before or in quarantine; what lies there
 * counts as acknowledged nowhere, and it is not sent again and again.
 */
export function quarantineFaults(
  station: SimulatedStation,
  cloud: SimulatedCloud,
  pushes: number,
  expected: Expected,
): string[] {
  const { name, page, told } = station;
  const strange = [...expected.hit].some((id) => id.startsWith(name));
  // Another history under this name, or stand-ins: what a person is told of.
  if (page === undefined || station.wasPutBack || strange || !cloud.revoked.has(name)) return [];
  const kept = new Map<string, string>();
  for (const { source, operations } of cloud.chains.values())
    if (source.device === name)
      for (const { seq, body } of operations) kept.set(`${source.epoch}-${seq}`, body.toString('utf8'));
  const faults = page.store.chains().flatMap(({ epoch, acked }) => {
    const applied = [...kept.keys()].filter((id) => id.startsWith(`${epoch}-`)).length;
    return acked > applied ? [`I11 ${name}-${epoch}: ${acked} acknowledged, ${applied} applied`] : [];
  });
  for (const { source, rows } of cloud.quarantined.values())
    if (source.device === name)
      for (const { seq, body } of rows) kept.set(`${source.epoch}-${seq}`, body.toString('utf8'));
  for (const { uid, epoch, seq, body } of told)
    if (kept.get(`${epoch}-${seq}`) !== body && !expected.gone.has(`${name} ${epoch}-${seq}`))
      faults.push(`I11 ${name} ${epoch}-${seq} (${uid}) is neither applied nor in quarantine`);
  if (pushes > MAX_PUSHES_AT_REST) faults.push(`I11 ${name}: ${pushes} pushes with nothing new to send`);
  return faults;
}

/** I3: numbers without a gap, the hash chain by an independent walk. */
function chainFaults({ source, operations }: CloudChain): string[] {
  let hash = createHash('sha256').update(chainSeed(source.device, source.epoch)).digest();
  for (const [index, { seq, body, hash: stored }] of operations.entries()) {
    hash = createHash('sha256').update(hash).update(body).digest();
    if (seq !== index + 1) return [`I3 ${source.device}-${source.epoch}: ${seq} stands at place ${index + 1}`];
    if (!hash.equals(stored)) return [`I3 ${source.device}-${source.epoch}: the chain breaks at ${seq}`];
  }
  return [];
}

/** I4: the cloud's views are the fold of its operations, judged once more one by one. */
function viewFaults(cloud: SimulatedCloud): string[] {
  const text = ({ weighings, standing, conflicts }: CloudViews): string =>
    JSON.stringify([sorted(weighings), sorted(standing), conflicts]);
  const sorted = (map: ReadonlyMap<string, unknown>): unknown[] => [...map].sort(([a], [b]) => (a < b ? -1 : 1));
  const { views, otherwise } = cloud.fold();
  if (otherwise.length > 0) return [`I4 judged otherwise: ${otherwise[0]}`];
  return text(cloud.views) === text(views) ? [] : ['I4 the views are not the fold of the operations'];
}

function stationFaults(station: SimulatedStation, cloud: SimulatedCloud, expected: Expected): string[] {
  const faults: string[] = [];
  const { name, main, page } = station;
  if (main === undefined || page === undefined) return [`${name} is not up`];
  const { head, closed } = main.journal.chains();
  const refused = station.refusedEpochs();
  const inCloud = new Map<string, { readonly body: string; readonly result: string }>();
  for (const { source, operations } of cloud.chains.values())
    if (source.device === name)
      for (const { seq, body, result } of operations)
        inCloud.set(`${source.epoch}-${seq}`, { body: body.toString('utf8'), result });

  // I1: everything the operator was told is saved is in the cloud, in its place, with its bytes.
  for (const { uid, epoch, seq, body } of station.told) {
    const id = `${epoch}-${seq}`;
    if (expected.gone.has(`${name} ${id}`)) continue;
    const found = inCloud.get(id);
    if (found?.body === body) continue;
    const lost = closed.some((chain) => chain.epoch === epoch && chain.damaged.some(([a, b]) => a <= seq && seq <= b));
    if (lost && expected.hit.has(`${name} ${id}`) && found?.body.includes(STAND_IN) === true) continue;
    // I7: a forked chain's own records stay here, and a person is told.
    if (refused.has(epoch)) continue;
    faults.push(`I1 ${name} ${id} (${uid}) is ${found === undefined ? 'not in the cloud' : 'another in the cloud'}`);
  }
  // I2: nothing in the cloud that was never an act here.
  const local = new Map<string, string>();
  for (const epoch of [...closed.map((chain) => chain.epoch), head.epoch])
    for (const record of main.journal.readAfter(0, 100_000, epoch)) local.set(`${epoch}-${record.seq}`, record.body);
  for (const [id, { body }] of inCloud) {
    if (body.includes(STAND_IN)) {
      if (local.get(id)?.includes(STAND_IN) !== true && !expected.hit.has(`${name} ${id}`))
        faults.push(`I2 ${name} ${id}: a stand-in for a record that is not lost`);
      continue;
    }
    const uid = uidOf(body);
    if (uid === undefined || !station.attempted.has(uid)) faults.push(`I2 ${name} ${id} was never an act`);
    else if (local.get(id) !== body && !expected.gone.has(`${name} ${id}`) && !expected.hit.has(`${name} ${id}`))
      if (!refused.has(Number(id.split('-')[0]))) faults.push(`I2 ${name} ${id} is in the cloud and in no journal`);
  }
  // I5: totals by independent sums over both sides.
  const sum = (bodies: Iterable<readonly [string, string]>): string => {
    let [count, milligrams] = [0, 0];
    for (const [id, body] of bodies) {
      if (expected.gone.has(`${name} ${id}`) || refused.has(Number(id.split('-')[0]))) continue;
      if (expected.hit.has(`${name} ${id}`)) continue;
      const parsed = JSON.parse(body) as OperationBody;
      if (parsed.type !== 'parcelWeighed') continue;
      count += 1;
      milligrams += Number(parsed.payload['grossMilligrams']);
    }
    return `${count} weighings, ${milligrams} mg`;
  };
  const [here, there] = [sum(local), sum([...inCloud].map(([id, { body }]) => [id, body] as const))];
  if (here !== there) faults.push(`I5 ${name}: here ${here}, in the cloud ${there}`);
  // I7: whatever the cloud parked or deferred is in sight at the station.
  for (const [id, { result }] of inCloud) {
    if (result === 'applied' || expected.gone.has(`${name} ${id}`) || !local.has(id)) continue;
    if (expected.hit.has(`${name} ${id}`)) continue;
    if (refused.has(Number(id.split('-')[0]))) continue;
    if (!station.indexedDb.held.has(id.replace('-', ':')))
      faults.push(`I7 ${name} ${id} is ${result} and not in sight`);
  }
  // I8: the view is the journal.
  for (const [id, body] of local)
    if (station.indexedDb.operations.get(id.replace('-', ':'))?.body !== body)
      faults.push(`I8 ${name} ${id} is not in the view as it is in the journal`);
  if (station.indexedDb.operations.size !== local.size && expected.gone.size === 0)
    faults.push(`I8 ${name}: ${station.indexedDb.operations.size} rows in the view, ${local.size} in the journal`);
  // An alarm has a cause: a power cut, a kill or a failed sync alone never looks like damage.
  const flipped = [...expected.hit].some((id) => id.startsWith(name));
  if (!flipped && !station.wasPutBack && closed.length > 0)
    faults.push(`false alarm at ${name}: ${JSON.stringify(closed)}`);
  faults.push(...labelFaults(station, flipped));
  // I10: the disk holds what was said and little more.
  let bytes = 0;
  for (const body of local.values()) bytes += Buffer.byteLength(body) + 40;
  const files = station.disk.files.size;
  if (station.disk.totalBytes() > bytes * 3 + files * 1_200 + 60_000)
    faults.push(`I10 ${name}: ${station.disk.totalBytes()} bytes for ${bytes} of records in ${files} files`);
  return faults;
}

/** I9: at most one original of a serial has come out, whatever was killed between the note, the bytes and the outcome. */
function labelFaults(station: SimulatedStation, flipped: boolean): string[] {
  const { name, printer, main } = station;
  // What a flipped bit or a former image took from the ledger, it cannot know: a person is told of the damage.
  if (printer === undefined || flipped || station.wasPutBack) return [];
  const originals = new Map<string, number>();
  for (const { job, copy } of printer.out) if (!copy) originals.set(job, (originals.get(job) ?? 0) + 1);
  const faults = [...originals].flatMap(([job, times]) =>
    times > 1 ? [`I9 ${name}: ${times} originals of ${job}`] : [],
  );
  for (const job of main?.printing?.unfinished() ?? [])
    faults.push(`I9 ${name}: ${job} is neither out nor with a person`);
  return faults;
}
