import type { HttpFailure } from '../ipc/contract.ts';
import type { HealthAnswer, PushAnswer } from './protocol.ts';

/** What one answer of the server means for the queue. */
export type PushDecision =
  /** Everything up to `ackedSeq` is durable at the server; `parked` needs a person. */
  | {
      readonly do: 'acknowledge';
      readonly ackedSeq: number;
      readonly parked: readonly { seq: number; result: 'parked' | 'deferred'; code: string }[];
    }
  /** The server knows less than we thought: go back and send again. */
  | { readonly do: 'rewind'; readonly ackedSeq: number }
  /** Nobody answered, or not for us: keep everything, try later. */
  | { readonly do: 'wait'; readonly offline: boolean; readonly retryAfterMs?: number | undefined; readonly why: string }
  /** The server will not take this batch as it is: half of it, then one by one. */
  | { readonly do: 'shrink' }
  /** A person has to look: nothing is dropped, recording goes on. */
  | { readonly do: 'hold'; readonly code: 'SYNC_FORK' | 'SYNC_REFUSED'; readonly why: string };

export interface Sent {
  readonly fromSeq: number;
  readonly toSeq: number;
  readonly headHash: string;
  readonly ackedSeq: number;
}

export function decideAfterPush(answer: PushAnswer | HttpFailure, sent: Sent): PushDecision {
  switch (answer.outcome) {
    case 'accepted': {
      const parked = answer.exceptions.flatMap(({ seq, result, code }) =>
        result === 'duplicate' ? [] : [{ seq, result, code: code ?? '' }],
      );
      // Its last number is what counts: less than we sent means that it has lost something since.
      if (answer.lastSeq < sent.ackedSeq) return { do: 'rewind', ackedSeq: answer.lastSeq };
      if (answer.lastSeq === sent.toSeq && answer.head !== sent.headHash)
        return { do: 'hold', code: 'SYNC_FORK', why: `same number ${sent.toSeq}, other content` };
      return { do: 'acknowledge', ackedSeq: Math.min(Math.max(answer.lastSeq, sent.ackedSeq), sent.toSeq), parked };
    }
    case 'gap':
      return { do: 'rewind', ackedSeq: answer.lastSeq };
    case 'fork':
      return { do: 'hold', code: 'SYNC_FORK', why: answer.detail };
    case 'bad-batch':
    case 'bad-operation':
      return sent.toSeq > sent.fromSeq ? { do: 'shrink' } : { do: 'hold', code: 'SYNC_REFUSED', why: answer.detail };
    case 'revoked':
    case 'client-too-old':
    case 'server-too-old':
      return { do: 'hold', code: 'SYNC_REFUSED', why: answer.detail };
    case 'no-answer':
      return decideAfterFailure(answer, sent);
  }
}

function decideAfterFailure(answer: HttpFailure, sent: Sent): PushDecision {
  const { status } = answer;
  if (answer.kind !== 'status' || status === undefined) return { do: 'wait', offline: true, why: answer.detail };
  if (status === 401) return { do: 'hold', code: 'SYNC_REFUSED', why: answer.detail };
  if (status === 400 || status === 413)
    return sent.toSeq > sent.fromSeq ? { do: 'shrink' } : { do: 'wait', offline: false, why: answer.detail };
  return { do: 'wait', offline: false, retryAfterMs: answer.retryAfterMs, why: answer.detail };
}

/** A server that was restored from a copy knows less than it once acknowledged; its health answer already says so. */
export function rewindAfterHealth(health: HealthAnswer, ackedSeq: number): number | undefined {
  return health.lastSeq < ackedSeq ? health.lastSeq : undefined;
}
