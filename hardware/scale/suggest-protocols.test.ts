import { describe, expect, it } from 'vitest';
import { scaleProtocols } from '../registry.ts';
import { simulatedScales } from '../simulators/scale/simulated-scales.ts';
import { asciiBytes } from './ascii-bytes.ts';
import { suggestProtocols } from './suggest-protocols.ts';

const recording = (name: string): Uint8Array =>
  Uint8Array.from(
    Array.from({ length: 12 }, (_, at) => at).flatMap((at) => [
      ...(simulatedScales[name]?.encode({ grams: 1000 + at * 137, moving: at % 4 === 0, overload: false }) ?? []),
    ]),
  );

describe.each(scaleProtocols.map(({ name }) => name))('%s', (name) => {
  it('is among the languages that explain its recording best', () => {
    const all = suggestProtocols(recording(name));
    const own = all.find(({ protocol }) => protocol === name);
    expect([own?.protocol, own?.explainedPercent]).toEqual([name, all[0]?.explainedPercent]);
  });
});

it('puts a language with right checksums first, and says what to ask', () => {
  expect(suggestProtocols(recording('toledo-continuous'))[0]).toMatchObject({ protocol: 'toledo-continuous', ask: [] });
  expect(suggestProtocols(recording('yaohua-stx'))[0]).toMatchObject({ protocol: 'yaohua-stx', ask: ['unit'] });
  expect(suggestProtocols(recording('yaohua-equals'))[0]).toMatchObject({
    protocol: 'yaohua-equals',
    ask: ['unit', 'direction: undecided or reversed or forward'],
  });
});

it('suggests nothing for rubbish', () => {
  expect(suggestProtocols(asciiBytes('the quick brown fox jumps over the lazy dog\r\n'.repeat(5)))).toEqual([]);
  expect(suggestProtocols(Uint8Array.from({ length: 500 }, (_, at) => (at * 73 + (at >> 3)) & 0xff))).toEqual([]);
  expect(suggestProtocols(new Uint8Array())).toEqual([]);
});
