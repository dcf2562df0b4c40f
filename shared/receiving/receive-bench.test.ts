import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { OverseasWorld, settled } from '../../test/support/overseas-world.ts';
import { errorCatalog } from '../errors/catalog.ts';
import type { OperationPayload, OperationType } from '../parcel/operations.ts';
import { asnSchema, type AnnouncedCarton } from './asn.ts';
import { initialPutAway, reducePutAway, type PutAwayContext, type PutAwayEvent } from './put-away-bench.ts';
import { initialReceiveBench, reduceReceive } from './receive-bench.ts';
import type { ReceiveContext, ReceiveEvent } from './receive-bench-state.ts';
import { putAwayRefusals, receiveRefusals, type PutAwayRefusalCode, type ReceiveRefusalCode } from './refusals.ts';

const photo = { name: 'c1.jpg', sha256: 'ef'.repeat(32) };
const SSCC = '106141412345678908';

function worldOf() {
  const world = new OverseasWorld();
  world.sku({ sku: 'MUG', barcodes: ['4006381333931'] });
  world.sku({ sku: 'SOCKS' });
  world.sku({ sku: 'MUG-B' });
  world.sku({ sku: 'CUP', owner: 'LUMO', barcodes: ['96385074'] });
  world.sku({ sku: 'CUP', owner: 'NOVA', barcodes: ['96385074'] });
  world.sku({
    sku: 'CREAM',
    barcodes: ['9521234543213'],
    category: 'beauty',
    tracks: { lot: true, expiry: true, serial: false },
  });
  world.sku({ sku: 'WATCH', category: 'electronics', tracks: { lot: false, expiry: false, serial: true } });
  for (const [code, use] of [
    ['DOCK', 'dock'],
    ['P-1', 'pick'],
    ['Q-1', 'quarantine'],
    ['R-1', 'resale'],
  ] as const)
    world.bin({ code, use });
  world.bin({ code: 'P-NOVA', use: 'pick', owner: 'NOVA' });
  world.bin({ code: 'P-LOT', use: 'pick', mix: 'one-lot' });
  return world;
}

function bench(overrides: Partial<ReceiveContext> = {}) {
  const world = worldOf();
  const asn = asnSchema.parse({
    ...{ asn: 'ASN-1', owner: 'LUMO' },
    cartons: [
      {
        carton: SSCC,
        waybill: 'WB-100',
        gross: { value: '5.2', unit: 'kg' },
        lines: [
          { sku: 'MUG', pieces: 3 },
          { sku: 'SOCKS', pieces: 1 },
        ],
      },
      {
        carton: 'CTN-2',
        lines: [
          { sku: 'CREAM', pieces: 2 },
          { sku: 'WATCH', pieces: 1 },
        ],
      },
    ],
  });
  const find = (code: string): AnnouncedCarton | undefined => {
    const carton = asn.cartons.find((one) => one.carton === code || one.waybill === code);
    return carton === undefined ? undefined : { asn: asn.asn, owner: asn.owner, carton };
  };
  const written = <T extends OperationType>(type: T) =>
    world.written.filter((one) => one.type === type).map(({ payload }) => payload as OperationPayload<T>);
  const context: ReceiveContext = {
    ...{ practice: false, camera: true, dock: 'DOCK', today: '2026-11-25', thisYear: 2026 },
    ...{ findSkus: world.findSkus, findBin: world.findBin, findSku: world.findSku, findCarton: find },
    isReceived: (carton) =>
      written('cartonReceived').some((one) => one.carton === carton) &&
      written('cartonReceiptVoided').every((one) => one.carton !== carton),
    ...overrides,
  };
  let state = initialReceiveBench;
  let atMs = 0;
  const cues: string[] = [];
  const send = (event: ReceiveEvent): void => {
    const step = reduceReceive(state, event, context);
    state = step.state;
    for (const effect of step.effects) {
      if (effect.type === 'cue') cues.push(effect.cue);
      if (effect.type === 'photo') send({ type: 'photo', photo });
      if (effect.type === 'append') send(world.book(effect));
    }
  };
  return {
    ...{ world, send, cues, written },
    scan: (text: string, afterMs = 5_000) => send({ type: 'scan', text, atMs: (atMs += afterMs) }),
    key: (key: 'F1' | 'F2' | 'F3' | 'F5' | 'F6' | 'F7' | 'F8' | 'Escape') => send({ type: 'key', key }),
    type: (text: string) => [...text, 'Enter'].forEach((key) => send({ type: 'keypad', key })),
    get state() {
      return state;
    },
    dock: () => world.stock.inBin('DOCK').map(({ sku, grade, lot, pieces }) => [sku, grade, lot, pieces]),
  };
}

