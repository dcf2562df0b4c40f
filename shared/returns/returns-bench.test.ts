import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { OverseasWorld } from '../../test/support/overseas-world.ts';
import { errorCatalog } from '../errors/catalog.ts';
import type { OperationPayload, OperationType } from '../parcel/operations.ts';
import { claimOf } from '../sync/conflicts.ts';
import { binUses } from '../stock/bin.ts';
import { stockClaimsOf } from '../stock/stock-claims.ts';
import { stockFigure } from '../stock/stock-figure.ts';
import { grades, isWorse } from '../stock/grade.ts';
import { categories } from '../stock/sku.ts';
import { gradeByChecklist } from './checklist.ts';
import { checklistFor, checklists, unknownChecklist } from './checklists.ts';
import {
  binsFor,
  disposeByRule,
  dispositions,
  dispositionSchema,
  houseRules,
  mayOverride,
  overrideReasons,
  type Disposition,
} from './disposition.ts';
import { conditions, type Condition } from './return-conditions.ts';
import { initialReturnsBench, reduceReturns } from './returns-bench.ts';
import type { ReturnsContext, ReturnsEvent } from './returns-bench-state.ts';
import { returnRefusals, type ReturnRefusalCode } from './refusals.ts';
import { rmaRecordSchema } from './rma.ts';

const photo = { name: 'p1.jpg', sha256: 'cd'.repeat(32) };

function bench(overrides: Partial<ReturnsContext> = {}, numbers = 1_000) {
  const world = new OverseasWorld();
  world.sku({ sku: 'MUG' });
  world.sku({ sku: 'SHIRT', category: 'apparel' });
  world.sku({ sku: 'WATCH', category: 'electronics', tracks: { lot: false, expiry: false, serial: true } });
  world.sku({ sku: 'MUG', owner: 'NOVA' });
  world.sku({ sku: 'MUG-B', barcodes: ['X00MUGB'] });
  for (const [code, use] of [
    ['P-1', 'pick'],
    ['R-1', 'resale'],
    ['F-1', 'refurbish'],
    ['S-1', 'seller-return'],
    ['Q-1', 'quarantine'],
    ['D-1', 'destroy'],
  ] as const)
    world.bin({ code, use });
  world.bin({ code: 'P-NOVA', use: 'pick', owner: 'NOVA' });
  const rma = (fields: object) => {
    const made = rmaRecordSchema.parse({
      owner: 'LUMO',
      openedMs: world.rmas.length,
      lines: [{ sku: 'MUG', pieces: 2 }],
      ...fields,
    });
    world.rmas.push(made);
    return made;
  };
  rma({ rma: 'RMA-1', returnLabel: 'RL-1', waybill: 'WB-1' });
  rma({ rma: 'RMA-W', lines: [{ sku: 'WATCH', pieces: 1, serials: ['SN-1'] }] });
  rma({
    rma: 'RMA-S',
    lines: [
      { sku: 'SHIRT', pieces: 1 },
      { sku: 'MUG', pieces: 1 },
    ],
  });
  let plates = 0;
  const context: ReturnsContext = {
    ...{
      practice: false,
      camera: true,
      language: 'en',
      rules: [],
      thisYear: 2026,
      findSkus: world.findSkus,
      findBin: world.findBin,
    },
    ...{ findSku: world.findSku, findReturns: world.findReturns },
    findReturnsOf: (owner, sku) =>
      world.rmas.filter(
        (one) => one.owner === owner && one.lines.some((line) => line.sku === sku) && !world.returns.isClosed(one.rma),
      ),
    findTaken: (code) => world.returns.findTaken(code),
    findOpenReturn: (code) => world.returns.findOpenReturn(code),
    resaleSku: () => undefined,
    proposeBin: (_owner, _sku, disposition, grade) =>
      [...world.bins.values()].find(({ use }) => binsFor(disposition, grade).includes(use))?.code,
    inBin: (bin) => world.stock.inBin(bin),
    timeText: () => '11-25 14:33',
    ...overrides,
  };
  let state = initialReturnsBench;
  let atMs = 0;
  const cues: string[] = [];
  const send = (event: ReturnsEvent): void => {
    const step = reduceReturns(state, event, context);
    state = step.state;
    for (const effect of step.effects) {
      if (effect.type === 'cue') cues.push(effect.cue);
      if (effect.type === 'photo') send({ type: 'photo', photo });
      if (effect.type === 'take-number')
        send({ type: 'plate', plate: plates < numbers ? `R-${String((plates += 1)).padStart(6, '0')}` : undefined });
      if (effect.type === 'append') send(world.book(effect));
    }
  };
  const answer = (id: string): void => {
    const at = state.answers.findIndex((one) => one.do === 'answer' && one.answer === id);
    if (at === -1) throw new Error(`no answer ${id} in ${JSON.stringify(state.answers)}`);
    send({ type: 'key', key: `F${at + 1}` as 'F1' });
    if (state.phase === 'await-photo') send({ type: 'key', key: 'F7' });
  };
  /** Every point answered with its first choice, but those named. */
  const check = (failed: Readonly<Record<string, string>> = {}): void => {
    while (state.phase === 'checking' && state.step !== undefined)
      answer(failed[state.step.id] ?? state.step.choices[0]?.id ?? '');
  };
  return {
    world,
    send,
    cues,
    answer,
    check,
    scan: (text: string) => send({ type: 'scan', text, atMs: (atMs += 4_000) }),
    scanBack: () => send({ type: 'scan', text: state.graded?.plate ?? '', atMs: (atMs += 4_000) }),
    key: (key: 'F1' | 'F2' | 'F3' | 'F5' | 'F6' | 'F7' | 'F8' | 'Escape') => send({ type: 'key', key }),
    last: <T extends OperationType>(type: T) =>
      world.written.findLast((one) => one.type === type)?.payload as OperationPayload<T> | undefined,
    rma,
    get state() {
      return state;
    },
  };
}

