import { describe, expect, it } from 'vitest';
import { BagFloor } from '../../test/support/bag-floor.ts';
import { operationPayloads, type OperationType } from '../parcel/operations.ts';
import { compileRule, readRule } from '../rating/compile-rule.ts';
import { mod10Weighted } from '../identifiers/check-digits.ts';

/** Bag A: EU-B, DE, general, DDP, with YT001 in it. Bag B: the same but IOSS and battery, with YT002. */
function twoBags(): BagFloor {
  const floor = new BagFloor();
  floor.weigh('YT001', 500);
  floor.weigh('YT002', 600, { dutyMode: 'IOSS', cargoClass: 'battery-in' });
  floor.scan('YT001').scan('BAG:A').scan('YT002').scan('BAG:B');
  return floor;
}

describe('a gun that is faster than the disk', () => {
  const held = (): BagFloor => {
    const floor = twoBags();
    for (const waybill of ['YT003', 'YT004', 'YT005', 'YT006']) floor.weigh(waybill, 700);
    floor.diskIsSlow = true;
    return floor.scan('YT003', 'BAG:A');
  };

  it('drops no scan: what comes before the disk has answered is taken after it, in order', () => {
    const floor = held();
    floor.scan('YT004', 'BAG:A');
    expect(floor.state).toMatchObject({ phase: 'saving', parcel: { waybill: 'YT003' } });
    floor.diskAnswers();
    expect(floor.state).toMatchObject({ phase: 'saving', last: { waybill: 'YT003' }, parcel: { waybill: 'YT004' } });
    floor.diskAnswers();
    expect(floor.state).toMatchObject({ phase: 'bagged', last: { waybill: 'YT004' } });
    expect(floor.fold.parcels.get('YT004')?.bag).toBe(floor.fold.parcels.get('YT003')?.bag);
  });

  it('hears a code read twice as one, and more than four as too early, with a tone', () => {
    const floor = held();
    floor.send({ type: 'scan', text: 'BAG:A', atMs: 24_100 });
    expect(floor.cues.at(-1)).toBe('twice');
    floor.scan('YT004', 'BAG:A', 'YT005', 'BAG:A', 'YT006');
    expect(floor.cues.at(-1)).toBe('check');
    floor.diskAnswers().diskAnswers().diskAnswers();
    expect(floor.state.last?.waybill).toBe('YT005');
    expect(floor.memory.waiting).toEqual([]);
  });

  it('a disk that refuses takes nothing of what was scanned behind it', () => {
    const floor = held();
    floor.diskFails = true;
    floor.scan('YT004', 'BAG:A').diskAnswers();
    expect(floor.code).toBe('JOURNAL_WRITE_FAILED');
    expect(floor.memory.waiting).toEqual([]);
    expect(floor.count('parcelBagged')).toBe(2);
  });
});

describe('tags of stands', () => {
  it('F4 prints the tag of the stand in question, and of none when there is none', () => {
    const floor = twoBags();
    floor.weigh('YT003', 700, { line: 'US-A' });
    floor.key('F4');
    expect(floor.tags).toEqual([]);
    floor.scan('YT003').key('F4');
    floor.key('F8').scan('BAG:A').key('F4');
    expect(floor.tags).toEqual(['C', 'A']);
    expect(floor.state.phase).toBe('await-parcel');
  });
});

describe('a parcel that is not to go on', () => {
  it('F6 or the code of the shelf puts the parcel in hand aside, by a record; the bench is free for the next', () => {
    const floor = twoBags();
    floor.weigh('YT003', 700);
    floor.weigh('YT004', 700, { hold: { reason: 'unpaid', sinceMs: 5 } });
    floor.scan('YT003').key('F6');
    expect(floor.last('parcelSetAside')).toMatchObject({ waybill: 'YT003', code: 'BY_HAND', place: 'H1' });
    expect(floor.state).toMatchObject({ phase: 'done', aside: { waybill: 'YT003', place: 'H1' }, parcel: undefined });
    floor.scan('YT004', 'PLACE:H2');
    expect(floor.cues.at(-1)).toBe('stop');
    floor.scan('PLACE:H1');
    expect(floor.last('parcelSetAside')).toMatchObject({ waybill: 'YT004', code: 'PARCEL_HELD', scanned: true });
    expect(floor.scan('YT001').code).toBe('PARCEL_IN_BAG');
    floor.key('F6');
    expect(floor.count('parcelSetAside')).toBe(2);
  });

  it('held after it was bagged it can be taken out of the open bag', () => {
    const floor = twoBags();
    floor.announce('YT001', { hold: { reason: 'unpaid', sinceMs: 5 } });
    floor.scan('YT001');
    expect(floor.state.refusal).toMatchObject({ code: 'PARCEL_HELD', answers: ['take-out'] });
    floor.key('F1');
    expect(floor.last('parcelUnbagged')).toMatchObject({ waybill: 'YT001', reason: 'taken-out' });
  });
});