describe('receiving', () => {
  it.each([SSCC, `00${SSCC}`, 'WB-100'])(
    'a carton by %s: each piece its own scan, the number again closes it, the stock lies at the dock',
    (code) => {
      const one = bench();
      one.scan(code);
      for (const item of ['MUG', '4006381333931', 'SOCKS', 'MUG']) one.scan(item);
      expect(one.world.stock.size).toBe(0);
      one.scan(code);
      expect(one.written('cartonReceived')).toMatchObject([
        {
          carton: SSCC,
          asn: 'ASN-1',
          lines: [
            { sku: 'MUG', pieces: 3, scanned: 3 },
            { sku: 'SOCKS', pieces: 1 },
          ],
          differences: [],
        },
      ]);
      expect(one.dock()).toEqual([
        ['MUG', 'A', undefined, 3],
        ['SOCKS', 'A', undefined, 1],
      ]);
    },
  );

  it('a typed number is kept apart from what was scanned, and never goes below it or over the notice unasked', () => {
    const one = bench();
    [SSCC, 'MUG'].forEach((code) => one.scan(code));
    one.key('F5');
    one.type('9');
    expect(one.state.refusal?.code).toBe('RECEIVE_OVER');
    one.key('F8');
    expect(one.state.carton?.lines[0]?.pieces).toBe(1);
    one.key('F5');
    one.type('3');
    ['SOCKS', SSCC].forEach((code) => one.scan(code));
    expect(one.written('cartonReceived')[0]?.lines[0]).toMatchObject({ pieces: 3, scanned: 1 });
  });

  it('short: asked once, with its words and a photo; found meanwhile it is no difference', () => {
    const one = bench();
    [SSCC, 'MUG', 'MUG', SSCC].forEach((code) => one.scan(code));
    expect(one.state.refusal).toMatchObject({
      code: 'RECEIVE_SHORT',
      missing: [
        { sku: 'MUG', pieces: 1 },
        { sku: 'SOCKS', pieces: 1 },
      ],
    });
    ['SOCKS', SSCC].forEach((code) => one.scan(code));
    one.key('F1');
    expect(one.written('cartonReceived')).toHaveLength(0);
    one.key('F7');
    expect(one.written('cartonReceived')[0]?.differences).toEqual([
      { kind: 'short', sku: 'MUG', pieces: 1, word: 'fewer-in-carton', photos: [photo] },
    ]);
  });

  it('over, not announced, damaged and unknown: each with words and photo, the damaged apart in stock, the unknown not in it', () => {
    const one = bench();
    [SSCC, 'MUG', 'MUG', 'MUG', 'MUG'].forEach((code) => one.scan(code));
    one.key('F1');
    one.scan('MUG-B');
    one.key('F1');
    one.scan('SOCKS');
    one.key('F6');
    one.key('F2');
    one.key('F7');
    one.scan('STRANGE-1');
    one.key('F1');
    one.key('F7');
    one.scan(SSCC);
    one.key('F7');
    const [received] = one.written('cartonReceived');
    expect(
      received?.differences.map(({ kind, sku, code, pieces, word, photos }) => [
        kind,
        sku ?? code,
        pieces,
        word,
        photos.length,
      ]),
    ).toEqual([
      ['damaged', 'SOCKS', 1, 'wet', 1],
      ['unknown', 'STRANGE-1', 1, 'no-barcode', 1],
      ['over', 'MUG', 1, 'more-in-carton', 1],
      ['over', 'MUG-B', 1, 'not-announced', 1],
    ]);
    expect(one.dock()).toEqual([
      ['MUG', 'A', undefined, 4],
      ['MUG-B', 'A', undefined, 1],
      ['SOCKS', 'D', undefined, 1],
    ]);
  });

  it('without a camera the record says so instead of a photo', () => {
    const one = bench({ camera: false });
    [SSCC, 'MUG', 'MUG', 'SOCKS', SSCC].forEach((code) => one.scan(code));
    one.key('F1');
    expect(one.written('cartonReceived')[0]?.differences).toMatchObject([
      { kind: 'short', noCamera: true, photos: [] },
    ]);
  });

  it('lot and expiry come from the label, from a scan, from keys, or from the piece before when a person says so', () => {
    const one = bench();
    one.scan('CTN-2');
    one.scan('(01)09521234543213(10)L7(17)270228');
    one.scan('CREAM');
    expect(one.state).toMatchObject({ phase: 'marks', wanted: 'lot', answers: [{ do: 'same-marks' }] });
    one.scan('L8');
    expect(one.state).toMatchObject({ phase: 'marks', wanted: 'expiry' });
    one.type('20270301');
    one.scan('WATCH');
    one.scan('SN-77');
    one.scan('CTN-2');
    expect(one.dock()).toEqual([
      ['CREAM', 'A', 'L7', 1],
      ['CREAM', 'A', 'L8', 1],
      ['WATCH', 'A', undefined, 1],
    ]);
    expect(one.world.stock.serialAt('LUMO', 'WATCH', 'SN-77')).toBe('DOCK');
    const same = bench();
    same.scan('CTN-2');
    same.scan('(01)09521234543213(10)L7(17)270228');
    same.scan('CREAM');
    same.key('F1');
    expect(same.state.carton?.lines).toMatchObject([{ lot: 'L7', expiry: '2027-02-28', pieces: 2 }]);
  });

  it('blind: a carton that no notice names is counted all the same, and is the seller’s whose goods are in it', () => {
    const one = bench();
    ['UNHEARD-1', 'CUP'].forEach((code) => one.scan(code));
    one.scan('96385074');
    one.key('F2');
    ['MUG', 'UNHEARD-1'].forEach((code) => one.scan(code));
    expect(one.written('cartonReceived')).toMatchObject([
      { carton: 'UNHEARD-1', owner: 'NOVA', lines: [{ sku: 'CUP', pieces: 1 }] },
    ]);
    expect(one.written('cartonReceived')[0]).not.toHaveProperty('asn');
  });

  it('the closed carton on the scale: what is off is looked at, and both weights are kept', () => {
    const one = bench();
    one.scan(SSCC);
    one.send(settled('4.900'));
    expect(one.state.refusal?.code).toBe('RECEIVE_WEIGHT_OFF');
    one.key('F1');
    ['MUG', 'MUG', 'MUG', 'SOCKS', SSCC].forEach((code) => one.scan(code));
    expect(one.written('cartonReceived')[0]).toMatchObject({ gross: { value: '4.900' }, expected: { value: '5.2' } });
  });

  it('undo: a piece, then the carton; a received one by its own record, and it may be received again', () => {
    const one = bench();
    [SSCC, 'MUG', 'MUG'].forEach((code) => one.scan(code));
    one.key('F8');
    expect(one.state.carton?.lines).toMatchObject([{ pieces: 1, scanned: 1 }]);
    ['MUG', 'MUG', 'SOCKS', SSCC].forEach((code) => one.scan(code));
    one.key('F8');
    expect([one.world.stock.size, one.written('cartonReceiptVoided').length]).toEqual([0, 1]);
    one.scan(SSCC);
    expect(one.state.phase).toBe('counting');
  });

  it('whatever is done: what comes in is what was counted, and never an unasked piece more than announced', () => {
    const act = fc.constantFrom(
      SSCC,
      'CTN-2',
      'MUG',
      'SOCKS',
      'MUG-B',
      'CREAM',
      'L7',
      'STRANGE',
      'WATCH',
      'SN-1',
      'SN-2',
      '#F1',
      '#F2',
      '#F5',
      '#F6',
      '#F7',
      '#F8',
      '#Escape',
      '#5',
      '#Enter',
    );
    fc.assert(
      fc.property(fc.array(fc.tuple(act, fc.constantFrom(50, 600, 4_000)), { maxLength: 50 }), (acts) => {
        const one = bench();
        for (const [what, after] of acts) {
          if (!what.startsWith('#')) one.scan(what, after);
          else if (what === '#5' || what === '#Enter') one.send({ type: 'keypad', key: what.slice(1) });
          else one.key(what.slice(1) as 'F1');
        }
        for (const { lines, moves, differences } of one.written('cartonReceived')) {
          const sum = (of: readonly { pieces: number }[]): number =>
            of.reduce((total, { pieces }) => total + pieces, 0);
          expect(sum(moves)).toBe(sum(lines));
          for (const { scanned, pieces } of lines) expect(scanned).toBeLessThanOrEqual(pieces);
          for (const { photos } of differences) expect(photos).toHaveLength(1);
          const damaged = lines.filter(({ grade }) => grade === 'D');
          expect(sum(differences.filter(({ kind }) => kind === 'damaged'))).toBe(sum(damaged));
        }
      }),
      { numRuns: 300 },
    );
  });
});

