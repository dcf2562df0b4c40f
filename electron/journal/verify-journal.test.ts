import { createHash } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { crc32c } from './crc32c.ts';
import { Journal } from './journal.ts';
import { nodeDisk } from './node-disk.ts';
import { verifyChain, verifySegment } from './verify-journal.ts';

let directory = '';
const chain = (): string => join(directory, '1');
const segment = (number: number): string => join(chain(), `${String(number).padStart(6, '0')}.log`);
beforeEach(async () => {
  directory = mkdtempSync(join(tmpdir(), 'wh-verify-'));
  const journal = new Journal({
    directory,
    disk: nodeDisk,
    clock: { wallMs: () => 1_800_000_000_000, tzMinutes: () => 0, monoMs: () => 0 },
    boot: 'b1',
    newDeviceId: () => 'W1234567',
    maxSegmentBytes: 700,
    fullBytes: 0,
  });
  for (let n = 1; n <= 12; n += 1)
    await journal.append({ type: 'parcelTested', entity: `parcel:${n}`, actor: 'op-1', payload: { n } });
  await journal.close();
});
afterEach(() => rmSync(directory, { recursive: true, force: true }));

describe('verify', () => {
  it('says whole, with the head', () => {
    expect(verifyChain(nodeDisk, chain())).toMatchObject({ firstSeq: 1, lastSeq: 12, records: 12, tornBytes: 0 });
    expect(verifySegment(nodeDisk, segment(2))).toMatchObject({ firstSeq: 4, lastSeq: 6 });
  });

  it('names the record of every single flipped bit', () => {
    const whole = readFileSync(segment(1));
    const starts = [1, 2, 3].map((n) => whole.indexOf(`{"v":1,"seq":${n},`) - 40);
    for (let at = 0; at < whole.length; at += 1) {
      const bytes = Buffer.from(whole);
      bytes[at] = (bytes[at] ?? 0) ^ (1 << (at % 8));
      writeFileSync(segment(1), bytes);
      const inRecord = Math.max(1, starts.filter((start) => start <= at).length);
      expect(verifyChain(nodeDisk, chain())?.wrong?.seq, `byte ${at}`).toBe(inRecord);
    }
  });

  it('names a record that somebody rewrote with a fitting CRC and hash: the next one does not follow', () => {
    const bytes = readFileSync(segment(1));
    const at = bytes.indexOf('{"v":1,"seq":2,') - 40;
    const length = bytes.readUInt32LE(at);
    bytes.write('"n":9', bytes.indexOf('"n":2', at), 'latin1');
    const previous = bytes.subarray(bytes.indexOf('{"v":1,"seq":1,') - 32, bytes.indexOf('{"v":1,"seq":1,'));
    createHash('sha256')
      .update(previous)
      .update(bytes.subarray(at + 40, at + 40 + length))
      .digest()
      .copy(bytes, at + 8);
    bytes.writeUInt32LE(~crc32c(bytes.subarray(at + 8, at + 40 + length)) >>> 0, at + 4);
    writeFileSync(segment(1), bytes);
    expect(verifyChain(nodeDisk, chain())?.wrong).toMatchObject({ seq: 3 });
  });

  it('names what is missing: a segment, a removed end of one, a swapped one', () => {
    const [one, two] = [readFileSync(segment(1)), readFileSync(segment(2))];
    rmSync(segment(2));
    expect(verifyChain(nodeDisk, chain())?.wrong).toMatchObject({ seq: 4 });
    writeFileSync(segment(2), two.subarray(0, two.indexOf('{"v":1,"seq":6,') - 40));
    expect(verifyChain(nodeDisk, chain())?.wrong).toMatchObject({ seq: 6, why: 'the file ends before it' });
    writeFileSync(segment(2), one);
    expect(verifyChain(nodeDisk, chain())?.wrong).toMatchObject({ seq: 4 });
  });

  it('does not call a torn tail wrong', () => {
    const last = readFileSync(segment(4));
    writeFileSync(segment(4), last.subarray(0, last.length - 5));
    const report = verifyChain(nodeDisk, chain());
    expect(report).toMatchObject({ lastSeq: 11 });
    expect(report?.wrong).toBeUndefined();
    expect(report?.tornBytes).toBeGreaterThan(100);
  });
});
