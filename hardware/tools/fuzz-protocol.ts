import type { ParsedFrame, ScaleProtocol } from '../scale/scale-protocol.ts';
import type { SimulatedScale } from '../simulators/scale/simulated-scales.ts';

/** What a campaign found. A false weight is one that a station could book and that no frame near it said. */
export interface FuzzFigures {
  readonly protocol: string;
  readonly seed: number;
  readonly bytes: number;
  readonly framesCorrupted: number;
  /** Weights read that were not sent, of all corrupted frames. */
  readonly falseWeights: number;
  /** Of them, after a change of one byte in one frame. */
  readonly falseAfterOneByte: number;
  /** Weights read from bytes that were rubbish alone. */
  readonly falseFromRubbish: number;
  /** Times the same false weight came twice in a row: a station asks for five. */
  readonly falseTwiceRunning: number;
  readonly thrown: number;
  readonly maxPendingBytes: number;
}

/** mulberry32: small, fast, the same everywhere. */
export function seededRandom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = state;
    t = Math.imul(t ^ (t >>> 15), t | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** How far back a weight counts as sent: a parser may hold one frame, and a lost end joins two. */
const REMEMBERED = 4;
const RUBBISH_SHARE = 0.1;

const damages = ['flip', 'byte', 'burst', 'delete', 'insert', 'cut', 'head'] as const;

/** One byte or bit, several bytes, lost or added bytes, a lost tail or head. */
function damage(frame: Uint8Array, kind: (typeof damages)[number], random: () => number): Uint8Array {
  const below = (limit: number): number => Math.floor(random() * limit);
  const at = below(frame.length);
  const out = frame.slice();
  const other = (byte: number): number => (byte + 1 + below(255)) & 0xff;
  switch (kind) {
    case 'flip':
      out[at] = (out[at] ?? 0) ^ (1 << below(8));
      return out;
    case 'byte':
      out[at] = other(out[at] ?? 0);
      return out;
    case 'burst':
      for (let place = at; place < Math.min(frame.length, at + 2 + below(4)); place += 1) out[place] = below(256);
      return out;
    case 'delete':
      return joined(frame.subarray(0, at), frame.subarray(at + 1 + below(3)));
    case 'insert':
      return joined(frame.subarray(0, at), Uint8Array.of(below(256)), frame.subarray(at));
    case 'cut':
      return frame.slice(0, at);
    case 'head':
      return frame.slice(at + 1);
  }
}

function bookable(frames: readonly ParsedFrame[]): string[] {
  const out: string[] = [];
  for (const { reading } of frames)
    if (reading.type === 'weight' && reading.stability !== 'moving') out.push(`${reading.value} ${reading.unit}`);
  return out;
}

interface PooledFrame {
  readonly bytes: Uint8Array;
  /** What the undamaged frame says. */
  readonly says: readonly string[];
}

const NO_FRAME: PooledFrame = { bytes: new Uint8Array(), says: [] };
/** Different frames of a campaign: enough that no two neighbours are alike, few enough to be made once. */
const POOL = 4096;

function framePool(protocol: ScaleProtocol, scale: SimulatedScale, random: () => number): readonly PooledFrame[] {
  return Array.from({ length: POOL }, () => {
    const bytes = scale.encode(
      {
        grams: Math.floor(random() * 32_000) - (random() < 0.1 ? 1000 : 0),
        moving: random() < 0.2,
        overload: random() < 0.05,
      },
      scale.options?.dialect,
    );
    // What a fresh parser reads from the undamaged frame is what it says; the copy behind it completes it.
    return { bytes, says: bookable(protocol.create(scale.options).push(joined(bytes, bytes))) };
  });
}

function joined(...parts: readonly Uint8Array[]): Uint8Array {
  const out = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    out.set(part, at);
    at += part.length;
  }
  return out;
}

