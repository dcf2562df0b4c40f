import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseExactJson } from './exact-json.ts';

const read = (text: string): unknown => {
  const result = parseExactJson(text);
  return result.ok ? result.value : result.fault;
};

describe('JSON with numbers as text', () => {
  it('keeps what a double would lose', () => {
    expect(read('{"a":1.0000000000000000001,"b":[0.1,9007199254740993]}')).toEqual({
      a: '1.0000000000000000001',
      b: ['0.1', '9007199254740993'],
    });
  });

  it.each([
    ['2.50', '2.50'],
    ['1e-3', '0.001'],
    ['1.25E+2', '125'],
    ['-0', '0'],
    ['-0.0', '0.0'],
    ['12e1', '120'],
    ['-2.5e-1', '-0.25'],
  ])('%s is %s', (text, expected) => {
    expect(read(text)).toBe(expected);
  });

  it.each([
    ['{"a":1,"a":2}', { at: 'a', problem: 'this field stands twice' }],
    ['{"a":{"b":[1,{"c":01}]}}', { at: 'a.b.1', problem: 'expected , or }' }],
    ['{"a":}', { at: 'a', problem: 'unexpected }' }],
    ['[1,2', { at: 'character 6', problem: 'expected , or ]' }],
    ['1 2', { at: 'character 3', problem: 'more text after the end' }],
    ['"a\nb"', { at: 'character 6', problem: 'broken string' }],
    ['', { at: 'character 1', problem: 'ends too early' }],
    ['1e999', { at: 'character 1', problem: 'number with more than 180 digits: 1e999' }],
    ['{"__proto__":1}', { at: '__proto__', problem: 'this field name is not allowed' }],
  ])('refuses %s with the place', (text, fault) => {
    expect(read(text)).toEqual(fault);
  });

  it('refuses deep nesting instead of overflowing the stack', () => {
    expect(read('['.repeat(100_000))).toMatchObject({ problem: 'nested deeper than 40' });
  });

  it('agrees with JSON.parse on everything that is not a number', () => {
    const clean = (value: unknown): boolean => !JSON.stringify(value).includes('__proto__');
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 4 }).filter(clean), (value) => {
        const asText = JSON.parse(JSON.stringify(value), (_, item: unknown) =>
          typeof item === 'number' ? `n${item}` : item,
        ) as unknown;
        const ours = JSON.parse(JSON.stringify(read(JSON.stringify(asText)))) as unknown;
        expect(ours).toEqual(asText);
      }),
    );
  });
});
