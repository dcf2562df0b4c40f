import { existsSync, readFileSync, statSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import type { CountersignedHead } from '../../../shared/sync/countersigned-head.ts';
import { nodeDisk } from '../node-disk.ts';
import { parseHeads, parseServerKeys, verifyHead, type HeadReport, type ServerPublicKeys } from '../verify-heads.ts';
import { verifyChain, verifySegment, type ChainReport, type OnRecord } from '../verify-journal.ts';

/**
 * npm run verify -- JOURNAL [--heads FILE] [--key KEY] [--json]
 * JOURNAL: a journal folder, one epoch's folder, or one segment file; a copy on a stick will do. Works without the app and
 * changes nothing. Heads that the cloud has countersigned are held against it: those of countersigned-heads.json beside the
 * journal, or of FILE. KEY checks their signatures: the answer of GET /v1/keys in a file, or one public key as base64url.
 * Ends with 0 when everything is whole, 1 when something is wrong, 2 when there is nothing to check or an argument is wrong.
 */
interface Arguments {
  readonly json: boolean;
  readonly path: string | undefined;
  readonly heads: string | undefined;
  readonly key: string | undefined;
}

function parseArguments(words: readonly string[]): Arguments {
  const valueOf = (name: string): string | undefined => {
    const at = words.indexOf(name);
    return at === -1 ? undefined : (words[at + 1] ?? '');
  };
  const [path] = words.filter((word, at) => !word.startsWith('--') && !/^--(heads|key)$/.test(words[at - 1] ?? ''));
  return { json: words.includes('--json'), path, heads: valueOf('--heads'), key: valueOf('--key') };
}

/** A chain, and the hashes at the records that a head was signed for. */
interface Checked {
  readonly report: ChainReport;
  readonly hashes: ReadonlyMap<number, string>;
}

function check(
  verify: (onRecord: OnRecord) => ChainReport | undefined,
  heads: readonly CountersignedHead[],
): Checked[] {
  const asked = new Set(heads.map(({ seq }) => seq));
  const hashes = new Map<number, string>();
  const report = verify((seq, hash) => asked.has(seq) && hashes.set(seq, hash.toString('hex')));
  return report === undefined ? [] : [{ report, hashes }];
}

function checkChain(directory: string, heads: readonly CountersignedHead[]): Checked[] {
  return check((onRecord) => verifyChain(nodeDisk, directory, onRecord), heads);
}

function chainsUnder(directory: string, heads: readonly CountersignedHead[]): Checked[] {
  return nodeDisk
    .list(directory)
    .filter((name) => /^\d+$/.test(name))
    .sort((a, b) => Number(a) - Number(b))
    .flatMap((name) => checkChain(resolve(directory, name), heads));
}

/** Beside the journal: in its folder, or above the folder of an epoch or its segment. */
function headsBeside(path: string): string | undefined {
  const folders = [path, dirname(path), dirname(dirname(path))];
  return folders.map((folder) => join(folder, 'countersigned-heads.json')).find((file) => existsSync(file));
}

function readKeys(key: string | undefined): ServerPublicKeys {
  if (key === undefined) return new Map();
  return parseServerKeys(existsSync(key) ? readFileSync(key, 'utf8') : key);
}

function sayChain({ device, epoch, firstSeq, lastSeq, records, head, tornBytes, wrong }: ChainReport): void {
  console.log(`${device} epoch ${epoch}: ${records} records, ${firstSeq} to ${lastSeq}, head ${head}`);
  if (tornBytes > 0)
    console.log(`  ${tornBytes} bytes of an unfinished write at the end; nobody was told that they are saved`);
  if (wrong !== undefined)
    console.log(
      `  WRONG: record ${device}-${epoch}-${wrong.seq} in ${wrong.file} at byte ${wrong.offset}: ${wrong.why}`,
    );
}

function sayHead({ device, epoch, seq, keyId, result, firstWrongSeq, why }: HeadReport): void {
  const what = `countersigned ${device}-${epoch}-${seq} (key ${keyId})`;
  if (result === 'fits') console.log(`  ${what}: fits`);
  if (result === 'unsigned-fit') console.log(`  ${what}: fits; its signature is NOT checked, no key was given (--key)`);
  if (result === 'older') console.log(`  ${what}: not compared, ${why}`);
  if (result === 'wrong' && firstWrongSeq !== undefined)
    console.log(`  WRONG: record ${device}-${epoch}-${firstWrongSeq} by the head ${what}: ${why}`);
  else if (result === 'wrong') console.log(`  WRONG: head ${what}: ${why}`);
}

/** Of a folder of one epoch only what belongs to that epoch can be said; of one segment, what lies in it. */
function concerned(heads: readonly CountersignedHead[], checked: readonly Checked[], single: boolean) {
  return heads.filter(({ device, epoch, seq }) =>
    checked.some(
      ({ report }) =>
        report.device === device &&
        report.epoch === epoch &&
        (!single || (seq >= report.firstSeq - 1 && seq <= report.lastSeq)),
    ),
  );
}

function main(): number {
  const { json, path, heads: headsFile, key } = parseArguments(process.argv.slice(2));
  if (path === undefined || !existsSync(path)) {
    console.error(
      path === undefined
        ? 'usage: npm run verify -- JOURNAL [--heads FILE] [--key KEY] [--json]'
        : `${path} does not exist`,
    );
    return 2;
  }
  const full = resolve(path);
  const file = headsFile ?? headsBeside(full);
  let heads: readonly CountersignedHead[] = [];
  let keys: ServerPublicKeys;
  try {
    keys = readKeys(key);
  } catch (error) {
    console.error(`--key is neither an answer of GET /v1/keys nor a key: ${String(error)}`);
    return 2;
  }
  let headsWrong: string | undefined;
  try {
    if (file !== undefined) heads = parseHeads(readFileSync(file, 'utf8'));
  } catch (error) {
    headsWrong = `${file} cannot be read: ${error instanceof Error ? error.message.slice(0, 200) : String(error)}`;
  }
  const single = !statSync(full).isDirectory();
  const one = single ? check((onRecord) => verifySegment(nodeDisk, full, onRecord), heads) : checkChain(full, heads);
  const isJournal = !single && one.length === 0;
  const checked = isJournal ? chainsUnder(full, heads) : one;
  if (checked.length === 0) {
    console.error(`${path} holds no journal segment with a readable header`);
    return 2;
  }
  const reports = (isJournal ? heads : concerned(heads, checked, single)).map((head) => {
    const found = checked.find(({ report }) => report.device === head.device && report.epoch === head.epoch);
    return verifyHead(head, found?.report, (seq) => found?.hashes.get(seq), keys);
  });
  for (const { report } of checked)
    if (json) console.log(JSON.stringify(report));
    else sayChain(report);
  for (const report of reports)
    if (json) console.log(JSON.stringify({ countersigned: report }));
    else sayHead(report);
  if (headsWrong !== undefined) console.error(`  WRONG: ${headsWrong}`);
  if (!json && file === undefined) console.log('  no countersigned heads: a removed end cannot be seen (--heads FILE)');
  const whole =
    headsWrong === undefined &&
    checked.every(({ report }) => report.wrong === undefined) &&
    reports.every(({ result }) => result !== 'wrong');
  if (!json) console.log(whole ? 'whole' : 'NOT whole');
  return whole ? 0 : 1;
}

process.exitCode = main();