const provoke: Readonly<Record<ReceiveRefusalCode, (one: ReturnType<typeof bench>) => void>> = {
  RECEIVE_CODE_UNKNOWN: (one) => one.scan('P-1'),
  RECEIVE_NOT_ANNOUNCED: (one) => one.scan('UNHEARD-1'),
  RECEIVE_OWNER_UNCLEAR: (one) => ['UNHEARD-1', '96385074'].forEach((code) => one.scan(code)),
  RECEIVE_CARTON_DONE: (one) => [SSCC, 'MUG', 'MUG', 'MUG', 'SOCKS', SSCC, SSCC].forEach((code) => one.scan(code)),
  RECEIVE_CARTON_OPEN: (one) => [SSCC, 'CTN-2'].forEach((code) => one.scan(code)),
  RECEIVE_WEIGHT_OFF: (one) => {
    one.scan(SSCC);
    one.send(settled('9.000'));
  },
  RECEIVE_ITEM_UNKNOWN: (one) => [SSCC, 'STRANGE'].forEach((code) => one.scan(code)),
  RECEIVE_NOT_IN_CARTON: (one) => [SSCC, 'MUG-B'].forEach((code) => one.scan(code)),
  RECEIVE_OVER: (one) => [SSCC, 'SOCKS', 'SOCKS'].forEach((code) => one.scan(code)),
  RECEIVE_UNIT_UNCLEAR: (one) => [SSCC, 'MUG', 'MUG'].forEach((code) => one.scan(code, 600)),
  RECEIVE_SERIAL_TWICE: (one) => {
    one.scan('CTN-2');
    for (let i = 0; i < 2; i += 1) {
      one.scan('WATCH');
      one.scan('SN-1');
    }
  },
  RECEIVE_EXPIRED: (one) => ['CTN-2', '(01)09521234543213(10)L7(17)260101'].forEach((code) => one.scan(code)),
  RECEIVE_SHORT: (one) => [SSCC, 'MUG', SSCC].forEach((code) => one.scan(code)),
  RECEIVE_PHOTO_NEEDED: (one) => {
    [SSCC, 'STRANGE'].forEach((code) => one.scan(code));
    one.key('F1');
  },
};
describe.each(Object.keys(receiveRefusals) as ReceiveRefusalCode[])('refusal %s', (code) => {
  it('is reached, sounds as its row says, and has the severity of its words', () => {
    const one = bench();
    provoke[code](one);
    expect(one.state.refusal?.code).toBe(code);
    expect(one.cues.at(-1)).toBe(receiveRefusals[code].tone);
    expect(errorCatalog[code].severity).toBe(receiveRefusals[code].colour);
  });
});

