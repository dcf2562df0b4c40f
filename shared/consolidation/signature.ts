import { z } from 'zod';

/** Points of a signature, in units of a field 1000 wide and 400 high: "x,y x,y;x,y …", strokes apart by a semicolon. */
export const SIGNATURE_FIELD = { width: 1_000, height: 400 } as const;
export const MAX_SIGNATURE_POINTS = 2_000;
const MAX_STROKES_TEXT = 18_000;
/** Fewer, or a smaller picture than this, is a touch and no signature. */
const LEAST_POINTS = 8;
const LEAST_EXTENT = 60;

export const strokesSchema = z
  .string()
  .max(MAX_STROKES_TEXT)
  .regex(/^\d{1,4},\d{1,3}( \d{1,4},\d{1,3})*(;\d{1,4},\d{1,3}( \d{1,4},\d{1,3})*)*$/);

/** screen: drawn by finger or pen on the glass. paper: the sheet was signed and its barcode scanned; it is kept. */
export const signatureSchema = z.discriminatedUnion('way', [
  z.strictObject({ way: z.literal('screen'), strokes: strokesSchema }),
  z.strictObject({ way: z.literal('paper'), sheet: z.string().min(4).max(40) }),
]);
export type Signature = z.infer<typeof signatureSchema>;

export interface InkPoint {
  readonly x: number;
  readonly y: number;
}
export type InkStroke = readonly InkPoint[];

const within = (value: number, limit: number): number => Math.max(0, Math.min(limit - 1, Math.round(value)));

/** A point where the field is `width` × `height` px on the glass. */
export const inkPoint = (x: number, y: number, width: number, height: number): InkPoint => ({
  x: within((x * SIGNATURE_FIELD.width) / Math.max(1, width), SIGNATURE_FIELD.width),
  y: within((y * SIGNATURE_FIELD.height) / Math.max(1, height), SIGNATURE_FIELD.height),
});

/**
 * Text of the strokes for the record. When there are too many points every second, third … is left out: the shape stays.
 * @returns undefined: not enough for a signature.
 */
export function strokesText(strokes: readonly InkStroke[]): string | undefined {
  const points = strokes.flat();
  if (points.length < LEAST_POINTS) return undefined;
  const extent = (of: (point: InkPoint) => number): number => {
    let [low, high] = [Infinity, -Infinity];
    for (const point of points) [low, high] = [Math.min(low, of(point)), Math.max(high, of(point))];
    return high - low;
  };
  if (extent(({ x }) => x) < LEAST_EXTENT && extent(({ y }) => y) < LEAST_EXTENT) return undefined;
  const thinned = (every: number): string =>
    strokes
      .filter((stroke) => stroke.length > 0)
      .map((stroke) =>
        stroke
          .filter((_point, at) => at % every === 0)
          .map(({ x, y }) => `${x},${y}`)
          .join(' '),
      )
      .join(';');
  const text = thinned(Math.ceil(points.length / MAX_SIGNATURE_POINTS));
  return text.length <= MAX_STROKES_TEXT ? text : undefined;
}

/** SVG path of the strokes, in the units of the field. */
export const strokesPath = (text: string): string =>
  text
    .split(';')
    .map((stroke) => `M${stroke.split(' ').join('L')}`)
    .join('');
