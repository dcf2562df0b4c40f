import type { Cue } from '../../../shared/parcel/weigh-bench-state.ts';

/** Six sounds, told apart by shape, never by loudness: [start Hz, end Hz, start s, length s] per tone. Partials lie at 1–4 kHz. */
export const tones: Readonly<Record<Cue, readonly (readonly [number, number, number, number])[]>> = {
  heard: [[2_600, 2_600, 0, 0.02]],
  twice: [
    [2_200, 2_200, 0, 0.03],
    [2_200, 2_200, 0.07, 0.03],
  ],
  next: [
    [880, 880, 0, 0.06],
    [1_320, 1_320, 0.08, 0.08],
  ],
  ok: [[1_200, 2_400, 0, 0.08]],
  check: [
    [1_400, 1_400, 0, 0.14],
    [930, 930, 0.18, 0.18],
  ],
  stop: [
    [220, 200, 0, 0.45],
    [220, 200, 0.55, 0.45],
  ],
};
/** When the last tone of a cue has ended, s. */
export const cueSeconds = (cue: Cue): number => Math.max(...tones[cue].map(([, , start, length]) => start + length));

export const SOUND_RATE = 48_000;

export function renderCues(context: AudioContext): ReadonlyMap<Cue, AudioBuffer> {
  return new Map(Object.entries(tones).map(([name, parts]) => [name as Cue, render(context, name as Cue, parts)]));
}

function render(context: AudioContext, cue: Cue, parts: (typeof tones)[Cue]): AudioBuffer {
  const seconds = cueSeconds(cue) + 0.02;
  const buffer = context.createBuffer(1, Math.ceil(seconds * SOUND_RATE), SOUND_RATE);
  const samples = buffer.getChannelData(0);
  for (const [from, to, start, length] of parts) {
    const count = Math.floor(length * SOUND_RATE);
    let phase = 0;
    for (let i = 0; i < count; i += 1) {
      const t = i / count;
      phase += (2 * Math.PI * (from + (to - from) * t)) / SOUND_RATE;
      // A harsh tone has odd partials up to 4 kHz; a soft one two.
      const wave =
        cue === 'stop'
          ? [1, 3, 5, 7, 9, 11, 13, 15].reduce((sum, n) => sum + Math.sin(phase * n) / n, 0) * 0.7
          : Math.sin(phase) + 0.4 * Math.sin(phase * 2);
      const edge = Math.min(1, i / 120, (count - i) / 240);
      samples[Math.floor(start * SOUND_RATE) + i] = 0.5 * wave * edge;
    }
  }
  return buffer;
}
