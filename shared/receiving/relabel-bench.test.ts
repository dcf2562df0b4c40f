import { describe, expect, it } from 'vitest';
import { BenchRunner } from '../../test/support/bench-runner.ts';
import { overseasContexts } from '../../test/support/overseas-contexts.ts';
import { OverseasWorld } from '../../test/support/overseas-world.ts';
import { errorCatalog } from '../errors/catalog.ts';
import { relabelRefusals, type RelabelRefusalCode } from './refusals.ts';
import { initialRelabel, reduceRelabel, type RelabelEvent, type RelabelState } from './relabel-bench.ts';

function bench() {
  const world = new OverseasWorld();
  for (const sku of ['MUG', 'MUG-B', 'SOCKS', 'CAP']) world.sku({ sku });
  world.bin({ code: 'P-1', use: 'pick' });
  world.put([{ owner: 'LUMO', sku: 'MUG', grade: 'A', pieces: 5, to: 'P-1' }]);
  world.relabel({ task: 'RL-1', fromSku: 'MUG', toSku: 'MUG-B', pieces: 2 });
  world.relabel({ task: 'RL-2', fromSku: 'CAP', toSku: 'NOBODY-KNOWS', pieces: 1 });
  const around = { write: (effect: Parameters<typeof world.book>[0]) => world.book(effect) };
  const runner = new BenchRunner<RelabelState, RelabelEvent>(
    initialRelabel,
    (state, event) => reduceRelabel(state, event, overseasContexts(world).relabel),
    around,
  );
  const stock = () => Object.fromEntries(world.stock.inBin('P-1').map(({ sku, pieces }) => [sku, pieces] as const));
  return { world, runner, stock, types: () => world.written.map(({ type }) => type) };
}

describe('relabelling', () => {
  it('piece by piece: old code, one sticker, the new code read back; then that piece is the other article', async () => {
    const { runner, stock, world, types } = bench();
    await runner.scan('RL-1');
    expect(runner.state).toMatchObject({ phase: 'old', open: { done: 0 } });
    await runner.scan('MUG');
    expect(runner.state.phase).toBe('new');
    expect(stock()).toEqual({ MUG: 5 });
    await runner.scan('MUG-B');
    expect(stock()).toEqual({ MUG: 4, 'MUG-B': 1 });
    await runner.scan('MUG', 'MUG-B');
    expect([runner.state.phase, runner.cues.at(-1)]).toEqual(['done', 'ok']);
    expect(stock()).toEqual({ MUG: 3, 'MUG-B': 2 });
    expect(types()).toEqual([
      ...['relabelRequested', 'labelConfirmed', 'unitsRelabelled'],
      ...['relabelRequested', 'labelConfirmed', 'unitsRelabelled'],
    ]);
    const [asked, confirmed, done] = world.written;
    expect([confirmed?.payload, done?.payload]).toMatchObject([
      { job: asked?.job, by: 'scan-back' },
      { cause: asked?.job, task: 'RL-1', scannedBack: 1 },
    ]);
  });

  it('the first piece opens its task; left in the middle, the task goes on with what is left', async () => {
    const { runner, stock } = bench();
    await runner.scan('MUG', 'MUG-B', 'MUG');
    await runner.key('F8');
    expect([runner.state.phase, stock()]).toEqual(['idle', { MUG: 4, 'MUG-B': 1 }]);
    await runner.scan('RL-1');
    expect(runner.state.open?.done).toBe(1);
    await runner.scan('MUG', 'MUG-B');
    expect(runner.state.phase).toBe('done');
  });

  it('what the disk did not take leaves the piece where it was, and the same scan tries again', async () => {
    const { runner, stock } = bench();
    await runner.scan('RL-1', 'MUG');
    runner.state = { ...runner.state, phase: 'booking' };
    await runner.send({ type: 'booking-failed', code: 'JOURNAL_WRITE_FAILED' });
    expect(runner.state).toMatchObject({ phase: 'new', refusal: { code: 'JOURNAL_WRITE_FAILED' } });
    await runner.scan('MUG-B');
    expect(stock()).toEqual({ MUG: 4, 'MUG-B': 1 });
  });

  const ways: Readonly<Record<RelabelRefusalCode, readonly string[]>> = {
    RELABEL_NO_TASK: ['SOCKS'],
    RELABEL_TASK_DONE: ['RL-1', 'MUG', 'MUG-B', 'MUG', 'MUG-B', 'RL-1'],
    RELABEL_NO_ARTICLE: ['RL-2', 'CAP'],
    RELABEL_NOT_THIS: ['RL-1', 'SOCKS'],
    RELABEL_WRONG: ['RL-1', 'MUG', 'SOCKS'],
  };
  it.each(Object.keys(relabelRefusals) as RelabelRefusalCode[])(
    'refusal %s is reached and sounds as its row says',
    async (code) => {
      const { runner } = bench();
      await runner.scan(...ways[code]);
      expect(runner.state.refusal?.code).toBe(code);
      expect(runner.cues.at(-1)).toBe(relabelRefusals[code].tone);
      expect(errorCatalog[code].severity).toBe(relabelRefusals[code].colour);
      await runner.key('F8');
      expect(runner.state.refusal).toBeUndefined();
    },
  );
});
