import { spawn } from 'node:child_process';
import { watch } from 'node:fs';
import { basename, dirname } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../../..', import.meta.url));
/** Editors save in several steps; a run takes longer than this anyway. */
const SETTLE_MS = 80;

/**
 * Runs `npm run label` with these arguments now and after every change of a template or of the data: a live preview, with any viewer
 * that loads a changed picture again. Each run is a process of its own, so that an edited template is really read again and a broken
 * one ends only that run. Goes on until the process is ended.
 */
export function watchLabel(args: readonly string[], dataPath: string | undefined): void {
  let running = false;
  let again = false;
  let timer: NodeJS.Timeout | undefined;
  const run = (): void => {
    if (running) {
      again = true;
      return;
    }
    [running, again] = [true, false];
    const child = spawn(
      process.execPath,
      [`${root}/scripts/run-ts.mjs`, `${root}/hardware/printer/tools/label.ts`, ...args],
      {
        stdio: ['ignore', 'inherit', 'inherit'],
      },
    );
    const ended = (): void => {
      running = false;
      if (again) run();
    };
    child.once('error', (error) => {
      process.stderr.write(`${error.message}\n`);
      ended();
    });
    child.once('exit', ended);
  };
  const follow = (folder: string, recursive: boolean, matters: (file: string) => boolean): void => {
    // Folders, not files: editors put a new file in the place of the old one.
    const watcher = watch(folder, { recursive }, (_, file) => {
      if (file === null || !matters(file)) return;
      clearTimeout(timer);
      timer = setTimeout(run, SETTLE_MS);
    });
    watcher.on('error', (error) => process.stderr.write(`no more news of changes: ${error.message}\n`));
  };
  follow(`${root}/shared/labels`, true, (file) => file.endsWith('.ts'));
  // The picture may lie beside the data: its own writing is no news.
  if (dataPath !== undefined) follow(dirname(dataPath), false, (file) => file === basename(dataPath));
  run();
}
