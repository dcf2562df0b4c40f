import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { scaleProtocols } from '../registry.ts';
import { scaleEncoders } from '../simulators/scale/scale-encoders.ts';
import type { ScaleParser, ScaleProtocol } from './scale-protocol.ts';

const states = [
  { grams: 0, moving: false, overload: false },
  { grams: 2365, moving: true, overload: false },
  { grams: 2365, moving: false, overload: false },
  { grams: -20, moving: false, overload: false },
  { grams: 0, moving: false, overload: true },
  { grams: 30_000, moving: false, overload: false },
];
const join = (parts: readonly Uint8Array[]) => Uint8Array.from(parts.flatMap((part) => [...part]));
const hex = (bytes: Uint8Array) => Buffer.from(bytes).toString('hex');
const read = (parser: ScaleParser, bytes: Uint8Array) =>
  parser.push(bytes).map((frame) => ({ ...frame.reading, raw: hex(frame.raw) }));

function streamOf(protocol: ScaleProtocol): Uint8Array {
  const encode = scaleEncoders[protocol.name];
  if (encode === undefined) throw new Error(`${protocol.name} has no simulator`);
  return join([...states, ...states].map(encode));
}

describe.each(scaleProtocols.map((protocol) => [protocol.name, protocol] as const))('%s', (name, protocol) => {
  const stream = streamOf(protocol);
  // A frame may only be complete when the next one begins, so one more follows.
  const whole = read(
    protocol.create(),
    join([
      stream,
      scaleEncoders[name]?.(states[0] ?? { grams: 0, moving: false, overload: false }) ?? new Uint8Array(),
    ]),
  );

  it('decodes what its simulator says, faults without a number', () => {
    const brief = whole
      .slice(0, 6)
      .map((r) =>
        r.type === 'weight' ? `${r.value} ${r.unit} ${r.stability}` : r.type === 'fault' ? `fault ${r.kind}` : 'status',
      );
    expect(brief).toEqual([
      '0.000 kg stable',
      '2.365 kg moving',
      '2.365 kg stable',
      '-0.020 kg stable',
      expect.stringMatching(/^fault (overload|out-of-range)$/),
      '30.000 kg stable',
    ]);
  });

  it('gives the same readings for every chunking', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 1, max: 23 }), { minLength: 1, maxLength: 200 }), (sizes) => {
        const parser = protocol.create();
        const out = [];
        for (let at = 0, i = 0; at < stream.length; i += 1) {
          const size = sizes[i % sizes.length] ?? 1;
          out.push(...read(parser, stream.subarray(at, at + size)));
          at += size;
        }
        expect(out.length).toBeGreaterThanOrEqual(11);
        expect(out).toEqual(whole.slice(0, out.length));
      }),
    );
  });

  it('starts in mid-frame and gets through noise', () => {
    for (let skip = 1; skip < 30; skip += 1) {
      const noisy = join([Uint8Array.of(0, 0, 0x7f, 0x7f, 0xff, 0x02, 0x53), stream.subarray(skip)]);
      const values = read(protocol.create(), noisy)
        .filter((r) => r.type === 'weight')
        .map((r) => r.value);
      expect(values).toContain('30.000');
      expect(values.every((value) => ['0.000', '2.365', '-0.020', '30.000'].includes(value))).toBe(true);
    }
  });

  it('reads a 7-bit parity line opened with eight bits', () => {
    const parity = stream.map((byte) => {
      let ones = 0;
      for (let bit = 0; bit < 7; bit += 1) ones += (byte >> bit) & 1;
      return ones % 2 === 1 ? byte | 0x80 : byte;
    });
    const brief = (r: { type: string; value?: string }) => [r.type, r.value];
    expect(read(protocol.create(), parity).map(brief)).toEqual(read(protocol.create(), stream).map(brief));
  });

  it('never throws, never grows and never invents a stable weight from rubbish', () => {
    fc.assert(
      fc.property(fc.array(fc.uint8Array({ maxLength: 64 }), { maxLength: 20 }), (chunks) => {
        const parser = protocol.create();
        for (const chunk of chunks) parser.push(chunk);
        expect(parser.pendingBytes).toBeLessThanOrEqual(64);
      }),
      { numRuns: 300 },
    );
  });

  it('survives truncation and flipped bits', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: stream.length - 1 }), fc.integer({ min: 0, max: 7 }), (at, bit) => {
        const broken = Uint8Array.from(stream);
        broken[at] = (broken[at] ?? 0) ^ (1 << bit);
        const parser = protocol.create();
        parser.push(broken);
        parser.push(stream.subarray(0, at));
        const last = read(parser, stream)
          .filter((r) => r.type === 'weight')
          .map((r) => r.value);
        expect(last).toContain('30.000');
      }),
    );
  });
});

describe('toledo-continuous with a checksum', () => {
  it('yields no wrong weight under any single-byte change', () => {
    const protocol = scaleProtocols.find((p) => p.name === 'toledo-continuous');
    const frame = scaleEncoders['toledo-continuous']?.({ grams: 2365, moving: false, overload: false });
    if (protocol === undefined || frame === undefined) throw new Error('missing');
    for (const checksum of ['twos-complement', 'auto']) {
      for (let at = 0; at < frame.length; at += 1) {
        for (let value = 0; value < 256; value += 1) {
          const changed = Uint8Array.from(frame);
          changed[at] = value;
          const parser = protocol.create({ dialect: { checksum } });
          for (const { reading } of parser.push(join([changed, frame]))) {
            if (reading.type === 'weight')
              expect([checksum, at, value, reading.value, reading.unit]).toEqual([checksum, at, value, '2.365', 'kg']);
          }
        }
      }
    }
  });
});
