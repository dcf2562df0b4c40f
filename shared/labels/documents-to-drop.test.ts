import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { documentsToDrop, type StoredDocument } from './documents-to-drop.ts';

const limits = { maxAgeMs: 1_000, maxBytes: 100, minAgeMs: 10 };
const stored = (name: string, bytes: number, ageMs: number): StoredDocument => ({ name, bytes, ageMs });

describe('documents of foreign labels', () => {
  it('go when they are old, and the oldest first when there are too many', () => {
    const all = [stored('a', 10, 1_500), stored('b', 60, 900), stored('c', 60, 500), stored('d', 30, 20)];
    expect(documentsToDrop(all, new Set(), limits)).toEqual(['a', 'b']);
  });

  it('stay while a label of theirs is open, and while it may not be in the journal yet', () => {
    const all = [stored('a', 200, 5_000), stored('b', 200, 5)];
    expect(documentsToDrop(all, new Set(['a']), limits)).toEqual([]);
  });

  it('are within the limits afterwards, but for those that must stay', () => {
    const document = fc.record({ bytes: fc.nat(80), ageMs: fc.nat(2_000), open: fc.boolean() });
    fc.assert(
      fc.property(fc.array(document, { maxLength: 12 }), (list) => {
        const all = list.map(({ bytes, ageMs }, index) => stored(`d${index}`, bytes, ageMs));
        const open = new Set(all.filter((_, index) => list[index]?.open).map(({ name }) => name));
        const gone = new Set(documentsToDrop(all, open, limits));
        const left = all.filter(({ name }) => !gone.has(name));
        const free = left.filter(({ name, ageMs }) => !open.has(name) && ageMs >= limits.minAgeMs);
        const total = left.reduce((sum, { bytes }) => sum + bytes, 0);
        return (
          [...gone].every((name) => !open.has(name)) &&
          free.every(({ ageMs }) => ageMs < limits.maxAgeMs) &&
          (total <= limits.maxBytes || free.length === 0)
        );
      }),
    );
  });
});
