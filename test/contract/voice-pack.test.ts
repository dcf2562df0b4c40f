import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { spell, spokenLine, voiceTexts } from '../../shared/voice/voice-phrase.ts';
import { cueSeconds, tones } from '../../renderer/ui/sound/cues.ts';
import { voiceIndexSchema } from '../../renderer/ui/sound/voice-pack.ts';

const folder = join(import.meta.dirname, '../../assets/voice');
const languages = ['zh', 'en'] as const;
const indexOf = (language: string): ReturnType<typeof voiceIndexSchema.parse> =>
  voiceIndexSchema.parse(JSON.parse(readFileSync(join(folder, `${language}.json`), 'utf8')));

describe('the voice', () => {
  it.each(languages)(
    'says every phrase of the closed list as its text stands now (%s); else: npm run voice',
    (language) => {
      const { clips } = indexOf(language);
      const column = languages.indexOf(language) as 0 | 1;
      const shaOf = (text: string): string => createHash('sha256').update(text).digest('hex').slice(0, 16);
      const stale = [...voiceTexts].filter(([phrase, texts]) => clips[phrase]?.text !== shaOf(texts[column]));
      expect(stale.map(([phrase]) => phrase)).toEqual([]);
      expect(Object.keys(clips)).toHaveLength(voiceTexts.size);
    },
  );

  it.each(languages)(
    'has the pack that its index describes, clip after clip, each an Ogg Opus stream (%s)',
    (language) => {
      const index = indexOf(language);
      const pack = readFileSync(join(folder, `${language}.bin`));
      expect(pack.length).toBe(index.bytes);
      expect(createHash('sha256').update(pack).digest('hex')).toBe(index.sha256);
      let end = 0;
      for (const { at, bytes } of Object.values(index.clips)) {
        expect(at).toBe(end);
        expect(pack.toString('latin1', at, at + 4)).toBe('OggS');
        expect(pack.subarray(at, at + 64).includes('OpusHead')).toBe(true);
        end = at + bytes;
      }
      expect(end).toBe(pack.length);
    },
  );

  it('stays small: both packs under 2 MiB', () => {
    const bytes = languages.map((language) => indexOf(language).bytes).reduce((sum, n) => sum + n);
    expect(bytes).toBeLessThan(2 << 20);
  });

  it('spells codes and names lines by their country', () => {
    expect(spell('B7')).toEqual(['letter-b', 'digit-7']);
    expect(spokenLine('US-A')).toEqual(['country-us', 'letter-a']);
    expect(spokenLine('XQ1')).toEqual(['letter-x', 'letter-q', 'digit-1']);
  });
});

describe('the six cues', () => {
  it('are the ones of the design language, told apart by shape', () => {
    expect(Object.keys(tones).sort()).toEqual(['check', 'heard', 'next', 'ok', 'stop', 'twice']);
    expect(cueSeconds('heard')).toBeCloseTo(0.02);
    expect(cueSeconds('ok')).toBeGreaterThanOrEqual(0.06);
    expect(cueSeconds('ok')).toBeLessThanOrEqual(0.09);
    expect(tones.stop).toHaveLength(2);
    expect(tones.twice).toHaveLength(2);
    expect(tones.check[0]?.[0]).toBeGreaterThan(tones.check[1]?.[0] ?? 0);
    expect(tones.next[1]?.[0]).toBeGreaterThan(tones.next[0]?.[0] ?? 0);
  });
});
