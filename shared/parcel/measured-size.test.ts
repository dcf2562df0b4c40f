import { describe, expect, it } from 'vitest';
import type { DimensionsFrame, DimensionsReading } from '../devices/dimensions-frame.ts';
import { plainBench } from './bench-rules.ts';
import { initialBench, reduceBench } from './weigh-bench.ts';
import type { BenchContext, BenchEvent, BenchMemory } from './weigh-bench-events.ts';
import { failure } from '../errors/catalog.ts';

const context: BenchContext = {
  neededFrames: 2,
  zeroBandMg: 10_000,
  toleranceMg: 0,
  minimumMg: 20_000,
  defaultLine: 'US-A',
  lines: [],
  practice: false,
  language: 'en',
  station: 'W1',
  operator: 'op',
  scaleName: '',
  scaleSimulated: false,
  measuresSizes: true,
  findPreAlert: (waybill) => ({
    waybill,
    line: 'US-A',
    cargoClass: 'none',
    customer: 'c',
    receiver: 'r',
    destination: 'd',
    dimensions: { length: '1', width: '1', height: '1', unit: 'cm' },
  }),
  findBox: () => undefined,
  findWeighed: () => undefined,
  rate: () => failure('RULE_UNKNOWN', ''),
  rules: plainBench,
  timeText: () => '',
};
const size = (more: Partial<Extract<DimensionsReading, { type: 'dimensions' }>> = {}): DimensionsReading => ({
  type: 'dimensions',
  dimensions: { length: '42.5', width: '31.0', height: '20.5', unit: 'cm' },
  ...more,
});
const frame = (reading: DimensionsReading): BenchEvent => ({
  type: 'dimensions',
  frame: {
    deviceId: 'dimensioner-1',
    sequence: 7,
    reading,
    raw: '<02>MA',
    monoMs: 1,
    wallMs: 1,
  } satisfies DimensionsFrame,
});
const run = (...events: BenchEvent[]): BenchMemory =>
  events.reduce((memory, event) => reduceBench(memory, event, context).memory, initialBench(2));
const scan: BenchEvent = { type: 'scan', text: 'YT26111700', atMs: 0 };

describe('a measured size', () => {
  it('counts instead of the announced one and keeps its evidence', () => {
    expect(run(scan).bench.parcel?.dimensions).toBeUndefined();
    expect(run(scan, frame(size({ reference: '461' }))).bench.parcel).toMatchObject({
      dimensions: { length: '42.5', unit: 'cm' },
      dimensionsFrom: 'dimensioner',
      dimensionsEvidence: { device: 'dimensioner-1', raw: '<02>MA', frame: 7, reference: '461' },
    });
  });
  it('of another parcel, or with nothing in hand, belongs to nobody', () => {
    expect(run(scan, frame(size({ barcode: 'OTHER1' }))).bench.parcel?.dimensions).toBeUndefined();
    expect(run(scan, frame(size({ barcode: 'yt26111700' }))).bench.parcel?.dimensions).toBeDefined();
    expect(run(frame(size())).bench.parcel).toBeUndefined();
  });
  it('that could not be measured is asked of a person; a box code answers', () => {
    const asked = run(scan, frame({ type: 'fault', kind: 'unstable' }));
    expect(asked.bench.refusal?.code).toBe('DIMENSIONS_MISSING');
    const answered = reduceBench(asked, { type: 'scan', text: 'BOX:42x31x20', atMs: 9_000 }, context).memory.bench;
    expect(answered).toMatchObject({
      refusal: undefined,
      parcel: { dimensionsFrom: 'box', dimensionsEvidence: undefined },
    });
  });
  it('an EAN on the carton is no waybill when the scanner says that it is one', () => {
    const retail = reduceBench(initialBench(2), { ...scan, text: '4006381333931', aim: ']E0' }, context).memory.bench;
    expect(retail.refusal?.code).toBe('SCAN_UNREADABLE');
  });
});