describe('the checklists', () => {
  it('there is one for each category, with a source, at most five points and three answers, the first of which costs nothing', () => {
    expect(checklists.map(({ category }) => category).sort()).toEqual([...categories].sort());
    for (const { steps, source } of [...checklists, unknownChecklist]) {
      expect(source).not.toBe('');
      expect(steps.length).toBeLessThanOrEqual(5);
      for (const { choices } of steps) {
        expect(choices.length).toBeLessThanOrEqual(3);
        expect(choices[0]).toMatchObject({ atBest: 'A', photo: false });
        for (const { atBest, photo: asked } of choices) expect(asked).toBe(atBest !== 'A');
      }
    }
  });

  it('the grade is the worst that any answer leaves, whatever their order, and each lost grade has its reason', () => {
    const lists = fc.constantFrom(...checklists, unknownChecklist);
    fc.assert(
      fc.property(lists, fc.array(fc.nat(2), { minLength: 5, maxLength: 5 }), (list, picks) => {
        const answers = list.steps.map((step, i) => ({
          step: step.id,
          answer: step.choices[(picks[i] ?? 0) % step.choices.length]?.id ?? '',
        }));
        const { grade, lost } = gradeByChecklist(list, answers);
        const worst = answers
          .map(
            ({ step, answer }) =>
              list.steps.find(({ id }) => id === step)?.choices.find(({ id }) => id === answer)?.atBest ?? 'A',
          )
          .reduce((a, b) => (isWorse(a, b) ? a : b));
        expect(grade).toBe(worst);
        expect(lost.map((one) => one.grade)).toEqual(grades.slice(0, grades.indexOf(grade)));
        expect(gradeByChecklist(list, answers.toReversed()).grade).toBe(grade);
      }),
    );
  });
});

