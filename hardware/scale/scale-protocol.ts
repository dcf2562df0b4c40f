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
  /** Unknown keys and values are refused by `resolveDialect`. */
  readonly dialect?: Readonly<Record<string, string>> | undefined;
  /** Unit for protocols that send none; set only by a person. */
  readonly unit?: 'g' | 'kg' | 'lb' | 'oz' | undefined;
}

/** A scale's language: pure description and parser. Line settings and dialects are data. */
export interface ScaleProtocol {
  readonly name: string;
  readonly title: string;
  readonly mode: 'continuous' | 'on-demand';
  readonly defaultLine: SerialLine;
  readonly dialects: Readonly<Record<string, DialectChoice>>;
  readonly unitOnWire: boolean;
  readonly stabilityOnWire: boolean;
  /** On-demand protocols are asked; continuous ones may still take commands. */
  readonly poll?: { readonly bytes: Uint8Array; readonly intervalMs: number };
  readonly commands?: { readonly zero?: Uint8Array; readonly tare?: Uint8Array };
  readonly evidence: 'manual' | 'simulated' | 'trace' | 'verified';
  readonly source: string;
  create(options?: ScaleParserOptions): ScaleParser;
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