describe('the interlock', () => {
  it('opens a bag by the tag of an empty stand, puts the parcel in, and says the letter', () => {
    const floor = new BagFloor();
    floor.weigh('YT001', 500);
    floor.scan('YT001');
    expect(floor.state).toMatchObject({ phase: 'await-new-bag', newLetter: 'A' });
    expect(floor.said).toEqual(['A']);
    floor.scan('BAG:A');
    expect(floor.state.phase).toBe('bagged');
    expect(floor.last('bagOpened')).toMatchObject({
      bag: 'EU-B-00001',
      letter: 'A',
      group: { line: 'EU-B', country: 'DE', cargoGroup: 'general', dutyMode: 'DDP' },
    });
    expect(floor.last('parcelBagged')).toMatchObject({ waybill: 'YT001', bag: 'EU-B-00001', first: 'parcel' });
    expect(floor.fold.bags.get('EU-B-00001')?.sumMilligrams).toBe(500_000);
  });

  it('lets the parcel name its bag, and books it when that tag is scanned', () => {
    const floor = twoBags();
    floor.weigh('YT003', 700);
    floor.scan('YT003');
    expect(floor.state).toMatchObject({ phase: 'await-bag', target: { letter: 'A', pieces: 1 } });
    expect(floor.count('parcelBagged')).toBe(2);
    floor.scan('BAG:A');
    expect(floor.state).toMatchObject({ phase: 'bagged', last: { bag: { letter: 'A', pieces: 2 }, waybill: 'YT003' } });
    expect(floor.cues.at(-1)).toBe('ok');
  });

  it('takes the tag first as well: the next parcel goes in there', () => {
    const floor = twoBags();
    floor.weigh('YT003', 700);
    floor.scan('BAG:A');
    expect(floor.state.phase).toBe('await-parcel');
    floor.scan('YT003');
    expect(floor.last('parcelBagged')).toMatchObject({ waybill: 'YT003', first: 'bag' });
  });

  it('refuses the wrong tag with both sides in words, books nothing, and goes on when the right one comes', () => {
    const floor = twoBags();
    floor.weigh('YT003', 700);
    floor.scan('YT003', 'BAG:B');
    expect(floor.state.refusal).toMatchObject({
      code: 'BAG_CARGO_MIXED',
      scanned: { letter: 'B' },
      difference: { of: 'cargoGroup', bag: 'battery', parcel: 'general' },
    });
    expect(floor.cues.at(-1)).toBe('stop');
    expect(floor.said.at(-1)).toBe('BAG_CARGO_MIXED');
    expect(floor.count('parcelBagged')).toBe(2);
    expect(floor.state.target?.letter).toBe('A');
    floor.scan('BAG:A');
    expect(floor.state.phase).toBe('bagged');
    expect(floor.code).toBeUndefined();
  });

  it('refuses a parcel in between: the first one is in no bag yet', () => {
    const floor = twoBags();
    floor.weigh('YT003', 700);
    floor.weigh('YT004', 800);
    floor.scan('YT003', 'YT004');
    expect(floor.state.refusal).toMatchObject({ code: 'BAG_TAG_EXPECTED', subject: 'YT003' });
    floor.scan('BAG:A');
    expect(floor.last('parcelBagged')).toMatchObject({ waybill: 'YT003' });
  });

  it('after a tag first, a parcel that does not fit names its own bag', () => {
    const floor = twoBags();
    floor.weigh('YT003', 700);
    floor.scan('BAG:B', 'YT003');
    expect(floor.code).toBe('BAG_CARGO_MIXED');
    expect(floor.state).toMatchObject({ phase: 'await-bag', target: { letter: 'A' }, parcel: { waybill: 'YT003' } });
  });

  it('hears a code twice within three seconds once', () => {
    const floor = twoBags();
    floor.weigh('YT003', 700);
    floor.send({ type: 'scan', text: 'YT003', atMs: 900_000 });
    floor.send({ type: 'scan', text: 'YT003', atMs: 901_000 });
    expect(floor.cues.at(-1)).toBe('twice');
    expect(floor.state.phase).toBe('await-bag');
  });

  it('puts two parcels into one bag with its tag scanned each time, however fast', () => {
    const floor = twoBags();
    floor.weigh('YT003', 700);
    floor.weigh('YT004', 700);
    for (const [at, text] of ['YT003', 'BAG:A', 'YT004', 'BAG:A'].entries())
      floor.send({ type: 'scan', text, atMs: 900_000 + at * 100 });
    expect(floor.fold.bags.get('EU-B-00001')?.parcels.size).toBe(3);
  });

  it('when the disk refuses, the parcel is in no bag and stays in hand', () => {
    const floor = twoBags();
    floor.weigh('YT003', 700);
    floor.scan('YT003');
    floor.diskFails = true;
    floor.scan('BAG:A');
    expect(floor.code).toBe('JOURNAL_WRITE_FAILED');
    expect(floor.state).toMatchObject({ phase: 'await-bag', parcel: { waybill: 'YT003' } });
    floor.diskFails = false;
    floor.scan('BAG:A');
    expect(floor.state.phase).toBe('bagged');
  });

  it('without a leased number opens no bag', () => {
    const floor = new BagFloor();
    floor.nextNumber = undefined;
    floor.weigh('YT001', 500);
    floor.scan('YT001', 'BAG:A');
    expect(floor.code).toBe('NUMBERS_EMPTY');
    expect(floor.count('bagOpened')).toBe(0);
  });
});

