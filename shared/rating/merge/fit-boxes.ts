/** Sides in whole micrometres, so that a box that fits exactly does fit. */
export type Box = readonly [number, number, number];

export interface Placement {
  readonly box: number;
  readonly at: Box;
  /** The sides as they lie. */
  readonly sides: Box;
}
export type Fit =
  | { readonly fits: true; readonly placements: readonly Placement[] }
  /** `proven`: no way exists; else the search ended at its limit without finding one. */
  | { readonly fits: false; readonly proven: boolean };

/** Boxes tried at a place before a search gives up: some hundred milliseconds at the very worst. */
const MAX_TRIES = 60_000;

const volume = ([a, b, c]: Box): number => a * b * c;

function orientations([a, b, c]: Box): Box[] {
  const all: Box[] = [
    [a, b, c],
    [a, c, b],
    [b, a, c],
    [b, c, a],
    [c, a, b],
    [c, b, a],
  ];
  return all.filter((one, i) => all.findIndex((other) => other.every((side, k) => side === one[k])) === i);
}

const overlap = (p: Placement, at: Box, sides: Box): boolean =>
  at[0] < p.at[0] + p.sides[0] &&
  p.at[0] < at[0] + sides[0] &&
  at[1] < p.at[1] + p.sides[1] &&
  p.at[1] < at[1] + sides[1] &&
  at[2] < p.at[2] + p.sides[2] &&
  p.at[2] < at[2] + sides[2];

/**
 * Whether boxes go into a carton, each turned any way but kept square to the walls. Every packing can be pushed into one corner, where
 * each box touches a wall or another box on three sides; so trying every order of boxes at every such place finds a packing if there
 * is one, up to the limit of tries. Large boxes go first.
 */
export function fitBoxes(boxes: readonly Box[], carton: Box): Fit {
  const proven = { fits: false, proven: true } as const;
  const sorted = [...carton].sort((a, b) => b - a);
  for (const box of boxes) {
    const own = [...box].sort((a, b) => b - a);
    if (own.some((side, i) => side > (sorted[i] ?? 0))) return proven;
  }
  if (boxes.reduce((sum, box) => sum + volume(box), 0) > volume(carton)) return proven;
  const order = boxes.map((_, i) => i).sort((a, b) => volume(boxes[b] ?? carton) - volume(boxes[a] ?? carton));
  const turned = boxes.map(orientations);
  const placed: Placement[] = [];
  let tries = 0;

  const ends = (axis: 0 | 1 | 2): number[] =>
    [...new Set([0, ...placed.map(({ at, sides }) => at[axis] + sides[axis])])].sort((a, b) => a - b);
  const place = (remaining: readonly number[]): boolean => {
    if (remaining.length === 0) return true;
    const [xs, ys, zs] = [ends(0), ends(1), ends(2)];
    const tried = new Set<string>();
    for (const [k, box] of remaining.entries()) {
      // Boxes of one size are interchangeable: the first stands for all.
      const size = [...(boxes[box] ?? carton)].sort((a, b) => a - b).join();
      if (tried.has(size)) continue;
      tried.add(size);
      for (const sides of turned[box] ?? [])
        for (const z of zs)
          for (const y of ys)
            for (const x of xs) {
              if (x + sides[0] > carton[0] || y + sides[1] > carton[1] || z + sides[2] > carton[2]) continue;
              tries += 1;
              if (tries > MAX_TRIES) return false;
              const at: Box = [x, y, z];
              if (placed.some((other) => overlap(other, at, sides))) continue;
              placed.push({ box, at, sides });
              if (place([...remaining.slice(0, k), ...remaining.slice(k + 1)])) return true;
              placed.pop();
            }
    }
    return false;
  };
  if (place(order)) return { fits: true, placements: placed };
  return { fits: false, proven: tries <= MAX_TRIES };
}