describe('dispositions', () => {
  it('every grade of every category under every condition has one by a rule, and hazards are never sold', () => {
    for (const category of [...categories, undefined])
      for (const grade of grades)
        for (const condition of Object.keys(conditions) as Condition[]) {
          const asked = { owner: 'LUMO', category, grade, condition, flags: [] };
          expect(disposeByRule(houseRules, asked).id).not.toBe('no-rule');
          expect(disposeByRule(houseRules, { ...asked, flags: ['hazard'] }).then).toBe('quarantine');
          if (condition !== 'expected')
            expect(['quarantine', 'destroy']).toContain(disposeByRule(houseRules, asked).then);
        }
    expect(
      disposeByRule([], { owner: 'LUMO', category: 'home', grade: 'A', condition: 'expected', flags: [] }).then,
    ).toBe('quarantine');
  });
  it('a seller’s own rule comes first', () => {
    const own = {
      id: 'lumo',
      when: { owners: ['LUMO'], grades: ['B' as const] },
      then: 'return-to-seller' as const,
      zh: '退',
      en: 'back',
    };
    const asked = {
      owner: 'LUMO',
      category: 'home' as const,
      grade: 'B' as const,
      condition: 'expected' as const,
      flags: [],
    };
    expect(disposeByRule([own, ...houseRules], asked).id).toBe('lumo');
    expect(disposeByRule([own, ...houseRules], { ...asked, owner: 'NOVA' }).then).toBe('restock');
  });
  it('more careful is anybody’s, nearer to sale and destroying a lead’s, a hazard never', () => {
    expect(mayOverride('restock', 'quarantine', [])).toBe('operator');
    expect(mayOverride('quarantine', 'restock', [])).toBe('lead');
    expect(mayOverride('restock', 'destroy', [])).toBe('lead');
    expect(mayOverride('quarantine', 'restock', ['hazard'])).toBe('nobody');
  });
});

