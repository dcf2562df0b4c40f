import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { backoffMs, retryAfterWithJitter, spreadMs } from './backoff.ts';
import type { PushAnswer } from './protocol.ts';
import { decideAfterPush, judgeHealth, type Sent } from './push-decision.ts';

type PushAccepted = Extract<PushAnswer, { outcome: 'accepted' }>;
const server = { service: 'weighhouse', protocol: 1, serverEpoch: 'e1', serverTimeMs: 0 } as const;
const sent: Sent = { fromSeq: 11, toSeq: 20, headHash: 'a'.repeat(64), ackedSeq: 10, lastSeq: 40 };
const accepted: PushAccepted = { ...server, outcome: 'accepted', lastSeq: 20, head: sent.headHash, exceptions: [] };
const refused = (outcome: 'gap' | 'fork' | 'bad-batch' | 'revoked' | 'client-too-old', lastSeq = 10) => ({
  ...server,
  outcome,
  lastSeq,
  head: 'b'.repeat(64),
  detail: 'd',
});
const status = (code: number, retryAfterMs?: number) =>
  ({
    outcome: 'no-answer',
    kind: 'status',
    status: code,
    detail: `HTTP ${code}`,
    ...(retryAfterMs === undefined ? {} : { retryAfterMs }),
  }) as const;

describe('what an answer means for the queue', () => {
  it('acknowledges what the server says it has, and keeps parked ones in sight', () => {
    expect(decideAfterPush(accepted, sent)).toEqual({ do: 'acknowledge', ackedSeq: 20, parked: [] });
    const exceptions = [
      { seq: 12, result: 'duplicate' as const },
      { seq: 13, result: 'parked' as const, code: 'LINE_CLOSED' },
    ];
    expect(decideAfterPush({ ...accepted, exceptions }, sent)).toEqual({
      do: 'acknowledge',
      ackedSeq: 20,
      parked: [{ seq: 13, result: 'parked', code: 'LINE_CLOSED' }],
    });
  });
  it('acknowledges nothing behind what lay in quarantine: that is sent again first', () => {
    const later: Sent = { ...sent, ackedSeq: 4 };
    expect(decideAfterPush(accepted, later)).toEqual({ do: 'rewind', ackedSeq: 4 });
    expect(decideAfterPush(refused('gap', 8), later)).toEqual({ do: 'rewind', ackedSeq: 4 });
  });
  it('never acknowledges beyond what was sent', () => {
    expect(decideAfterPush({ ...accepted, lastSeq: 30 }, sent)).toMatchObject({ do: 'acknowledge', ackedSeq: 20 });
  });
  it('goes back when the server went back in time or sees a gap', () => {
    expect(decideAfterPush({ ...accepted, lastSeq: 4 }, sent)).toEqual({ do: 'rewind', ackedSeq: 4 });
    expect(decideAfterPush(refused('gap', 7), sent)).toEqual({ do: 'rewind', ackedSeq: 7 });
    const health = { ...server, organisation: 'o', lastSeq: 3 };
    expect(judgeHealth(health, { acked: 10, lastSeq: 40 })).toEqual({ do: 'rewind', ackedSeq: 3 });
    expect(judgeHealth({ ...health, lastSeq: 12 }, { acked: 10, lastSeq: 40 })).toEqual({ do: 'go-on' });
  });
  it('ends the chain when the server has more than was ever written here', () => {
    expect(decideAfterPush({ ...accepted, lastSeq: 41 }, sent)).toMatchObject({ do: 'new-epoch', why: 'behind' });
    expect(judgeHealth({ ...server, organisation: 'o', lastSeq: 41 }, { acked: 10, lastSeq: 40 })).toEqual({
      do: 'new-epoch',
      why: 'behind',
    });
  });
  it('ends the chain on a fork and on the same number with other content; holds when refused', () => {
    expect(decideAfterPush(refused('fork'), sent)).toMatchObject({ do: 'new-epoch', why: 'fork' });
    expect(decideAfterPush({ outcome: 'foreign-head' }, sent)).toMatchObject({ do: 'new-epoch', why: 'fork' });
    expect(decideAfterPush({ ...accepted, head: 'c'.repeat(64) }, sent)).toMatchObject({
      do: 'new-epoch',
      why: 'fork',
    });
    expect(decideAfterPush(refused('client-too-old'), sent)).toMatchObject({ do: 'hold', code: 'SYNC_REFUSED' });
    expect(decideAfterPush(refused('revoked'), sent)).toMatchObject({ do: 'hold', code: 'STATION_REVOKED' });
    const kept = (quarantinedTo: number) => decideAfterPush({ ...refused('revoked'), quarantinedTo }, sent);
    expect(kept(20)).toMatchObject({ do: 'quarantined', upTo: 20 });
    expect(kept(41)).toMatchObject({ do: 'quarantined', upTo: 40 });
    for (const code of [401, 403, 426])
      expect(decideAfterPush(status(code), sent)).toMatchObject({ do: 'hold', code: 'SYNC_REFUSED' });
  });
  it('bisects a batch that is not taken, and does not drop the last one', () => {
    expect(decideAfterPush(refused('bad-batch'), sent)).toEqual({ do: 'shrink' });
    for (const code of [400, 413, 422]) expect(decideAfterPush(status(code), sent)).toEqual({ do: 'shrink' });
    expect(decideAfterPush(status(413), { ...sent, fromSeq: 20 })).toMatchObject({ do: 'hold' });
    expect(decideAfterPush(refused('bad-batch'), { ...sent, fromSeq: 20 })).toMatchObject({ do: 'hold' });
  });
  it.each([408, 425, 429, 500, 502, 503, 504])('waits on %i and obeys Retry-After', (code) => {
    expect(decideAfterPush(status(code, 30_000), sent)).toMatchObject({
      do: 'wait',
      offline: false,
      retryAfterMs: 30_000,
    });
  });
  it.each(['network', 'timeout', 'not-ours'] as const)('takes %s for "nobody there"', (kind) => {
    expect(decideAfterPush({ outcome: 'no-answer', kind, detail: 'x' }, sent)).toMatchObject({
      do: 'wait',
      offline: true,
    });
  });
  it('backs off with full jitter under a cap', () => {
    fc.assert(
      fc.property(fc.nat(100), fc.double({ min: 0, max: 0.999, noNaN: true }), (attempt, random) => {
        const wait = backoffMs(attempt, random);
        expect(wait).toBeGreaterThanOrEqual(0);
        expect(wait).toBeLessThanOrEqual(Math.min(300_000, 1_000 * 2 ** attempt));
      }),
    );
  });
  it('spreads stations after an outage, none longer than the outage or half a minute, and obeys Retry-After', () => {
    expect(spreadMs(600_000, 0.999)).toBeLessThanOrEqual(30_000);
    expect(spreadMs(2_000, 0.999)).toBeLessThanOrEqual(2_000);
    expect(spreadMs(0, 0.5)).toBe(0);
    expect(retryAfterWithJitter(10_000, 0)).toBe(10_000);
    expect(retryAfterWithJitter(10_000, 0.999)).toBeLessThanOrEqual(11_000);
  });
});
