import { closeSync, openSync, readFileSync, rmSync, writeSync } from 'node:fs';
import { join } from 'node:path';

/** Start time of a process in clock ticks since boot: tells a living owner from a number that was given out again. */
function startTicks(pid: number): string {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19] ?? '';
  } catch {
    return '';
  }
}

function ownerLives(text: string): boolean {
  const [pidText = '', ticks = ''] = text.trim().split(' ');
  const pid = Number(pidText);
  if (!Number.isInteger(pid) || pid <= 0) return false;
  if (process.platform === 'linux') return ticks !== '' && startTicks(pid) === ticks;
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

/**
 * One writer per journal. Throws when another living process holds it; a lock left by a killed one is taken over.
 * Returns the release.
 */
export function lockJournal(directory: string): () => void {
  const file = join(directory, 'lock');
  for (let attempt = 0; attempt < 2; attempt += 1) {
    try {
      const fd = openSync(file, 'wx', 0o600);
      writeSync(fd, `${process.pid} ${startTicks(process.pid)}\n`);
      closeSync(fd);
      return () => rmSync(file, { force: true });
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
      if (ownerLives(readFileSync(file, 'utf8'))) throw new Error(`another program writes this journal: ${file}`);
      rmSync(file, { force: true });
    }
  }
  throw new Error(`could not lock the journal: ${file}`);
}
