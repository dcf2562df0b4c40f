import type { Cue } from '../../../shared/parcel/weigh-bench-state.ts';
import type { VoicePhrase } from '../../../shared/voice/voice-phrase.ts';
import enIndex from '../../../assets/voice/en.json';
import enPack from '../../../assets/voice/en.bin?url';
import zhIndex from '../../../assets/voice/zh.json';
import zhPack from '../../../assets/voice/zh.bin?url';
import type { Language } from '../../text/i18n.ts';
import { cueSeconds, renderCues, SOUND_RATE } from './cues.ts';
import { voiceIndexSchema, type VoiceIndex } from './voice-pack.ts';

export interface Sound {
  readonly play: (cue: Cue) => void;
  readonly speak: (...phrases: readonly VoicePhrase[]) => void;
}

/** An open sound device costs about 2 % of a core in silence: it sleeps when nothing has sounded for this long, and wakes in about 3 ms. */
const SLEEP_AFTER_MS = 20_000;
/** Decoded clips in memory, the least used goes: 32 clips of 3 s are about 18 MB. */
const KEPT_CLIPS = 32;
const packs = { zh: [zhIndex, zhPack], en: [enIndex, enPack] } as const;

/**
 * Cues and voice over one sound device. A cue sounds at once, its buffer is made at start. The voice waits for the end of a cue, says its
 * phrases one after the other, and stops when somebody scans or something else is to be said: two voices never overlap. Without a sound
 * device nothing happens; sound is never alone.
 */
export function createSound(language: () => Language): Sound {
  let context: AudioContext;
  try {
    context = new AudioContext({ sampleRate: SOUND_RATE, latencyHint: 'interactive' });
  } catch {
    return { play: () => undefined, speak: () => undefined };
  }
  const cues = renderCues(context);
  let sleep: ReturnType<typeof setTimeout> | undefined;
  const wake = (): void => {
    clearTimeout(sleep);
    sleep = setTimeout(() => void context.suspend().catch(() => undefined), SLEEP_AFTER_MS);
    if (context.state === 'suspended') void context.resume().catch(() => undefined);
  };
  wake();
  const start = (buffer: AudioBuffer, at: number): AudioBufferSourceNode => {
    const source = context.createBufferSource();
    source.buffer = buffer;
    source.connect(context.destination);
    source.start(at);
    return source;
  };

  const clips = createClips(context);
  // The packs are on this disk: a phrase is there before the first one is needed.
  void clips.load(language());
  let saying: AudioBufferSourceNode[] = [];
  let turn = 0;
  let cueEnds = 0;
  const hush = (): void => {
    turn += 1;
    for (const source of saying) source.stop();
    saying = [];
  };
  return {
    play: (cue) => {
      const buffer = cues.get(cue);
      if (buffer === undefined) return;
      wake();
      if (cue === 'heard') hush();
      start(buffer, 0);
      cueEnds = context.currentTime + cueSeconds(cue);
    },
    speak: (...phrases) => {
      hush();
      const mine = turn;
      const askedMs = performance.now();
      void Promise.all(phrases.map((phrase) => clips.find(language(), phrase))).then((buffers) => {
        if (mine !== turn) return;
        wake();
        let at = Math.max(context.currentTime, cueEnds);
        for (const buffer of buffers) {
          if (buffer === undefined) continue;
          saying.push(start(buffer, at));
          at += buffer.duration + 0.04;
        }
        // For the bench and the tests: how long the program took, without the cue that was waited for.
        performance.clearMarks('wh-voice');
        performance.mark('wh-voice', { detail: { phrases, tookMs: performance.now() - askedMs, said: saying.length } });
      });
    },
  };
}

interface Clips {
  readonly load: (language: Language) => Promise<void>;
  readonly find: (language: Language, phrase: VoicePhrase) => Promise<AudioBuffer | undefined>;
}

function createClips(context: AudioContext): Clips {
  const loaded = new Map<Language, Promise<{ readonly index: VoiceIndex; readonly pack: ArrayBuffer } | undefined>>();
  const decoded = new Map<string, AudioBuffer>();
  const pack = (
    language: Language,
  ): Promise<{ readonly index: VoiceIndex; readonly pack: ArrayBuffer } | undefined> => {
    const known = loaded.get(language);
    if (known !== undefined) return known;
    const [index, url] = packs[language];
    const reading = fetch(url)
      .then(async (answer) => ({ index: voiceIndexSchema.parse(index), pack: await answer.arrayBuffer() }))
      .catch(() => undefined);
    loaded.set(language, reading);
    return reading;
  };
  return {
    load: async (language) => void (await pack(language)),
    find: async (language, phrase) => {
      const key = `${language} ${phrase}`;
      const known = decoded.get(key);
      if (known !== undefined) {
        decoded.delete(key);
        decoded.set(key, known);
        return known;
      }
      const from = await pack(language);
      const clip = from?.index.clips[phrase];
      if (from === undefined || clip === undefined) return undefined;
      const buffer = await context
        .decodeAudioData(from.pack.slice(clip.at, clip.at + clip.bytes))
        .catch(() => undefined);
      if (buffer === undefined) return undefined;
      decoded.set(key, buffer);
      const [oldest] = decoded.keys();
      if (decoded.size > KEPT_CLIPS && oldest !== undefined) decoded.delete(oldest);
      return buffer;
    },
  };
}
