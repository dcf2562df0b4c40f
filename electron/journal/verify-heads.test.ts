import { createHash, generateKeyPairSync, sign, type KeyObject } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { headText, type CountersignedHead } from '../../shared/sync/countersigned-head.ts';
import { parseHeads, parseServerKeys, verifyHead } from './verify-heads.ts';
import type { ChainReport } from './verify-journal.ts';

const hashOf = (text: string): string => createHash('sha256').update(text).digest('hex');
const hashes = new Map([10, 11, 12].map((seq) => [seq, hashOf(`record ${seq}`)]));
const chain: ChainReport = {
  device: 'W1234567',
  epoch: 2,
  firstSeq: 11,
  lastSeq: 12,
  records: 2,
  head: hashOf('record 12'),
  tornBytes: 0,
};
const server = generateKeyPairSync('ed25519');
const rawKey = ({ publicKey }: { publicKey: KeyObject }): string =>
  publicKey.export({ format: 'der', type: 'spki' }).subarray(-32).toString('base64url');
const keys = parseServerKeys(rawKey(server));
const [keyId = ''] = keys.keys();

function signed(seq: number, head: string, more: Partial<CountersignedHead> = {}): CountersignedHead {
  const what = { organisation: 'org-1', serverEpoch: 's1', device: 'W1234567', epoch: 2, seq, head, ...more };
  const text = Buffer.from(headText({ ...what, atMs: 1_800_000_000_000 }));
  const signature = sign(null, text, server.privateKey).toString('base64url');
  return { ...what, countersign: { organisation: 'org-1', keyId, atMs: 1_800_000_000_000, signature } };
}
const checked = (head: CountersignedHead, among: ChainReport | undefined = chain, by = keys) =>
  verifyHead(head, among, (seq) => hashes.get(seq), by);

describe('a countersigned head held against its chain', () => {
  it('fits at the last record, in the middle, and just before the first that is kept', () => {
    for (const seq of [10, 11, 12])
      expect(checked(signed(seq, hashes.get(seq) ?? ''))).toMatchObject({ result: 'fits' });
  });

  it('names the first record of a removed end', () => {
    expect(checked(signed(15, hashOf('record 15')))).toMatchObject({ result: 'wrong', firstWrongSeq: 13 });
  });

  it('names the record that was written anew', () => {
    expect(checked(signed(12, hashOf('another 12')))).toMatchObject({ result: 'wrong', firstWrongSeq: 12 });
  });

  it('names the first wrong record of a chain that is wrong before it', () => {
    const broken: ChainReport = { ...chain, lastSeq: 11, wrong: { seq: 12, file: 'f', offset: 0, why: 'bad' } };
    expect(checked(signed(15, hashOf('x')), broken)).toMatchObject({ result: 'wrong', firstWrongSeq: 12 });
  });

  it('misses a whole chain', () => {
    expect(verifyHead(signed(3, hashOf('x')), undefined, () => undefined, keys)).toMatchObject({
      result: 'wrong',
      firstWrongSeq: 1,
    });
  });

  it('does not take a changed head, another key, or a borrowed signature', () => {
    const good = signed(12, hashes.get(12) ?? '');
    for (const forged of [
      { ...good, seq: 11, head: hashes.get(11) ?? '' },
      { ...good, epoch: 3 },
      { ...good, serverEpoch: 's2' },
      { ...good, countersign: { ...good.countersign, organisation: 'org-2' } },
      { ...good, countersign: { ...good.countersign, atMs: 1 } },
    ]) {
      const report = checked(forged);
      expect(report.result).toBe('wrong');
      expect(report.firstWrongSeq).toBeUndefined();
    }
    const others = parseServerKeys(rawKey(generateKeyPairSync('ed25519')));
    expect(checked(good, chain, others)).toMatchObject({ result: 'wrong' });
  });

  it('says when nothing could check the signature, and when the record has left the journal', () => {
    expect(checked(signed(12, hashes.get(12) ?? ''), chain, new Map())).toMatchObject({ result: 'unsigned-fit' });
    expect(checked(signed(9, hashOf('gone')))).toMatchObject({ result: 'older' });
  });
});

describe('what is given to the check', () => {
  it('takes the answer of GET /v1/keys with old and new keys', () => {
    const two = [rawKey(server), rawKey(generateKeyPairSync('ed25519'))];
    const text = JSON.stringify({ keys: two.map((publicKey) => ({ keyId: 'ignored', publicKey })) });
    expect(parseServerKeys(text).size).toBe(2);
    expect(parseServerKeys(text).has(keyId)).toBe(true);
  });

  it('refuses what is no key and no head', () => {
    for (const text of ['', 'hello', '{}', rawKey(server).slice(1)]) expect(() => parseServerKeys(text)).toThrow();
    for (const text of ['', '{}', '[{"seq":1}]']) expect(() => parseHeads(text)).toThrow();
  });
});
