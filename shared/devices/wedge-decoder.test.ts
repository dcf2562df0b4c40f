import { describe, expect, it } from 'vitest';
import { WedgeDecoder, type WedgeKey, type WedgeVerdict } from './wedge-decoder.ts';

const settings = { maxGapMs: 50, endSilenceMs: 120, minLength: 4 };
const codeOf = (character: string): string =>
  /[a-z]/i.test(character)
    ? `Key${character.toUpperCase()}`
    : /\d/.test(character)
      ? `Digit${character}`
      : character === '-'
        ? 'Minus'
        : 'Space';
const press = (code: string, atMs: number, extra: Partial<WedgeKey> = {}): WedgeKey => ({
  code,
  key: code,
  shift: false,
  ctrl: false,
  alt: false,
  composing: false,
  atMs,
  ...extra,
});
function type(text: string, gapMs: number, start = 0, composing = false): WedgeKey[] {
  return Array.from(text, (character, i) =>
    press(codeOf(character), start + i * gapMs, {
      key: composing ? 'Process' : character,
      shift: /[A-Z]/.test(character),
      composing,
    }),
  );
}
function run(
  keys: readonly WedgeKey[],
  tickAt?: number,
): { scans: string[]; torn: string[]; typed: string; verdicts: WedgeVerdict[] } {
  const decoder = new WedgeDecoder(settings);
  const verdicts = keys.map((key) => decoder.key(key));
  if (tickAt !== undefined) verdicts.push(decoder.tick(tickAt));
  return {
    scans: verdicts.flatMap((v) => v.scan ?? []),
    torn: verdicts.flatMap((v) => v.torn ?? []),
    typed: verdicts
      .flatMap((v) => v.typed ?? [])
      .map((k) => k.key)
      .join(''),
    verdicts,
  };
}

describe('wedge decoder', () => {
  it.each(['Enter', 'NumpadEnter', 'Tab'])('takes a scan that ends with %s', (end) => {
    expect(run([...type('YT2611', 5), press(end, 34)]).scans).toEqual(['YT2611']);
  });
  it('takes a scan of a gun without a terminator after silence', () => {
    expect(run(type('YT2611', 5), 200).scans).toEqual(['YT2611']);
    expect(run(type('YT2611', 5), 100).scans).toEqual([]);
  });
  it('is not deceived by an input method', () => {
    expect(run([...type('Yt26-1', 5, 0, true), press('Enter', 40, { composing: true, key: 'Process' })]).scans).toEqual(
      ['Yt26-1'],
    );
  });
  it("gives a person's typing back, key by key", () => {
    const { scans, typed } = run(type('42310', 180), 2_000);
    expect(scans).toEqual([]);
    expect(typed).toBe('42310');
  });
  it("does not take a person's quick Enter after slow digits for a scan", () => {
    const keys = type('4231', 200);
    expect(run([...keys, press('Enter', 900)]).scans).toEqual([]);
  });
  it('passes function keys', () => {
    expect(run([press('F5', 0)]).verdicts).toEqual([{ swallow: false }]);
  });
  it('swallows the Ctrl+Shift+J that a real trace ends with, and every other accelerator', () => {
    const { verdicts, scans } = run([
      ...type('YT2611', 5),
      press('Enter', 30),
      press('KeyJ', 36, { ctrl: true, shift: true }),
      press('KeyR', 5_000, { ctrl: true }),
    ]);
    expect(scans).toEqual(['YT2611']);
    expect(verdicts.slice(-2).every((v) => v.swallow)).toBe(true);
  });
  it.each([
    ['Ctrl+]', [press('BracketRight', 25, { ctrl: true })]],
    ['Alt+029', ['0', '2', '9'].map((d, i) => press(`Numpad${d}`, 22 + i * 3, { alt: true }))],
    ['F8', [press('F8', 25)]],
  ])('reads the group separator typed as %s', (_, separator) => {
    expect(run([...type('01095', 5), ...separator, ...type('10A', 5, 35), press('Enter', 55)]).scans).toEqual([
      '01095\u001d10A',
    ]);
  });
  it('keeps two scans apart that follow at once', () => {
    expect(run([...type('AAAA', 5), press('Enter', 20), ...type('BBBB', 5, 25), press('Enter', 45)]).scans).toEqual([
      'AAAA',
      'BBBB',
    ]);
  });
  it('takes no key that the keyboard repeats for a scan: something lies on it', () => {
    const held = Array.from({ length: 60 }, (_, i) => press('Digit0', 500 + i * 30, { key: '0', repeat: i > 0 }));
    const { scans, typed } = run([...held, press('Enter', 2_300)], 3_000);
    expect(scans).toEqual([]);
    expect(typed).toBe('0'.repeat(60));
  });
  it("without an end mark a person's quick run of keys is no scan", () => {
    expect(run(type('4231', 45), 1_000)).toMatchObject({ scans: [], typed: '4231' });
    expect(run(type('4231', 12), 1_000).scans).toEqual(['4231']);
  });
  it('reads a US scanner on a machine with another layout by the places of the keys', () => {
    const keys = [
      press('KeyQ', 0, { key: 'A', shift: true }),
      press('Minus', 5, { key: ')' }),
      press('Digit1', 10, { key: '&' }),
      press('KeyZ', 15, { key: 'W', shift: true }),
      press('Enter', 20),
    ];
    const decoder = new WedgeDecoder({ ...settings, layout: 'us' });
    expect(keys.map((key) => decoder.key(key).scan).at(-1)).toBe('Q-1Z');
  });
  it('bounds a scan that never ends', () => {
    const { scans, torn } = run(type('9'.repeat(2_000), 1), 5_000);
    expect(scans).toEqual([]);
    expect(torn[0]?.length).toBe(256);
  });
  it('never takes the rest of a code for a code: a pause after two characters makes it torn', () => {
    const { scans, torn } = run([...type('SF', 4), ...type('66000000005', 4, 90), press('Enter', 140)]);
    expect(scans).toEqual([]);
    expect(torn).toEqual(['66000000005']);
  });
  it('goes on with a burst that paused for less than the silence that ends it', () => {
    const { scans } = run([...type('YT8800', 4), ...type('0107', 4, 110), press('Enter', 130)]);
    expect(scans).toEqual(['YT88000107']);
  });
  it('takes a scan a moment after a person has typed', () => {
    const { scans, typed } = run([...type('42', 180), ...type('YT2611', 5, 900), press('Enter', 930)]);
    expect(typed).toBe('42');
    expect(scans).toEqual(['YT2611']);
  });
});
