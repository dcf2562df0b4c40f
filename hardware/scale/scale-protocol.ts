import type { ScaleReading } from '../../shared/devices/scale-reading.ts';
import type { SerialLine } from '../../shared/settings/settings.ts';

/** One decoded frame with the bytes it came from. */
export interface ParsedFrame {
  readonly reading: ScaleReading;
  readonly raw: Uint8Array;
}

/** Incremental and bounded: any chunking of the same bytes gives the same frames. Never throws. */
export interface ScaleParser {
  push(bytes: Uint8Array): ParsedFrame[];
  /** No byte follows for now: a frame that was complete but for the doubt about the byte behind it. Usually none. */
  end(): ParsedFrame[];
  /** Bytes thrown away since the start because they belonged to no valid frame: noise, not silence. */
  readonly discardedBytes: number;
  readonly pendingBytes: number;
}

export interface DialectChoice {
  readonly values: readonly string[];
  readonly fallback: string;
  readonly meaning: string;
}

export interface ScaleParserOptions {
  /** Unknown keys and values are refused by `resolveDialect`; `create` then uses the fallbacks. */
  readonly dialect?: Readonly<Record<string, string>> | undefined;
  /** Unit for protocols that send none; set only by a person. */
  readonly unit?: 'g' | 'kg' | 'lb' | 'oz' | undefined;
}

/** A scale's language: pure description and parser. Line settings and dialects are data. */
export interface ScaleProtocol {
  readonly name: string;
  readonly title: string;
  /** Other names a technician may know it by; each stands for this protocol, some with a dialect. */
  readonly aliases?: Readonly<Record<string, Readonly<Record<string, string>>>>;
  readonly mode: 'continuous' | 'on-demand';
  readonly defaultLine: SerialLine;
  readonly dialects: Readonly<Record<string, DialectChoice>>;
  readonly unitOnWire: boolean;
  readonly stabilityOnWire: boolean;
  /** Kind of checksum where frames carry one: then no single changed byte may yield another weight. */
  readonly checksum?: string;
  /** Bit 7 carries meaning: needs a line with eight data bits, and is not readable through a 7-bit port. */
  readonly eightBit?: boolean;
  /** On-demand protocols are asked; continuous ones may still take commands. */
  readonly poll?: { readonly bytes: Uint8Array; readonly intervalMs: number };
  readonly commands?: { readonly zero?: Uint8Array; readonly tare?: Uint8Array };
  readonly evidence: 'manual' | 'simulated' | 'trace' | 'verified';
  readonly source: string;
  create(options?: ScaleParserOptions): ScaleParser;
}

/** The dialect a parser works with. Wishes have been checked by whoever took them; a wrong one falls back. */
export function dialectOf(
  protocol: Pick<ScaleProtocol, 'dialects'>,
  wish: Readonly<Record<string, string>> | undefined,
): Record<string, string> {
  const resolved = resolveDialect(protocol, wish);
  return 'problem' in resolved ? resolveDialect(protocol) : resolved;
}

/** The declared dialect with its fallbacks, or what is wrong with the wish. */
export function resolveDialect(
  protocol: Pick<ScaleProtocol, 'dialects'>,
  wish: Readonly<Record<string, string>> = {},
): Record<string, string> | { readonly problem: string } {
  const out: Record<string, string> = {};
  for (const [key, choice] of Object.entries(protocol.dialects)) out[key] = choice.fallback;
  for (const [key, value] of Object.entries(wish)) {
    const choice = protocol.dialects[key];
    if (choice === undefined) return { problem: `unknown dialect setting "${key}"` };
    if (!choice.values.includes(value))
      return { problem: `"${key}" may be ${choice.values.join(', ')}; not "${value}"` };
    out[key] = value;
  }
  return out;
}
