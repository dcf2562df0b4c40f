/** An operation as it lies in a journal, read without the product's reader. */
export interface RecordedOperation {
  readonly type: string;
  readonly seq: number;
  readonly payload: Readonly<Record<string, unknown>>;
}

export interface RecordedBag {
  readonly bag: string;
  readonly line: string;
  readonly state: 'open' | 'sealed' | 'handed-over';
  /** In the order in which they went in. */
  readonly waybills: readonly string[];
  /** What the last sealing said; undefined while it is open. */
  readonly grossMilligrams: number | undefined;
  readonly sumMilligrams: number | undefined;
  readonly unitNumber: string | undefined;
  readonly manifest: string | undefined;
}

export interface RecordedManifest {
  readonly manifest: string;
  readonly bags: readonly string[];
  readonly handedOver: boolean;
  /** As the handover said them. */
  readonly parcels: number | undefined;
  readonly grossMilligrams: number | undefined;
}

/**
 * Bags and manifests as one station's operations tell of them. Nothing of the product's folds: every question is answered by looking
 * through the list from its end, so that an error of the fold on the floor is not repeated here.
 */
export function bagsInJournal(operations: readonly RecordedOperation[]): RecordedBag[] {
  const text = (operation: RecordedOperation, name: string): string => String(operation.payload[name]);
  return operations
    .filter(({ type }) => type === 'bagOpened')
    .map((opening) => {
      const bag = text(opening, 'bag');
      const about = operations.filter(({ payload }) => payload['bag'] === bag);
      const last = about.findLast(({ type }) => type === 'bagClosed' || type === 'bagUnsealed');
      const closing = last?.type === 'bagClosed' ? last : undefined;
      const load = about.findLast(({ type }) => type === 'bagLoaded' || type === 'bagUnloaded');
      const manifest = load?.type === 'bagLoaded' ? text(load, 'manifest') : undefined;
      const gone = operations.some((one) => one.type === 'manifestHandedOver' && text(one, 'manifest') === manifest);
      const moves = about.filter(({ type }) => type === 'parcelBagged' || type === 'parcelUnbagged');
      const inside = moves.filter(
        (move) =>
          move.type === 'parcelBagged' &&
          moves.findLast((other) => text(other, 'waybill') === text(move, 'waybill')) === move,
      );
      const number = (name: string): number | undefined =>
        closing === undefined ? undefined : Number(closing.payload[name]);
      return {
        ...{ bag, manifest, line: String((opening.payload['group'] as { line?: unknown }).line) },
        state: gone ? 'handed-over' : closing === undefined ? 'open' : 'sealed',
        waybills: inside.map((move) => text(move, 'waybill')),
        ...{ grossMilligrams: number('grossMilligrams'), sumMilligrams: number('sumMilligrams') },
        unitNumber: closing === undefined ? undefined : text(closing, 'unitNumber'),
      };
    });
}

export function manifestsInJournal(operations: readonly RecordedOperation[]): RecordedManifest[] {
  const bags = bagsInJournal(operations);
  return operations
    .filter(({ type }) => type === 'manifestOpened')
    .map(({ payload }) => {
      const manifest = String(payload['manifest']);
      const over = operations.find((one) => one.type === 'manifestHandedOver' && one.payload['manifest'] === manifest);
      return {
        ...{ manifest, handedOver: over !== undefined },
        bags: bags.filter((bag) => bag.manifest === manifest).map(({ bag }) => bag),
        parcels: over === undefined ? undefined : Number(over.payload['parcels']),
        grossMilligrams: over === undefined ? undefined : Number(over.payload['grossMilligrams']),
      };
    });
}
