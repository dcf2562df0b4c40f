import { gzip } from 'node:zlib';
import { promisify } from 'node:util';
import { Readable } from 'node:stream';
import { z } from 'zod';
import type { HttpFailure } from '../../shared/ipc/contract.ts';
import type { CountersignedHead } from '../../shared/sync/countersigned-head.ts';
import type { JournalHead, JournalRecord } from '../../shared/sync/operation.ts';
import {
  leaseRefusedSchema,
  leaseSchema,
  type Lease,
  type leaseRequestSchema,
} from '../../shared/sync/number-ranges.ts';
import {
  healthAnswerSchema,
  PUSH_COLUMNS,
  pushAnswerSchema,
  type HealthAnswer,
  type PushAnswer,
  type PushHeader,
} from '../../shared/sync/protocol.ts';
import { pushBatch } from '../../shared/sync/push-batch.ts';
import { sealDifferenceSchema } from '../../shared/sync/pulled-records.ts';
import { pullAnswerSchema, pullGoneSchema, type PullAnswer } from '../../shared/sync/pull.ts';
import { linesOf } from './lines-of.ts';

const pack = promisify(gzip);
/** Measured on a floor's batches: 49.4 bytes an operation in half the time of level 6, which gets to 47.6. */
const GZIP_LEVEL = 4;
const PUSH_TIMEOUT_MS = 20_000;
const SMALL_TIMEOUT_MS = 5_000;
/** A snapshot that stands still. */
const SILENCE_MS = 60_000;
const MAX_ANSWER_BYTES = 64 << 20;

/** A batch as it goes over the wire. */
export interface PackedPush {
  readonly header: PushHeader;
  readonly bytes: Uint8Array;
}

/** What others do with an answer. */
export interface CloudEvents {
  /** The server signed a head of this station. */
  readonly onCountersigned?: (head: CountersignedHead) => void;
  /** The token was not taken: mint a new one for the next try. */
  readonly onUnauthorized?: () => void;
  /** What the server's clock said in an answer of its own, to the second. */
  readonly onServerTime?: (serverMs: number) => void;
}

export type PullGone = z.infer<typeof pullGoneSchema>;
export type LeaseRefused = z.infer<typeof leaseRefusedSchema>;

export interface CloudTarget {
  readonly url: string;
  readonly token: string;
}

/** The only way out of the machine. Answers are parsed; whatever is not ours is "no answer", whatever its status says. */
export class CloudClient {
  readonly #target: () => CloudTarget | undefined | Promise<CloudTarget | undefined>;
  readonly #events: CloudEvents;
  readonly #fetch: typeof fetch;

  constructor(
    target: () => CloudTarget | undefined | Promise<CloudTarget | undefined>,
    fetcher: typeof fetch = fetch,
    events: CloudEvents = {},
  ) {
    this.#target = target;
    this.#events = events;
    this.#fetch = fetcher;
  }

  async push(head: JournalHead, records: readonly JournalRecord[]): Promise<PushAnswer | HttpFailure> {
    return this.send(await this.pack(head, records));
  }

  async pack(head: JournalHead, records: readonly JournalRecord[]): Promise<PackedPush> {
    const { header, text } = pushBatch(head, records);
    return { header, bytes: await pack(text, { level: GZIP_LEVEL }) };
  }

  async sent(): Promise<void> {
    // The HTTP client hands a body to its socket some turns later, each of them a promise or a tick.
    for (let turn = 0; turn < 3; turn += 1) await new Promise(setImmediate);
  }

