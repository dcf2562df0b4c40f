import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Chance } from '../simulation/chance.ts';
import { checkJournal } from './check-journal.ts';
import { isOver, numberOption, report } from './campaign-report.ts';
import { bundleWriter, sleep, until, WriterProcess, type SavedLine } from './writer-process.ts';

/**
 * npm run campaign:kill -- [--kills N] [--minutes M] [--seed S]
 * SIGKILL to a process that writes the station's journal, again and again on one journal; some kills hit it while it starts and
 * repairs. After each: everything it said to be saved is there, once, with its hash. Ends with 1 when anything was lost or doubled.
 */
const kills = numberOption('--kills', 100);
const seed = numberOption('--seed', 1);
/** Now and then a fresh journal, so that the check stays quick and beginnings are killed, too. */
const KILLS_PER_JOURNAL = 50;
const chance = new Chance(seed);
const start = performance.now();
const sum = { kills: 0, duringStart: 0, saved: 0, lost: 0, doubled: 0, alarms: [] as string[] };
await bundleWriter();
let directory = '';
let saved: SavedLine[] = [];
for (let kill = 0; kill < kills && !isOver(); kill += 1) {
  if (kill % KILLS_PER_JOURNAL === 0) {
    if (directory !== '') rmSync(directory, { recursive: true });
    directory = mkdtempSync(join(tmpdir(), 'wh-kill-'));
    saved = [];
  }
  const writer = new WriterProcess(directory, `${seed}-${kill}`);
  if (chance.hits(0.2)) {
    sum.duringStart += 1;
    await sleep(chance.between(20, 120));
  } else {
    await until('the first record', () => writer.saved.length > 0 || writer.errors !== '');
    await sleep(chance.between(0, 60));
  }
  await writer.kill();
  if (writer.errors !== '') throw new Error(writer.errors);
  saved.push(...writer.saved);
  const check = await checkJournal(directory, saved);
  sum.kills += 1;
  sum.saved += writer.saved.length;
  sum.lost += check.lost;
  sum.doubled += check.doubled;
  sum.alarms.push(...check.alarms, ...writer.notices.filter((line) => line.startsWith('JOURNAL_DAMAGED')));
}
if (directory !== '') rmSync(directory, { recursive: true });
report('kill', { seed, ...sum }, start, sum.lost === 0 && sum.doubled === 0 && sum.alarms.length === 0);
