import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { JournalHead, JournalRecord } from '../../shared/sync/operation.ts';
import type { PushAnswer } from '../../shared/sync/protocol.ts';
import { JournalPush } from './journal-push.ts';
import { Journal } from './journal.ts';
import { nodeDisk } from './node-disk.ts';

let directory: string;
let journal: Journal;
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'wh-push-'));
  journal = new Journal({
    directory,
    disk: nodeDisk,
    clock: { wallMs: () => 1_790_000_000_000, tzMinutes: () => 480, monoMs: () => 5 },
    boot: 'b1',
    newDeviceId: () => 'W0000001',
  });
});
afterEach(async () => {
  await journal.close();
  rmSync(directory, { recursive: true, force: true });
});

const save = async (count: number, noteBytes = 1): Promise<void> => {
  const acts = Array.from({ length: count }, () =>
    journal.append({ type: 'noted', entity: 'note:1', actor: 'op', payload: { note: 'x'.repeat(noteBytes) } }),
  );
  for (const result of await Promise.all(acts)) expect(result.ok).toBe(true);
};

/** Takes everything; `packed` is what was packed and `sent` what was sent, as first to last number. */
function transport() {
  const range = (records: readonly JournalRecord[]): string => `${records[0]?.seq}-${records.at(-1)?.seq}`;
  const packed: string[] = [];
  const sent: string[] = [];
  return {
    packed,
    sent: () => Promise.resolve(),
    done: sent,
    pack: async (head: JournalHead, records: readonly JournalRecord[]) => {
      packed.push(`${head.epoch}:${range(records)}`);
      return records;
    },
    send: async (records: readonly JournalRecord[]): Promise<PushAnswer> => {
      sent.push(range(records));
      await new Promise((resolve) => setImmediate(resolve));
      return {
        ...{ service: 'weighhouse', protocol: 1, serverEpoch: 's', serverTimeMs: 0, outcome: 'accepted' },
        ...{ lastSeq: records.at(-1)?.seq ?? 0, head: records.at(-1)?.hash ?? '', exceptions: [] },
      };
    },
  };
}

describe('push from the journal', () => {
  it('packs the next batch while one is in flight, and once', async () => {
    await save(50);
    const wire = transport();
    const push = new JournalPush(journal, wire);
    await push.push({ epoch: 1, fromSeq: 1, count: 10 });
    expect(wire.packed).toEqual(['1:1-10', '1:11-30']);
    await push.push({ epoch: 1, fromSeq: 11, count: 20 });
    await push.push({ epoch: 1, fromSeq: 31, count: 40 });
    expect(wire.done).toEqual(['1-10', '11-30', '31-50']);
    expect(wire.packed).toEqual(['1:1-10', '1:11-30', '1:31-50']);
  });
  it('uses what is full by its bytes', async () => {
    await save(40, 30_000);
    const wire = transport();
    const push = new JournalPush(journal, wire);
    const first = await push.push({ epoch: 1, fromSeq: 1, count: 500 });
    expect(first.toSeq).toBe(8);
    await push.push({ epoch: 1, fromSeq: 9, count: 500 });
    expect(wire.packed).toEqual(['1:1-8', '1:9-16', '1:17-24']);
  });
  it('sends what is there now, not what was there when it guessed', async () => {
    await save(12);
    const wire = transport();
    const push = new JournalPush(journal, wire);
    await push.push({ epoch: 1, fromSeq: 1, count: 10 });
    await save(5);
    await push.push({ epoch: 1, fromSeq: 11, count: 20 });
    // A smaller batch was asked for, and another place.
    await save(30);
    await push.push({ epoch: 1, fromSeq: 18, count: 10 });
    await push.push({ epoch: 1, fromSeq: 28, count: 4 });
    await push.push({ epoch: 1, fromSeq: 3, count: 4 });
    expect(wire.done).toEqual(['1-10', '11-17', '18-27', '28-31', '3-6']);
  });
  it('forgets its guess when the chain ends', async () => {
    await save(20);
    const wire = transport();
    const push = new JournalPush(journal, wire);
    await push.push({ epoch: 1, fromSeq: 1, count: 10 });
    expect(wire.packed).toEqual(['1:1-10', '1:11-20']);
    await journal.startNewEpoch('fork', 1);
    await save(3);
    const closed = await push.push({ epoch: 1, fromSeq: 11, count: 20, server: { lastSeq: 10 } });
    expect(closed).toMatchObject({ toSeq: 20, answer: { outcome: 'accepted' } });
    expect(wire.packed).toEqual(['1:1-10', '1:11-20', '1:11-20']);
    await push.push({ epoch: 2, fromSeq: 1, count: 20 });
    expect(wire.done).toEqual(['1-10', '11-20', '1-3']);
  });
});
