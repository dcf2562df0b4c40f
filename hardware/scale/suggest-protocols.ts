import type { ScaleReading } from '../../shared/devices/scale-reading.ts';
import { scaleProtocols } from '../registry.ts';

export interface ProtocolSuggestion {
  readonly protocol: string;
  readonly title: string;
  /** Share of the bytes that belong to frames of this language, in hundredths: 100 is all of them. */
  readonly explainedPercent: number;
  readonly frames: number;
  /** The last weight, or the last thing said where there is none. */
  readonly last: ScaleReading;
  readonly why: string;
  /** What the wire cannot tell and a person has to decide, with a known weight on the plate. */
  readonly ask: readonly string[];
}

/** Below this a language fits by chance. */
const LEAST_PERCENT = 50;

/**
 * Which languages a stretch of bytes could be, the likeliest first. A suggestion, never a decision: several languages share their frames, and
 * what they leave out (unit, direction, decimals) only a known weight tells. Bytes: some seconds of a recording.
 */
export function suggestProtocols(bytes: Uint8Array): readonly ProtocolSuggestion[] {
  const found = scaleProtocols.flatMap((protocol) => {
    const parser = protocol.create();
    const frames = [...parser.push(bytes), ...parser.end()];
    const last =
      frames.findLast(({ reading }) => reading.type === 'weight') ??
      frames.findLast(({ reading }) => reading.type === 'fault') ??
      // A language whose frames say nothing until a person has decided still fits.
      frames.findLast(({ raw }) => raw.length > 1);
    if (last === undefined) return [];
    const strange = parser.discardedBytes + parser.pendingBytes;
    const explainedPercent = Math.floor((100 * (bytes.length - strange)) / bytes.length);
    if (explainedPercent < LEAST_PERCENT) return [];
    const undecided = Object.entries(protocol.dialects).filter(([, choice]) => choice.fallback.startsWith('un'));
    return [
      {
        protocol: protocol.name,
        title: protocol.title,
        explainedPercent,
        frames: frames.length,
        last: last.reading,
        why: `${frames.length} frames${protocol.checksum === undefined ? '' : ', right checksums'}, ${strange} of ${bytes.length} bytes left over`,
        ask: [
          ...(protocol.unitOnWire ? [] : ['unit']),
          ...undecided.map(([key, choice]) => `${key}: ${choice.values.join(' or ')}`),
        ],
      },
    ];
  });
  const certain = (name: string): number =>
    scaleProtocols.some((p) => p.name === name && p.checksum !== undefined) ? 1 : 0;
  return found.sort(
    (a, b) =>
      b.explainedPercent - a.explainedPercent ||
      certain(b.protocol) - certain(a.protocol) ||
      a.ask.length - b.ask.length ||
      a.frames - b.frames,
  );
}
