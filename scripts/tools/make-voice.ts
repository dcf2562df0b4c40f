// npm run voice: speaks every phrase of shared/voice in both languages with espeak-ng, packs the audio into assets/voice.
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { voiceTexts } from '../../shared/voice/voice-phrase.ts';

const folder = join(import.meta.dirname, '../../assets/voice');
/** Faster than people talk to each other and still plain over a loud floor. */
const wordsPerMinute = { zh: 200, en: 185 } as const;
const voices = { zh: 'cmn-latn-pinyin', en: 'en-us' } as const;
const KBPS = '16';

interface Clip {
  readonly at: number;
  readonly bytes: number;
  readonly text: string;
}

const run = (program: string, args: readonly string[]): Buffer => execFileSync(program, args, { maxBuffer: 64 << 20 });

/** Latin letters in a Chinese sentence are read as letters by the English voice; the Chinese one takes them for pinyin. */
function marked(text: string, language: 'zh' | 'en'): string {
  const plain = text.replace(/[<>&]/g, ' ').replace(/[–·]/g, ', ');
  if (language === 'en') return /^[A-Z]$/.test(plain) ? `<say-as interpret-as="characters">${plain}</say-as>` : plain;
  return plain.replace(/[A-Za-z]+/g, (latin) => {
    const spelled = /^[A-Z]{1,3}$/.test(latin) ? [...latin].join(' ') : latin;
    return `<voice name="en-us">${spelled}</voice>`;
  });
}

mkdirSync(folder, { recursive: true });
const work = mkdtempSync(join(tmpdir(), 'wh-voice-'));
try {
  for (const [column, language] of (['zh', 'en'] as const).entries()) {
    const clips: Record<string, Clip> = {};
    const parts: Buffer[] = [];
    let at = 0;
    for (const [phrase, texts] of voiceTexts) {
      const text = texts[column as 0 | 1];
      const wav = join(work, 'clip.wav');
      const opus = join(work, 'clip.opus');
      run('espeak-ng', [
        ...['-m', '-v', voices[language], '-s', String(wordsPerMinute[language]), '-w', wav],
        `<speak>${marked(text, language)}</speak>`,
      ]);
      run('sox', [
        wav,
        '-r',
        '16000',
        join(work, 'cut.wav'),
        'silence',
        '1',
        '0.01',
        '0.5%',
        'reverse',
        'silence',
        '1',
        '0.01',
        '0.5%',
        'reverse',
        'norm',
        '-2',
      ]);
      run('opusenc', [
        '--quiet',
        '--serial',
        '1',
        '--discard-comments',
        '--bitrate',
        KBPS,
        join(work, 'cut.wav'),
        opus,
      ]);
      const bytes = readFileSync(opus);
      clips[phrase] = { at, bytes: bytes.length, text: createHash('sha256').update(text).digest('hex').slice(0, 16) };
      parts.push(bytes);
      at += bytes.length;
    }
    const pack = Buffer.concat(parts);
    const sha256 = createHash('sha256').update(pack).digest('hex');
    writeFileSync(join(folder, `${language}.bin`), pack);
    writeFileSync(
      join(folder, `${language}.json`),
      `${JSON.stringify({ sha256, bytes: pack.length, clips }, null, 1)}\n`,
    );
    process.stdout.write(`${language}: ${voiceTexts.size} phrases, ${(pack.length / 1024).toFixed(0)} KiB\n`);
  }
} finally {
  rmSync(work, { recursive: true, force: true });
}