describe('sealing', () => {
  /** Bag A with three parcels of 500, 700 and 800 g; F1 was pressed on its tag. */
  function onTheScale(): BagFloor {
    const floor = twoBags();
    floor.weigh('YT003', 700);
    floor.weigh('YT004', 800);
    floor.scan('YT003', 'BAG:A', 'YT004', 'BAG:A', 'BAG:A');
    floor.key('F1').plate(0);
    return floor;
  }

  it('closes when gross − tare − Σ is within the limit, with SSCC, label and evidence', () => {
    const floor = onTheScale();
    expect(floor.state.phase).toBe('weigh-bag');
    floor.plate(2_210);
    expect(floor.state.phase).toBe('sealed');
    const closed = floor.last('bagClosed') as Record<string, never>;
    expect(closed).toMatchObject({
      ...{ bag: 'EU-B-00001', parcels: 3, gross: { value: '2.210', unit: 'kg' }, grossMilligrams: 2_210_000 },
      ...{ tareMilligrams: 180_000, sumMilligrams: 2_000_000, differenceMilligrams: 30_000 },
      ...{ toleranceMilligrams: 100_000, evidence: { zeroSeen: true, stableFrames: 3 } },
      label: { template: 'bag-sscc-100x150', data: { pieces: '3', gross: '2.210 kg', bag: 'EU-B-00001' } },
    });
    const sscc = String(closed['unitNumber']);
    expect(sscc).toMatch(/^09521234\d{10}$/);
    expect(mod10Weighted(sscc.slice(0, -1))).toBe(sscc.slice(-1));
    expect(floor.scan('BAG:A').code).toBe('BAG_SEALED');
  });

  it('names the parcel that was weighed, is in no bag and fits the difference; its scan closes the bag', () => {
    const floor = onTheScale();
    floor.weigh('YT005', 426);
    floor.weigh('YT006', 2_000);
    // The same weight, but it may not lie in this bag.
    floor.weigh('YT007', 424, { dutyMode: 'IOSS' });
    floor.plate(2_604);
    expect(floor.state.phase).toBe('sum');
    expect(floor.state.sealing).toMatchObject({
      weighing: { differenceMilligrams: 424_000, within: false },
      explanation: { kind: 'missed', parcels: [{ waybill: 'YT005', milligrams: 426_000 }], others: 0 },
    });
    expect(floor.count('bagClosed')).toBe(0);
    floor.scan('YT005');
    expect(floor.state.phase).toBe('sealed');
    expect(floor.last('bagClosed')).toMatchObject({ parcels: 4, differenceMilligrams: -2_000 });
  });

  it('names the parcel that was scanned in and is not inside', () => {
    const floor = onTheScale();
    floor.plate(1_482);
    expect(floor.state.sealing?.explanation).toMatchObject({ kind: 'not-inside', parcels: [{ waybill: 'YT003' }] });
    floor.scan('YT003');
    expect(floor.last('parcelUnbagged')).toMatchObject({ waybill: 'YT003', reason: 'not-in-the-bag' });
    expect(floor.state.phase).toBe('sealed');
    expect(floor.last('bagClosed')).toMatchObject({ parcels: 2, differenceMilligrams: 2_000 });
  });

  it('names two that explain it together', () => {
    const floor = onTheScale();
    floor.weigh('YT005', 300);
    floor.weigh('YT006', 650);
    floor.plate(2_180 + 950);
    const { explanation } = floor.state.sealing ?? {};
    expect(explanation?.parcels.map(({ waybill }) => waybill)).toEqual(['YT005', 'YT006']);
    floor.scan('YT005');
    expect(floor.state.phase).toBe('sum');
    floor.scan('YT006');
    expect(floor.state.phase).toBe('sealed');
  });

  it('lets nobody but a lead seal a difference, and keeps who and why', () => {
    const floor = onTheScale();
    floor.plate(3_000).key('F9');
    expect(floor.state.asksLead).toBe(true);
    expect(floor.said.at(-1)).toBe('LEAD_NEEDED');
    floor.send({ type: 'lead-left' });
    expect(floor.state).toMatchObject({ asksLead: false, phase: 'sum' });
    floor.lead();
    expect(floor.count('bagClosed')).toBe(0);
    floor.key('F9').lead();
    expect(floor.state.question?.about).toBe('difference-reason');
    floor.key('F2');
    expect(floor.last('bagClosed')).toMatchObject({
      decision: { lead: { id: 'lead-1', name: 'Wu' }, reason: 'empty-bag-differs' },
      differenceMilligrams: 820_000,
    });
  });

  it('asks nobody else when the person here may decide', () => {
    const floor = onTheScale();
    floor.context = { ...floor.context, leadHere: { id: 'lead-2', name: 'Li' } };
    floor.plate(3_000).key('F9', 'F3');
    expect(floor.last('bagClosed')).toMatchObject({ decision: { lead: { id: 'lead-2' }, reason: 'accepted' } });
  });

  it('seals no bag with a parcel in it that is held since, and lets it be taken out', () => {
    const floor = onTheScale();
    floor.key('F8');
    floor.announce('YT003', { hold: { reason: 'unpaid', sinceMs: 1 } });
    floor.scan('BAG:A').key('F1');
    expect(floor.state.refusal).toMatchObject({ code: 'PARCEL_HELD', subject: 'YT003', facts: { en: 'Unpaid' } });
    floor.key('F1');
    expect(floor.last('parcelUnbagged')).toMatchObject({ waybill: 'YT003', reason: 'taken-out' });
    floor.scan('BAG:A').key('F1').plate(0).plate(1_480);
    expect(floor.last('bagClosed')).toMatchObject({ parcels: 2 });
  });

  it('asks about a label that nobody knows of, and takes the scan of the new label as its proof', () => {
    const floor = onTheScale();
    floor.plate(2_180);
    const job = String(floor.state.last?.job);
    floor.send({ type: 'label', job, state: 'unknown', code: 'LABEL_UNKNOWN' });
    expect(floor.state.refusal).toMatchObject({ code: 'LABEL_UNKNOWN', answers: ['came-out', 'nothing-came-out'] });
    floor.key('F2');
    expect(floor.last('labelReprintRequested')).toEqual({ job, reason: 'nothing-came-out' });
    floor.send({ type: 'label', job, state: 'sent' });
    expect(floor.code).toBeUndefined();
    floor.scan(String(floor.last('bagClosed')?.['unitNumber']));
    expect(floor.last('labelConfirmed')).toEqual({ job, by: 'scan-back' });
    expect(floor.code).toBeUndefined();
  });

  it('weighs with another empty bag when its grams are typed', () => {
    const floor = onTheScale();
    floor.plate(2_350);
    expect(floor.state.phase).toBe('sum');
    floor.key('F5', '3', '5', '0', 'Enter');
    expect(floor.state.phase).toBe('sealed');
    expect(floor.last('bagClosed')).toMatchObject({ tareMilligrams: 350_000, differenceMilligrams: 0 });
  });

  it('does not take what lay on the plate before for the bag', () => {
    const floor = twoBags();
    floor.plate(900);
    floor.scan('BAG:A').key('F1').plate(900);
    expect(floor.code).toBe('SCALE_NOT_AT_ZERO');
    floor.plate(0);
    expect(floor.code).toBeUndefined();
    floor.plate(680);
    expect(floor.state.phase).toBe('sealed');
  });

  it('seals no empty bag, and none without a way to number it', () => {
    const floor = twoBags();
    floor.scan('YT001').key('F1');
    expect(floor.count('parcelUnbagged')).toBe(1);
    floor.scan('BAG:A').key('F1');
    expect(floor.code).toBe('BAG_EMPTY');
    floor.context = { ...floor.context, labels: { ...floor.context.labels, companyPrefix: undefined } };
    floor.scan('BAG:B').key('F1');
    expect(floor.code).toBe('BAG_NUMBERS_NOT_SET_UP');
  });

  it('numbers a bag of a post by S9, read back without a fault', () => {
    const floor = twoBags();
    const scheme = { line: 'EU-B', origin: 'CNSZXA', destination: 'DEFRAA', category: 'A', subclass: 'UN' } as const;
    floor.context = { ...floor.context, labels: { ...floor.context.labels, receptacles: [scheme] } };
    floor.scan('BAG:A').key('F1').plate(0).plate(680);
    expect(floor.last('bagClosed')).toMatchObject({ label: { template: 'bag-s9-100x150' } });
    expect(String(floor.last('bagClosed')?.['unitNumber'])).toMatch(/^CNSZXADEFRAAAUN60001\d{3}000007$/);
  });

  it('unseals by a lead with a reason; the old label does not count any more', () => {
    const floor = onTheScale();
    floor.plate(2_180);
    const old = String(floor.last('bagClosed')?.['unitNumber']);
    floor.scan('BAG:A').key('F1').lead().key('F1');
    expect(floor.last('bagUnsealed')).toMatchObject({
      bag: 'EU-B-00001',
      reason: 'parcel-to-take-out',
      lead: { id: 'lead-1', name: 'Wu' },
      unitNumber: old,
    });
    expect(floor.state).toMatchObject({ phase: 'await-parcel', target: { state: 'open' } });
    floor.key('F8').scan(old);
    expect(floor.code).toBe('BAG_LABEL_OLD');
    floor.scan('BAG:A').key('F1').plate(0).plate(2_180);
    expect(floor.last('bagClosed')?.['unitNumber']).not.toBe(old);
  });
});

