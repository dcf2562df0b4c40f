import { describe, expect, it } from 'vitest';
import { flowOn } from '../../../test/support/floor-flow.ts';
import { OverseasWorld } from '../../../test/support/overseas-world.ts';
import type { Camera } from '../../devices/camera.ts';
import { createReturnsFlow } from './returns-store.ts';

function bench(camera = true) {
  const world = new OverseasWorld();
  world.sku({ sku: 'MUG' });
  world.sku({ sku: 'TEA' });
  for (const [code, use] of [
    ['P-1', 'pick'],
    ['R-1', 'resale'],
    ['Q-1', 'quarantine'],
    ['D-1', 'destroy'],
  ] as const)
    world.bin({ code, use });
  world.rmas.push({ rma: 'RMA-77', owner: 'LUMO', openedMs: 1, lines: [{ sku: 'MUG', pieces: 2 }] });
  const taken: string[] = [];
  const eye: Camera = {
    present: () => camera,
    take: () => {
      const name = `${taken.length + 1}.jpg`;
      taken.push(name);
      const size = { bytes: 9_000, mime: 'image/jpeg', widthPx: 1_600, heightPx: 1_200 } as const;
      return Promise.resolve({ ok: true, value: { name, sha256: 'ab'.repeat(32), ...size } });
    },
  };
  const one = flowOn(createReturnsFlow, world, { parts: { camera: eye } });
  const state = () => one.flow.store.getState().bench;
  const answer = async (...keys: string[]) => {
    for (const key of keys) await one.key(key);
  };
  /** Every point of the checklist answered with the first choice. */
  const allGood = async () => {
    while (state().phase === 'checking') await one.key('F1');
  };
  return { world, taken, ...one, state, answer, allGood };
}

describe('the returns flow', () => {
  it('grades by the checklist, asks for the label back and for a bin, and the stock has it', async () => {
    const one = bench();
    expect(one.flow.quiet()).toBe(true);
    await one.scan('RMA-77');
    await one.scan('MUG');
    expect(one.flow.quiet()).toBe(false);
    await one.allGood();
    expect(one.state()).toMatchObject({ phase: 'await-scan-back', graded: { grade: 'A', disposition: 'restock' } });
    await one.scan(one.state().open?.payload.plate ?? '');
    expect(one.state()).toMatchObject({ phase: 'await-bin', proposedBin: 'P-1' });
    expect(one.said).toEqual(['bin', 'letter-p', 'digit-1']);
    await one.scan('P-1');
    expect(one.written.map(({ type }) => type)).toEqual(['returnGraded', 'labelConfirmed', 'returnPutAway']);
    expect([one.flow.piecesIn('P-1', 'LUMO', 'MUG', 'A'), one.flow.quiet(), one.flow.waiting()]).toEqual([1, true, 0]);
    await one.key('F8');
    expect([one.flow.piecesIn('P-1', 'LUMO', 'MUG', 'A'), one.written.at(-1)?.type]).toEqual([0, 'returnVoided']);
  });

  it('a failed point is shown with F7 before the next is asked', async () => {
    const one = bench();
    await one.scan('RMA-77');
    await one.scan('MUG');
    await one.answer('F2');
    expect(one.state().phase).toBe('await-photo');
    await one.key('F7');
    await one.allGood();
    expect(one.taken).toHaveLength(1);
    const { grade, answers } = one.written[0]?.payload as { grade: string; answers: { photos: unknown[] }[] };
    expect([grade, ...answers.map(({ photos }) => photos.length)]).toEqual(['C', 1, 0, 0, 0]);
    expect(one.state()).toMatchObject({ phase: 'await-scan-back' });
  });

  it('without a camera a lead answers for the point, and is named', async () => {
    const one = bench(false);
    await one.scan('RMA-77');
    await one.scan('MUG');
    await one.answer('F2');
    expect([one.state().refusal?.code, one.said.at(-1)]).toEqual(['RETURN_PHOTO_MISSING', 'RETURN_PHOTO_MISSING']);
    await one.key('F9');
    expect(one.flow.store.getState().asksLead).toBe(true);
    one.flow.onKey('Escape');
    expect(one.flow.store.getState().asksLead).toBe(false);
  });

  it('another article is said to be one and is kept apart when it is taken in', async () => {
    const one = bench();
    await one.scan('RMA-77');
    await one.scan('TEA');
    expect(one.state().refusal?.code).toBe('RETURN_WRONG_ITEM');
    await one.answer('F1');
    await one.allGood();
    expect(one.state().graded).toMatchObject({ disposition: 'quarantine' });
    await one.scan(one.state().open?.payload.plate ?? '');
    await one.scan('P-1');
    expect(one.state().refusal?.code).toBe('RETURN_BIN_UNSUITED');
    await one.scan('Q-1');
    expect(one.floor.stock.inBin('Q-1')).toMatchObject([{ sku: 'TEA', pieces: 1 }]);
  });
});
