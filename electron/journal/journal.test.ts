import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Disk } from './disk.ts';
import type { JournalRecord } from '../../shared/sync/operation.ts';
import { deviceIdFrom } from './device-id.ts';
import { Journal, type JournalOptions } from './journal.ts';
import { nodeDisk } from './node-disk.ts';

let directory = '';
beforeEach(() => (directory = mkdtempSync(join(tmpdir(), 'wh-journal-'))));
afterEach(() => rmSync(directory, { recursive: true, force: true }));

function open(options: Partial<JournalOptions> = {}): Journal {
  let now = 0;
  return new Journal({
    directory,
    disk: nodeDisk,
    clock: { wallMs: () => 1_800_000_000_000 + now, tzMinutes: () => 480, monoMs: () => (now += 1) },
    boot: 'b1',
    newDeviceId: () => 'W1234567',
    fullBytes: 0,
    lowBytes: 0,
    ...options,
  });
}
const act = (n: number) => ({
  type: 'parcelTested',
  entity: `parcel:${n}`,
  actor: 'op-1',
  payload: { n, text: '深圳' },
});
const segment = (number = 1, epoch = 1): string =>
  join(directory, String(epoch), `${String(number).padStart(6, '0')}.log`);

async function fill(count: number, options: Partial<JournalOptions> = {}): Promise<void> {
  const journal = open(options);
  for (let n = 1; n <= count; n += 1) await journal.append(act(n));
  await journal.close();
}

