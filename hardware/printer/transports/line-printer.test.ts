import { describe, expect, it } from 'vitest';
import type { SendOutcome } from '../../../shared/devices/print-job.ts';
import type { PrinterCondition } from '../../../shared/devices/printer-condition.ts';
import { FakeClock } from '../../simulators/fake-clock.ts';
import { statusQuestions } from '../status/status-question.ts';
import { LinePrinter } from './line-printer.ts';
import { printLimits } from './print-channel.ts';
import type { LineConnection, LineHandlers, PrinterLine } from './printer-line.ts';

const WELL =
  '\x02030,0,0,1218,000,0,0,0,000,0,0,0\x03\r\n\x02001,0,0,0,0,2,4,0,00000000,1,000\x03\r\n\x021234,0\x03\r\n';
const PAPER_OUT = WELL.replace('030,0', '030,1');
const LABEL = Buffer.from('^XA^FDlabel^FS^XZ\n');

/** A ZPL printer on a wire of its own: what it answers, and after how long, is the test's. */
class Wire implements PrinterLine {
  readonly name = 'wire';
  readonly written: { readonly text: string; readonly atMs: number }[] = [];
  readonly #clock: FakeClock;
  readonly #answers: Answers;

  constructor(clock: FakeClock, answers: Answers) {
    [this.#clock, this.#answers] = [clock, answers];
  }

  open(handlers: LineHandlers): Promise<LineConnection> {
    let closed = false;
    return Promise.resolve({
      write: (bytes) => {
        const text = Buffer.from(bytes).toString('latin1');
        this.written.push({ text, atMs: this.#clock.monoMs() });
        const answer = this.#answers[text.startsWith('! U1') ? 'count' : text];
        if (answer !== undefined)
          this.#clock.after(answer.afterMs, () => !closed && handlers.data(Buffer.from(answer.say(), 'latin1')));
        return Promise.resolve();
      },
      finish: () => {
        closed = true;
        return Promise.resolve(true);
      },
      close: () => {
        closed = true;
      },
    });
  }

  get labelAtMs(): number | undefined {
    return this.written.find(({ text }) => text.startsWith('^XA'))?.atMs;
  }
}

type Answers = Readonly<Record<string, { readonly afterMs: number; readonly say: () => string } | undefined>>;

interface Bench {
  readonly clock: FakeClock;
  readonly wire: Wire;
  readonly printer: LinePrinter;
  readonly heard: (PrinterCondition | undefined)[];
  readonly watched: string[];
}

function bench(answers: Answers): Bench {
  const clock = new FakeClock();
  const wire = new Wire(clock, answers);
  const heard: (PrinterCondition | undefined)[] = [];
  const watched: string[] = [];
  const printer = new LinePrinter(wire, statusQuestions.zpl, {
    clock,
    limits: printLimits,
    events: {
      onCondition: (condition) => heard.push(condition),
      onWatched: (job, { outcome }) => watched.push(`${job} ${outcome}`),
    },
  });
  return { clock, wire, printer, heard, watched };
}

function printed(on: Bench, job = 'A'): { outcome: SendOutcome | undefined } {
  const box: { outcome: SendOutcome | undefined } = { outcome: undefined };
  void on.printer.print(job, LABEL, () => undefined).then((outcome) => (box.outcome = outcome));
  return box;
}

describe('the first label after a start waits for nobody who says nothing', () => {
  it.each([
    ['a printer that says nothing', {}],
    ['one that answers and does not count', { '~HS': { afterMs: 5, say: () => WELL } }],
  ])('%s: first byte within 300 ms, also when the label comes with the first look', async (_, answers) => {
    const on = bench(answers);
    void on.printer.look();
    const label = printed(on);
    await on.clock.pass(1_000);
    expect(on.wire.labelAtMs).toBeLessThanOrEqual(300);
    expect(label.outcome).toMatchObject({ outcome: 'sent' });
  });

  it('the look itself is as quick, so the printer is ready', async () => {
    const on = bench({});
    let look: unknown;
    void on.printer.look().then((found) => (look = found));
    await on.clock.pass(200);
    expect(look).toEqual({ present: true, condition: undefined });
  });

  it('one that counts is watched from its first label on', async () => {
    let count = 7;
    const on = bench({
      '~HS': { afterMs: 5, say: () => WELL },
      count: { afterMs: 5, say: () => `"${count}"` },
    });
    void on.printer.look();
    const label = printed(on);
    await on.clock.pass(100);
    expect(label.outcome).toMatchObject({ outcome: 'sent', watched: true });
    count = 8;
    await on.clock.pass(2_000);
    expect(on.watched).toEqual(['A confirmed']);
  });
});

describe('what is heard late is not lost', () => {
  it('a slow printer that lacks paper gets no second label', async () => {
    const on = bench({ '~HS': { afterMs: 400, say: () => PAPER_OUT } });
    void on.printer.look();
    await on.clock.pass(600);
    expect(on.heard.map((condition) => condition?.troubles)).toEqual([['paper-out']]);
    const label = printed(on);
    await on.clock.pass(1_000);
    expect(label.outcome).toMatchObject({ outcome: 'failed', code: 'PRINTER_NEEDS_HAND', detail: 'paper out' });
    expect(on.wire.labelAtMs).toBeUndefined();
  });

  it('one that was silent for its whole time is not asked again, and never called well', async () => {
    const on = bench({});
    void on.printer.look();
    await on.clock.pass(2_000);
    const questions = (): number => on.wire.written.filter(({ text }) => text === '~HS').length;
    expect(questions()).toBe(1);
    void on.printer.look();
    await on.clock.pass(500);
    expect(questions()).toBe(1);
    expect(on.heard).toEqual([]);
  });

  it('a count that was asked for before a label is not taken for one after it', async () => {
    const on = bench({
      '~HS': { afterMs: 5, say: () => WELL },
      count: { afterMs: 500, say: () => '"7"' },
    });
    void on.printer.look();
    await on.clock.pass(200);
    const first = printed(on, 'A');
    await on.clock.pass(200);
    expect(first.outcome).toEqual({ outcome: 'sent', bytes: LABEL.length, firstByteMonoMs: 205 });
    await on.clock.pass(300);
    const second = printed(on, 'B');
    await on.clock.pass(3_000);
    expect(second.outcome).not.toHaveProperty('watched');
    expect(on.watched).toEqual([]);
  });
});
