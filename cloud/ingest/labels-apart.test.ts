import { expect, it } from 'vitest';
import { labelEntity } from '../../shared/labels/label-ledger.ts';
import { effectsOf } from './effects.ts';
import type { Understood } from './classify.ts';

it('a label that is no weighing’s does not wait for a weighing', () => {
  const source = { device: 'W1234567', epoch: 1 };
  const sent = (apart?: true): Understood => ({
    seq: 9,
    parked: undefined,
    type: 'labelSent',
    entity: labelEntity({ job: 'W1234567-1-8', apart }),
    actor: 'station',
    wallMs: 0,
    payload: { job: 'W1234567-1-8', bytes: 5 },
  });
  expect(effectsOf(source, sent())).toMatchObject([{ do: 'label', target: 'W1234567-1-8', state: 'sent' }]);
  expect(effectsOf(source, sent(true))).toEqual([{ do: 'label-state', by: 9, job: 'W1234567-1-8', state: 'sent' }]);
});
