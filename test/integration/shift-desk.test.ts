import { afterEach, describe, expect, it } from 'vitest';
import { MainStation } from '../support/main-station.ts';
import { weighed } from '../support/operations.ts';

let station: MainStation;
afterEach(() => station.stop());

const check = (driftMilligrams: number) => ({
  type: 'shiftCheckDone' as const,
  entity: 'shift:self',
  payload: {
    steps: [
      { step: 'zero', outcome: 'passed', reading: '0.000 kg' },
      { step: 'test-weight', outcome: 'passed', reading: 'x', driftMilligrams },
      { step: 'scanner', outcome: 'overridden', reading: '', lead: 'L1', reason: 'known-fault' },
    ],
    ...{ tookMs: 74_000, scale: 'scale-1', nominal: { value: '1', unit: 'kg' }, practice: false },
  },
});
const reconcile = (counted?: number) =>
  station.ask('shift.reconcile', { ...(counted === undefined ? {} : { counted }), usesBags: true, ackedSeq: 0 });

describe('what main knows of the working day', () => {
  it('checks and the drift of the scale outlive a restart, the seal is known', async () => {
    station = await MainStation.start(undefined);
    for (const drift of [200, -300]) await station.ask('operation.append', check(drift));
    await station.ask('shift.seal', null);
    await station.stop({ keep: true });
    station = await MainStation.start(undefined, station.home);
    const { checks, sealedMs, clockSkewMs } = await station.ask('shift.checks', null);
    expect(
      checks.map(({ driftMilligrams, passed, overridden, steps }) => [driftMilligrams, passed, overridden, steps]),
    ).toEqual([
      [200, 2, 1, 3],
      [-300, 2, 1, 3],
    ]);
    expect(sealedMs).toBeGreaterThanOrEqual(checks[1]?.wallMs ?? Infinity);
    // No cloud was reached: nothing to compare the clock with, and no number.
    expect(clockSkewMs).toBeUndefined();
  });

  it('counts the open shift through, names who is missing, and takes a word for it', async () => {
    station = await MainStation.start(undefined);
    const weigh = (waybill: string) =>
      station.ask('operation.append', {
        type: 'parcelWeighed',
        entity: `parcel:${waybill}`,
        payload: weighed(waybill, 612),
      });
    await weigh('SD1000');
    await station.ask('shift.seal', null);
    await weigh('SD1001');
    const before = await reconcile(2);
    expect(before.missing.map(({ parcel, why }) => [parcel.waybill, why])).toEqual([['SD1001', 'label-open']]);
    expect(before).toMatchObject({ countDifference: 1, balanced: false });
    const explain = (payload: object) =>
      station.bridge.invoke('operation.append', {
        ...{ type: 'shiftDifferenceExplained', entity: 'shift:self' },
        payload: payload as Record<string, unknown>,
      });
    // Somebody who is no lead says that it is lost.
    const refused = await explain({ waybill: 'SD1001', pieces: 1, reason: 'lost', lead: 'nobody' });
    expect(refused).toMatchObject({ ok: false, error: { code: 'LEAD_NEEDED' } });
    expect(await explain({ waybill: 'SD1001', pieces: 1, reason: 'found' })).toMatchObject({ ok: true });
    expect(await explain({ pieces: 1, reason: 'counted-wrong', lead: 'op-1' })).toMatchObject({ ok: true });
    expect(await reconcile(2)).toMatchObject({ missing: [], countDifference: 0 });
  });
});
