/** What the hands on the floor did, kept apart from every record of ours. Grams as they lay on the plate. */
export interface FloorFacts {
  readonly weighed: Map<string, number>;
  readonly held: Set<string>;
  /** By the letter on its tag at the time and the parcels that were put in. */
  readonly bags: FloorBagFacts[];
  readonly handedOver: Set<string>;
  /** Labels of weighings that were taken back. */
  labelsThrownAway: number;
}

export interface FloorBagFacts {
  readonly parcels: readonly string[];
  /** Bag and parcels together. */
  readonly grossGrams: number;
  /** The number on its label, as the printer printed it. */
  readonly unitNumber: string;
}

export const noFacts = (): FloorFacts => ({
  weighed: new Map(),
  held: new Set(),
  bags: [],
  handedOver: new Set(),
  labelsThrownAway: 0,
});
