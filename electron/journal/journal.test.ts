import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Disk } from './disk.ts';
import { deviceIdFrom, Journal, type JournalOptions } from './journal.ts';
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
  });

  it('treats zeros at the end as a torn tail', async () => {
    await fill(2);
    writeFileSync(segment(), Buffer.concat([readFileSync(segment()), Buffer.alloc(500)]));
    const journal = open();
    expect(journal.head().seq).toBe(2);
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
      expect(readdirSync(directory)).toContain('1.damaged');
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

  it('says "not saved" when the sync fails, keeps nothing of it, and records again on a fresh descriptor', async () => {
    let fail = false;
    let opened = 0;
    const disk: Disk = {
      ...nodeDisk,
      openAppend(path) {
        opened += 1;
        const file = nodeDisk.openAppend(path);
        return { ...file, sync: () => (fail ? Promise.reject(new Error('EIO: i/o error, fdatasync')) : file.sync()) };
      },
    };
    const journal = open({ disk });
    await journal.append(act(1));
    fail = true;
    expect(await journal.append(act(2))).toMatchObject({ ok: false, error: { code: 'JOURNAL_WRITE_FAILED' } });
    fail = false;
    expect(await journal.append(act(3))).toMatchObject({ ok: true, value: { seq: 2 } });
    expect(opened).toBe(2);
    await journal.close();
    const again = open();
    expect(again.readAfter(0, 10).map((r) => (JSON.parse(r.body) as { payload: { n: number } }).payload.n)).toEqual([
      1, 3,
    ]);
    await again.close();
  });

  it('makes device ids that can be read out', () => {
    expect(deviceIdFrom(Uint8Array.from([0, 31, 32, 255, 7, 9, 200]))).toMatch(/^W[0-9A-HJKMNP-TV-Z]{7}$/);
  });
});