describe('the returns bench', () => {
  it('scan, check, label, scan-back, bin: the grade is earned and the stock moves with the bin', () => {
    const one = bench();
    one.scan('RL-1');
    one.scan('MUG');
    one.answer('none');
    one.answer('clean');
    one.answer('missing');
    expect(one.state.step?.id).toBe('parts');
    expect(gradeByChecklist(checklistFor('home'), one.state.piece?.answers ?? []).lost).toMatchObject([
      { grade: 'A', by: { answer: 'missing' } },
    ]);
    one.answer('all');
    expect(one.state.phase).toBe('await-scan-back');
    expect(one.last('returnGraded')).toMatchObject({
      grade: 'B',
      disposition: 'restock',
      rule: 'light',
      plate: 'R-000001',
      label: { template: 'return-plate-80x50' },
    });
    expect(one.last('returnGraded')?.answers?.find(({ answer }) => answer === 'missing')?.photos).toEqual([photo]);
    one.scan('R-1');
    expect(one.world.stock.size).toBe(0);
    one.scanBack();
    expect(one.state).toMatchObject({ phase: 'await-bin', proposedBin: 'R-1' });
    one.scan('R-1');
    expect(one.world.stock.all()).toMatchObject([{ owner: 'LUMO', sku: 'MUG', grade: 'B', bin: 'R-1', pieces: 1 }]);
    expect(one.state).toMatchObject({ phase: 'done', log: [{ what: 'put-away' }, { what: 'graded' }] });
  });

  it.each(['RMA-1', 'RL-1', 'WB-1'])('is opened by %s', (code) => {
    const one = bench();
    one.scan(code);
    expect(one.state).toMatchObject({ phase: 'await-item', rma: { rma: 'RMA-1' } });
  });

  it('the article itself: among several announced returns a person chooses; without any it is unknown', () => {
    const one = bench();
    one.scan('MUG');
    expect(one.state).toMatchObject({ phase: 'choose-rma', answers: [{ rma: 'RMA-1' }, { rma: 'RMA-S' }] });
    one.key('F2');
    expect(one.state.piece).toMatchObject({ rmaCode: 'RMA-S', sku: { owner: 'LUMO' } });
    const other = bench();
    other.scan('MUG-B');
    expect(other.state.piece).toMatchObject({ condition: 'unknown', rmaCode: '?MUG-B', owner: 'LUMO' });
    other.check();
    expect(other.last('returnGraded')).toMatchObject({ grade: 'A', disposition: 'quarantine' });
  });

  it('a code that nobody knows is taken in, graded, kept apart and found again by its plate', () => {
    const one = bench();
    one.scan('NOBODYKNOWS');
    one.key('F1');
    one.check({ state: 'used' });
    one.scanBack();
    one.scan('Q-1');
    expect(one.world.stock.inBin('Q-1')).toMatchObject([{ owner: '?', sku: '??NOBODYKNOWS/1', grade: 'C', pieces: 1 }]);
  });

  it('a piece graded yesterday goes on by its plate, with or without a scan-back before', () => {
    const one = bench();
    ['RMA-1', 'MUG'].forEach((code) => one.scan(code));
    one.check();
    const { plate } = one.last('returnGraded') ?? {};
    const later = reduceReturns(initialReturnsBench, { type: 'scan', text: plate ?? '', atMs: 0 }, {
      ...{
        findOpenReturn: (code: string) => one.world.returns.findOpenReturn(code),
        findSku: one.world.findSku,
        findReturns: one.world.findReturns,
      },
      ...{
        findSkus: one.world.findSkus,
        findBin: one.world.findBin,
        rules: [],
        resaleSku: () => undefined,
        proposeBin: () => 'P-1',
        thisYear: 2026,
      },
    } as unknown as ReturnsContext);
    expect(later.state).toMatchObject({
      phase: 'await-bin',
      graded: { grade: 'A', disposition: 'restock' },
      proposedBin: 'P-1',
    });
    expect(later.effects).toMatchObject([{ operation: 'labelConfirmed' }, { type: 'cue' }]);
  });

  it('partial: what has not come is named when the return is closed', () => {
    const one = bench();
    ['RMA-S', 'SHIRT'].forEach((code) => one.scan(code));
    one.check();
    one.scanBack();
    one.scan('P-1');
    one.key('F6');
    expect(one.last('returnClosed')).toEqual({
      rma: 'RMA-S',
      owner: 'LUMO',
      taken: 1,
      missing: [{ sku: 'MUG', pieces: 1 }],
    });
  });

  it('wrong item, swapped serial and too many are taken in as what they are, apart from what is for sale', () => {
    const one = bench();
    ['RMA-W', 'MUG'].forEach((code) => one.scan(code));
    one.key('F1');
    one.check();
    expect(one.last('returnGraded')).toMatchObject({
      condition: 'wrong-item',
      sku: 'MUG',
      expectedSku: 'WATCH',
      disposition: 'quarantine',
    });
    const swap = bench();
    ['RMA-W', 'WATCH', 'SN-9'].forEach((code) => swap.scan(code));
    swap.key('F1');
    swap.check();
    expect(swap.last('returnGraded')).toMatchObject({
      condition: 'serial-swapped',
      serial: 'SN-9',
      expectedSerial: 'SN-1',
      disposition: 'quarantine',
    });
    const over = bench();
    for (let i = 0; i < 2; i += 1) {
      ['RMA-1', 'MUG'].forEach((code) => over.scan(code));
      over.check();
      over.scanBack();
      over.scan('P-1');
    }
    ['RMA-1', 'MUG'].forEach((code) => over.scan(code));
    over.key('F1');
    expect(over.state.piece).toBeUndefined();
    over.send({ type: 'lead', id: 'lead-1' });
    over.check();
    expect(over.last('returnGraded')).toMatchObject({
      condition: 'over',
      lead: 'lead-1',
      unit: 3,
      disposition: 'quarantine',
    });
  });

  it('an empty box needs its photo, counts as come, and moves no stock', () => {
    const one = bench();
    one.scan('RMA-W');
    one.key('F1');
    expect(one.state.phase).toBe('await-photo');
    expect(one.world.written).toHaveLength(0);
    one.key('F7');
    expect(one.last('returnGraded')).toMatchObject({
      condition: 'empty-box',
      sku: 'WATCH',
      photos: [photo],
      grade: 'D',
    });
    expect([one.world.stock.size, one.world.returns.waiting(), one.state.phase]).toEqual([0, [], 'done']);
    expect(one.world.returns.findTaken('RMA-W')).toHaveLength(1);
  });

  it('a failed point without a photo goes no further; without a camera a lead answers for it', () => {
    const one = bench();
    ['RMA-1', 'MUG'].forEach((code) => one.scan(code));
    one.key('F2');
    expect(one.state.phase).toBe('await-photo');
    for (const key of ['F1', 'F2', 'F3'] as const) one.key(key);
    one.scan('P-1');
    expect(one.state.phase).toBe('await-photo');
    const blind = bench({ camera: false });
    ['RMA-1', 'MUG'].forEach((code) => blind.scan(code));
    blind.key('F2');
    blind.send({ type: 'lead', id: 'lead-1' });
    expect(blind.state.phase).toBe('checking');
    blind.check();
    expect(blind.last('returnGraded')).toMatchObject({ grade: 'C', lead: 'lead-1' });
  });

  it('resold under another article: the new sticker is scanned back and the stock is the new article’s', () => {
    const one = bench({
      resaleSku: (owner, sku, grade) =>
        sku === 'MUG' && grade === 'B' ? one.world.findSku(owner, 'MUG-B') : undefined,
    });
    ['RMA-1', 'MUG'].forEach((code) => one.scan(code));
    one.check({ packing: 'worn' });
    expect(one.last('returnGraded')).toMatchObject({ label: { template: 'sku-70x40', data: { sku: 'X00MUGB' } } });
    one.scan('MUG');
    expect(one.state.refusal?.code).toBe('RETURN_LABEL_WRONG');
    one.scan('X00MUGB');
    one.scan('R-1');
    expect(one.last('returnPutAway')).toMatchObject({ relabelled: { fromSku: 'MUG', toSku: 'MUG-B' } });
    expect(one.world.stock.all()).toMatchObject([{ sku: 'MUG-B', grade: 'B', bin: 'R-1' }]);
  });

  it('undo: one answer back, a graded piece taken back, a put-away one out of its bin, each by a record of its own', () => {
    const one = bench();
    ['RMA-1', 'MUG'].forEach((code) => one.scan(code));
    one.answer('crack');
    expect(one.state.phase).toBe('await-scan-back');
    one.key('F8');
    expect(one.last('returnVoided')).toMatchObject({ moves: [], unit: 1 });
    expect(one.world.returns.findTaken('RMA-1')).toEqual([]);
    ['RMA-1', 'MUG'].forEach((code) => one.scan(code));
    one.answer('chip');
    one.key('F8');
    expect(one.state).toMatchObject({ phase: 'checking', step: { id: 'crack' }, piece: { answers: [] } });
    one.check();
    one.scanBack();
    one.scan('P-1');
    expect(one.world.stock.inBin('P-1')).toHaveLength(1);
    one.key('F8');
    expect([one.world.stock.size, one.state.log[0]?.what]).toEqual([0, 'undone']);
    one.key('F8');
    expect(one.world.written.filter(({ type }) => type === 'returnVoided')).toHaveLength(2);
  });
});

