import { troublesInEnglish, type PrinterCondition } from '../../../shared/devices/printer-condition.ts';
import type { SendOutcome, WatchOutcome } from '../../../shared/devices/print-job.ts';
import type { Clock } from '../../supervisor/clock.ts';
import { DetailedCondition } from '../status/detailed-condition.ts';
import type { StatusQuestions } from '../status/status-question.ts';
import { LineSession, type Learning } from './line-session.ts';
import { HeldWatch } from './held-watch.ts';
import type { ChannelEvents, PrintChannel, PrinterLook, PrintLimits } from './print-channel.ts';
import type { PrinterLine } from './printer-line.ts';
import { PrintWatch } from './print-watch.ts';
import { failed, unknown } from './send-outcomes.ts';
import { untilIdle } from './until-idle.ts';

/** A printer that says nothing is asked again at every so manieth look: half a minute. */
const ASK_AGAIN_LOOKS = 12;

/**
 * Prints over a line of bytes (TCP 9100, /dev/usb/lp*, serial, Bluetooth SPP). What it finds out about a printer it keeps: one that has
 * answered and is silent now is not fine, one that has never answered is not asked again until it was gone.
 */
export class LinePrinter implements PrintChannel {
  readonly name: string;
  readonly #line: PrinterLine;
  readonly #questions: StatusQuestions;
  readonly #detailed: DetailedCondition;
  readonly #clock: Clock;
  readonly #limits: PrintLimits;
  readonly #events: ChannelEvents;
  /** Labels inside a printer that counts, or inside one that only answers: which it is, is learned with nothing inside. */
  readonly #watch = new PrintWatch();
  readonly #held = new HeldWatch();
  #session: LineSession | undefined;
  #answers: boolean | undefined;
  #saysHeld = false;
  #counts: boolean | undefined;
  /** The first questions to a printer that nobody knows yet: while their answers are open, labels go as to one that says nothing. */
  #learningAnswers: Learning<PrinterCondition> | undefined;
  #learningCount: Learning<number> | undefined;
  /** The printer may hold the beginning of a job: after a cut, and after a start, because nobody knows how the last run ended. */
  #mayBeCut = true;
  #silences = 0;
  #looks = 0;
  #uncounted = 0;
  #turn: Promise<unknown> = Promise.resolve();
  #cancelIdle: () => void = () => undefined;
  #watching = false;
  /** The next label stands at the door. */
  #waiting = false;
  #stopped = false;
  #wakeRoom: () => void = () => undefined;
  /** Jobs cut off while they were written, waiting for the count to decide. */
  readonly #cut = new Map<string, (outcome: WatchOutcome) => void>();

  constructor(
    line: PrinterLine,
    questions: StatusQuestions,
    options: { readonly clock: Clock; readonly limits: PrintLimits; readonly events: ChannelEvents },
  ) {
    this.name = line.name;
    this.#line = line;
    this.#questions = questions;
    this.#detailed = new DetailedCondition(questions.detail);
    this.#clock = options.clock;
    this.#limits = options.limits;
    this.#events = options.events;
  }