/**
 * Feeds good, damaged and rubbish frames of a protocol to one long-lived parser, in random chunks, until `bytes` bytes went through.
 * Every weight that could be booked is held against what was sent. The same seed gives the same run.
 */
export function fuzzProtocol(protocol: ScaleProtocol, scale: SimulatedScale, bytes: number, seed: number): FuzzFigures {
  const random = seededRandom(seed);
  const parser = protocol.create(scale.options);
  const figures = {
    framesCorrupted: 0,
    falseWeights: 0,
    falseAfterOneByte: 0,
    falseFromRubbish: 0,
    falseTwiceRunning: 0,
    thrown: 0,
    maxPendingBytes: 0,
  };
  const sent: (readonly string[])[] = [];
  let lastFalse = '';
  let fed = 0;
  const feed = (chunk: Uint8Array): string[] => {
    fed += chunk.length;
    const out: string[] = [];
    try {
      for (let at = 0; at < chunk.length;) {
        const size = 1 + Math.floor(random() * 24);
        for (const value of bookable(parser.push(chunk.subarray(at, at + size)))) out.push(value);
        figures.maxPendingBytes = Math.max(figures.maxPendingBytes, parser.pendingBytes);
        at += size;
      }
    } catch {
      figures.thrown += 1;
    }
    return out;
  };
  const pool = framePool(protocol, scale, random);
  const frame = (): Uint8Array => {
    const { bytes: bytesOfFrame, says } = pool[Math.floor(random() * pool.length)] ?? NO_FRAME;
    // A scale that stays silent has sent nothing: what is kept of the frame before can still be completed.
    if (bytesOfFrame.length > 0) sent.push(says);
    if (sent.length > REMEMBERED) sent.shift();
    return bytesOfFrame;
  };
  const judge = (read: readonly string[], count: (found: number) => void): void => {
    const wrong = read.filter((value) => !sent.some((says) => says.includes(value)));
    if (wrong.length > 0) count(wrong.length);
    for (const value of read) {
      const isWrong = wrong.includes(value);
      if (isWrong && value === lastFalse) figures.falseTwiceRunning += 1;
      lastFalse = isWrong ? value : '';
    }
  };
  while (fed < bytes) {
    if (random() < RUBBISH_SHARE) {
      const rubbish = Uint8Array.from({ length: 1 + Math.floor(random() * 48) }, () => Math.floor(random() * 256));
      judge(feed(rubbish), (found) => (figures.falseFromRubbish += found));
    }
    judge(feed(frame()), (found) => (figures.falseWeights += found));
    const good = frame();
    if (good.length === 0) continue;
    const kind = damages[Math.floor(random() * damages.length)] ?? 'flip';
    figures.framesCorrupted += 1;
    const broken = damage(good, kind, random);
    // A good frame behind it shows what the damage did to its neighbour; it is sent for the first time, so it is in `sent`.
    const follower = frame();
    judge(feed(joined(broken, follower)), (found) => {
      figures.falseWeights += found;
      if (kind === 'flip' || kind === 'byte') figures.falseAfterOneByte += found;
    });
  }
  return { protocol: protocol.name, seed, bytes: fed, ...figures };
}

/** Frames per second of one parser over undamaged frames in 64-byte chunks, for at least `ms` of the given clock. */
export function decodeRate(protocol: ScaleProtocol, scale: SimulatedScale, ms: number, now: () => number): number {
  const parts = Array.from({ length: 200 }, (_, at) =>
    scale.encode({ grams: (at * 137) % 30_000, moving: at % 5 === 0, overload: false }),
  );
  const stream = Uint8Array.from(parts.flatMap((part) => [...part]));
  const parser = protocol.create(scale.options);
  let frames = 0;
  const start = now();
  for (let elapsed = 0; elapsed < ms; elapsed = now() - start)
    for (let at = 0; at < stream.length; at += 64) frames += parser.push(stream.subarray(at, at + 64)).length;
  return Math.round((frames * 1000) / (now() - start));
}
