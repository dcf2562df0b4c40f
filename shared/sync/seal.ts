import { z } from 'zod';
import { journalHeadSchema } from './operation.ts';

/** Operations that one digest stands for. Aligned to numbers, so that both sides cut alike. */
export const SEGMENT_OPERATIONS = 1_000;
const MAX_SEGMENTS = 500;

const hashSchema = journalHeadSchema.shape.hash;
export const sealSchema = z.strictObject({
  fromSeq: z.number().int().positive(),
  /** The last number before the seal itself; head is its hash. */
  toSeq: z.number().int().nonnegative(),
  head: hashSchema,
  counts: z.record(z.string().max(48), z.number().int().nonnegative()),
  /** Parcels that count and their weight, by line: weighed, less what was voided or weighed again. */
  net: z
    .array(z.strictObject({ line: z.string().max(12), parcels: z.number().int(), milligrams: z.number().int() }))
    .max(500),
  parked: z.number().int().nonnegative(),
  segments: z.array(z.strictObject({ toSeq: z.number().int().nonnegative(), sha256: hashSchema })).max(MAX_SEGMENTS),
});
export type Seal = z.infer<typeof sealSchema>;

/** What one operation adds to the day. An operation without weight adds zero and still counts by its type. */
export interface Contribution {
  readonly seq: number;
  readonly type: string;
  readonly items: readonly { readonly line: string; readonly parcels: number; readonly milligrams: number }[];
}

export interface SealedWeighing {
  readonly line: string;
  readonly milligrams: number;
}
/** The part of an operation that a day close needs. takesBack: the weighing of this device that it takes back, as epoch-seq. */
export interface SealInput {
  readonly seq: number;
  readonly type: string;
  readonly weighed?: SealedWeighing | undefined;
  readonly takesBack?: string | undefined;
}

/** @param epoch of the chain that the operation stands in: what it takes back is of the same one unless it names another. */
export function sealInput(
  seq: number,
  type: string,
  payload: Readonly<Record<string, unknown>>,
  epoch: number,
): SealInput {
  const named = (target: unknown, of: unknown): string | undefined =>
    typeof target === 'number' ? weighingKey(typeof of === 'number' ? of : epoch, target) : undefined;
  if (type === 'parcelWeighed') {
    const { line, grossMilligrams, supersedes, supersedesEpoch } = payload;
    return {
      ...{ seq, type, weighed: { line: String(line), milligrams: Number(grossMilligrams) } },
      takesBack: named(supersedes, supersedesEpoch),
    };
  }
  const { voids, voidsEpoch } = payload;
  return { seq, type, takesBack: type === 'parcelWeighingVoided' ? named(voids, voidsEpoch) : undefined };
}
export const weighingKey = (epoch: number, seq: number): string => `${epoch}-${seq}`;

/**
 * @param counting weighings that count before the first input, by epoch-seq; what is taken back is removed from it, what is weighed is
 * added: give it on to the next call. A weighing is taken back once. @param epoch of the chain of the inputs.
 */
export function contributions(
  inputs: readonly SealInput[],
  counting: Map<string, SealedWeighing>,
  epoch: number,
): Contribution[] {
  return inputs.map(({ seq, type, weighed, takesBack }) => {
    const items = [];
    const back = takesBack === undefined ? undefined : counting.get(takesBack);
    if (back !== undefined && takesBack !== undefined) {
      counting.delete(takesBack);
      items.push({ line: back.line, parcels: -1, milligrams: -back.milligrams });
    }
    if (weighed !== undefined) {
      counting.set(weighingKey(epoch, seq), weighed);
      items.push({ line: weighed.line, parcels: 1, milligrams: weighed.milligrams });
    }
    return { seq, type, items };
  });
}

/** One line of a segment: what the digest is over, and what is compared when two digests differ. */
export const contributionLine = ({ seq, type, items }: Contribution): string =>
  [seq, type, ...items.flatMap(({ line, parcels, milligrams }) => [line, parcels, milligrams])].join(' ');

