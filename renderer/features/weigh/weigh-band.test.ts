import { describe, expect, it } from 'vitest';
import { initialBench } from '../../../shared/parcel/weigh-bench.ts';
import type { WeighBenchState } from '../../../shared/parcel/weigh-bench-state.ts';
import { bandOf, newlySaid, troubleOf } from './weigh-band.ts';

const idle = initialBench(5).bench;
const state = (more: Partial<WeighBenchState>): WeighBenchState => ({ ...idle, ...more });
const refused = (code: NonNullable<WeighBenchState['refusal']>['code'], subject = 'YT1'): WeighBenchState =>
  state({ phase: 'refused', refusal: { code, subject, answers: [] } });

describe('what is said aloud', () => {
  it('a stop and a question when they come, each once', () => {
    expect(newlySaid(idle, refused('PARCEL_HELD'))).toBe('PARCEL_HELD');
    expect(newlySaid(refused('PARCEL_HELD'), refused('PARCEL_HELD'))).toBeUndefined();
    expect(newlySaid(refused('PARCEL_HELD'), refused('PARCEL_HELD', 'YT2'))).toBe('PARCEL_HELD');
    expect(newlySaid(refused('WEIGHT_DIFFERS'), refused('PARCEL_DOUBTFUL'))).toBe('PARCEL_DOUBTFUL');
  });
  it('an overload over everything, a silent scale not over a question', () => {
    const held = refused('PARCEL_HELD');
    expect(newlySaid(held, { ...held, scale: { kind: 'overload' } })).toBe('SCALE_OVERLOAD');
    expect(newlySaid(held, { ...held, scale: { kind: 'silent' } })).toBeUndefined();
    expect(newlySaid(idle, state({ scale: { kind: 'silent' } }))).toBe('SCALE_SILENT');
  });
  it('nothing when a parcel is taken, weighed, booked, or a question is answered', () => {
    for (const phase of ['await-weight', 'settling', 'booking', 'booked', 'idle'] as const)
      expect(newlySaid(refused('PARCEL_HELD'), state({ phase }))).toBeUndefined();
  });
  it('that there is no picture, without a word on the band', () => {
    const after = state({ photo: { waybill: 'YT1', state: 'failed', code: 'CAMERA_ABSENT' } });
    expect(newlySaid(idle, after)).toBe('CAMERA_ABSENT');
    expect(newlySaid(after, { ...after })).toBeUndefined();
    expect(troubleOf(after)).toBeUndefined();
  });
});

it('the band shows the trouble that is said', () => {
  for (const one of [refused('PARCEL_HELD'), state({ storageFull: true }), state({ scale: { kind: 'overload' } })])
    expect(bandOf(one, (key) => key, 'en').code).toBe(troubleOf(one)?.code);
});
