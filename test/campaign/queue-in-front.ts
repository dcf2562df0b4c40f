import { mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { CupsClient } from '../../hardware/printer/transports/ipp/cups-client.ts';
import { CupsServer } from '../support/cups-server.ts';

const QUEUE = 'campaign';
const ANSWER_MS = 3_000;
const PROCESSING = 4;

/** A real CUPS with one raw queue to a printer on the loopback. */
export async function queueInFront(port: number): Promise<{
  readonly transport: { readonly type: 'cups'; readonly server: string; readonly queue: string };
  /** Whether the last job is still on its way: a person would wait for it. */
  readonly busy: () => Promise<boolean>;
  readonly stop: () => Promise<void>;
}> {
  // Under /var/tmp: cupsd hands its folders to another user, and does not like a private /tmp.
  const folder = mkdtempSync(join('/var/tmp', 'weighhouse-cups-'));
  const cups = new CupsServer(folder);
  await cups.start();
  cups.addQueue(QUEUE, port);
  const client = new CupsClient(cups.url, ANSWER_MS);
  return {
    transport: { type: 'cups', server: cups.url, queue: QUEUE },
    busy: async () => {
      try {
        return (await client.queue(QUEUE)).state === PROCESSING;
      } catch {
        return true;
      }
    },
    stop: async () => {
      await cups.stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
