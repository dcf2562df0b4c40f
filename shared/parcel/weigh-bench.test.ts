import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ScaleFrame, ScaleReading } from '../devices/scale-reading.ts';
import { builtInReference } from '../reference/built-in-reference.ts';
import { plainBench } from './bench-rules.ts';
import { createLineBook } from './line-book.ts';
import { operationPayloads } from './operations.ts';
import { initialBench, reduceBench } from './weigh-bench.ts';
import type { BenchContext, BenchEffect, BenchEvent } from './weigh-bench-events.ts';

const NEEDED = 3;
/** Within the time the sample lines are in force. */
const NOW_MS = 1_795_000_000_000;
const context: BenchContext = {
  neededFrames: NEEDED,
  zeroBandMg: 10_000,
  toleranceMg: 0,
  minimumMg: 20_000,
  defaultLine: 'US-A',
  lines: builtInReference.lines,
  practice: false,
  language: 'en',
  station: 'W3',
  operator: 'o',
  scaleName: 'scale',
  scaleSimulated: false,
  findPreAlert: (waybill) =>
    waybill.startsWith('YT1')
      ? {
          waybill,
          line: 'US-A',
          cargoClass: 'none',
          customer: 'c',
          dimensions: { length: '20', width: '15', height: '10', unit: 'cm' },
        }
      : undefined,
  findBox: (code) => builtInReference.boxes.find((box) => box.code === code),
  findWeighed: () => undefined,
  rate: createLineBook(
    () => builtInReference.lines,
    () => NOW_MS,
  ).rate,
  rules: plainBench,
  timeText: () => '11-25 08:00',
};

/** A bench that keeps what it did: events in, effects collected; 50 ms between frames. */
function bench(overrides: Partial<BenchContext> = {}) {
  let memory = initialBench(NEEDED);
  let frames = 0;
  const effects: BenchEffect[] = [];
  const send = (event: BenchEvent): void => {
    const step = reduceBench(memory, event, { ...context, ...overrides });
    memory = step.memory;
    effects.push(...step.effects);
  };
  const reading = (one: ScaleReading): void => {
    frames += 1;
    const frame: ScaleFrame = {
      deviceId: 'scale-1',
      sequence: frames,
      reading: one,
      rawHex: '02',
      monoMs: frames * 50,
      wallMs: frames * 50,
    };
    send({ type: 'frame', frame });
  };
  const weight = (value: string, times = 1, stability: 'stable' | 'moving' | 'unknown' = 'stable'): void => {
    for (let i = 0; i < times; i += 1) reading({ type: 'weight', value, unit: 'kg', stability, mode: 'gross' });
  };
  let scans = 0;
  return {
    send,
    reading,
    weight,
    /** The disk has answered. */
    saved: () => {
      const effect = effects.findLast((one) => one.type === 'append');
      if (effect === undefined) throw new Error('nothing was to be saved');
      const payload = operationPayloads.parcelWeighed.parse(effect.payload);
      send({ type: 'booked', seq: effects.length, job: `W1234567-1-${effects.length}`, payload, wallMs: NOW_MS });
    },
    scan: (text: string) => send({ type: 'scan', text, atMs: (scans += 10_000) }),
    get state() {
      return memory.bench;
    },
    get booked() {
      return effects.filter((effect) => effect.type === 'append' && effect.operation === 'parcelWeighed');
    },
  };
}

