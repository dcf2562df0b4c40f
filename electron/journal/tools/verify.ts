import { existsSync, statSync } from 'node:fs';
import { resolve } from 'node:path';
import { nodeDisk } from '../node-disk.ts';
import { verifyChain, verifySegment, type ChainReport } from '../verify-journal.ts';

/**
 * npm run verify -- JOURNAL [--json]
 * JOURNAL: a journal folder, one epoch's folder, or one segment file; a copy on a stick will do. Works without the app and
 * changes nothing. Ends with 0 when everything is whole, 1 when something is wrong, 2 when there is nothing to check.
 */
const arguments_ = process.argv.slice(2);
const json = arguments_.includes('--json');
const [path] = arguments_.filter((argument) => !argument.startsWith('--'));

function chainsUnder(directory: string): ChainReport[] {
  const own = verifyChain(nodeDisk, directory);
  if (own !== undefined) return [own];
  return nodeDisk
    .list(directory)
    .filter((name) => /^\d+$/.test(name))
    .sort((a, b) => Number(a) - Number(b))
    .flatMap((name) => verifyChain(nodeDisk, resolve(directory, name)) ?? []);
}

function say(report: ChainReport): void {
  const { device, epoch, firstSeq, lastSeq, records, head, tornBytes, wrong } = report;
  console.log(`${device} epoch ${epoch}: ${records} records, ${firstSeq} to ${lastSeq}, head ${head}`);
  if (tornBytes > 0)
    console.log(`  ${tornBytes} bytes of an unfinished write at the end; nobody was told that they are saved`);
  if (wrong !== undefined)
    console.log(
      `  WRONG: record ${device}-${epoch}-${wrong.seq} in ${wrong.file} at byte ${wrong.offset}: ${wrong.why}`,
    );
}

function main(): number {
  if (path === undefined || !existsSync(path)) {
    console.error(path === undefined ? 'usage: npm run verify -- JOURNAL [--json]' : `${path} does not exist`);
    return 2;
  }
  const reports = statSync(path).isDirectory() ? chainsUnder(resolve(path)) : [verifySegment(nodeDisk, resolve(path))];
  const found = reports.filter((report) => report !== undefined);
  if (found.length === 0) {
    console.error(`${path} holds no journal segment with a readable header`);
    return 2;
  }
  for (const report of found)
    if (json) console.log(JSON.stringify(report));
    else say(report);
  const whole = found.every((report) => report.wrong === undefined);
  if (!json) console.log(whole ? 'whole' : 'NOT whole');
  return whole ? 0 : 1;
}

process.exitCode = main();
