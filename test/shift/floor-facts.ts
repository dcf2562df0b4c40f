/** What the hands on the floor did, kept apart from every record of ours. Grams as they lay on the plate. */
export interface FloorFacts {
  readonly weighed: Map<string, number>;
  /** Stopped at the scale and set aside. */
  readonly held: Set<string>;
  /** Weighed, then held by the office: stopped at the bag stands. */
  readonly keptOut: Set<string>;
  /** By the number of the carton, what was put into it (合箱). */
  readonly merged: Map<string, readonly string[]>;
  /** By the letter on its tag at the time and the parcels that were put in. */
  readonly bags: FloorBagFacts[];
  readonly handedOver: Set<string>;
  /** Labels of weighings that were taken back. */
  labelsThrownAway: number;
}

export interface FloorBagFacts {
  readonly line: string;
  readonly parcels: readonly string[];
  /** Bag and parcels together. */
  readonly grossGrams: number;
  /** The number on its label, as the printer printed it. */
  readonly unitNumber: string;
}

export const noFacts = (): FloorFacts => ({
  weighed: new Map(),
  held: new Set(),
  keptOut: new Set(),
  merged: new Map(),
  bags: [],
  handedOver: new Set(),
  labelsThrownAway: 0,
});