  look(): Promise<PrinterLook> {
    return this.#alone(async (): Promise<PrinterLook> => {
      // Jobs inside: the watch looks often enough, and owns the line.
      if (this.#watching) return { present: true, condition: undefined };
      let session: LineSession;
      try {
        session = await this.#opened();
      } catch (error) {
        return { present: false, detail: words(error) };
      }
      if (this.#questions.dropFirst && this.#answers === true) await this.#drop(session);
      this.#looks += 1;
      // Perhaps another client had it when it was asked first.
      if (this.#answers === false && this.#looks % ASK_AGAIN_LOOKS === 0) this.#answers = undefined;
      const short = await this.#condition(session);
      // Not at the first look: the first label may wait for it.
      const condition =
        short === undefined || this.#looks < 2
          ? short
          : await this.#detailed.whole(short, (question) => session.ask(question, this.#limits.promptMs));
      if (condition !== short) this.#report(condition);
      this.#learnCounting(session);
      const { lost } = session;
      if (this.#learningAnswers?.open === true || this.#learningCount?.open === true) this.#idle(this.#limits.answerMs);
      else this.#letGo();
      return lost === undefined ? { present: true, condition } : { present: false, detail: lost };
    });
  }

  async print(job: string, bytes: Uint8Array, onFirstByte: () => void, nextWaits = false): Promise<SendOutcome> {
    while (!this.#room) {
      this.#waiting = true;
      await new Promise<void>((resolve) => (this.#wakeRoom = resolve));
    }
    this.#waiting = false;
    const outcome = await this.#alone(() => this.#print(job, bytes, onFirstByte, nextWaits));
    if (outcome !== 'cut') return outcome;
    // The line broke with bytes of the label on their way, and this printer counts: its count may still tell.
    const decided = new Promise<WatchOutcome>((resolve) => this.#cut.set(job, resolve));
    this.#watch.add(job);
    void this.#follow();
    const told = await decided;
    return told.outcome === 'confirmed'
      ? { outcome: 'confirmed', bytes: bytes.length, firstByteMonoMs: this.#clock.monoMs(), proof: told.proof }
      : unknown(told.outcome === 'unknown' ? told.detail : 'the line broke off');
  }

  stop(): void {
    this.#stopped = true;
    this.#cancelIdle();
    const why = 'the station has let go of this printer';
    this.#decide([...this.#watch.giveUp(why), ...this.#held.giveUp(why)]);
    this.#letGo();
  }

  /** An answer that is still to come would be one from before the next label, and call the one before it through. */
  get #room(): boolean {
    return this.#watch.room && this.#held.room(this.#saysHeld && this.#session?.late === false);
  }

  async #print(
    job: string,
    bytes: Uint8Array,
    onFirstByte: () => void,
    nextWaits: boolean,
  ): Promise<SendOutcome | 'cut'> {
    if (this.#stopped) return failed('PRINTER_LOST', 'the station has let go of this printer');
    let session: LineSession;
    try {
      session = await this.#opened();
    } catch (error) {
      return failed('PRINTER_LOST', words(error));
    }
    // A printer that counts says so at once; an answer that comes after this label would be a count of nobody knows when.
    await this.#learningCount?.soon;
    this.#learningCount?.stop();
    if (this.#questions.dropFirst) await this.#drop(session);
    let before = await this.#condition(session);
    if (before?.partial === true) {
      // Whole labels before the partial one would be cancelled with it: they are printed first.
      if (before.busy === true || this.#watch.size > 0 || this.#held.size > 0) {
        this.#idle();
        return failed('PRINTER_NEEDS_HAND', 'the printer holds a label that was cut off, and prints others first');
      }
      this.#mayBeCut = true;
      await this.#drop(session);
      before = await this.#condition(session);
      if (before?.partial === true) before = { ...before, troubles: [...before.troubles, 'memory-fault'] };
    } else if (before?.partial === false) this.#mayBeCut = false;
    else if (before === undefined && this.#answers !== true) await this.#drop(session);
    if (session.lost !== undefined) return failed('PRINTER_LOST', session.lost);
    if (before === undefined && this.#answers === true) {
      // With labels inside it is still listened to.
      if (this.#held.size === 0) this.#letGo();
      return failed('PRINTER_NEEDS_HAND', 'the printer does not answer');
    }
    if (before !== undefined && before.troubles.length > 0) {
      this.#idle();
      return failed('PRINTER_NEEDS_HAND', troublesInEnglish(before));
    }
    // Labels of a former run, or of another program: the count would be theirs.
    if (before?.busy === true && this.#counts === true && this.#watch.size === 0) {
      this.#idle();
      return failed('PRINTER_NEEDS_HAND', 'the printer still prints something else');
    }
    const counted = await this.#count(session);
    if (session.lost !== undefined) return failed('PRINTER_LOST', session.lost);
    if (counted !== undefined) this.#watch.begin(counted);
    else if (this.#counts === true) {
      this.#letGo();
      return failed('PRINTER_NEEDS_HAND', 'the printer does not say its count');
    }
    if (!this.#room) return failed('PRINTER_NEEDS_HAND', 'the label before is in doubt');
    // From here on bytes of the label may have left, whatever happens.
    const firstByteMonoMs = this.#clock.monoMs();
    onFirstByte();
    try {
      await session.write(bytes, this.#limits.writeMs);
    } catch (error) {
      this.#letGo(true);
      this.#mayBeCut = this.#watch.suspicious = true;
      return counted === undefined ? unknown(words(error)) : 'cut';
    }
    const sent = { outcome: 'sent', bytes: bytes.length, firstByteMonoMs } as const;
    if (counted !== undefined) {
      this.#watch.add(job);
      void this.#follow();
      return { ...sent, watched: true };
    }
    if (this.#answers === true && (nextWaits || this.#held.size > 0)) {
      this.#held.add(job, bytes.length, this.#clock.monoMs());
      void this.#follow();
      return { ...sent, watched: true };
    }
    if (this.#answers === true) return (await this.#drained(session)) ?? sent;
    // It says nothing: an orderly end of the connection is all there is.
    const taken = await session.finish(this.#limits.finishMs);
    const { lost } = session;
    this.#letGo(!taken);
    this.#mayBeCut = !taken;
    return taken ? sent : unknown(lost ?? 'the printer did not show that it took the label');
  }

  /** undefined: the printer has nothing left to do. */
  async #drained(session: LineSession): Promise<SendOutcome | undefined> {
    const [clock, limits] = [this.#clock, this.#limits];
    const why = await untilIdle(session, this.#questions.condition, { clock, limits }, (said) => this.#report(said));
    if (why === undefined) {
      this.#idle();
      return undefined;
    }
    if (session.lost === undefined) this.#letGo();
    else this.#mayBeCut = true;
    return unknown(why);
  }

  /** Follows the jobs inside until each is proven or given up; opens the line again when it was lost. */
  async #follow(): Promise<void> {
    if (this.#watching) return;
    this.#watching = true;
    while (this.#inside && !this.#stopped) {
      await this.#alone(async () => {
        let condition: PrinterCondition | undefined;
        let count: number | undefined;
        try {
          const session = await this.#opened();
          if (this.#watch.size > 0) count = await session.ask(this.#countQuestion(), this.#limits.answerMs);
          condition = await session.ask(this.#questions.condition, this.#limits.answerMs);
        } catch {
          // Not there: silent, until the limit.
        }
        this.#report(condition);
        const now = this.#clock.monoMs();
        const decided = [
          ...this.#watch.heard(condition, count, now, this.#limits),
          ...this.#held.heard(condition, this.#session?.late !== false, now, this.#limits),
        ];
        // What may still lie in the line must not come out beside another parcel.
        if (decided.some(([, { outcome }]) => outcome === 'unknown')) this.#letGo(true);
        this.#decide(decided);
      });
      const { pollMs, pollWaitingMs } = this.#limits;
      if (this.#inside) await this.#pause(this.#waiting ? pollWaitingMs : pollMs);
    }
    this.#watching = false;
    this.#idle();
  }

  get #inside(): boolean {
    return this.#watch.size > 0 || this.#held.size > 0;
  }

  #decide(outcomes: ReturnType<PrintWatch['heard']>): void {
    for (const [job, outcome] of outcomes) {
      const decide = this.#cut.get(job);
      this.#cut.delete(job);
      if (decide === undefined) this.#events.onWatched(job, outcome);
      else decide(outcome);
    }
    this.#wakeRoom();
    this.#wakeRoom = () => undefined;
  }

  /** The beginning of a job that was cut off is thrown away. */
  async #drop(session: LineSession): Promise<void> {
    if (!this.#mayBeCut) return;
    try {
      await session.write(this.#questions.dropPartial, this.#limits.writeMs);
      this.#mayBeCut = false;
    } catch {
      // The session has noticed: `lost`.
    }
  }

  async #condition(session: LineSession): Promise<PrinterCondition | undefined> {
    if (this.#answers === false || this.#learningAnswers?.open === true) return undefined;
    if (this.#answers === undefined) return this.#learnAnswering(session);
    const condition = await session.ask(this.#questions.condition, this.#limits.answerMs);
    if (session.lost === undefined) this.#heard(condition);
    return condition;
  }

  /** Does it answer? Found out with the first label at the door: an answer that comes later is still heard, and believed from then on. */
  async #learnAnswering(session: LineSession): Promise<PrinterCondition | undefined> {
    const { promptMs, answerMs } = this.#limits;
    this.#learningAnswers = session.learn(this.#questions.condition, { promptMs, waitMs: answerMs }, (condition) =>
      this.#heard(condition),
    );
    const condition = await this.#learningAnswers.soon;
    // What comes now may be taken for the answer to a later question.
    if (condition === undefined) session.late = true;
    return condition;
  }

  /** undefined: it has said nothing in all of its time. */
  #heard(condition: PrinterCondition | undefined): void {
    if (condition !== undefined) {
      this.#answers = true;
      this.#silences = 0;
    } else {
      this.#answers ??= false;
      this.#silences += 1;
      // Perhaps it waits for the rest of a picture and takes our questions for it. Tried now and then, not each time: 32 KB.
      if (this.#questions.dropFirst && this.#silences >= 2 && (this.#silences & (this.#silences - 1)) === 0)
        this.#mayBeCut = true;
    }
    this.#report(condition);
  }

  async #count(session: LineSession): Promise<number | undefined> {
    return this.#counts === true ? session.ask(this.#countQuestion(), this.#limits.answerMs) : undefined;
  }

  /** Does it count? Nobody waits for it: a printer that does not know the question is silent, which is no sign of anything. */
  #learnCounting(session: LineSession): void {
    const { count } = this.#questions;
    if (this.#answers !== true || count === undefined || this.#counts !== undefined) return;
    const { promptMs, answerMs } = this.#limits;
    this.#learningCount = session.learn(count, { promptMs, waitMs: answerMs }, (value) => {
      if (value !== undefined) {
        this.#counts = true;
        return;
      }
      // One answer can get lost.
      this.#uncounted += 1;
      if (this.#uncounted >= 2) this.#counts = false;
    });
  }

  #countQuestion(): NonNullable<StatusQuestions['count']> {
    if (this.#questions.count === undefined) throw new Error('a printer without a count is not watched');
    return this.#questions.count;
  }

  #report(condition: PrinterCondition | undefined): void {
    this.#saysHeld = condition?.held !== undefined;
    if (condition !== undefined || this.#answers === true) this.#events.onCondition(condition);
  }

  async #opened(): Promise<LineSession> {
    this.#cancelIdle();
    if (this.#session !== undefined && this.#session.lost === undefined) return this.#session;
    // Without a count nobody can tell what a printer that was gone has done with what was inside.
    if (this.#held.size > 0) {
      this.#mayBeCut = true;
      this.#decide(this.#held.giveUp(this.#session?.lost ?? 'the line was let go'));
    }
    this.#session = undefined;
    try {
      this.#session = await LineSession.open(this.#line, this.#clock);
      // The line broke with labels inside: the printer may have lost them.
      if (this.#watch.size > 0) this.#watch.suspicious = true;
      return this.#session;
    } catch (error) {
      // It was gone: one that has never answered may come back set up in another way. One that has answered still owes us answers.
      if (this.#answers === false) this.#answers = undefined;
      if (this.#counts === false) [this.#counts, this.#uncounted] = [undefined, 0];
      throw error;
    }
  }

  /** The line is let go soon, unless the next job comes first. */
  #idle(afterMs = this.#limits.idleMs): void {
    this.#cancelIdle();
    if (this.#session === undefined) return;
    this.#cancelIdle = this.#clock.after(
      afterMs,
      () =>
        void this.#alone(async () => {
          if (!this.#watching) this.#letGo();
          return Promise.resolve();
        }),
    );
  }

  #letGo(discard = false): void {
    this.#session?.close(discard);
    this.#session = undefined;
  }

  #pause(ms: number): Promise<void> {
    return new Promise((resolve) => this.#clock.after(ms, resolve));
  }

  /** One user of the line at a time. */
  #alone<T>(act: () => Promise<T>): Promise<T> {
    const mine = this.#turn.then(act);
    this.#turn = mine.catch(() => undefined);
    return mine;
  }
}

const words = (error: unknown): string => (error instanceof Error ? error.message : String(error));
