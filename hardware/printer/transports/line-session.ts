import type { Clock } from '../../supervisor/clock.ts';
import type { Question } from '../status/status-question.ts';
import type { LineConnection, PrinterLine } from './printer-line.ts';

/** Answers are some hundred bytes; a printer that floods the line is cut to its last ones. */
const MAX_ANSWER_BYTES = 4_096;
const PIECE_BYTES = 8_192;

/** A question whose answer is recognised whenever it comes. */
export interface Learning<T> {
  /** The answer, or undefined when it has not come soon. */
  readonly soon: Promise<T | undefined>;
  /** Whether it is still listened for. */
  readonly open: boolean;
  /** Not to be recognised any more. */
  stop(): void;
}

/** An open line with its questions and answers. One user at a time. */
export class LineSession {
  readonly #connection: LineConnection;
  readonly #clock: Clock;
  #answer: Uint8Array = new Uint8Array();
  #onChange: () => void = () => undefined;
  /** Learnings that are open: given every byte that comes, and told with undefined when the line is gone. */
  readonly #ears = new Set<(bytes: Uint8Array | undefined) => void>();
  /** Why the line is gone; undefined while it stands. */
  lost: string | undefined;
  /** A question has stayed without an answer: a later answer may belong to it. */
  late = false;

  private constructor(connection: LineConnection, clock: Clock) {
    this.#connection = connection;
    this.#clock = clock;
  }

  /** Rejects when the printer is not there. */
  static async open(line: PrinterLine, clock: Clock): Promise<LineSession> {
    const opened: { session?: LineSession; early?: string } = {};
    const connection = await line.open({
      data: (bytes) => {
        if (opened.session !== undefined) opened.session.#received(bytes);
      },
      lost: (reason) => {
        if (opened.session === undefined) opened.early = reason;
        else opened.session.#ended(reason);
      },
    });
    const session = new LineSession(connection, clock);
    opened.session = session;
    session.lost = opened.early;
    return session;
  }

  /** undefined: no whole answer in time, or the line was lost (`lost` says so). */
  async ask<T>(question: Question<T>, waitMs: number): Promise<T | undefined> {
    if (this.lost !== undefined) return undefined;
    this.#answer = new Uint8Array();
    const answered = new Promise<T | undefined>((resolve) => {
      const cancel = this.#clock.after(waitMs, () => {
        this.late = true;
        resolve(undefined);
      });
      this.#onChange = () => {
        const value = this.lost === undefined ? question.read(this.#answer) : undefined;
        if (value === undefined && this.lost === undefined) return;
        cancel();
        resolve(value);
      };
    });
    this.#connection.write(question.bytes).catch((error: unknown) => this.#ended(message(error)));
    const value = await answered;
    this.#onChange = () => undefined;
    return value;
  }

  /**
   * Asks what nobody should wait long for: `soon` resolves with the answer or after `promptMs`, `settled` is told the answer or, after
   * `waitMs` of silence, undefined. Nothing is settled when the line is lost before that: then the silence says nothing.
   */
  learn<T>(
    question: Question<T>,
    limits: { readonly promptMs: number; readonly waitMs: number },
    settled: (value: T | undefined) => void,
  ): Learning<T> {
    if (this.lost !== undefined) return { soon: Promise.resolve(undefined), open: false, stop: () => undefined };
    let answer: Uint8Array = new Uint8Array();
    let resolveSoon: (value: T | undefined) => void = () => undefined;
    const soon = new Promise<T | undefined>((resolve) => (resolveSoon = resolve));
    const close = (value: T | undefined): void => {
      this.#ears.delete(ear);
      cancelPrompt();
      cancelWait();
      resolveSoon(value);
    };
    const ear = (bytes: Uint8Array | undefined): void => {
      if (bytes === undefined) {
        close(undefined);
        return;
      }
      answer = Buffer.concat([answer, bytes]).subarray(-MAX_ANSWER_BYTES);
      const value = question.read(answer);
      if (value === undefined) return;
      settled(value);
      close(value);
    };
    const cancelPrompt = this.#clock.after(limits.promptMs, () => resolveSoon(undefined));
    const cancelWait = this.#clock.after(limits.waitMs, () => {
      settled(undefined);
      close(undefined);
    });
    this.#ears.add(ear);
    this.#connection.write(question.bytes).catch((error: unknown) => this.#ended(message(error)));
    const isOpen = (): boolean => this.#ears.has(ear);
    return {
      soon,
      get open() {
        return isOpen();
      },
      stop: () => close(undefined),
    };
  }

  /** All of a job. Rejects when the line is lost or takes no more for `stallMs`. */
  async write(bytes: Uint8Array, stallMs: number): Promise<void> {
    for (let at = 0; at < bytes.length; at += PIECE_BYTES) {
      if (this.lost !== undefined) throw new Error(this.lost);
      const piece = this.#connection.write(bytes.subarray(at, at + PIECE_BYTES));
      await new Promise<void>((resolve, reject) => {
        const cancel = this.#clock.after(stallMs, () =>
          reject(new Error(`the printer took no byte for ${stallMs} ms`)),
        );
        this.#onChange = () => this.lost !== undefined && reject(new Error(this.lost));
        piece.then(resolve, reject).finally(cancel);
      });
    }
    this.#onChange = () => undefined;
  }

  finish(waitMs: number): Promise<boolean> {
    return this.lost === undefined ? this.#connection.finish(waitMs) : Promise.resolve(false);
  }

  close(discard: boolean): void {
    if (this.lost !== undefined) return;
    this.#ended('closed');
    this.#connection.close(discard);
  }

  #received(bytes: Uint8Array): void {
    this.#answer = Buffer.concat([this.#answer, bytes]).subarray(-MAX_ANSWER_BYTES);
    for (const ear of [...this.#ears]) ear(bytes);
    this.#onChange();
  }

  #ended(reason: string): void {
    this.lost ??= reason;
    for (const ear of [...this.#ears]) ear(undefined);
    this.#onChange();
  }
}

const message = (error: unknown): string => (error instanceof Error ? error.message : String(error));