  async send({ header, bytes }: PackedPush): Promise<PushAnswer | HttpFailure> {
    const answer = await this.#ask('/v1/push', pushAnswerSchema, PUSH_TIMEOUT_MS, [200, 409, 422, 403, 426], {
      method: 'POST',
      headers: { 'content-type': PUSH_COLUMNS, 'content-encoding': 'gzip' },
      body: new Uint8Array(bytes),
    });
    if (answer.outcome === 'accepted' && answer.countersign !== undefined) {
      const { countersign, serverEpoch, lastSeq: seq, head: signed } = answer;
      const { device, epoch } = header;
      const { organisation } = countersign;
      this.#events.onCountersigned?.({ organisation, serverEpoch, device, epoch, seq, head: signed, countersign });
    }
    return answer;
  }

  health(head: JournalHead): Promise<HealthAnswer | HttpFailure> {
    return this.#ask(
      `/v1/health?device=${head.device}&epoch=${head.epoch}`,
      healthAnswerSchema,
      SMALL_TIMEOUT_MS,
      [200],
    );
  }

  /** A page of changes, or why a snapshot is needed. */
  pull(after: string): Promise<PullAnswer | PullGone | HttpFailure> {
    const path = `/v1/pull?after=${encodeURIComponent(after)}`;
    return this.#ask(path, pullSchema, PUSH_TIMEOUT_MS, [200, 410]);
  }

  /**
   * Lines of a whole copy, unpacked as they come; memory does not grow with it. No time limit for the whole: on a bad line it takes
   * hours, and work goes on meanwhile. A minute without a byte ends it.
   */
  async snapshot(): Promise<AsyncIterable<string> | HttpFailure> {
    const target = await this.#target();
    if (target === undefined) return noAnswer('network', 'no cloud is set up');
    const stop = new AbortController();
    let timer = setTimeout(() => stop.abort(), SILENCE_MS);
    try {
      const response = await this.#fetch(new URL('/v1/snapshot', target.url), {
        headers: { authorization: `Bearer ${target.token}` },
        redirect: 'error',
        signal: stop.signal,
      });
      if (response.status === 401) this.#events.onUnauthorized?.();
      if (!response.ok || response.body === null) {
        clearTimeout(timer);
        return { ...noAnswer('status', `HTTP ${response.status}`), status: response.status };
      }
      if (!(response.headers.get('content-type') ?? '').includes('application/x-ndjson')) {
        clearTimeout(timer);
        return noAnswer('not-ours', 'the answer is not from the Weighhouse cloud');
      }
      const bytes: Readable = Readable.fromWeb(response.body as Parameters<typeof Readable.fromWeb>[0]);
      bytes.on('data', () => {
        clearTimeout(timer);
        timer = setTimeout(() => stop.abort(), SILENCE_MS);
      });
      bytes.on('close', () => clearTimeout(timer));
      return linesOf(bytes);
    } catch (error) {
      clearTimeout(timer);
      return noAnswer('network', error instanceof Error ? error.message : String(error));
    }
  }

  /** The same lease asked again gets the same range. */
  lease(request: z.infer<typeof leaseRequestSchema>): Promise<Lease | LeaseRefused | HttpFailure> {
    return this.#ask(
      '/v1/ranges',
      z.union([leaseSchema, leaseRefusedSchema]),
      SMALL_TIMEOUT_MS,
      [200, 409],
      post(request),
    );
  }

  /** This station's lines of a thousand that differs; answered with the exact operations. */
  sealLines(
    { device, epoch, seq }: { readonly device: string; readonly epoch: number; readonly seq: number },
    toSeq: number,
    lines: readonly string[],
  ): Promise<{ differences: z.infer<typeof sealDifferenceSchema>[] } | HttpFailure> {
    const path = `/v1/seals/${device}/${epoch}/${seq}/lines`;
    return this.#ask(path, explainedSchema, PUSH_TIMEOUT_MS, [200], post({ toSeq, lines }));
  }

  /** A carrier's label by its SHA-256; whoever keeps it checks that it is the one. */
  async document(sha256: string): Promise<Uint8Array | HttpFailure> {
    const target = await this.#target();
    if (target === undefined) return noAnswer('network', 'no cloud is set up');
    try {
      const response = await this.#fetch(new URL(`/v1/documents/${sha256}`, target.url), {
        headers: { authorization: `Bearer ${target.token}` },
        redirect: 'error',
        signal: AbortSignal.timeout(PUSH_TIMEOUT_MS),
      });
      if (!response.ok) return { ...noAnswer('status', `HTTP ${response.status}`), status: response.status };
      return new Uint8Array(await response.arrayBuffer());
    } catch (error) {
      return noAnswer('network', error instanceof Error ? error.message : String(error));
    }
  }

  async #ask<S extends z.ZodType>(
    path: string,
    schema: S,
    timeoutMs: number,
    statuses: readonly number[],
    init: RequestInit = {},
  ): Promise<z.infer<S> | HttpFailure> {
    const target = await this.#target();
    if (target === undefined) return noAnswer('network', 'no cloud is set up');
    try {
      const response = await this.#fetch(new URL(path, target.url), {
        ...init,
        headers: { ...init.headers, authorization: `Bearer ${target.token}` },
        redirect: 'error',
        signal: AbortSignal.timeout(timeoutMs),
      });
      const ours = (response.headers.get('content-type') ?? '').includes('application/json');
      if (response.status === 401) this.#events.onUnauthorized?.();
      if (!statuses.includes(response.status)) {
        const retryAfterMs = Number(response.headers.get('retry-after')) * 1000;
        const failure = noAnswer('status', `HTTP ${response.status}`);
        return {
          ...failure,
          status: response.status,
          ...(retryAfterMs > 0 ? { retryAfterMs: Math.min(retryAfterMs, 3_600_000) } : {}),
        };
      }
      // A captive portal answers 200 with a page of its own.
      if (!ours) return noAnswer('not-ours', 'the answer is not from the Weighhouse cloud');
      const text = await response.text();
      if (text.length > MAX_ANSWER_BYTES) return noAnswer('not-ours', 'the answer is too large');
      const parsed = schema.safeParse(JSON.parse(text));
      const serverMs = Date.parse(response.headers.get('date') ?? '');
      if (parsed.success && Number.isFinite(serverMs)) this.#events.onServerTime?.(serverMs);
      if (parsed.success) return parsed.data;
      // A refusal in plain words (another station's token, say) is about its status, not about who answered.
      if (!response.ok) return { ...noAnswer('status', `HTTP ${response.status}`), status: response.status };
      return noAnswer('not-ours', `the answer is not understood: ${parsed.error.issues[0]?.message ?? ''}`);
    } catch (error) {
      const reason =
        error instanceof Error
          ? `${error.name}: ${error.cause instanceof Error ? error.cause.message : error.message}`
          : String(error);
      return noAnswer(
        error instanceof Error && error.name === 'TimeoutError'
          ? 'timeout'
          : error instanceof SyntaxError
            ? 'not-ours'
            : 'network',
        reason,
      );
    }
  }
}

const pullSchema = z.union([pullAnswerSchema, pullGoneSchema]);
const explainedSchema = z.object({ differences: z.array(sealDifferenceSchema) });
const post = (body: unknown): RequestInit => ({
  method: 'POST',
  headers: { 'content-type': 'application/json' },
  body: JSON.stringify(body),
});

function noAnswer(kind: HttpFailure['kind'], detail: string): HttpFailure {
  return { outcome: 'no-answer', kind, detail: detail.slice(0, 300) };
}