it('without a number the piece waits, and goes on with F1 when numbers have come; so it does after a disk that did not answer', () => {
  const one = bench({}, 0);
  ['RMA-1', 'MUG'].forEach((code) => one.scan(code));
  one.check();
  expect(one.state).toMatchObject({ phase: 'await-plate', refusal: { code: 'RETURN_NO_PLATE' } });
  one.key('F1');
  expect(one.world.written).toEqual([]);
  one.send({ type: 'plate', plate: 'R-000007' });
  expect(one.last('returnGraded')).toMatchObject({ plate: 'R-000007' });
  one.send({ type: 'booking-failed', code: 'JOURNAL_WRITE_FAILED' });
  expect(one.state).toMatchObject({ phase: 'await-scan-back', refusal: { code: 'JOURNAL_WRITE_FAILED' } });
});

describe('nothing that a person chose is stored without effect', () => {
  const suited: Readonly<Record<Disposition, string>> = {
    restock: 'P-1',
    refurbish: 'F-1',
    'return-to-seller': 'S-1',
    quarantine: 'Q-1',
    destroy: 'D-1',
  };

  it.each(dispositionSchema.options)(
    '%s: to its bin, its owner’s figure and the claims that the cloud weighs',
    (disposition) => {
      const one = bench();
      ['RMA-1', 'MUG'].forEach((code) => one.scan(code));
      one.check();
      if (disposition !== 'restock') {
        one.key('F5');
        while (!one.state.answers.some((answer) => answer.do === 'dispose' && answer.disposition === disposition))
          one.key('F5');
        one.key(
          `F${one.state.answers.findIndex((answer) => answer.do === 'dispose' && answer.disposition === disposition) + 1}` as 'F1',
        );
        one.key('F1');
        if (mayOverride('restock', disposition, []) === 'lead') one.send({ type: 'lead', id: 'lead-1' });
        expect(one.last('returnGraded')).toMatchObject({
          disposition,
          override: { from: 'restock', reason: Object.keys(overrideReasons)[0] },
        });
        expect(one.last('returnVoided')).toMatchObject({ reason: 'disposition changed' });
      }
      one.scanBack();
      for (const wrong of Object.values(suited).filter((bin) => bin !== suited[disposition])) {
        one.scan(wrong);
        expect(one.state.refusal?.code).toBe('RETURN_BIN_UNSUITED');
      }
      expect(one.world.stock.size).toBe(0);
      one.scan(suited[disposition]);
      const bin = one.world.bins.get(suited[disposition]);
      expect(one.last('returnPutAway')).toMatchObject({ disposition, bin: bin?.code });
      const figure = stockFigure(one.world.stock.ofArticle('LUMO', 'MUG'), (code) => one.world.bins.get(code)?.use);
      const sellable = bin !== undefined && binUses[bin.use].sellable;
      expect(figure).toMatchObject({
        total: 1,
        sellable: { A: sellable ? 1 : 0 },
        held: sellable || bin === undefined ? {} : { [bin.use]: 1 },
      });
      const put = one.world.written.at(-1);
      expect(put?.type).toBe('returnPutAway');
      expect(
        stockClaimsOf('returnPutAway', put?.payload as OperationPayload<'returnPutAway'>, put?.job ?? '', 'op', 0),
      ).toMatchObject([
        { kind: 'stock-below-zero', subject: `stock:${bin?.code}/LUMO/MUG/A//`, side: { said: { moved: 1 } } },
      ]);
      const graded = one.last('returnGraded');
      expect(graded === undefined ? undefined : claimOf('returnGraded', graded, 'X-1-1', 'op', 0)).toMatchObject({
        subject: 'return:RMA-1/1',
        side: { said: { grade: 'A' } },
      });
      expect(Object.keys(dispositions)).toContain(disposition);
    },
  );
});

