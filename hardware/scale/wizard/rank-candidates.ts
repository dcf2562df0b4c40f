import { MAX_CANDIDATES, type ScaleCandidate } from '../../../shared/devices/scale-wizard.ts';
import type { ScaleReading } from '../../../shared/devices/scale-reading.ts';
import type { SerialLine } from '../../../shared/settings/settings.ts';
import { scaleProtocols } from '../../registry.ts';
import type { ScaleProtocol } from '../scale-protocol.ts';
import { suggestProtocols } from '../suggest-protocols.ts';

/** Combinations of dialect choices looked at for one language. */
const MAX_VARIANTS = 24;

/** Where what was heard came from: by itself on a line, or as answers to one language's question. */
export interface Heard {
  readonly bytes: Uint8Array;
  readonly line: SerialLine;
  /** The language that asked; an answer is first of all an answer to it. */
  readonly asked?: ScaleProtocol;
}

/**
 * All ways to understand what was heard, the likeliest first (suggestProtocols), one candidate for every reading: where the choices of a dialect
 * give different numbers from the same bytes, each of them is a candidate of its own, marked ambiguous, and only a known weight decides.
 */
export function rankCandidates({ bytes, line, asked }: Heard): readonly ScaleCandidate[] {
  const found = suggestProtocols(bytes).filter(({ protocol }) => asked === undefined || protocol === asked.name);
  return found
    .flatMap(({ protocol: name, explainedPercent, frames }) => {
      const protocol = scaleProtocols.find((known) => known.name === name);
      if (protocol === undefined) return [];
      // What spoke by itself is not a language that is only ever asked, unless nothing else fits; see below.
      const variants = variantsOf(protocol, bytes);
      const numbers = new Set(variants.flatMap(({ last }) => (last.type === 'weight' ? [last.value] : [])));
      return variants.map(({ dialect, last }): ScaleCandidate => ({
        id: [
          name,
          ...Object.entries(dialect).map(([key, value]) => `${key}=${value}`),
          line.baudRate,
          asked === undefined ? '' : 'asked',
        ].join(' '),
        protocol: name,
        title: protocol.title.slice(0, 160),
        dialect,
        line,
        asked: asked !== undefined,
        explainedPercent,
        frames,
        checksum: protocol.checksum !== undefined,
        unitOnWire: protocol.unitOnWire,
        ambiguous: numbers.size > 1,
        last,
      }));
    })
    .sort((a, b) => rank(b, asked) - rank(a, asked))
    .slice(0, MAX_CANDIDATES);
}

/** Explained bytes first; at the same share a checksum, then a language that speaks in the way in which we heard it, then a number over none. */
function rank(candidate: ScaleCandidate, asked: ScaleProtocol | undefined): number {
  const protocol = scaleProtocols.find(({ name }) => name === candidate.protocol);
  const heardAsMeant = (protocol?.mode === 'continuous') === (asked === undefined);
  return (
    candidate.explainedPercent * 16 +
    (candidate.checksum ? 8 : 0) +
    (heardAsMeant ? 4 : 0) +
    (candidate.last.type === 'weight' ? 2 : 0) +
    (candidate.unitOnWire ? 1 : 0)
  );
}

interface Variant {
  readonly dialect: Record<string, string>;
  readonly last: ScaleReading;
  /** Bytes that belong to no frame under this dialect. */
  readonly strange: number;
}

/** The declared dialect first, then every other one that reads another number. A choice that a person has to make is never left undecided. */
function variantsOf(protocol: ScaleProtocol, bytes: Uint8Array): readonly Variant[] {
  let dialects: Record<string, string>[] = [{}];
  for (const [key, choice] of Object.entries(protocol.dialects)) {
    const others = choice.values.filter((value) => value !== choice.fallback);
    dialects = dialects
      .flatMap((dialect) => [dialect, ...others.map((value) => ({ ...dialect, [key]: value }))])
      .slice(0, MAX_VARIANTS);
  }
  const read = dialects.flatMap((dialect): Variant[] => {
    const { last, strange } = readAll(protocol, dialect, bytes);
    return last === undefined ? [] : [{ dialect, last, strange }];
  });
  // A dialect that leaves more bytes over than another one is not what the scale speaks.
  const least = Math.min(...read.map(({ strange }) => strange));
  const weights = read.filter(({ last, strange }) => last.type === 'weight' && strange === least);
  const chosen = weights.length > 0 ? weights : read.slice(0, 1);
  const seen = new Set<string>();
  return chosen.filter(({ last }) => {
    const key = last.type === 'weight' ? `${last.value} ${last.unit}` : last.type;
    return seen.has(key) ? false : (seen.add(key), true);
  });
}

/** What a candidate reads at the end of some bytes: the last weight, else the last fault or status. */
export const lastReading = (
  protocol: ScaleProtocol,
  dialect: Readonly<Record<string, string>>,
  bytes: Uint8Array,
): ScaleReading | undefined => readAll(protocol, dialect, bytes).last;

function readAll(
  protocol: ScaleProtocol,
  dialect: Readonly<Record<string, string>>,
  bytes: Uint8Array,
): { readonly last: ScaleReading | undefined; readonly strange: number } {
  const parser = protocol.create({ dialect });
  const frames = [...parser.push(bytes), ...parser.end()];
  const last = frames.findLast(({ reading }) => reading.type === 'weight') ?? frames.at(-1);
  return { last: last?.reading, strange: parser.discardedBytes + parser.pendingBytes };
}
