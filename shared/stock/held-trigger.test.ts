import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { overseasContexts } from '../../test/support/overseas-contexts.ts';
import { OverseasWorld, settled } from '../../test/support/overseas-world.ts';
import { initialPackBench, reducePack } from '../packing/pack-bench.ts';
import { initialPutAway, reducePutAway } from '../receiving/put-away-bench.ts';
import { initialReceiveBench, reduceReceive } from '../receiving/receive-bench.ts';
import { initialRelabel, reduceRelabel } from '../receiving/relabel-bench.ts';
import { asnSchema } from '../receiving/asn.ts';
import { initialReturnsBench, reduceReturns } from '../returns/returns-bench.ts';
import { rmaRecordSchema } from '../returns/rma.ts';
import type { Step } from './bench-step.ts';
import { initialCount, reduceCount } from './count-bench.ts';
import type { Hearing } from './hear-once.ts';

const photo = { name: 'p.jpg', sha256: 'cd'.repeat(32) };

/** Articles, orders, a carton, a return and goods in bins. */
function floor(): OverseasWorld {
  const world = new OverseasWorld();
  for (const sku of ['MUG', 'SOCKS', 'MUG-B']) world.sku({ sku });
  for (const [code, use] of [
    ['DOCK', 'dock'],
    ['P-1', 'pick'],
    ['Q-1', 'quarantine'],
    ['R-1', 'resale'],
  ] as const)
    world.bin({ code, use });
  world.put([
    { owner: 'LUMO', sku: 'MUG', grade: 'A', pieces: 3, to: 'P-1' },
    { owner: 'LUMO', sku: 'MUG', grade: 'A', pieces: 4, to: 'DOCK' },
  ]);
  world.relabel({ task: 'RL-1', fromSku: 'MUG', toSku: 'MUG-B', pieces: 3 });
  world.order({ order: 'SO-1', tote: 'T1', shipByMs: 1, lines: [{ sku: 'MUG', pieces: 2 }] });
  world.order({ order: 'SO-2', tote: 'T2', shipByMs: 2, lines: [{ sku: 'MUG', pieces: 1 }] });
  world.order({
    order: 'SO-3',
    shipByMs: 3,
    lines: [
      { sku: 'MUG', pieces: 1 },
      { sku: 'SOCKS', pieces: 1 },
    ],
  });
  const carton = (code: string, pieces: number) => ({ carton: code, lines: [{ sku: 'MUG', pieces }] });
  world.asns.push(asnSchema.parse({ asn: 'ASN-1', owner: 'LUMO', cartons: [carton('CTN-1', 2), carton('CTN-2', 1)] }));
  for (const rma of ['RMA-1', 'RMA-2'])
    world.rmas.push(rmaRecordSchema.parse({ rma, owner: 'LUMO', openedMs: 1, lines: [{ sku: 'MUG', pieces: 2 }] }));
  return world;
}

interface Bench<S> {
  readonly start: S;
  readonly codes: readonly string[];
  readonly reduce: (world: OverseasWorld) => (state: S, event: never) => Step<S>;
}

const bench = <S extends Hearing>(
  start: S,
  codes: readonly string[],
  reduce: (world: OverseasWorld) => (state: S, event: never) => Step<S>,
): Bench<Hearing> => ({ start, codes, reduce: reduce as unknown as Bench<Hearing>['reduce'] });

const benches: Readonly<Record<string, Bench<Hearing>>> = {
  pack: bench(initialPackBench, ['T1', 'T2', 'SO-3', 'MUG', 'SOCKS', 'BOX:M', 'CMD:2', 'CMD:UNDO'], (world) => {
    const { pack } = overseasContexts(world);
    return (state, event) => reducePack(state, event, pack);
  }),
  'pack, weighed': bench(initialPackBench, ['T1', 'T2', 'MUG', 'SOCKS', 'CMD:UNDO'], (world) => {
    const pack = { ...overseasContexts(world).pack, weighs: 'required' as const };
    return (state, event) => reducePack(state, event, pack);
  }),
  receive: bench(initialReceiveBench, ['CTN-1', 'CTN-2', 'MUG', 'SOCKS', 'CMD:1', 'CMD:UNDO'], (world) => {
    const { receive } = overseasContexts(world);
    return (state, event) => reduceReceive(state, event, receive);
  }),
  'put away': bench(initialPutAway, ['MUG', 'P-1', 'BIN:Q-1', 'CMD:UNDO'], (world) => {
    const { putAway } = overseasContexts(world);
    return (state, event) => reducePutAway(state, event, putAway);
  }),
  relabel: bench(initialRelabel, ['RL-1', 'MUG', 'MUG-B', 'SOCKS', 'CMD:UNDO'], (world) => {
    const { relabel } = overseasContexts(world);
    return (state, event) => reduceRelabel(state, event, relabel);
  }),
  count: bench(initialCount, ['P-1', 'BIN:P-1', 'Q-1', 'MUG', 'SOCKS', 'CMD:UNDO'], (world) => {
    const { count } = overseasContexts(world);
    return (state, event) => reduceCount(state, event, count);
  }),
  returns: bench(
    initialReturnsBench,
    ['RMA-1', 'RMA-2', 'MUG', 'SOCKS', 'R-00001', 'P-1', 'Q-1', 'CMD:1', 'CMD:2', 'CMD:UNDO'],
    (world) => {
      const { returns } = overseasContexts(world);
      return (state, event) => reduceReturns(state, event, returns);
    },
  ),
};

