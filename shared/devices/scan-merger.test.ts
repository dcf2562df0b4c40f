import { describe, expect, it } from 'vitest';
import { splitAim } from './scan.ts';
import { ScanMerger } from './scan-merger.ts';

describe('two deliveries of one scan', () => {
  it('are one, whichever comes first', () => {
    const merger = new ScanMerger();
    expect(merger.isTwin('YT2611', 'serial', 0)).toBe(false);
    expect(merger.isTwin('YT2611', 'keyboard', 80)).toBe(true);
    expect(merger.isTwin('YT2612', 'keyboard', 2_000)).toBe(false);
    expect(merger.isTwin('YT2612', 'serial', 2_010)).toBe(true);
  });
  it('are recognised although the keyboard loses identifier and separators', () => {
    const merger = new ScanMerger();
    expect(merger.isTwin('01095\u001d10A', 'hid-pos', 0)).toBe(false);
    expect(merger.isTwin(']C10109510A', 'keyboard', 60)).toBe(true);
  });
  it('a code scanned twice is two, over both ways', () => {
    const merger = new ScanMerger();
    const taken = [
      merger.isTwin('A1', 'serial', 0),
      merger.isTwin('A1', 'keyboard', 50),
      merger.isTwin('A1', 'serial', 600),
      merger.isTwin('A1', 'keyboard', 650),
    ].filter((twin) => !twin);
    expect(taken).toHaveLength(2);
  });
  it('one way alone never swallows, nor does time', () => {
    const merger = new ScanMerger();
    expect([0, 100, 200].map((at) => merger.isTwin('A1', 'keyboard', at))).toEqual([false, false, false]);
    expect(merger.isTwin('A1', 'serial', 5_000)).toBe(false);
  });
});

describe('AIM identifier', () => {
  it('is the first three characters, or there is none', () => {
    expect(splitAim(']C1010950')).toEqual({ aim: ']C1', text: '010950' });
    expect(splitAim('YT]C1')).toEqual({ text: 'YT]C1' });
    expect(splitAim(']C1')).toEqual({ text: ']C1' });
  });
});
