import { statSync, watch, type FSWatcher } from 'node:fs';
import { dirname } from 'node:path';

/** Where no file event comes (a file system without inotify, a watch refused by its limit), the node is looked at this often. */
const LOOK_MS = 100;

/**
 * A device node as one plugging-in: a new node of the same name is another one, because devtmpfs numbers every node it makes.
 * undefined: there is none.
 */
export function nodeIdentity(path: string): string | undefined {
  try {
    const { dev, ino, rdev } = statSync(path, { bigint: true });
    return `${dev}:${ino}:${rdev}`;
  } catch {
    return undefined;
  }
}

/**
 * Calls back once when the node at `path` is no longer the one it was: pulled out, or pulled out and plugged in again in between. File
 * events and a look every 100 ms, because serialport 13 can miss an unplug altogether (it reads 0 bytes for ever, isOpen stays true).
 */
export function watchNode(path: string, identity: string, onGone: () => void): () => void {
  let ended = false;
  const stop = (): void => {
    ended = true;
    clearInterval(timer);
    stopEvents();
  };
  const look = (): void => {
    if (ended || nodeIdentity(path) === identity) return;
    stop();
    onGone();
  };
  const timer = setInterval(look, LOOK_MS);
  const stopEvents = watchFolder(dirname(path), look);
  return stop;
}

/** Calls back on every change in a folder of device nodes. Where it cannot be watched it never calls back. */
export function watchFolder(folder: string, changed: () => void): () => void {
  let watcher: FSWatcher | undefined;
  try {
    watcher = watch(folder, { persistent: false }, changed);
    watcher.on('error', () => watcher?.close());
  } catch {
    return () => undefined;
  }
  return () => watcher?.close();
}