describe('undo and correct', () => {
  it('takes the last bagging back by a new operation', () => {
    const floor = twoBags();
    const bagged = floor.operations.findLast((body) => body.type === 'parcelBagged');
    floor.key('F8');
    expect(floor.last('parcelUnbagged')).toMatchObject({ waybill: 'YT002', reason: 'undone', undoes: bagged?.seq });
    expect(floor.operations).toContain(bagged);
    expect(floor.fold.parcels.get('YT002')?.bag).toBeUndefined();
    floor.key('F8');
    expect(floor.count('parcelUnbagged')).toBe(1);
  });

  it('puts a parcel in hand back without a record', () => {
    const floor = twoBags();
    floor.weigh('YT003', 700);
    const before = floor.operations.length;
    floor.scan('YT003').scan('CMD:UNDO');
    expect(floor.state.phase).toBe('idle');
    expect(floor.operations).toHaveLength(before);
  });

  it('a weighing taken back or made again changes the sum of its open bag', () => {
    const floor = twoBags();
    floor.weigh('YT001', 550);
    expect(floor.fold.bags.get('EU-B-00001')?.sumMilligrams).toBe(550_000);
    const seq = floor.operations.length;
    floor.record('parcelWeighingVoided', 'parcel:YT001', { voids: seq, waybill: 'YT001', reason: 'x' });
    expect(floor.fold.bags.get('EU-B-00001')?.sumMilligrams).toBe(0);
  });
});

