import { expect, it } from 'vitest';
import { supplyWorld } from './supply-world.ts';

it('a station follows the cloud through lost answers, broken snapshots, restored servers and power cuts', async () => {
  for (let seed = 1; seed <= 40; seed += 1) expect(await supplyWorld(seed), `seed ${seed}`).toEqual([]);
});
