import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { dispositionSchema, binsFor, type Disposition } from '../../shared/returns/disposition.ts';
import { initialReturnsBench, reduceReturns } from '../../shared/returns/returns-bench.ts';
import type { ReturnsBenchState, ReturnsContext, ReturnsEvent } from '../../shared/returns/returns-bench-state.ts';
import { rmaRecordSchema } from '../../shared/returns/rma.ts';
import { BenchRunner } from '../support/bench-runner.ts';
import { CloudInProcess, headOf } from '../support/cloud-in-process.ts';
import { everyDatabase, type TestDatabase } from '../support/databases.ts';
import { chained } from '../support/operations.ts';
import { overseasContexts } from '../support/overseas-contexts.ts';
import { OverseasWorld } from '../support/overseas-world.ts';

type Rows = Record<string, unknown>[];

const bins = [
  ['P-1', 'pick'],
  ['R-1', 'resale'],
  ['F-1', 'refurbish'],
  ['S-1', 'seller-return'],
  ['Q-1', 'quarantine'],
  ['D-1', 'destroy'],
] as const;

describe.each(everyDatabase())('the overseas floor in the cloud on %s', (_name, open) => {
  let database: TestDatabase;
  let cloud: CloudInProcess;
  beforeAll(async () => {
    database = await open();
    cloud = await CloudInProcess.start(database.url);
    await cloud.admin('PUT', '/v1/supply', { bins: bins.map(([code, use]) => ({ code, use, mix: 'any' })) });
  });
  afterAll(async () => {
    await cloud.stop();
    await database.stop();
  });
  const push = async (device: string, entries: readonly { type: string; entity: string; payload: object }[]) => {
    const answer = await cloud.client().push(headOf(device), chained(device, 1, entries));
    if (answer.outcome !== 'accepted') throw new Error(JSON.stringify(answer));
    return answer.exceptions;
  };
  const views = async () => ({
    stock: await cloud.admin<Rows>('GET', '/v1/stock'),
    sellers: await cloud.admin<Rows>('GET', '/v1/stock/sellers'),
    returns: await cloud.admin<Rows>('GET', '/v1/returns'),
    packed: await cloud.admin<Rows>('GET', '/v1/packed'),
    conflicts: await cloud.admin<Rows>('GET', '/v1/conflicts'),
  });

  /** A piece of grade A in the hand, its plate scanned back. rules: what its seller wants; none: the house restocks it. */
  async function graded(owner: string, device: string, rules: ReturnsContext['rules']) {
    const world = new OverseasWorld(device);
    world.sku({ owner, sku: 'MUG' });
    for (const [code, use] of bins) world.bin({ code, use });
    world.rmas.push(
      rmaRecordSchema.parse({ rma: `RMA-${owner}`, owner, openedMs: 1, lines: [{ sku: 'MUG', pieces: 1 }] }),
    );
    let plates = 0;
    const context = { ...overseasContexts(world).returns, rules };
    const bench = new BenchRunner<ReturnsBenchState, ReturnsEvent>(
      initialReturnsBench,
      (state, event) => reduceReturns(state, event, context),
      { write: (effect) => world.book(effect), plate: () => `R-${(plates += 1)}` },
    );
    await bench.scan(`RMA-${owner}`, 'MUG');
    while (bench.state.phase === 'checking') await bench.key('F1');
    const pushAll = () =>
      push(
        device,
        world.written.map(({ type, entity, payload }) => ({ type, entity, payload })),
      );
    return { world, bench, pushAll, plate: () => bench.scan(bench.state.graded?.plate ?? '') };
  }
  const ofOwner = async (owner: string) => {
    const { stock, sellers, returns } = await views();
    const of = (all: Rows) => all.filter((row) => row['owner'] === owner);
    return { stock: of(stock), seller: of(sellers)[0], returns: of(returns) };
  };
  const figure = (owner: string, wanted: Disposition) => ({
    ...{ owner, total: 1, unplaced: 0 },
    sellable: { A: wanted === 'restock' ? 1 : 0, B: 0, C: 0, D: 0 },
    held: wanted === 'restock' ? {} : { [bins.find(([code]) => code === binOf(wanted))?.[1] ?? '']: 1 },
  });
  const shortly = (wanted: string): string => wanted.replace(/\W/g, '').slice(0, 5).toUpperCase();

  it.each(dispositionSchema.options)(
    'follows a returned piece to be "%s" to its bin and its seller',
    async (wanted) => {
      const owner = `S-${wanted}`;
      const device = `RET${shortly(wanted)}`;
      // The seller's own rule: whatever came, this happens to it.
      const rules = [{ id: 'own', when: { owners: [owner] }, then: wanted, zh: '自定', en: 'Own' }];
      const { bench, plate, pushAll } = await graded(owner, device, rules);
      await plate();
      await bench.scan(binOf(wanted));
      expect(bench.state.phase).toBe('done');
      expect(await pushAll()).toEqual([]);
      const { stock, seller, returns } = await ofOwner(owner);
      const bin = binOf(wanted);
      expect(stock).toEqual([{ owner, sku: 'MUG', lot: '', expiry: '', grade: 'A', bin, pieces: 1 }]);
      expect(seller).toEqual(figure(owner, wanted));
      expect(returns).toMatchObject([{ grade: 'A', disposition: wanted, rule: 'own', bin, state: 'put-away' }]);
    },
  );

  it.each(dispositionSchema.options.filter((one) => one !== 'restock'))(
    'a person sends it elsewhere, "%s" instead of restock: plate, bin, seller and cloud follow the word, not the rule',
    async (wanted) => {
      const owner = `O-${wanted}`;
      const { bench, plate, pushAll } = await graded(owner, `OVR${shortly(wanted)}`, []);
      expect(bench.state.graded?.disposition).toBe('restock');
      const first = bench.state.graded?.plate;
      const offered = () => bench.state.answers.findIndex((one) => one.do === 'dispose' && one.disposition === wanted);
      await bench.key('F5');
      if (offered() < 0) await bench.key('F5');
      await bench.key(`F${offered() + 1}`);
      await bench.key('F1');
      if (wanted === 'destroy') {
        expect(bench.state.refusal?.code).toBe('RETURN_OVERRIDE_LEAD');
        await bench.send({ type: 'lead', id: 'lead-1' });
      }
      await plate();
      // The bin of the rule is the wrong one now.
      await bench.scan('P-1');
      expect(bench.state.refusal?.code).toBe('RETURN_BIN_UNSUITED');
      await bench.scan(binOf(wanted));
      expect(bench.state.phase).toBe('done');
      expect(await pushAll()).toEqual([]);
      const { stock, seller, returns } = await ofOwner(owner);
      const bin = binOf(wanted);
      expect(stock).toEqual([{ owner, sku: 'MUG', lot: '', expiry: '', grade: 'A', bin, pieces: 1 }]);
      expect(seller).toEqual(figure(owner, wanted));
      const stands = returns.filter(({ state }) => state !== 'voided');
      expect(stands).toMatchObject([{ disposition: wanted, rule: 'new', bin, state: 'put-away' }]);
      expect(stands[0]?.['override']).toMatchObject({
        ...{ from: 'restock', reason: 'seller-wants' },
        ...(wanted === 'destroy' ? { lead: 'lead-1' } : {}),
      });
      expect([returns.length, first]).toEqual([2, bench.state.last?.graded.payload.plate]);
    },
  );

  it.each(dispositionSchema.options)('undone after "%s": bin, seller and cloud have it no more', async (wanted) => {
    const owner = `U-${wanted}`;
    const rules = [{ id: 'own', when: { owners: [owner] }, then: wanted, zh: '自定', en: 'Own' }];
    const { bench, plate, pushAll, world } = await graded(owner, `UND${shortly(wanted)}`, rules);
    await plate();
    await bench.scan(binOf(wanted));
    expect(world.stock.inBin(binOf(wanted))).toHaveLength(1);
    await bench.key('F8');
    expect(bench.state.last?.voided).toBe(true);
    expect(world.stock.inBin(binOf(wanted))).toEqual([]);
    expect(await pushAll()).toEqual([]);
    const { stock, seller, returns } = await ofOwner(owner);
    expect([stock, seller]).toEqual([[], undefined]);
    expect(returns).toMatchObject([{ disposition: wanted, state: 'voided' }]);
    // The same piece once more is no second piece.
    await bench.scan(`RMA-${owner}`, 'MUG');
    expect([bench.state.phase, bench.state.refusal]).toEqual(['checking', undefined]);
  });

  it('stock below zero and a return graded twice are conflicts; a piece undone and graded anew is none', async () => {
    const move = (quantity: number) => ({
      ...{ type: 'stockMoved', entity: 'stock:P-1' },
      payload: { place: 'P-1', sku: 'TEA', quantity, reason: 'test', owner: 'NOVA' },
    });
    const graded = (rma: string, grade: string) => ({
      ...{ type: 'returnGraded', entity: `return:${rma}/1` },
      payload: { rma, unit: 1, grade, note: '', owner: 'NOVA', sku: 'TEA' },
    });
    const undone = (rma: string, device: string, seq: number) => ({
      ...{ type: 'returnVoided', entity: `return:${rma}/1` },
      payload: { rma, unit: 1, voids: `${device}-1-${seq}`, reason: 'test', moves: [] },
    });
    await push('CONFOV1', [move(2), graded('RMA-9', 'A'), graded('RMA-8', 'A'), undone('RMA-8', 'CONFOV1', 3)]);
    await push('CONFOV2', [move(-3), graded('RMA-9', 'C'), graded('RMA-8', 'C')]);
    const { conflicts, stock, returns } = await views();
    expect(conflicts.map(({ kind, stands }) => [kind, stands]).sort()).toEqual([
      ['return-graded-twice', 'second'],
      ['stock-below-zero', 'both'],
    ]);
    expect(stock.find(({ sku }) => sku === 'TEA')).toMatchObject({ bin: 'P-1', pieces: -1 });
    expect(
      returns
        .filter(({ rma }) => rma === 'RMA-8')
        .map(({ state }) => state)
        .sort(),
    ).toEqual(['graded', 'voided']);
  });

  it('a put-away that comes before its grading waits for the rest', async () => {
    await push('LATEOV2', [
      {
        ...{ type: 'returnPutAway', entity: 'return:RMA-7/1' },
        payload: {
          ...{ rma: 'RMA-7', unit: 1, owner: 'NOVA', grade: 'B', disposition: 'restock', bin: 'R-1' },
          ...{ graded: 'LATEOV1-1-1', practice: false },
          moves: [{ owner: 'NOVA', sku: 'CUP', grade: 'B', pieces: 1, to: 'R-1' }],
        },
      },
    ]);
    await push('LATEOV1', [
      {
        ...{ type: 'returnGraded', entity: 'return:RMA-7/1' },
        payload: { rma: 'RMA-7', unit: 1, grade: 'B', note: '', owner: 'NOVA', sku: 'CUP', serial: 'S1' },
      },
    ]);
    expect(await cloud.admin<Rows>('GET', '/v1/returns?rma=RMA-7')).toMatchObject([
      { graded: 'LATEOV1-1-1', serial: 'S1', bin: 'R-1', state: 'put-away' },
    ]);
  });

  it('packed, labelled later, stopped and taken apart: each parcel says so; its labels are about no weighing', async () => {
    const packed = (order: string, more: object = {}) => ({
      ...{ type: 'orderPacked', entity: `order:${order}` },
      payload: {
        ...{ order, owner: 'LUMO', parcel: 1, last: true, box: 'M', units: [{ sku: 'PEN', toldBy: 'first' }] },
        weight: { method: 'none', expectedMilligrams: 0, toleranceMilligrams: 0, samples: 0, verdict: 'not-weighed' },
        label: { kind: 'carrier', carrier: 'DHL', tracking: `T-${order}`, document: 'ab'.repeat(32), bytes: 5 },
        ...{ documents: [], addressVersion: 1, practice: false },
        moves: [{ owner: 'LUMO', sku: 'PEN', grade: 'A', pieces: 1, from: 'P-1' }],
        ...more,
      },
    });
    const back = [{ owner: 'LUMO', sku: 'PEN', grade: 'A', pieces: 1, to: 'P-1' }];
    const route = { kind: 'route', label: { template: 'route-60x40', data: {} } };
    const exceptions = await push('PACKOV1', [
      packed('SO-1'),
      packed('SO-2', { label: route, waits: 'carrier-label' }),
      packed('SO-3'),
      packed('SO-4'),
      packed('SO-5', { practice: true }),
      packed('SO-6', { label: route, waits: 'carrier-label' }),
      {
        ...{ type: 'parcelLabelled', entity: 'order:SO-2' },
        payload: {
          ...{ order: 'SO-2', parcel: 1, packed: 'PACKOV1-1-2', addressVersion: 1 },
          label: { kind: 'carrier', carrier: 'DHL', tracking: 'T-LATER', document: 'ab'.repeat(32), bytes: 5 },
        },
      },
      {
        ...{ type: 'parcelStopped', entity: 'order:SO-3' },
        payload: { order: 'SO-3', parcel: 1, packed: 'PACKOV1-1-3', why: 'cancelled', bin: 'Q-1', moves: back },
      },
      {
        ...{ type: 'orderPackingVoided', entity: 'order:SO-4' },
        payload: { voids: 'PACKOV1-1-4', order: 'SO-4', parcel: 1, reason: 'undone', moves: back },
      },
      { type: 'labelSent', entity: 'print:PACKOV1-1-1', payload: { job: 'PACKOV1-1-1', bytes: 5 } },
    ]);
    expect(exceptions).toEqual([]);
    const rows = await cloud.admin<Rows>('GET', '/v1/packed');
    expect(rows.map(({ order, tracking, state }) => [order, tracking, state]).sort()).toEqual([
      ['SO-1', 'T-SO-1', 'packed'],
      ['SO-2', 'T-LATER', 'packed'],
      ['SO-3', 'T-SO-3', 'stopped'],
      ['SO-4', 'T-SO-4', 'voided'],
      ['SO-6', null, 'waits'],
    ]);
    expect(await cloud.admin<Rows>('GET', '/v1/stock?sku=PEN')).toMatchObject([{ bin: 'P-1', pieces: -3 }]);
  });

  it('an order that was set aside is there with its reason until it is taken up or packed', async () => {
    const aside = (order: string, why: string) => ({
      ...{ type: 'orderSetAside', entity: `order:${order}` },
      payload: { order, owner: 'LUMO', why, checked: 1, practice: false },
    });
    const exceptions = await push('ASIDEOV', [
      aside('SO-A1', 'item-missing'),
      aside('SO-A2', 'item-damaged'),
      { type: 'orderTakenUp', entity: 'order:SO-A2', payload: { order: 'SO-A2', aside: 'ASIDEOV-1-2' } },
    ]);
    expect(exceptions).toEqual([]);
    const rows = () => cloud.admin<Rows>('GET', '/v1/orders/aside');
    expect((await rows()).map(({ order, why, state }) => [order, why, state]).sort()).toEqual([
      ['SO-A1', 'item-missing', 'aside'],
      ['SO-A2', 'item-damaged', 'taken-up'],
    ]);
    const before = await rows();
    await cloud.admin('POST', '/v1/projections/rebuild');
    expect(await rows()).toEqual(before);
  });

  it('keeps carriers’ documents by their SHA-256 for the stations of this organisation', async () => {
    const put = await fetch(`${cloud.url}/v1/documents`, {
      method: 'PUT',
      headers: { authorization: `Bearer ${cloud.tokens.liveAdmin}`, 'content-type': 'application/octet-stream' },
      body: '%PDF-1.4 label',
    });
    const { document, bytes } = (await put.json()) as { document: string; bytes: number };
    expect([put.status, bytes]).toEqual([200, 14]);
    const got = (token: string) => cloud.ask('GET', `/v1/documents/${document}`, token);
    expect((await got(cloud.tokens.live)).body).toBe('%PDF-1.4 label');
    expect((await got(cloud.tokens.practice)).status).toBe(404);
    expect((await got(cloud.tokens.liveAdmin)).status).toBe(403);
  });

  it('makes the same views again from the operations', async () => {
    const before = await views();
    expect(before.stock.length).toBeGreaterThan(3);
    await cloud.admin('POST', '/v1/projections/rebuild');
    expect(await views()).toEqual(before);
  });
});

const binOf = (disposition: Disposition): string => {
  const [use] = binsFor(disposition, 'A');
  return bins.find((bin) => bin[1] === use)?.[0] ?? '';
};