function putAway() {
  const world = worldOf();
  world.put([
    { owner: 'LUMO', sku: 'MUG', grade: 'A', pieces: 3, to: 'DOCK' },
    { owner: 'LUMO', sku: 'SOCKS', grade: 'D', pieces: 1, to: 'DOCK' },
    { owner: 'LUMO', sku: 'CREAM', grade: 'A', pieces: 1, lot: 'L2', expiry: '2027-05-01', to: 'DOCK' },
    { owner: 'LUMO', sku: 'CREAM', grade: 'A', pieces: 1, lot: 'L1', expiry: '2027-01-01', to: 'DOCK' },
  ]);
  const context: PutAwayContext = {
    ...{ dock: 'DOCK', thisYear: 2026, findSkus: world.findSkus, findBin: world.findBin },
    ...{ inBin: (bin) => world.stock.inBin(bin), proposeBin: () => 'P-1' },
  };
  let state = initialPutAway;
  let atMs = 0;
  const cues: string[] = [];
  const send = (event: PutAwayEvent): void => {
    const step = reducePutAway(state, event, context);
    state = step.state;
    for (const effect of step.effects) {
      if (effect.type === 'cue') cues.push(effect.cue);
      if (effect.type === 'append') send(world.book(effect));
    }
  };
  return {
    ...{ world, send, cues },
    scan: (...codes: string[]) => codes.forEach((text) => send({ type: 'scan', text, atMs: (atMs += 5_000) })),
    get state() {
      return state;
    },
  };
}

