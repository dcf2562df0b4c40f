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

  onLabel: () => void = () => undefined;
  /** The cable is pulled. */
  cut: () => void = () => undefined;

  open(handlers: LineHandlers): Promise<LineConnection> {
    let closed = false;
    this.cut = () => {
      closed = true;
      handlers.lost('ECONNRESET');
    };
    return Promise.resolve({
      write: (bytes) => {
        const text = Buffer.from(bytes).toString('latin1');
        this.written.push({ text, atMs: this.#clock.monoMs() });
        if (text.startsWith('^XA')) this.onLabel();
        const answer = this.#answers[text.startsWith('! U1') ? 'count' : text];
        if (answer !== undefined)
          this.#clock.after(answer.afterMs, () => !closed && handlers.data(Buffer.from(answer.say(), 'latin1')));
        return closed ? Promise.reject(new Error('ECONNRESET')) : Promise.resolve();
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
    return this.labelsAtMs[0];
  }

  get labelsAtMs(): number[] {
    return this.written.filter(({ text }) => text.startsWith('^XA')).map(({ atMs }) => atMs);
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

function printed(on: Bench, job = 'A', nextWaits = false): { outcome: SendOutcome | undefined } {
  const box: { outcome: SendOutcome | undefined } = { outcome: undefined };
  void on.printer.print(job, LABEL, () => undefined, nextWaits).then((outcome) => (box.outcome = outcome));
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

  it('a cutter and paper that runs low are told between labels, never before the first; who does not know the question is left alone', async () => {
    const errors = (cutter: number): string =>
      `\x02\r\n  PRINTER STATUS\r\n   ERRORS:         ${cutter > 0 ? 1 : 0} 00000000 0000000${cutter}\r\n   WARNINGS:       1 00000000 00000008\r\n\x03`;
    let cutter = 8;
    const on = bench({
      '~HS': { afterMs: 5, say: () => WELL },
      '~HQES': { afterMs: 5, say: () => errors(cutter) },
    });
    const look = async () => {
      let found: unknown;
      void on.printer.look().then((what) => (found = what));
      await on.clock.pass(2_500);
      return found;
    };
    expect(await look()).toMatchObject({ condition: { troubles: [] } });
    expect(on.wire.written.some(({ text }) => text === '~HQES')).toBe(false);
    expect(await look()).toMatchObject({ condition: { troubles: ['cutter-fault'], warnings: ['paper-low'] } });
    expect(on.heard.at(-1)?.troubles).toEqual(['cutter-fault']);
    cutter = 0;
    expect(await look()).toMatchObject({ condition: { troubles: [], warnings: ['paper-low'] } });
    const plain = bench({ '~HS': { afterMs: 5, say: () => WELL } });
    for (let looks = 0; looks < 6; looks += 1) {
      void plain.printer.look();
      await plain.clock.pass(2_500);
    }
    expect(plain.wire.written.filter(({ text }) => text === '~HQES')).toHaveLength(2);
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

describe('a printer that does not count and says how many labels it holds', () => {
  const saying = ({ held, paper }: { held: number; paper: string }): string =>
    WELL.replace('030,0,0,1218,000', `030,${paper},0,1218,00${held}`);
  const run = () => {
    const state = { held: 0, paper: '0', answers: true };
    const on = bench({
      '~HS': { afterMs: 5, say: () => (state.answers ? saying(state) : '') },
    });
    on.wire.onLabel = () => (state.held += 1);
    return { ...on, on, state };
  };
  const twoInside = async () => {
    const world = run();
    const first = printed(world.on, 'A', true);
    await world.clock.pass(100);
    const second = printed(world.on, 'B', false);
    await world.clock.pass(100);
    return { ...world, first, second };
  };

  it('gets the next label while one prints, and no third before the first is through', async () => {
    const { on, clock, wire, watched, state, first, second } = await twoInside();
    expect([first.outcome, second.outcome]).toMatchObject([{ watched: true }, { watched: true }]);
    const third = printed(on, 'C', false);
    await clock.pass(2_000);
    expect([watched, third.outcome, wire.labelsAtMs.length]).toEqual([[], undefined, 2]);
    state.held -= 1;
    await clock.pass(200);
    expect([watched, wire.labelsAtMs.length]).toEqual([['A sent'], 3]);
    state.held = 0;
    await clock.pass(500);
    expect(watched).toEqual(['A sent', 'B sent', 'C sent']);
  });

  it('is waited for when no other label waits: one word in the ledger, not two', async () => {
    const { on, clock, state, watched } = run();
    const label = printed(on, 'A', false);
    await clock.pass(2_000);
    expect(label.outcome).toBeUndefined();
    state.held = 0;
    await clock.pass(200);
    expect(label.outcome).toEqual({ outcome: 'sent', bytes: LABEL.length, firstByteMonoMs: 5 });
    expect(watched).toEqual([]);
  });

  it('leaves both in doubt when the line breaks, though it is idle afterwards', async () => {
    const { on, clock, wire, watched, state } = await twoInside();
    wire.cut();
    state.held = 0;
    printed(on, 'C', true);
    await clock.pass(100);
    expect(watched).toEqual(['A unknown', 'B unknown']);
    state.held = 0;
    await clock.pass(200);
    expect(watched[2]).toBe('C sent');
  });

  it('leaves both in doubt when the line breaks under the second', async () => {
    const { on, clock, wire, watched } = run();
    printed(on, 'A', true);
    await clock.pass(100);
    wire.onLabel = () => wire.cut();
    const second = printed(on, 'B', true);
    await clock.pass(100);
    expect([watched, second.outcome]).toMatchObject([['A unknown'], { outcome: 'unknown' }]);
  });

  it('leaves both in doubt when it no longer answers', async () => {
    const { clock, watched, state } = await twoInside();
    state.answers = false;
    await clock.pass(printLimits.silentMs - 1_000);
    expect(watched).toEqual([]);
    await clock.pass(4_000);
    expect(watched).toEqual(['A unknown', 'B unknown']);
  });

  it('gets no second label without paper', async () => {
    const { on, clock, state, watched, wire } = run();
    printed(on, 'A', true);
    await clock.pass(100);
    state.paper = '1';
    const second = printed(on, 'B', true);
    await clock.pass(5_000);
    expect([watched, second.outcome, wire.labelsAtMs.length]).toMatchObject([[], { outcome: 'failed' }, 1]);
    Object.assign(state, { paper: '0', held: 0 });
    await clock.pass(200);
    expect(watched).toEqual(['A sent']);
  });

  it('gets nothing behind a label while an answer is still to come: it would be taken for one after it', async () => {
    const { on, clock, state, watched, wire } = run();
    printed(on, 'A', true);
    await clock.pass(100);
    state.answers = false;
    await clock.pass(printLimits.answerMs * 2);
    state.answers = true;
    printed(on, 'B', true);
    await clock.pass(1_000);
    expect([watched, wire.labelsAtMs.length]).toEqual([[], 1]);
    state.held = 0;
    await clock.pass(200);
    expect([watched, wire.labelsAtMs.length]).toEqual([['A sent'], 2]);
  });
});
