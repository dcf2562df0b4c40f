import type { HttpFailure, NotSent } from '../ipc/contract.ts';
import type { HealthAnswer, PushAnswer } from './protocol.ts';

export interface ParkedNote {
  readonly seq: number;
  readonly result: 'parked' | 'deferred';
  /** parked: why. deferred: the operation it waits for. */
  readonly code: string;
}

/** What one answer of the server means for the queue. */
export type PushDecision =
  /** Everything up to `ackedSeq` is durable at the server; `parked` needs a person. */
  | { readonly do: 'acknowledge'; readonly ackedSeq: number; readonly parked: readonly ParkedNote[] }
  /** The server knows less than we thought: go back and send again. */
  | { readonly do: 'rewind'; readonly ackedSeq: number }
  /** The server has other or more records under this chain's name: the chain ends, nothing is merged in silence. */
  | { readonly do: 'new-epoch'; readonly why: 'fork' | 'behind'; readonly detail: string }
  /** Nobody answered, or not for us: keep everything, try later. */
  | { readonly do: 'wait'; readonly offline: boolean; readonly retryAfterMs?: number | undefined; readonly why: string }
  /** The server will not take this batch as it is: half of it, then one by one. */
  | { readonly do: 'shrink' }
  /** The station is revoked: what it sent lies apart at the server up to this number, not acknowledged; the rest goes there as well. */
  | { readonly do: 'quarantined'; readonly upTo: number; readonly why: string }
  /** A person has to look: nothing is dropped, recording goes on. */
  | { readonly do: 'hold'; readonly code: 'SYNC_REFUSED' | 'STATION_REVOKED'; readonly why: string };

export interface Sent {
  readonly fromSeq: number;
  /** Last number that was in the batch, and its hash. */
  readonly toSeq: number;
  readonly headHash: string;
  readonly ackedSeq: number;
  /** The last number this station ever wrote in this chain. */
  readonly lastSeq: number;
}

export function decideAfterPush(answer: PushAnswer | HttpFailure | NotSent, sent: Sent): PushDecision {
  switch (answer.outcome) {
    case 'accepted': {
      const parked = answer.exceptions.flatMap((one): ParkedNote[] =>
        one.result === 'duplicate' ? [] : [{ seq: one.seq, result: one.result, code: one.code ?? one.on ?? '' }],
      );
      // Its last number is what counts: less than we sent means that it has lost something since.
      if (answer.lastSeq < sent.ackedSeq) return { do: 'rewind', ackedSeq: answer.lastSeq };
      // Not revoked any more: what lay in quarantine is sent again, so that the server says of each what became of it.
      if (sent.fromSeq > sent.ackedSeq + 1) return { do: 'rewind', ackedSeq: sent.ackedSeq };
      if (answer.lastSeq === sent.toSeq && answer.head !== sent.headHash)
        return { do: 'new-epoch', why: 'fork', detail: `same number ${sent.toSeq}, other content` };
      if (answer.lastSeq > sent.lastSeq)
        return {
          do: 'new-epoch',
          why: 'behind',
          detail: `the cloud has ${answer.lastSeq}, this station ${sent.lastSeq}`,
        };
      return { do: 'acknowledge', ackedSeq: Math.min(Math.max(answer.lastSeq, sent.ackedSeq), sent.toSeq), parked };
    }
    case 'gap':
      return { do: 'rewind', ackedSeq: Math.min(answer.lastSeq, sent.fromSeq - 1, sent.ackedSeq) };
    case 'fork':
      return { do: 'new-epoch', why: 'fork', detail: answer.detail };
    case 'foreign-head':
      return { do: 'new-epoch', why: 'fork', detail: "the cloud's head is none of ours" };
    case 'already-there':
      return { do: 'acknowledge', ackedSeq: answer.lastSeq, parked: [] };
    case 'bad-batch':
    case 'bad-operation':
      return sent.toSeq > sent.fromSeq ? { do: 'shrink' } : { do: 'hold', code: 'SYNC_REFUSED', why: answer.detail };
    case 'revoked':
      return answer.quarantinedTo === undefined
        ? { do: 'hold', code: 'STATION_REVOKED', why: answer.detail }
        : { do: 'quarantined', upTo: Math.min(answer.quarantinedTo, sent.lastSeq), why: answer.detail };
    case 'client-too-old':
    case 'server-too-old':
      return { do: 'hold', code: 'SYNC_REFUSED', why: answer.detail };
    case 'no-answer':
      return decideAfterFailure(answer, sent);
  }
}

/** Statuses that are about the batch itself: a smaller one may pass. */
const ABOUT_THE_BATCH: readonly number[] = [400, 413, 422];
/** Statuses that no waiting mends: a person has to look at the key or the version. */
const ABOUT_THE_STATION: readonly number[] = [401, 403, 426];

function decideAfterFailure(answer: HttpFailure, sent: Sent): PushDecision {
  const { status } = answer;
  if (answer.kind !== 'status' || status === undefined) return { do: 'wait', offline: true, why: answer.detail };
  if (ABOUT_THE_STATION.includes(status)) return { do: 'hold', code: 'SYNC_REFUSED', why: answer.detail };
  if (ABOUT_THE_BATCH.includes(status))
    return sent.toSeq > sent.fromSeq ? { do: 'shrink' } : { do: 'hold', code: 'SYNC_REFUSED', why: answer.detail };
  return { do: 'wait', offline: false, retryAfterMs: answer.retryAfterMs, why: answer.detail };
}

/** What the server's health answer says of one chain, before anything is sent. */
export type HealthVerdict =
  | { readonly do: 'go-on' }
  /** It was restored from a copy and knows less than it once acknowledged. */
  | { readonly do: 'rewind'; readonly ackedSeq: number }
  /** It has more than was ever written here: this station was restored from a copy. */
  | { readonly do: 'new-epoch'; readonly why: 'behind' };

export function judgeHealth(
  health: HealthAnswer,
  chain: { readonly acked: number; readonly lastSeq: number },
): HealthVerdict {
  if (health.lastSeq > chain.lastSeq) return { do: 'new-epoch', why: 'behind' };
  return health.lastSeq < chain.acked ? { do: 'rewind', ackedSeq: health.lastSeq } : { do: 'go-on' };
}