describe('putting away', () => {
  it('moves what is in the hand from the dock to the scanned bin, and back again', () => {
    const one = putAway();
    one.scan('MUG', 'MUG', 'P-1');
    expect(one.world.stock.inBin('P-1')).toMatchObject([{ sku: 'MUG', pieces: 2 }]);
    expect(one.world.stock.pieces({ owner: 'LUMO', sku: 'MUG', grade: 'A', bin: 'DOCK' })).toBe(1);
    one.send({ type: 'key', key: 'F8' });
    expect(one.world.stock.inBin('P-1')).toEqual([]);
  });
  it('a number may be typed, never more than lies there; the lot that expires first goes first', () => {
    const one = putAway();
    one.scan('MUG');
    for (const text of ['9', '3']) {
      one.send({ type: 'key', key: 'F5' });
      for (const key of [text, 'Enter']) one.send({ type: 'keypad', key });
    }
    expect(one.state.held).toMatchObject([{ pieces: 3 }]);
    one.scan('P-1', 'CREAM', 'P-LOT');
    expect(one.world.stock.inBin('P-LOT')).toMatchObject([{ lot: 'L1' }]);
    one.scan('CREAM', 'P-LOT');
    expect(one.state.refusal?.code).toBe('PUTAWAY_BIN_TAKEN');
  });
  const ways: Readonly<Record<PutAwayRefusalCode, readonly string[]>> = {
    PUTAWAY_NOTHING: ['WATCH'],
    PUTAWAY_NOT_A_BIN: ['MUG', 'DOCK'],
    PUTAWAY_BIN_UNSUITED: ['SOCKS', 'P-1'],
    PUTAWAY_BIN_TAKEN: ['MUG', 'P-NOVA'],
  };
  it.each(Object.keys(putAwayRefusals) as PutAwayRefusalCode[])(
    'refusal %s is reached and sounds as its row says',
    (code) => {
      const one = putAway();
      one.scan(...ways[code]);
      expect(one.state.refusal?.code).toBe(code);
      expect(one.cues.at(-1)).toBe(putAwayRefusals[code].tone);
      expect(errorCatalog[code].severity).toBe(putAwayRefusals[code].colour);
    },
  );
});
