import { describe, expect, it } from 'vitest';
import { REREAD_MS, SURE_MS, tellUnit } from './tell-units.ts';

const ask = (over: Partial<Parameters<typeof tellUnit>[0]>) =>
  tellUnit({ serial: undefined, serialsSeen: [], sinceMs: undefined, ...over });
const scale = (grown: number) => ({ grown, piece: 350_000, scaleStep: 5_000 });

describe('two pieces or one piece read twice', () => {
  it('the serial number tells, whatever the time', () => {
    expect(ask({ serial: 'S2', serialsSeen: ['S1'], sinceMs: 1 })).toEqual({ unit: 'other', by: 'serial' });
    expect(ask({ serial: 'S1', serialsSeen: ['S1'], sinceMs: 90_000 })).toEqual({ unit: 'same', by: 'serial' });
  });
  it('the rhythm tells at its edges and asks between them', () => {
    expect(ask({})).toEqual({ unit: 'other', by: 'first' });
    expect(ask({ sinceMs: REREAD_MS - 1 })).toEqual({ unit: 'same', by: 'rhythm' });
    expect(ask({ sinceMs: REREAD_MS })).toEqual({ unit: 'unclear' });
    expect(ask({ sinceMs: SURE_MS })).toEqual({ unit: 'other', by: 'rhythm' });
  });
  it('the scale tells where the rhythm does not, and doubts what the rhythm believes', () => {
    expect(ask({ sinceMs: 500, weight: scale(340_000) })).toEqual({ unit: 'other', by: 'weight' });
    expect(ask({ sinceMs: 500, weight: scale(0) })).toEqual({ unit: 'same', by: 'weight' });
    expect(ask({ sinceMs: 5_000, weight: scale(0) })).toEqual({ unit: 'unclear' });
  });
  it('a piece too light for the scale is left to the rhythm', () => {
    expect(ask({ sinceMs: SURE_MS, weight: { grown: 0, piece: 39_999, scaleStep: 5_000 } })).toEqual({
      unit: 'other',
      by: 'rhythm',
    });
    expect(ask({ sinceMs: SURE_MS, weight: { grown: 0, piece: 40_000, scaleStep: 5_000 } })).toEqual({
      unit: 'unclear',
    });
  });
});
