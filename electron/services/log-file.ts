import { appendFileSync, existsSync, mkdirSync, renameSync, statSync } from 'node:fs';
import { join } from 'node:path';

const MAX_BYTES = 5 << 20;

/** Plain lines in <home>/logs/station.log, one former file kept. Synchronous: the line before a crash is the one that matters. */
export function openLog(home: string): (event: string, detail?: unknown) => void {
  const folder = join(home, 'logs');
  const file = join(folder, 'station.log');
  mkdirSync(folder, { recursive: true });
  return (event, detail) => {
    try {
      if (existsSync(file) && statSync(file).size > MAX_BYTES) renameSync(file, `${file}.1`);
      appendFileSync(
        file,
        `${new Date().toISOString()} ${event}${detail === undefined ? '' : ` ${JSON.stringify(detail)}`}\n`,
      );
    } catch {
      // A full disk must not take the station down with its log.
    }
  };
}