interface Pull {
  readonly code: string;
  /** Further readings while the trigger is held, ms apart. */
  readonly more: number;
  readonly apartMs: number;
  /** The disk answers after so many of them. */
  readonly diskAfter: number;
}

/** Ten seconds from pull to pull. @returns what the bench shows and what has been written at the end. */
function run({ start, reduce }: Bench<Hearing>, pulls: readonly Pull[]): unknown {
  const world = floor();
  const step = reduce(world);
  let state = start;
  let plates = 0;
  let onDisk: object[] = [];
  const send = (event: object): void => {
    const next = step(state, event as never);
    state = next.state;
    for (const effect of next.effects) {
      if (effect.type === 'append') onDisk.push(world.book(effect));
      if (effect.type === 'photo') send({ type: 'photo', photo });
      if (effect.type === 'take-number') send({ type: 'plate', plate: `R-${String((plates += 1)).padStart(5, '0')}` });
    }
  };
  const answer = (): void => {
    while (onDisk.length > 0) {
      const events = onDisk;
      onDisk = [];
      events.forEach(send);
    }
  };
  for (const [at, { code, more, apartMs, diskAfter }] of pulls.entries())
    for (let reading = 0; reading <= more; reading += 1) {
      send({ type: 'scan', text: code, atMs: at * 10_000 + reading * apartMs });
      if (reading >= Math.min(more, diskAfter)) answer();
    }
  const { lastScan: _last, ...shown } = state;
  return { shown, written: world.written };
}

describe('a trigger held down is one scan', () => {
  it.each(Object.entries(benches))('at the bench: %s', (_name, one) => {
    const pull = fc.record({
      code: fc.constantFrom(...one.codes),
      more: fc.nat(12),
      apartMs: fc.constantFrom(30, 60, 340),
      diskAfter: fc.nat(4),
    });
    fc.assert(
      fc.property(fc.array(pull, { maxLength: 14 }), (pulls) => {
        expect(run(one, pulls)).toEqual(
          run(
            one,
            pulls.map(({ code }) => ({ code, more: 0, apartMs: 0, diskAfter: 0 })),
          ),
        );
      }),
      { numRuns: 120 },
    );
  });

  it('a slow re-reading scanner does not close the carton, the bin or the order that it opened', () => {
    const held = (code: string) => ({ code, more: 3, apartMs: 2_900, diskAfter: 0 });
    for (const [name, codes] of [
      ['receive', ['CTN-1']],
      ['count', ['P-1']],
      ['pack', ['T2']],
      ['returns', ['RMA-1']],
    ] as const) {
      const one = benches[name];
      if (one === undefined) throw new Error(name);
      expect(run(one, codes.map(held))).toEqual(
        run(
          one,
          codes.map((code) => ({ ...held(code), more: 0 })),
        ),
      );
    }
  });

  it('the last piece of one order does not open the next that wants the same article', () => {
    const one = benches['pack'];
    if (one === undefined) throw new Error('pack');
    const end = run(one, [
      { code: 'T2', more: 0, apartMs: 0, diskAfter: 0 },
      { code: 'MUG', more: 8, apartMs: 60, diskAfter: 3 },
    ]);
    expect(end).toMatchObject({ shown: { phase: 'closed', open: undefined }, written: [{ type: 'orderPacked' }] });
  });

  it('one scan too many after the last piece: the parcel is weighed nevertheless', () => {
    const world = floor();
    const pack = { ...overseasContexts(world).pack, weighs: 'required' as const };
    for (const extra of ['MUG', 'SOCKS', 'T2', 'T1', 'BOX:XXL', 'NOTHING-1']) {
      let state = initialPackBench;
      const effects: string[] = [];
      const send = (event: Parameters<typeof reducePack>[1]): void => {
        const next = reducePack(state, event, pack);
        state = next.state;
        effects.push(...next.effects.flatMap((one) => (one.type === 'append' ? [one.operation] : [])));
      };
      ['T2', 'MUG', extra].forEach((text, at) => send({ type: 'scan', text, atMs: at * 5_000 }));
      send(settled('0.410'));
      expect([extra, effects, state.refusal]).toEqual([extra, ['orderPacked'], undefined]);
    }
  });
});
