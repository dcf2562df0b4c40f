import { Journal } from '../../electron/journal/journal.ts';
import { nodeDisk } from '../../electron/journal/node-disk.ts';
import { applyToLedger, type LedgerEntry } from '../../shared/labels/label-ledger.ts';
import { operationBodySchema } from '../../shared/sync/operation.ts';

export interface LabelsJudged {
  readonly labels: number;
  readonly saidNothingCameOut: number;
  readonly provenByPrinter: number;
  readonly duplicatesWithoutAWord: number;
  readonly silentLosses: number;
  readonly outOfOrder: number;
  readonly secondLabelsAPersonAskedFor: number;
  /** Labels on paper that are no job's: a beginning that was cut off, and the next label in it. */
  readonly spoiled: number;
  readonly problems: readonly string[];
}

/**
 * From the disk and the paper, and nothing else. paper: SHA-256 of each label that came out, in order. owner: whose bytes those are, where
 * the station has said so; the journal knows the others. wanted: parcels that were weighed. maySpoil: behind a queue nobody learns that a
 * label was cut off, so it can run into the next one; elsewhere that is a fault.
 */
export function judgeLabels(
  directory: string,
  paper: readonly string[],
  owner: Map<string, string>,
  wanted: number,
  maySpoil: boolean,
): LabelsJudged {
  const ledger = new Map<string, LedgerEntry>();
  const reprints = new Map<string, number>();
  const provenBy = new Map<string, string>();
  let saidNothing = 0;
  const journal = new Journal({
    directory,
    disk: nodeDisk,
    clock: { wallMs: () => 0, tzMinutes: () => 0, monoMs: () => 0 },
    boot: 'judge',
    newDeviceId: () => 'NOBODY00',
  });
  for (let seq = 0; ;) {
    const records = journal.readAfter(seq, 2_000);
    for (const record of records) {
      const body = operationBodySchema.parse(JSON.parse(record.body));
      const entry = applyToLedger(ledger, journal.head(), body);
      if (entry === undefined) continue;
      if (body.type === 'labelSending') owner.set(String(body.payload['sha256']), entry.waybill);
      if (body.type === 'labelReprintRequested') {
        reprints.set(entry.waybill, (reprints.get(entry.waybill) ?? 0) + 1);
        saidNothing += 1;
      }
      if (body.type === 'labelConfirmed') provenBy.set(entry.waybill, String(body.payload['by']));
    }
    const end = records.at(-1);
    if (end === undefined) break;
    seq = end.seq;
  }
  const problems: string[] = [];
  const counts = new Map<string, number>();
  const onPaper = paper.map((sha256) => owner.get(sha256) ?? `stranger ${sha256}`);
  for (const waybill of onPaper) counts.set(waybill, (counts.get(waybill) ?? 0) + 1);
  const strangers = [...counts.keys()].filter((waybill) => waybill.startsWith('stranger'));
  if (!maySpoil) problems.push(...strangers.map((waybill) => `a label that no job has: ${waybill}`));
  let [duplicates, losses, disorder, second] = [0, 0, 0, 0];
  for (const entry of ledger.values()) {
    const printed = counts.get(entry.waybill) ?? 0;
    const allowed = 1 + (reprints.get(entry.waybill) ?? 0);
    if (printed > allowed) {
      duplicates += 1;
      problems.push(`${entry.waybill}: ${printed} labels, ${allowed} allowed`);
    } else if (printed > 1) second += 1;
    if (printed === 0 || entry.state !== 'confirmed') {
      losses += 1;
      problems.push(
        `${entry.waybill}: ${printed} labels, the ledger says ${entry.state} by ${provenBy.get(entry.waybill) ?? 'nobody'}`,
      );
    }
  }
  if (ledger.size !== wanted) problems.push(`${ledger.size} parcels in the journal, ${wanted} weighed`);
  // A label that a person sent for again comes later than its neighbours; all others in the order of the weighings.
  let newest = '';
  const seen = new Set<string>();
  for (const waybill of onPaper) {
    if (waybill.startsWith('stranger') || reprints.has(waybill) || seen.has(waybill)) continue;
    seen.add(waybill);
    if (waybill < newest) {
      disorder += 1;
      problems.push(`${waybill} came out after ${newest}`);
    } else newest = waybill;
  }
  return {
    labels: ledger.size,
    saidNothingCameOut: saidNothing,
    provenByPrinter: [...provenBy.values()].filter((by) => by === 'printer').length,
    duplicatesWithoutAWord: duplicates,
    silentLosses: losses,
    outOfOrder: disorder,
    secondLabelsAPersonAskedFor: second,
    spoiled: strangers.length,
    problems: problems.slice(0, 50),
  };
}