/** One way into each situation. */
const provoke: Readonly<Record<ReturnRefusalCode, (one: ReturnType<typeof bench>) => void>> = {
  RETURN_UNKNOWN: (one) => one.scan('NOBODYKNOWS'),
  RETURN_WRONG_ITEM: (one) => ['RMA-W', 'MUG'].forEach((code) => one.scan(code)),
  RETURN_SERIAL_SWAPPED: (one) => ['RMA-W', 'WATCH', 'SN-9'].forEach((code) => one.scan(code)),
  RETURN_OVER: (one) => {
    ['RMA-W', 'WATCH', 'SN-1'].forEach((code) => one.scan(code));
    one.check();
    one.scanBack();
    one.scan('P-1');
    ['RMA-W', 'WATCH', 'SN-1'].forEach((code) => one.scan(code));
  },
  RETURN_PHOTO_MISSING: (one) => {
    ['RMA-1', 'MUG'].forEach((code) => one.scan(code));
    one.key('F2');
  },
  RETURN_NO_PLATE: (one) => {
    ['RMA-1', 'MUG'].forEach((code) => one.scan(code));
    for (const key of ['F1', 'F1', 'F1', 'F1'] as const) one.key(key);
  },
  RETURN_LABEL_WRONG: (one) => {
    ['RMA-1', 'MUG'].forEach((code) => one.scan(code));
    one.check();
    one.scan('R-999999');
  },
  RETURN_NOT_A_BIN: (one) => {
    ['RMA-1', 'MUG'].forEach((code) => one.scan(code));
    one.check();
    one.scanBack();
    one.scan('MUG');
  },
  RETURN_BIN_UNSUITED: (one) => {
    provoke.RETURN_NOT_A_BIN(one);
    one.scan('Q-1');
  },
  RETURN_BIN_TAKEN: (one) => {
    provoke.RETURN_NOT_A_BIN(one);
    one.scan('P-NOVA');
  },
  RETURN_OVERRIDE_LEAD: (one) => {
    ['RMA-1', 'MUG'].forEach((code) => one.scan(code));
    one.check({ crack: 'crack' });
    one.key('F5');
    one.key('F1');
    one.key('F1');
  },
};

describe.each(Object.keys(returnRefusals) as ReturnRefusalCode[])('refusal %s', (code) => {
  it('is reached, sounds as its row says, and has the severity of its words', () => {
    const one = bench({ camera: code !== 'RETURN_PHOTO_MISSING' }, code === 'RETURN_NO_PLATE' ? 0 : 1_000);
    provoke[code](one);
    expect(one.state.refusal?.code).toBe(code);
    expect(one.cues.at(-1)).toBe(returnRefusals[code].tone);
    expect(errorCatalog[code].severity).toBe(returnRefusals[code].colour);
  });
});
