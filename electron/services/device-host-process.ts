import type { z } from 'zod';
import type { DeviceStatus } from '../../shared/devices/device-status.ts';
import {
  hostAnswers,
  hostEventSchema,
  hostResponseSchema,
  type HostEvent,
  type HostRequest,
} from '../../shared/devices/host-protocol.ts';
import { failure, success, type Result } from '../../shared/errors/catalog.ts';

/** The part of Electron's UtilityProcess that is used; a forked child fits as well. */
export interface HostChild {
  postMessage(message: unknown, ports?: unknown[]): void;
  on(event: 'message', listener: (message: unknown) => void): unknown;
  on(event: 'exit', listener: (code: number) => void): unknown;
  kill(): unknown;
}

export interface DeviceHostOptions {
  readonly spawn: () => HostChild;
  readonly monoMs: () => number;
  readonly wallMs: () => number;
  readonly after: (delayMs: number, callback: () => void) => void;
  readonly onStatus: (status: DeviceStatus) => void;
  readonly onEvent: (event: HostEvent) => void;
  /** The host is up (again): configure it, hand it the stream. */
  readonly onReady: () => void;
  readonly onCrash: (detail: string, quarantined: boolean) => void;
}

const CRASH_WINDOW_MS = 60_000;
const MAX_CRASHES = 3;
const REQUEST_TIMEOUT_MS = 60_000;
const MAX_OPEN_REQUESTS = 200;

type RequestBody = HostRequest extends infer R ? (R extends HostRequest ? Omit<R, 'id'> : never) : never;
type AnswerOf<T extends keyof typeof hostAnswers> = z.infer<(typeof hostAnswers)[T]>;

/**
 * Keeps the device host alive: restarted at once after a crash. Three crashes in a minute quarantine the devices that go through native code
 * (scale, scanner, dimensioner): the host comes back without them, so that labels are printed and parcels are worked on by hand. Three more in
 * the same minute, and it stays down. A person lifts the quarantine by saving the set-up.
 */
export class DeviceHostProcess {
  readonly #options: DeviceHostOptions;
  readonly #open = new Map<
    number,
    { readonly type: keyof typeof hostAnswers; readonly answer: (result: Result<unknown>) => void }
  >();
  readonly #statuses = new Map<string, DeviceStatus>();
  #child: HostChild | undefined;
  #nextId = 1;
  #crashes: number[] = [];
  #stopping = false;
  #quarantined = false;

  constructor(options: DeviceHostOptions) {
    this.#options = options;
  }

  start(): void {
    const child = this.#options.spawn();
    this.#child = child;
    child.on('message', (message) => this.#received(message));
    child.on('exit', (code) => this.#exited(child, code));
  }

  stop(): void {
    this.#stopping = true;
    this.#child?.kill();
  }

  /** The next configuration leaves the native devices out. */
  get quarantined(): boolean {
    return this.#quarantined;
  }

  /** A person has looked at the devices: all of them get another chance. */
  liftQuarantine(): void {
    this.#crashes = [];
    this.#quarantined = false;
    if (this.#child === undefined && !this.#stopping) this.start();
  }

  statuses(): DeviceStatus[] {
    return [...this.#statuses.values()];
  }

  handPort(port: unknown): void {
    this.#child?.postMessage('scale-stream', [port]);
  }

  /** Errors: INTERNAL when the host crashed or did not answer; else what the host says. */
  request<T extends RequestBody>(body: T): Promise<Result<AnswerOf<T['type']>>> {
    const child = this.#child;
    if (child === undefined || this.#open.size >= MAX_OPEN_REQUESTS)
      return Promise.resolve(failure('INTERNAL', 'the device host is not there'));
    const id = (this.#nextId += 1);
    return new Promise((resolve) => {
      const answer = (result: Result<unknown>): void => {
        this.#open.delete(id);
        resolve(result as Result<AnswerOf<T['type']>>);
      };
      this.#open.set(id, { type: body.type, answer });
      this.#options.after(
        REQUEST_TIMEOUT_MS,
        () => this.#open.has(id) && answer(failure('INTERNAL', `the device host did not answer ${body.type}`)),
      );
      child.postMessage({ ...body, id });
    });
  }

  #received(message: unknown): void {
    const event = hostEventSchema.safeParse(message);
    if (event.success) {
      if (event.data.event === 'device-status') this.#status(event.data.status);
      if (event.data.event === 'ready') this.#options.onReady();
      this.#options.onEvent(event.data);
      return;
    }
    const response = hostResponseSchema.safeParse(message);
    if (!response.success) return;
    const waiting = this.#open.get(response.data.id);
    if (waiting === undefined) return;
    if (!response.data.ok) {
      waiting.answer(response.data);
      return;
    }
    const value = hostAnswers[waiting.type].safeParse(response.data.value);
    waiting.answer(value.success ? success(value.data) : failure('INTERNAL', `answer of ${waiting.type} is malformed`));
  }

  #status(status: DeviceStatus): void {
    this.#statuses.set(status.deviceId, status);
    this.#options.onStatus(status);
  }

  #exited(child: HostChild, code: number): void {
    if (child !== this.#child) return;
    this.#child = undefined;
    for (const { answer } of [...this.#open.values()]) answer(failure('INTERNAL', 'the device host ended'));
    if (this.#stopping) return;
    const now = this.#options.monoMs();
    this.#crashes = [...this.#crashes.filter((at) => now - at < CRASH_WINDOW_MS), now];
    const tooMany = this.#crashes.length >= MAX_CRASHES;
    const down = tooMany && this.#quarantined;
    if (tooMany) {
      this.#quarantined = true;
      this.#crashes = [];
    }
    for (const status of this.statuses()) {
      this.#status({
        ...status,
        state: down || (this.#quarantined && status.kind !== 'printer') ? 'quarantined' : 'absent',
        detail: 'the device program ended',
        sinceWallMs: this.#options.wallMs(),
      });
    }
    this.#options.onCrash(`the device program ended with ${code}`, tooMany);
    if (!down) this.start();
  }
}
