import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ScaleReading } from '../../shared/devices/scale-reading.ts';
import { plainName, scaleProtocols } from '../registry.ts';
import { simulatedScales } from '../simulators/scale/simulated-scales.ts';
import type { ScaleParser, ScaleProtocol } from './scale-protocol.ts';

const states = [
  { grams: 0, moving: false, overload: false },
  { grams: 2365, moving: true, overload: false },
  { grams: 2365, moving: false, overload: false },
  { grams: -20, moving: false, overload: false },
  { grams: 0, moving: false, overload: true },
  { grams: 30_000, moving: false, overload: false },
];

/** What a language cannot say, or says otherwise; null: the device stays silent. By place in `states`. */
const otherwise: Readonly<Record<string, Readonly<Record<number, string | null>>>> = {
  'toledo-continuous': { 4: 'fault out-of-range' },
  'toledo-8217': { 1: 'status motion', 3: 'fault underload' },
  'toledo-8213': { 1: 'status motion', 3: 'fault underload' },
  'nci-ecr': { 1: 'status motion', 3: 'fault underload' },
  ohaus: { 4: 'fault out-of-range' },
  'ohaus-ip': { 4: 'fault out-of-range' },
  'adam-cpwplus': { 4: null },
  'adam-highland': { 4: null },
  'adam-cbd': { 4: null },
  'adam-azextra': { 4: null },
  'adam-pgl': { 4: null },
  'sterling-7600': { 4: null },
  'magellan-s11': { 0: '0.00 kg stable', 1: null, 2: '2.36 kg stable', 3: null, 4: null, 5: '30.00 kg stable' },
  'cas-10': { 4: null },
  condec: { 4: 'fault out-of-range' },
  'cardinal-sb': { 4: 'fault out-of-range' },
  'weigh-tronix': { 4: null },
  shinko: { 4: 'fault out-of-range' },
  'fairbanks-fbputr': { 4: 'fault out-of-range' },
  'yaohua-stx': { 4: null },
  'yaohua-equals': { 4: null },
  'yaohua-a12-text': { 4: null },
  'yaohua-command': { 4: null },
  kern: { 4: 'fault device-error' },
  dialog06: { 1: 'status motion', 3: 'fault underload' },
  'usb-hid': { 3: '-0.020 kg unknown' },
};

/** USB delivers reports whole or not at all (packet CRC): half a report is no case there. */
const packets = new Set(['usb-hid']);

function expected(protocol: ScaleProtocol): string[] {
  const say = (word: string): string => (protocol.stabilityOnWire ? word : 'unknown');
  const plain = [
    `0.000 kg ${say('stable')}`,
    `2.365 kg ${say('moving')}`,
    `2.365 kg ${say('stable')}`,
    `-0.020 kg ${say('stable')}`,
    'fault overload',
    `30.000 kg ${say('stable')}`,
  ];
  return plain.flatMap((text, at) => {
    const other = otherwise[protocol.name]?.[at];
    return other === null ? [] : [other ?? text];
  });
}

const join = (parts: readonly Uint8Array[]) => Uint8Array.from(parts.flatMap((part) => [...part]));
const hex = (bytes: Uint8Array) => Buffer.from(bytes).toString('hex');
const read = (parser: ScaleParser, bytes: Uint8Array) =>
  parser.push(bytes).map((frame) => ({ ...frame.reading, raw: hex(frame.raw) }));
type Read = ReturnType<typeof read>[number];
const brief = (r: Read) =>
  r.type === 'weight'
    ? `${r.value} ${r.unit} ${r.stability}`
    : r.type === 'fault'
      ? `fault ${r.kind}`
      : `status ${r.kind}`;
/** Weights a station could come to book: those that are not said to be moving. */
const bookable = (readings: readonly Read[]) =>
  readings.flatMap((r) => (r.type === 'weight' && r.stability !== 'moving' ? [`${r.value} ${r.unit}`] : []));

const simulated = (name: string) => {
  const scale = simulatedScales[name];
  if (scale === undefined) throw new Error(`${name} has no simulator`);
  return scale;
};