describe('the weigh bench', () => {
  it('books after as many equal stable frames as are asked for, and no frame earlier', () => {
    const one = bench();
    one.weight('0.000');
    one.scan('YT1000000001');
    one.weight('1.250', NEEDED - 1);
    expect(one.booked).toHaveLength(0);
    one.weight('1.250');
    expect(one.booked).toHaveLength(1);
    expect(one.state.phase).toBe('booking');
    expect(one.booked[0]).toMatchObject({
      payload: { gross: { value: '1.250', unit: 'kg' }, waybill: 'YT1000000001' },
    });
  });

  it('does not book what never came off the plate', () => {
    const one = bench();
    one.weight('1.250', 5);
    one.scan('YT1000000001');
    one.weight('1.250', 20);
    expect(one.booked).toHaveLength(0);
    expect(one.state.refusal?.code).toBe('SCALE_NOT_AT_ZERO');
    one.weight('0.000');
    one.weight('1.250', NEEDED);
    expect(one.booked).toHaveLength(1);
  });

  it.each<[string, (one: ReturnType<typeof bench>) => void]>([
    ['motion', (one) => one.weight('1.250', 1, 'moving')],
    ['another weight', (one) => one.weight('1.251')],
    ['an overload', (one) => one.reading({ type: 'fault', kind: 'overload' })],
    ['noise', (one) => one.reading({ type: 'fault', kind: 'unreadable' })],
    ['a weight below zero', (one) => one.weight('-0.050')],
  ])('starts to count again after %s', (_name, disturb) => {
    const one = bench();
    one.weight('0.000');
    one.scan('YT1000000001');
    one.weight('1.250', NEEDED - 1);
    disturb(one);
    one.weight('1.250', NEEDED - 1);
    expect(one.booked).toHaveLength(0);
  });

  it('does not take a unit for granted', () => {
    const one = bench();
    one.weight('0.000');
    one.scan('YT1000000001');
    for (let i = 0; i < 10; i += 1)
      one.reading({ type: 'weight', value: '1.250', unit: 'unknown', stability: 'stable', mode: 'gross' });
    expect(one.booked).toHaveLength(0);
    expect(one.state.scale).toEqual({ kind: 'fault', code: 'SCALE_UNIT_UNKNOWN' });
  });

  it('half a code is refused with words and opens nothing', () => {
    const one = bench();
    one.weight('0.000');
    one.send({ type: 'scan-torn' });
    expect(one.state.refusal?.code).toBe('SCAN_TORN');
    expect(one.state.parcel).toBeUndefined();
    one.scan('YT1000000001');
    expect(one.state.phase).toBe('await-weight');
    // In the middle of a parcel it stays that parcel.
    one.send({ type: 'scan-torn' });
    expect(one.state.parcel?.waybill).toBe('YT1000000001');
  });

  it('a frame that says the same as the last one is the same picture', () => {
    const one = bench();
    one.weight('0.000', 2);
    const before = one.state;
    one.weight('0.000', 50);
    expect(one.state).toBe(before);
    one.weight('0.001');
    expect(one.state).not.toBe(before);
  });

  it('whatever the scale says: one booking at most between two empty plates, and only of a number it sent stable', () => {
    const value = fc.constantFrom('0.000', '0.005', '0.500', '1.250', '-0.300', '30.000');
    const good = fc.record({
      type: fc.constant('weight' as const),
      value: fc.constantFrom('0.000', '0.500', '1.250'),
      unit: fc.constant('kg' as const),
      stability: fc.constant('stable' as const),
      mode: fc.constant('gross' as const),
    });
    const frame = fc.oneof(
      { weight: 6, arbitrary: good },
      fc.record({
        type: fc.constant('weight' as const),
        value,
        unit: fc.constantFrom('kg' as const, 'unknown' as const),
        stability: fc.constantFrom('stable' as const, 'moving' as const),
        mode: fc.constant('gross' as const),
      }),
      fc.record({
        type: fc.constant('fault' as const),
        kind: fc.constantFrom('overload' as const, 'unreadable' as const),
      }),
    );
    let bookings = 0;
    const run = fc.tuple(frame, fc.integer({ min: 1, max: 5 }));
    fc.assert(
      fc.property(fc.array(run, { maxLength: 30 }), (runs) => {
        const one = bench();
        let emptied = true;
        for (const [index, [reading, times]] of runs.entries()) {
          if (one.state.parcel === undefined) one.scan(`YT10000000${String(index).padStart(2, '0')}`);
          for (let i = 0; i < times; i += 1) {
            const before = one.booked.length;
            one.reading(reading);
            if (reading.type === 'weight' && reading.unit === 'kg' && Math.abs(Number(reading.value)) <= 0.01)
              emptied = true;
            if (one.booked.length === before) continue;
            expect(one.booked.length).toBe(before + 1);
            expect(emptied).toBe(true);
            bookings += 1;
            one.saved();
            emptied = false;
            expect(reading).toMatchObject({ type: 'weight', unit: 'kg', stability: 'stable' });
            expect(one.booked.at(-1)).toMatchObject({
              payload: { gross: { value: 'value' in reading ? reading.value : '' } },
            });
          }
        }
      }),
    );
    // Or the property would say nothing.
    expect(bookings).toBeGreaterThan(20);
  });
});
