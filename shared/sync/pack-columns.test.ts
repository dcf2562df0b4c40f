import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { chained, weighed } from '../../test/support/operations.ts';
import { packColumns, unpackColumns } from './pack-columns.ts';

const LIMIT = 1_000_000;
const again = (bodies: readonly string[]): string[] | undefined =>
  unpackColumns(packColumns(bodies), bodies.length, LIMIT);

describe('a batch packed in columns', () => {
  it('gives back real operations byte for byte', () => {
    const bodies = chained(
      'ABCD',
      1,
      Array.from({ length: 50 }, (_, index) => ({
        type: 'parcelWeighed',
        entity: `parcel:YT${index}`,
        payload: weighed(`YT"\\${index}`, 900 + index * 37, { line: '美国"线\\ 📦' }),
      })),
    ).map(({ body }) => body);
    expect(again(bodies)).toEqual(bodies);
    expect(packColumns(bodies).length).toBeLessThan(bodies.join('\n').length / 3);
  });
  it('gives back any text that has no line end', () => {
    const line = fc.oneof(
      fc.json().map((text) => text.replaceAll('\n', ' ')),
      fc.string({ unit: 'binary' }).map((text) => text.replaceAll('\n', '')),
      fc.constantFrom(
        '',
        '~1',
        '=',
        '=~',
        '""',
        '\u0001',
        '{"a":007}',
        '{"a":1e5,"b":-0}',
        '"\\"',
        '{"a":"\u0001"}',
        '{"a" :1}',
      ),
    );
    fc.assert(
      fc.property(fc.array(line, { minLength: 1, maxLength: 20 }), (bodies) => {
        expect(again(bodies)).toEqual(bodies);
      }),
      { numRuns: 150 },
    );
  }, 30_000);
  it('refuses what is cut, changed or grows beyond the limit, and never throws', () => {
    const bodies = ['{"a":1,"b":"x"}', '{"a":2,"b":"x"}', 'plain'];
    const packed = packColumns(bodies);
    for (let length = 0; length < packed.length; length += 1)
      expect(unpackColumns(packed.slice(0, length), bodies.length, LIMIT)).toBeUndefined();
    expect(unpackColumns(packed, 2, LIMIT)).toBeUndefined();
    expect(unpackColumns(packed, 3, 20)).toBeUndefined();
    fc.assert(
      fc.property(fc.string(), fc.nat(packed.length), (noise, at) => {
        unpackColumns(packed.slice(0, at) + noise + packed.slice(at), 3, LIMIT);
      }),
    );
  });
});