describe.each(scaleProtocols.map((protocol) => [protocol.name, protocol] as const))('%s', (name, protocol) => {
  const { encode, options } = simulated(name);
  const create = () => protocol.create(options);
  const frames = states.map((state) => encode(state));
  const stream = join([...frames, ...frames]);
  // A frame may only be complete when the next one begins, so one more follows.
  const whole = read(create(), join([stream, frames[0] ?? new Uint8Array()]));
  const perRound = expected(protocol).length;
  const sent = new Set(bookable(whole));
  const last = [...sent].find((value) => value.startsWith('30.')) ?? 'nothing';

  it('decodes what its simulator says, faults without a number', () => {
    expect(whole.slice(0, perRound).map(brief)).toEqual(expected(protocol));
  });

  it('gives the same readings for every chunking', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 1, max: 23 }), { minLength: 1, maxLength: 200 }), (sizes) => {
        const parser = create();
        const out = [];
        for (let at = 0, i = 0; at < stream.length; i += 1) {
          const size = sizes[i % sizes.length] ?? 1;
          out.push(...read(parser, stream.subarray(at, at + size)));
          at += size;
        }
        expect(out.length).toBeGreaterThanOrEqual(2 * perRound - 1);
        expect(out).toEqual(whole.slice(0, out.length));
      }),
      { numRuns: 30 },
    );
  });

  it('starts in mid-frame and gets through noise', () => {
    for (let skip = 1; skip < 30; skip += 1) {
      const noisy = join([Uint8Array.of(0, 0, 0x7f, 0x7f, 0xff, 0x02, 0x53), stream.subarray(skip)]);
      const values = bookable(read(create(), noisy));
      expect(values).toContain(last);
      expect(values.filter((value) => !sent.has(value))).toEqual([]);
    }
  });

  if (!packets.has(name))
    it('books nothing that was not sent when a frame loses its head or its tail', () => {
      for (const [at, frame] of frames.entries()) {
        const next = frames[(at + 1) % frames.length] ?? new Uint8Array();
        for (let cut = 1; cut < frame.length; cut += 1) {
          for (const broken of [frame.subarray(0, cut), frame.subarray(cut)]) {
            const values = bookable(read(create(), join([broken, next, ...frames])));
            expect([name, hex(broken), values.filter((value) => !sent.has(value))]).toEqual([name, hex(broken), []]);
            expect(values).toContain(last);
          }
        }
      }
    });

  if (protocol.eightBit !== true)
    it('reads a 7-bit parity line opened with eight bits', () => {
      const parity = stream.map((byte) => {
        let ones = 0;
        for (let bit = 0; bit < 7; bit += 1) ones += (byte >> bit) & 1;
        return ones % 2 === 1 ? byte | 0x80 : byte;
      });
      expect(read(create(), parity).map(brief)).toEqual(read(create(), stream).map(brief));
    });

  it('never throws, never grows on rubbish, and finds the next frames again', () => {
    fc.assert(
      fc.property(fc.array(fc.uint8Array({ maxLength: 64 }), { maxLength: 20 }), (chunks) => {
        const parser = create();
        for (const chunk of chunks) parser.push(chunk);
        parser.end();
        expect(parser.pendingBytes).toBeLessThanOrEqual(96);
        expect(bookable(read(parser, join([stream, stream])))).toContain(last);
      }),
      { numRuns: 60 },
    );
  });

  it('survives truncation and flipped bits', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: stream.length - 1 }), fc.integer({ min: 0, max: 7 }), (at, bit) => {
        const broken = Uint8Array.from(stream);
        broken[at] = (broken[at] ?? 0) ^ (1 << bit);
        const parser = create();
        parser.push(broken);
        parser.push(stream.subarray(0, at));
        expect(bookable(read(parser, stream))).toContain(last);
      }),
      { numRuns: 60 },
    );
  });

  if (protocol.checksum !== undefined)
    it('yields no wrong weight under any single-byte change', () => {
      for (const [at, frame] of frames.entries()) {
        const other = frames[(at + 5) % frames.length] ?? frame;
        for (let place = 0; place < frame.length; place += 1) {
          for (let value = 0; value < 256; value += 1) {
            const changed = Uint8Array.from(frame);
            changed[place] = value;
            const readings = read(create(), join([other, changed, frame]));
            const wrong = readings.filter((r) => r.type === 'weight' && !sent.has(`${r.value} ${r.unit}`));
            if (wrong.length > 0) expect([hex(changed), wrong]).toEqual([hex(changed), []]);
          }
        }
      }
    });
});

/** Every setting of every language that changes the bytes: its simulator and its parser mean the same by it. */
const spoken = scaleProtocols.flatMap((protocol) =>
  Object.entries(protocol.dialects).flatMap(([key, { values, fallback }]) =>
    values.filter((value) => value !== fallback).map((value) => [protocol.name, key, value, protocol] as const),
  ),
);

it.each(spoken)('%s with %s=%s reads what its simulator says in that dialect', (name, key, value, protocol) => {
  const { encode, options } = simulated(name);
  const dialect = { ...options?.dialect, [key]: value };
  const frames = join(states.filter(({ grams }) => grams < 10_000).map((state) => encode(state, dialect)));
  const parser = protocol.create({ ...options, dialect });
  const read = [...parser.push(join([frames, frames])), ...parser.end()].map(({ reading }) => reading);
  const plain = protocol.create(options);
  const expectedReadings = [
    ...plain.push(
      join(
        [frames, frames].map(() =>
          join(states.filter(({ grams }) => grams < 10_000).map((s) => encode(s, options?.dialect))),
        ),
      ),
    ),
    ...plain.end(),
  ].map(({ reading }) => reading);
  const values = (all: readonly ScaleReading[]) =>
    all.map((r) => (r.type === 'weight' ? r.value : `${r.type} ${r.kind}`));
  // The number alone has no word for an overload and none for motion.
  if (value === 'number-only')
    expect(values(read).filter((text) => text !== 'fault overload')).toEqual(
      values(expectedReadings).filter((text) => text !== 'fault overload'),
    );
  else expect(values(read)).toEqual(values(expectedReadings));
});

it('every protocol has a simulator and a name of its own', () => {
  const names = scaleProtocols.flatMap((p) => [p.name, ...Object.keys(p.aliases ?? {})]).map(plainName);
  expect(new Set(names).size).toBe(names.length);
  expect(Object.keys(simulatedScales).sort()).toEqual(scaleProtocols.map((p) => p.name).sort());
});