it('writes nothing but what the payload schemas take', () => {
  const floor = twoBags();
  floor.scan('YT001').key('F1');
  floor.scan('BAG:B').key('F1').plate(0).plate(3_000).key('F9').lead().key('F1');
  floor.scan('BAG:B').key('F1').lead().key('F3');
  for (const { type, payload } of floor.operations)
    expect(operationPayloads[type as OperationType].safeParse(payload).success, type).toBe(true);
  expect(new Set(floor.operations.map(({ type }) => type)).size).toBeGreaterThanOrEqual(6);
});

describe('the same check as at the scale', () => {
  const limited = (id: string): BagFloor['rule'] => {
    const read = readRule({
      ...{ weightUnit: 'kg', lengthUnit: 'cm', divisor: '6000', choice: { mode: 'max' } },
      limits: [
        { id, zh: '超长', en: 'over length', severity: 'block', when: { measure: 'longest', op: '>', value: '29' } },
      ],
      cargo: { rows: [{ classes: ['general'], actions: [{ type: 'allow' }] }], combinations: [] },
    });
    if (!read.ok) throw new Error(read.error.detail);
    return compileRule(read.value);
  };

  it('a parcel over the limit of its line is refused with the figures, unless a lead let it pass when it was weighed', () => {
    const floor = new BagFloor();
    floor.rule = limited('too-long');
    floor.weigh('YT001', 500);
    floor.scan('YT001');
    expect(floor.state.refusal).toMatchObject({
      code: 'PARCEL_OVER_LIMIT',
      facts: { zh: expect.stringContaining('超长') as string },
    });
    const answered = [{ code: 'PARCEL_OVER_LIMIT', answer: 'lead', lead: 'lead-1' }];
    floor.weigh('YT002', 500, {}, { answered });
    floor.scan('YT002');
    expect(floor.state.phase).toBe('await-new-bag');
  });

  it('a class that its line does not take is refused, a held parcel too, before any bag is named', () => {
    const floor = new BagFloor();
    floor.rule = limited('none');
    floor.weigh(
      'YT001',
      500,
      { cargoClass: 'battery-in' },
      { dimensions: { length: '9', width: '9', height: '9', unit: 'cm' } },
    );
    expect(floor.scan('YT001').code).toBe('CARGO_REFUSED');
    floor.rule = undefined;
    floor.weigh('YT002', 500, { hold: { reason: 'customs-check', sinceMs: 1, note: 'D-7' } });
    expect(floor.scan('YT002').state.refusal).toMatchObject({
      code: 'PARCEL_HELD',
      facts: { en: 'Customs inspection: D-7' },
    });
    expect(floor.said.at(-1)).toBe('PARCEL_HELD');
    expect(floor.state.target).toBeUndefined();
  });

  it('a parcel weighed at another station is bagged with the weight that the cloud tells', () => {
    const floor = new BagFloor();
    floor.announce('YT001', { elsewhere: { line: 'EU-B', milligrams: 750_000, wallMs: 1 } });
    floor.scan('YT001', 'BAG:A');
    expect(floor.last('parcelBagged')).toMatchObject({ grossMilligrams: 750_000 });
    expect(floor.fold.bags.get('EU-B-00001')?.sumMilligrams).toBe(750_000);
    floor.announce('YT002');
    expect(floor.scan('YT002').code).toBe('PARCEL_NOT_WEIGHED');
  });
});