/** @param sha256 of a text's UTF-8 bytes, lower-case hex. */
export function sealOf(
  range: { readonly fromSeq: number; readonly toSeq: number; readonly head: string; readonly parked: number },
  all: readonly Contribution[],
  sha256: (text: string) => string,
): Seal {
  const counts: Record<string, number> = {};
  const net = new Map<string, { line: string; parcels: number; milligrams: number }>();
  const segments = new Map<number, string[]>();
  for (const one of all) {
    counts[one.type] = (counts[one.type] ?? 0) + 1;
    for (const { line, parcels, milligrams } of one.items) {
      const sum = net.get(line) ?? { line, parcels: 0, milligrams: 0 };
      net.set(line, { line, parcels: sum.parcels + parcels, milligrams: sum.milligrams + milligrams });
    }
    const end = Math.min(range.toSeq, Math.ceil(one.seq / SEGMENT_OPERATIONS) * SEGMENT_OPERATIONS);
    const lines = segments.get(end);
    if (lines === undefined) segments.set(end, [contributionLine(one)]);
    else lines.push(contributionLine(one));
  }
  return {
    ...range,
    counts: Object.fromEntries(Object.entries(counts).sort(([a], [b]) => (a < b ? -1 : 1))),
    net: [...net.values()].sort((a, b) => (a.line < b.line ? -1 : 1)),
    segments: [...segments].map(([toSeq, lines]) => ({ toSeq, sha256: sha256(lines.join('\n')) })),
  };
}

export type SealDifference =
  | { readonly what: 'range' | 'head' | 'counts' | 'net' | 'parked'; readonly station: string; readonly cloud: string }
  /** These thousand differ somewhere: their lines name the number. */
  | { readonly what: 'segment'; readonly toSeq: number }
  | { readonly what: 'operation'; readonly seq: number; readonly station: string; readonly cloud: string };

export function compareSeals(station: Seal, cloud: Seal): SealDifference[] {
  const text = (part: unknown): string => JSON.stringify(part);
  const differences: SealDifference[] = [];
  const compare = (what: 'range' | 'head' | 'counts' | 'net' | 'parked', of: (seal: Seal) => unknown): void => {
    const [left, right] = [text(of(station)), text(of(cloud))];
    if (left !== right) differences.push({ what, station: left, cloud: right });
  };
  compare('range', ({ fromSeq, toSeq }) => [fromSeq, toSeq]);
  compare('head', ({ head }) => head);
  compare('counts', ({ counts }) => Object.entries(counts).sort(([a], [b]) => (a < b ? -1 : 1)));
  compare('net', ({ net }) => [...net].sort((a, b) => (a.line < b.line ? -1 : 1)));
  compare('parked', ({ parked }) => parked);
  const theirs = new Map(cloud.segments.map(({ toSeq, sha256 }) => [toSeq, sha256]));
  for (const { toSeq, sha256 } of station.segments)
    if (theirs.get(toSeq) !== sha256) differences.push({ what: 'segment', toSeq });
  return differences;
}

/** The exact operations, from the lines of a segment that differs. A number that one side lacks has an empty line there. */
export function differingOperations(station: readonly string[], cloud: readonly string[]): SealDifference[] {
  const bySeq = (lines: readonly string[]): Map<number, string> =>
    new Map(lines.map((line) => [Number(line.slice(0, line.indexOf(' '))), line]));
  const [here, there] = [bySeq(station), bySeq(cloud)];
  return [...new Set([...here.keys(), ...there.keys()])]
    .sort((a, b) => a - b)
    .filter((seq) => here.get(seq) !== there.get(seq))
    .map((seq) => ({ what: 'operation', seq, station: here.get(seq) ?? '', cloud: there.get(seq) ?? '' }));
}
