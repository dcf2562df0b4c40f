import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Chance } from '../simulation/chance.ts';
import { cannotRun, isOver, numberOption, report } from './campaign-report.ts';
import { checkJournal } from './check-journal.ts';
import { bundleWriter, sleep, until, WriterProcess, type SavedLine } from './writer-process.ts';

/**
 * npm run campaign:disk -- [--rounds N] [--minutes M] [--seed S]
 * A file system (faultfs.c, libfuse3) that refuses on demand: full, I/O errors at writing and at fsync, with the pages thrown away
 * as kernels do. The writer goes on through all of it without a restart; then it is killed. What it said to be saved is there, what
 * it refused is not, and after each trouble it records again. Needs gcc, libfuse3-dev, /dev/fuse.
 */
const rounds = numberOption('--rounds', 20);
const seed = numberOption('--seed', 1);
const KINDS = ['enospc', 'eio-write', 'eio-fsync', 'slow'] as const;

if (!existsSync('/dev/fuse')) cannotRun('disk', '/dev/fuse is missing');
const flags = spawnSync('pkg-config', ['--cflags', '--libs', 'fuse3'], { encoding: 'utf8' });
if (flags.status !== 0) cannotRun('disk', 'libfuse3-dev is missing');
const base = mkdtempSync(join(tmpdir(), 'wh-disk-'));
const program = join(base, 'faultfs');
const compiled = spawnSync(
  'gcc',
  ['-O1', '-o', program, 'test/power-cut/faultfs.c', ...flags.stdout.trim().split(/\s+/)],
  { encoding: 'utf8' },
);
if (compiled.status !== 0)
  cannotRun('disk', `faultfs.c does not compile: ${compiled.stderr || String(compiled.error)}`);

const [backing, mountPoint, control] = ['backing', 'mount', 'control'].map((name) => join(base, name)) as [
  string,
  string,
  string,
];
mkdirSync(backing);
mkdirSync(mountPoint);
writeFileSync(control, '');
const chance = new Chance(seed);
const start = performance.now();
const sum = {
  rounds: 0,
  troubles: {} as Record<string, number>,
  saved: 0,
  refused: 0,
  rewritten: 0,
  lost: 0,
  doubled: 0,
};
let [refusedButThere, alarms]: [number, string[]] = [0, []];
let fileSystem: ChildProcess | undefined;
try {
  await bundleWriter();
  fileSystem = spawn(program, [backing, mountPoint, control], { stdio: 'inherit' });
  const child = fileSystem;
  await until('the mount', () => child.exitCode === null && spawnSync('mountpoint', ['-q', mountPoint]).status === 0);
  for (let round = 0; round < rounds && !isOver(); round += 1) {
    const name = `journal-${round}`;
    mkdirSync(join(mountPoint, name));
    const saved: SavedLine[] = [];
    const refused: string[] = [];
    // Two lives on one journal: the second finds what the first one's trouble left.
    for (const life of [1, 2]) {
      const writer = new WriterProcess(join(mountPoint, name), `${seed}-${round}-${life}`);
      await until('the first record', () => writer.saved.length > 0 || writer.errors !== '');
      for (let i = 0; i < 4; i += 1) {
        const kind = chance.pick(KINDS);
        sum.troubles[kind] = (sum.troubles[kind] ?? 0) + 1;
        writeFileSync(control, kind);
        await sleep(chance.between(20, 150));
        writeFileSync(control, '');
        const before = writer.saved.length;
        // Without a restart.
        await until('a record after the trouble', () => writer.saved.length > before || writer.errors !== '');
      }
      await writer.kill();
      if (writer.errors !== '') throw new Error(writer.errors);
      saved.push(...writer.saved);
      refused.push(...writer.refused);
      sum.rewritten += writer.notices.filter((line) => line.startsWith('JOURNAL_REWRITTEN')).length;
      alarms.push(...writer.notices.filter((line) => line.startsWith('JOURNAL_DAMAGED')));
    }
    const check = await checkJournal(join(backing, name), saved, refused);
    sum.rounds += 1;
    sum.saved += saved.length;
    sum.refused += refused.length;
    sum.lost += check.lost;
    sum.doubled += check.doubled;
    refusedButThere += check.refusedButThere;
    alarms.push(...check.alarms);
    rmSync(join(backing, name), { recursive: true });
  }
} finally {
  spawnSync('fusermount3', ['-u', '-z', mountPoint]);
  fileSystem?.kill();
  rmSync(base, { recursive: true, force: true });
}
alarms = alarms.slice(0, 5);
const ok = sum.lost === 0 && sum.doubled === 0 && refusedButThere === 0 && alarms.length === 0;
report('disk', { seed, ...sum, refusedButThere, alarms }, start, ok);
