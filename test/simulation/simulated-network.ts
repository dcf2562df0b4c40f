import type { HttpFailure } from '../../shared/ipc/contract.ts';
import type { JournalHead, JournalRecord } from '../../shared/sync/operation.ts';
import {
  healthAnswerSchema,
  pushAnswerSchema,
  type HealthAnswer,
  type PushAnswer,
} from '../../shared/sync/protocol.ts';
import { pushBatch } from '../../shared/sync/push-batch.ts';
import type { Chance } from './chance.ts';
import type { HttpAnswer, SimulatedCloud } from './simulated-cloud.ts';
import type { VirtualTime } from './virtual-time.ts';

export interface NetworkFaults {
  requestLost: number;
  answerLost: number;
  /** A proxy sends the request a second time, at the same time or later. */
  repeated: number;
  /** The answer is cut or changed on its way. */
  answerBroken: number;
}

const PUSH_TIMEOUT_MS = 20_000;
const HEALTH_TIMEOUT_MS = 5_000;
/** The statuses whose body is the protocol's, as in the station's HTTP client. */
const OURS: readonly number[] = [200, 403, 409, 422, 426];
export const ORGANISATION = 'floor';

/** What stands between one station and the cloud. */
export class SimulatedNetwork {
  readonly faults: NetworkFaults = { requestLost: 0, answerLost: 0, repeated: 0, answerBroken: 0 };
  /** down: refused at once. half-open: nobody answers. portal: a page of somebody else with status 200. */
  state: 'up' | 'down' | 'half-open' | 'portal' = 'up';
  latencyMs = 20;
  requests = 0;
  readonly #cloud: SimulatedCloud;
  readonly #time: VirtualTime;
  readonly #chance: Chance;

  constructor(cloud: SimulatedCloud, time: VirtualTime, chance: Chance) {
    this.#cloud = cloud;
    this.#time = time;
    this.#chance = chance;
  }

  async pack(head: JournalHead, records: readonly JournalRecord[]): Promise<Buffer> {
    return Buffer.from(pushBatch(head, records).text, 'utf8');
  }

  /** The next batch is packed while this one is under way, sooner or later. */
  sent(): Promise<void> {
    return this.#time.wait(this.#chance.next() * 2 * this.latencyMs);
  }

  async send(bytes: Buffer): Promise<PushAnswer | HttpFailure> {
    const answer = await this.#ask(() => this.#cloud.push(ORGANISATION, bytes), PUSH_TIMEOUT_MS);
    if ('outcome' in answer) return answer;
    const parsed = pushAnswerSchema.safeParse(answer.json);
    return parsed.success ? parsed.data : noAnswer('not-ours', 'the answer is not understood');
  }

  async health({ device, epoch }: JournalHead): Promise<HealthAnswer | HttpFailure> {
    const source = { organisation: ORGANISATION, device, epoch };
    const answer = await this.#ask(async () => this.#cloud.health(source), HEALTH_TIMEOUT_MS);
    if ('outcome' in answer) return answer;
    const parsed = healthAnswerSchema.safeParse(answer.json);
    return parsed.success ? parsed.data : noAnswer('not-ours', 'the answer is not understood');
  }

  async #ask(
    request: () => Promise<HttpAnswer | undefined>,
    timeoutMs: number,
  ): Promise<{ readonly json: unknown } | HttpFailure> {
    const { faults } = this;
    const chance = this.#chance;
    const time = this.#time;
    this.requests += 1;
    if (this.state === 'down') {
      await time.wait(1 + chance.next() * 20);
      return noAnswer('network', 'ECONNREFUSED');
    }
    const lost = this.state === 'half-open' || chance.hits(faults.requestLost);
    const answerLost = chance.hits(faults.answerLost);
    const repeated = chance.hits(faults.repeated);
    const repeatAfterMs = chance.hits(0.5) ? 0 : chance.between(1, 30_000);
    const broken = chance.hits(faults.answerBroken);
    return new Promise((resolve) => {
      const cancel = time.after(timeoutMs, () => resolve(noAnswer('timeout', 'TimeoutError')));
      const settle = (value: { readonly json: unknown } | HttpFailure): void => {
        cancel();
        resolve(value);
      };
      if (lost) return;
      time.after(this.latencyMs * (0.5 + chance.next()), () => {
        if (this.state === 'portal') {
          settle(noAnswer('not-ours', 'the answer is not from the Weighhouse cloud'));
          return;
        }
        if (!this.#cloud.up) {
          settle(noAnswer('network', 'ECONNREFUSED'));
          return;
        }
        if (repeated) time.after(repeatAfterMs, () => void (this.#cloud.up && request()));
        void request().then((answer) => {
          if (answerLost) return;
          time.after(this.latencyMs * (0.5 + chance.next()), () => {
            if (answer === undefined) settle(noAnswer('network', 'ECONNRESET'));
            else if ('html' in answer || broken) settle(noAnswer('not-ours', 'the answer is not understood'));
            else if (OURS.includes(answer.status)) settle({ json: JSON.parse(JSON.stringify(answer.json)) as unknown });
            else
              settle({
                ...noAnswer('status', `HTTP ${answer.status}`),
                status: answer.status,
                ...(answer.retryAfterMs === undefined ? {} : { retryAfterMs: answer.retryAfterMs }),
              });
          });
        });
      });
    });
  }
}

function noAnswer(kind: HttpFailure['kind'], detail: string): HttpFailure {
  return { outcome: 'no-answer', kind, detail };
}
