import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Chance } from '../simulation/chance.ts';
import { cannotRun, isOver, numberOption, report } from './campaign-report.ts';
import { checkJournal } from './check-journal.ts';
import { bundleWriter, sleep, until, WriterProcess } from './writer-process.ts';

/**
 * npm run campaign:power-cut -- [--cuts N] [--minutes M] [--seed S] [--control]
 * A real ext4 on a loop device whose backing file lies on an xfs with reflinks: a reflink copy of it is the disk at one instant, as
 * a pulled plug leaves it, without stopping the writer. Each copy is mounted (the file system replays its own log) and opened as the
 * station opens its journal: everything said to be saved before the copy began must be there. --control: the same with a writer
 * that does not sync, and the campaign is right only when it finds losses. Needs root, loop devices, mkfs.xfs, mkfs.ext4.
 * Not shown by this: drives that lie about their cache; NTFS.
 */
const cuts = numberOption('--cuts', 20);
const seed = numberOption('--seed', 1);
const control = process.argv.includes('--control');
const HOST_BYTES = 3 * 2 ** 30;
const DISK_BYTES = 256 * 2 ** 20;
/** A fresh disk after this many cuts, so that it does not fill up. */
const CUTS_PER_DISK = 25;

function run(command: string, ...rest: string[]): void {
  const result = spawnSync(command, rest, { encoding: 'utf8' });
  if (result.status !== 0) throw new Error(`${command} ${rest.join(' ')}: ${result.stderr || String(result.error)}`);
}

if (process.getuid?.() !== 0) cannotRun('power-cut', 'it must be root to mount');
for (const tool of ['/usr/sbin/mkfs.xfs', '/usr/sbin/mkfs.ext4', '/dev/loop-control'])
  if (!existsSync(tool)) cannotRun('power-cut', `${tool} is missing`);

const base = mkdtempSync(join(tmpdir(), 'wh-cut-'));
const [host, disk, copy] = ['host', 'disk', 'copy'].map((name) => join(base, name)) as [string, string, string];
const mounted: string[] = [];
const mount = (image: string, at: string, options: string): void => {
  mkdirSync(at, { recursive: true });
  run('mount', '-o', `loop,${options}`, image, at);
  mounted.push(at);
};
const unmount = (at: string): void => {
  run('umount', at);
  mounted.splice(mounted.indexOf(at), 1);
};

const chance = new Chance(seed);
const start = performance.now();
const sum = { cuts: 0, cutsWithLoss: 0, savedBeforeCuts: 0, lost: 0, doubled: 0, alarms: [] as string[] };
let writer: WriterProcess | undefined;
try {
  await bundleWriter();
  run('truncate', '-s', String(HOST_BYTES), join(base, 'host.img'));
  run('mkfs.xfs', '-q', '-m', 'reflink=1', join(base, 'host.img'));
  mount(join(base, 'host.img'), host, 'noatime');
  const image = join(host, 'disk.img');
  for (let cut = 0; cut < cuts && !isOver(); cut += 1) {
    if (cut % CUTS_PER_DISK === 0) {
      if (writer !== undefined) {
        await writer.kill();
        unmount(disk);
        rmSync(image);
      }
      run('truncate', '-s', String(DISK_BYTES), image);
      run('mkfs.ext4', '-q', '-F', image);
      // Nothing is written out but what is asked for: the file system's own timer would hide a missing sync.
      mount(image, disk, 'commit=300');
      mkdirSync(join(disk, 'journal'));
      // The journal's folder itself is not what is tested.
      run('sync', '-f', disk);
      writer = new WriterProcess(join(disk, 'journal'), `${seed}-${cut}`, control ? 'no-fsync' : '');
      await until('the first record', () => (writer?.saved.length ?? 0) > 0 || writer?.errors !== '');
    }
    if (writer === undefined) break;
    await sleep(chance.between(20, 300));
    const saved = [...writer.saved];
    run('cp', '--reflink=always', image, join(host, 'cut.img'));
    mount(join(host, 'cut.img'), copy, 'commit=300');
    const check = await checkJournal(join(copy, 'journal'), saved);
    unmount(copy);
    rmSync(join(host, 'cut.img'));
    if (writer.errors !== '') throw new Error(writer.errors);
    sum.cuts += 1;
    sum.savedBeforeCuts += saved.length;
    sum.lost += check.lost;
    sum.doubled += check.doubled;
    if (check.lost > 0) sum.cutsWithLoss += 1;
    sum.alarms.push(...check.alarms);
  }
} finally {
  await writer?.kill();
  for (const at of mounted.toReversed()) spawnSync('umount', ['-l', at]);
  rmSync(base, { recursive: true, force: true });
}
const whole = sum.lost === 0 && sum.doubled === 0 && sum.alarms.length === 0;
report('power-cut', { seed, control, ...sum, alarms: sum.alarms.slice(0, 5) }, start, control ? sum.lost > 0 : whole);
