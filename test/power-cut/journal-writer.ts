import { randomInt } from 'node:crypto';
import { writeSync } from 'node:fs';
import type { Disk } from '../../electron/journal/disk.ts';
import { lockJournal } from '../../electron/journal/journal-lock.ts';
import { Journal } from '../../electron/journal/journal.ts';
import { nodeDisk } from '../../electron/journal/node-disk.ts';

/**
 * A process that records as fast as the disk lets it, with the station's own journal, and says each answer on a line at once:
 * "saved EPOCH SEQ HASH UID", "refused CODE UID". It is there to be killed. Arguments: directory, name of the run, [no-fsync].
 */
const [directory = '', run = '0', mode] = process.argv.slice(2);
const SEGMENT_BYTES = 64 * 1024;
const PAUSE_AFTER_REFUSAL_MS = 20;

/** The control: the same program on a disk that only pretends. A campaign that does not notice it is worth nothing. */
const disk: Disk =
  mode === 'no-fsync'
    ? { ...nodeDisk, openAppend: (path) => ({ ...nodeDisk.openAppend(path), sync: () => Promise.resolve() }) }
    : nodeDisk;
const say = (line: string): void => void writeSync(1, `${line}\n`);

lockJournal(directory);
const journal = new Journal({
  directory,
  disk,
  clock: { wallMs: () => Date.now(), tzMinutes: () => 480, monoMs: () => performance.now() },
  boot: run.slice(-16),
  newDeviceId: () => 'W0000001',
  maxSegmentBytes: SEGMENT_BYTES,
  fullBytes: 0,
  lowBytes: 0,
  readsBack: (type) => type === 'parcelWeighed',
  onNotice: ({ code, detail }) => say(`notice ${code} ${detail}`),
});
for (const { code, detail } of journal.notices) say(`notice ${code} ${detail}`);
const { epoch: openEpoch, seq: openSeq } = journal.head();
say(`up ${openEpoch} ${openSeq}`);

let number = 0;
async function one(): Promise<void> {
  for (;;) {
    number += 1;
    const uid = `${run}-${number}`;
    const type = number % 3 === 0 ? 'labelSent' : 'parcelWeighed';
    const payload = { uid, text: '深圳'.repeat(randomInt(1, 60)) };
    const result = await journal.append({ type, entity: `parcel:${uid}`, actor: 'op-1', payload });
    if (result.ok) say(`saved ${result.value.epoch} ${result.value.seq} ${result.value.hash} ${uid}`);
    else {
      say(`refused ${result.error.code} ${uid}`);
      await new Promise((resolve) => setTimeout(resolve, PAUSE_AFTER_REFUSAL_MS));
    }
  }
}
await Promise.all([one(), one(), one()]);