describe('journal', () => {
  it('gives back what was appended, with the same head after a restart', async () => {
    const journal = open();
    const results = await Promise.all([1, 2, 3].map((n) => journal.append(act(n))));
    expect(results.map((r) => (r.ok ? r.value.seq : 0))).toEqual([1, 2, 3]);
    const head = journal.head();
    await journal.close();
    const again = open();
    expect(again.head()).toEqual(head);
    expect(again.notices).toEqual([]);
    const records = again.readAfter(0, 10);
    expect(records.map((r) => (JSON.parse(r.body) as { payload: unknown }).payload)).toEqual(
      [1, 2, 3].map((n) => act(n).payload),
    );
    expect(records.at(-1)?.hash).toBe(head.hash);
    expect(again.readAfter(1, 1).map((r) => r.seq)).toEqual([2]);
    await again.close();
  });

  it('goes on in new segments and reads across them', async () => {
    await fill(20, { maxSegmentBytes: 700 });
    expect(readdirSync(join(directory, '1')).length).toBeGreaterThan(3);
    const journal = open({ maxSegmentBytes: 700 });
    expect(journal.readAfter(0, 100).map((r) => r.seq)).toEqual(Array.from({ length: 20 }, (_, i) => i + 1));
    expect(journal.readAfter(7, 5).map((r) => r.seq)).toEqual([8, 9, 10, 11, 12]);
    await journal.close();
  });

  it('survives a cut at every byte of the last record: the record is absent, the ones before are whole', async () => {
    await fill(2);
    const whole = readFileSync(segment());
    const twoHead = open();
    const lengthOfTwo = whole.length;
    await twoHead.append(act(3));
    await twoHead.close();
    const three = readFileSync(segment());
    for (let cut = lengthOfTwo; cut < three.length; cut += 1) {
      writeFileSync(segment(), three.subarray(0, cut));
      const journal = open();
      expect(journal.head().seq, `cut at ${cut}`).toBe(2);
      expect(journal.notices.map((n) => n.code)).toEqual(cut === lengthOfTwo ? [] : ['LOCAL_VIEW_REBUILT']);
      const next = await journal.append(act(4));
      expect(next.ok && next.value.seq).toBe(3);
      await journal.close();
    }
  }, 60_000);

  it('treats zeros at the end as a torn tail', async () => {
    await fill(2);
    writeFileSync(segment(), Buffer.concat([readFileSync(segment()), Buffer.alloc(500)]));
    const journal = open();
    expect(journal.head().seq).toBe(2);
    await journal.close();
  });

  it('starts over a segment of zeros, as a power cut leaves it', async () => {
    await fill(2);
    writeFileSync(segment(2), Buffer.concat([Buffer.from('WHJ1'), Buffer.alloc(600)]));
    const journal = open();
    expect(journal.head()).toMatchObject({ epoch: 1, seq: 2 });
    await journal.close();
  });

  it('writes what a start finds to the disk once more: it may have lain in the page cache alone', async () => {
    await fill(2);
    const written: string[] = [];
    const disk: Disk = {
      ...nodeDisk,
      writeFileDurably(path, data) {
        written.push(path);
        nodeDisk.writeFileDurably(path, data);
      },
    };
    const whole = readFileSync(segment());
    const journal = open({ disk });
    expect(written).toEqual([segment()]);
    expect(readFileSync(segment()).equals(whole)).toBe(true);
    await journal.close();
  });

  it('notices a flipped bit in the middle, sets the epoch aside and goes on in a new one', async () => {
    await fill(5);
    const bytes = readFileSync(segment());
    for (const at of [60, 200, 300, Math.floor(bytes.length / 2)]) {
      rmSync(directory, { recursive: true });
      await fill(5);
      const damaged = Buffer.from(readFileSync(segment()));
      damaged[at] = (damaged[at] ?? 0) ^ 0x10;
      writeFileSync(segment(), damaged);
      const journal = open();
      expect(
        journal.notices.map((n) => n.code),
        `flip at ${at}`,
      ).toEqual(['JOURNAL_DAMAGED']);
      expect(journal.head()).toMatchObject({ epoch: 2, seq: 0 });
      expect(readFileSync(segment()).equals(damaged), 'the evidence stays as it is').toBe(true);
      const [closed] = journal.chains().closed;
      expect(closed).toMatchObject({ epoch: 1, why: 'damaged', firstSeq: 1 });
      // A broken header costs no record.
      expect(closed?.damaged).toHaveLength(at === 60 ? 0 : 1);
      expect((await journal.append(act(1))).ok).toBe(true);
      await journal.close();
    }
  });

  it('refuses before appending when the disk is full, and goes on when there is space again', async () => {
    let free = 10;
    const disk: Disk = { ...nodeDisk, freeBytes: () => free };
    const journal = open({ disk, fullBytes: 100, lowBytes: 200 });
    expect(await journal.append(act(1))).toMatchObject({ ok: false, error: { code: 'DISK_FULL' } });
    expect(journal.storage().state).toBe('full');
    free = 1_000;
    expect(journal.storage().state).toBe('ok');
    expect(await journal.append(act(1))).toMatchObject({ ok: true, value: { seq: 1 } });
    await journal.close();
  });

  const failing = (plan: { syncs: number[] }): Disk => {
    let syncs = 0;
    return {
      ...nodeDisk,
      openAppend(path) {
        const file = nodeDisk.openAppend(path);
        return {
          ...file,
          sync: () =>
            plan.syncs.includes((syncs += 1)) ? Promise.reject(new Error('EIO: i/o error, fdatasync')) : file.sync(),
        };
      },
    };
  };
  const numbers = (journal: Journal): number[] =>
    journal.readAfter(0, 100).map((r) => (JSON.parse(r.body) as { payload: { n: number } }).payload.n);

  it('writes the records of a failed sync once more, into a new file, and says so', async () => {
    const notices: string[] = [];
    // 1: the header, 2: record 1, 3: record 2 fails.
    const journal = open({ disk: failing({ syncs: [3] }), onNotice: ({ code }) => notices.push(code) });
    await journal.append(act(1));
    expect(await journal.append(act(2))).toMatchObject({ ok: true, value: { seq: 2 } });
    expect(await journal.append(act(3))).toMatchObject({ ok: true, value: { seq: 3 } });
    expect(notices).toEqual(['JOURNAL_REWRITTEN']);
    expect(readdirSync(join(directory, '1')).sort()).toEqual(['000001.log', '000002.log']);
    expect(numbers(journal)).toEqual([1, 2, 3]);
    await journal.close();
    const again = open();
    expect(numbers(again)).toEqual([1, 2, 3]);
    expect(again.notices).toEqual([]);
    await again.close();
  });

  it('says "not saved" when the second try fails too, keeps nothing of it, and records again afterwards', async () => {
    const journal = open({ disk: failing({ syncs: [3, 4] }) });
    await journal.append(act(1));
    expect(await journal.append(act(2))).toMatchObject({ ok: false, error: { code: 'JOURNAL_WRITE_FAILED' } });
    expect(await journal.append(act(3))).toMatchObject({ ok: true, value: { seq: 2 } });
    await journal.close();
    const again = open();
    expect(numbers(again)).toEqual([1, 3]);
    await again.close();
  });

  it('does not count what a failed write left behind, even when it could not be cut off', async () => {
    const disk = {
      ...failing({ syncs: [3, 4] }),
      truncate: () => {
        throw new Error('EIO');
      },
    };
    const journal = open({ disk });
    await journal.append(act(1));
    await journal.append(act(2));
    await journal.append(act(3));
    await journal.close();
    const again = open();
    expect(numbers(again)).toEqual([1, 3]);
    expect(again.notices).toEqual([]);
    await again.close();
  });

  it('reads weighings back, and takes another file when the disk gives back something else', async () => {
    let lie = true;
    const disk: Disk = {
      ...nodeDisk,
      readRange(path, offset, length) {
        const bytes = nodeDisk.readRange(path, offset, length);
        if (!lie || offset === 0) return bytes;
        lie = false;
        return Buffer.from(bytes).fill(0, 50, 60);
      },
    };
    const notices: string[] = [];
    const journal = open({ disk, readsBack: () => true, onNotice: ({ detail }) => notices.push(detail) });
    expect((await journal.append(act(1))).ok).toBe(true);
    expect(notices[0]).toContain('read back');
    expect(numbers(journal)).toEqual([1]);
    await journal.close();
  });

  it('cuts off a torn group although a later record of the same group is whole', async () => {
    const journal = open();
    await journal.append(act(1));
    await Promise.all([2, 3, 4].map((n) => journal.append(act(n))));
    await journal.close();
    const bytes = readFileSync(segment());
    const second = bytes.indexOf('{"v":1,"seq":2,') - 40;
    writeFileSync(segment(), bytes.fill(0, second, second + 60));
    const again = open();
    expect(again.notices.map((n) => n.code)).toEqual(['LOCAL_VIEW_REBUILT']);
    expect(again.head()).toMatchObject({ epoch: 1, seq: 1 });
    await again.close();
  });

  const flip = (text: string, file = segment()): void => {
    const bytes = readFileSync(file);
    const at = bytes.indexOf(text);
    bytes[at + 40] = (bytes[at + 40] ?? 0) ^ 4;
    writeFileSync(file, bytes);
  };

  it('names the lost record exactly, and every other one still goes to the cloud behind a stand-in', async () => {
    await fill(6);
    const before = open();
    const original = before.readAfter(0, 10);
    await before.close();
    flip('{"v":1,"seq":3,');
    const journal = open();
    expect(journal.notices[0]?.detail).toContain('lost: 3');
    expect(journal.chains().closed).toMatchObject([{ epoch: 1, firstSeq: 1, lastSeq: 6, damaged: [[3, 3]] }]);
    const kept = journal.readAfter(0, 10, 1);
    expect(kept.map((r) => (JSON.parse(r.body) as { type: string }).type === 'recordDamaged')).toEqual(
      [1, 2, 3, 4, 5, 6].map((n) => n === 3),
    );
    const batch = (fromSeq: number, lastSeq: number, head: string | undefined) => {
      const found = journal.closedChain(1)?.batch(fromSeq, 10, { lastSeq, head: Buffer.from(head ?? '', 'hex') });
      return typeof found === 'object' && 'records' in found ? found.records : found;
    };
    const hashes = original.map((record) => record.hash);
    // The cloud has two: it gets the stand-in and a chain that goes on over it.
    const rest = batch(3, 2, hashes[1]) as JournalRecord[];
    expect(rest.map((r) => r.seq)).toEqual([3, 4, 5, 6]);
    expect(rest[3]?.body).toBe(original[5]?.body);
    expect(rest[3]?.hash).not.toBe(hashes[5]);
    // The answer was lost after the cloud stored the stand-in and one more: its head is still known for ours.
    expect((batch(5, 4, rest[1]?.hash) as JournalRecord[]).at(-1)?.hash).toBe(rest[3]?.hash);
    expect((batch(1, 4, rest[1]?.hash) as JournalRecord[]).at(-1)?.hash).toBe(rest[3]?.hash);
    // The cloud has the true third record: no stand-in for it, and the original chain goes on.
    expect((batch(4, 3, hashes[2]) as JournalRecord[]).at(-1)?.hash).toBe(hashes[5]);
    expect((batch(1, 5, hashes[4]) as JournalRecord[]).map((r) => r.hash)).toEqual(hashes.slice(0, 2));
    expect(batch(3, 5, hashes[4])).toEqual({ there: 3 });
    expect((batch(4, 5, hashes[4]) as JournalRecord[]).map((r) => r.hash)).toEqual(hashes.slice(3, 5));
    expect((batch(6, 5, hashes[4]) as JournalRecord[]).map((r) => r.hash)).toEqual(hashes.slice(5));
    // Somebody else's history.
    expect(batch(5, 4, 'ab'.repeat(32))).toBe('foreign');
    await journal.close();
    const again = open();
    expect(again.notices).toEqual([]);
    expect(again.chains().closed).toEqual(journal.chains().closed);
    expect(again.readAfter(0, 10, 1)).toEqual(kept);
    await again.close();
  });

  it('finds damage in a sealed segment while running: by reading and by scrubbing', async () => {
    for (const find of ['read', 'scrub'] as const) {
      rmSync(directory, { recursive: true });
      await fill(20, { maxSegmentBytes: 700 });
      flip('{"v":1,"seq":4,', segment(2));
      const notices: string[] = [];
      const journal = open({ maxSegmentBytes: 700, onNotice: ({ detail }) => notices.push(detail) });
      expect(journal.head()).toMatchObject({ epoch: 1, seq: 20 });
      if (find === 'read') expect(() => journal.readAfter(0, 100)).toThrow('record 4');
      else while (journal.head().epoch === 1 && journal.scrub(2)) await Promise.resolve();
      expect(await journal.append(act(21))).toMatchObject({ ok: true, value: { seq: 1 } });
      expect(journal.head()).toMatchObject({ epoch: 2, seq: 1 });
      expect(notices[0]).toContain('lost: 4');
      expect(journal.readAfter(0, 100, 1)).toHaveLength(20);
      await journal.close();
    }
  });

  it('scrubs a whole journal to its end', async () => {
    await fill(20, { maxSegmentBytes: 700 });
    const journal = open({ maxSegmentBytes: 700 });
    let pieces = 0;
    while (journal.scrub(3)) pieces += 1;
    expect(pieces).toBeGreaterThan(5);
    expect(journal.head().epoch).toBe(1);
    await journal.close();
  });

  it('finds a missing segment and a removed epoch, and never gives a number out twice', async () => {
    await fill(20, { maxSegmentBytes: 700 });
    rmSync(segment(3));
    const journal = open({ maxSegmentBytes: 700 });
    expect(() => journal.readAfter(0, 100)).toThrow();
    await journal.append(act(1));
    expect(journal.chains().closed[0]?.damaged).toEqual([[7, 9]]);
    await journal.close();
    rmSync(join(directory, '2'), { recursive: true });
    const again = open();
    expect(again.head()).toMatchObject({ epoch: 3, seq: 0 });
    await again.close();
  });

  it('takes a broken identity from the segments', async () => {
    await fill(3);
    writeFileSync(join(directory, 'identity.json'), '{"device":"');
    const journal = open({ newDeviceId: () => 'W7654321' });
    expect(journal.notices.map((n) => n.code)).toEqual(['JOURNAL_DAMAGED']);
    expect(journal.head()).toMatchObject({ device: 'W1234567', epoch: 1, seq: 3 });
    await journal.close();
  });

  it('begins a new epoch when the cloud has another record, or more of them', async () => {
    const journal = open();
    await journal.append(act(1));
    const pending = journal.append(act(2));
    await journal.startNewEpoch('fork', 1);
    await pending;
    await journal.startNewEpoch('fork', 1);
    expect(journal.head(), 'what still waited goes into the new one').toMatchObject({ epoch: 2, seq: 1 });
    expect(journal.chains().closed).toMatchObject([{ epoch: 1, why: 'fork', lastSeq: 1, damaged: [] }]);
    await journal.append(act(3));
    journal.acknowledged(2, 9);
    await journal.close();
    // A copy from yesterday was put back: the cloud once had nine.
    const again = open();
    expect(again.head()).toMatchObject({ epoch: 3, seq: 0 });
    expect(again.chains().closed.map((c) => c.why)).toEqual(['fork', 'behind']);
    await again.close();
  });

  it('takes lost records back from another copy when they fit', async () => {
    await fill(5);
    const whole = open();
    const records = whole.readAfter(3, 5);
    await whole.close();
    const bytes = readFileSync(segment());
    writeFileSync(segment(), bytes.subarray(0, bytes.indexOf('{"v":1,"seq":4,') - 40));
    const journal = open();
    expect(journal.head().seq).toBe(3);
    expect(await journal.mend(1, [{ seq: 4, body: '{}', hash: 'ab'.repeat(32) }])).toBe(0);
    expect(await journal.mend(1, records)).toBe(2);
    expect(numbers(journal)).toEqual([1, 2, 3, 4, 5]);
    await journal.close();
    const again = open();
    expect(numbers(again)).toEqual([1, 2, 3, 4, 5]);
    await again.close();
  });

  it('removes only what is old, deep and in the cloud', async () => {
    let wall = 1_800_000_000_000;
    const clock = { wallMs: () => wall, tzMinutes: () => 0, monoMs: () => 0 };
    const options = { maxSegmentBytes: 700, clock, retention: { days: 90, records: 5 } };
    await fill(20, options);
    const journal = open(options);
    journal.acknowledged(1, 12);
    expect(journal.prune(), 'young').toBe(0);
    wall += 100 * 86_400_000;
    expect(journal.prune()).toBe(12);
    journal.acknowledged(1, 20);
    expect(journal.prune(), 'deep enough').toBe(3);
    expect(numbers(journal)).toEqual([16, 17, 18, 19, 20]);
    expect(journal.readAfter(0, 2).map((r) => r.seq)).toEqual([16, 17]);
    await journal.close();
    const again = open(options);
    expect(again.chains().firstSeq).toBe(16);
    expect(again.notices).toEqual([]);
    expect(numbers(again)).toEqual([16, 17, 18, 19, 20]);
    rmSync(segment(6));
    await again.close();
    expect(open(options).notices.map((n) => n.code)).toEqual(['JOURNAL_DAMAGED']);
  });

  it('gives up its ballast on a full disk, so that work in hand is finished and none is begun', async () => {
    let free = 10_000;
    const disk: Disk = { ...nodeDisk, freeBytes: () => free };
    const journal = open({
      disk,
      fullBytes: 100,
      lowBytes: 200,
      ballastBytes: 50,
      finishesWork: (type) => type === 'labelSent',
    });
    journal.storage();
    expect(readdirSync(directory)).toContain('ballast');
    free = 90;
    journal.storage();
    expect(await journal.append(act(1))).toMatchObject({ ok: false, error: { code: 'DISK_FULL' } });
    expect(readdirSync(directory)).not.toContain('ballast');
    expect((await journal.append({ ...act(1), type: 'labelSent' })).ok).toBe(true);
    free = 10_000;
    journal.storage();
    expect(readdirSync(directory)).toContain('ballast');
    await journal.close();
  });

  it('makes device ids that can be read out', () => {
    expect(deviceIdFrom(Uint8Array.from([0, 31, 32, 255, 7, 9, 200]))).toMatch(/^W[0-9A-HJKMNP-TV-Z]{7}$/);
  });
});
