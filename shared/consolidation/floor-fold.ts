import { jobIdOf } from '../labels/label-ledger.ts';
import type { Dimensions } from '../measure/quantity.ts';
import { operationPayloads, type OperationPayload, type OperationType } from '../parcel/operations.ts';
import type { OperationBody } from '../sync/operation.ts';
import type { BagGroup, ManifestScope } from './consolidation-operations.ts';
import type { Signature } from './signature.ts';

/** A parcel as bags see it. milligrams undefined: its weighing was taken back. */
export interface FloorParcel {
  readonly waybill: string;
  milligrams: number | undefined;
  line: string;
  cargoClass: string;
  /** Measured when it was weighed; undefined: not known here. */
  dimensions: Dimensions | undefined;
  /** Codes of the check that a person or a lead let pass when it was weighed. */
  accepted: readonly string[];
  wallMs: number;
  /** device-epoch-seq of the weighing that counts, when it was weighed here. */
  weighedBy: string | undefined;
  bag: string | undefined;
}

export interface FloorBag {
  readonly bag: string;
  readonly letter: string;
  readonly group: BagGroup;
  readonly openedWallMs: number;
  /** Its operations stand in another station's journal; what is known of it came from the cloud. */
  readonly elsewhere: boolean;
  state: 'open' | 'sealed' | 'handed-over';
  readonly parcels: Set<string>;
  sumMilligrams: number;
  grossMilligrams: number | undefined;
  unitNumber: string | undefined;
  /** Job of the label that its closing asked for. */
  job: string | undefined;
  manifest: string | undefined;
}

export interface FloorManifest {
  readonly manifest: string;
  readonly scope: ManifestScope;
  readonly openedWallMs: number;
  readonly bags: Set<string>;
  handedOver: { readonly wallMs: number; readonly signature: Signature } | undefined;
}

/**
 * Parcels, bags and manifests as the journal's operations leave them. One operation costs the same with ten parcels and with a hundred
 * thousand. It is changed in place; what is shown on a screen is copied out of it.
 */
export interface FloorFold {
  readonly parcels: Map<string, FloorParcel>;
  readonly bags: Map<string, FloorBag>;
  readonly manifests: Map<string, FloorManifest>;
  /** Letter of a stand → the bag that hangs there: open, or sealed and not yet handed over or loaded. */
  readonly stands: Map<string, string>;
  /** Group → its open bags, in the order of opening. */
  readonly openOfGroup: Map<string, Set<string>>;
  /** SSCC or S9 of labels that count → bag; of labels that do not count any more → bag. */
  readonly units: Map<string, string>;
  readonly oldUnits: Map<string, string>;
  /** The manifest being loaded. */
  openManifest: string | undefined;
  manifestsOpened: number;
}

export const emptyFold = (): FloorFold => ({
  parcels: new Map(),
  bags: new Map(),
  manifests: new Map(),
  stands: new Map(),
  openOfGroup: new Map(),
  units: new Map(),
  oldUnits: new Map(),
  openManifest: undefined,
  manifestsOpened: 0,
});

export const groupKey = ({ line, country, cargoGroup, dutyMode }: BagGroup): string =>
  [line, country, cargoGroup, dutyMode].join('|');

/** The operations that this fold is made of: what has to be read again at a start. */
export const foldedTypes = [
  'parcelWeighed',
  'parcelWeighingVoided',
  'bagOpened',
  'parcelBagged',
  'parcelUnbagged',
  'bagClosed',
  'bagUnsealed',
  'manifestOpened',
  'bagLoaded',
  'bagUnloaded',
  'manifestHandedOver',
] as const satisfies readonly OperationType[];
type FoldedType = (typeof foldedTypes)[number];
const isFolded = (type: string): type is FoldedType => (foldedTypes as readonly string[]).includes(type);

/** Chain that a record stands in. */
interface Chain {
  readonly device: string;
  readonly epoch: number;
}
type Steps = {
  readonly [T in FoldedType]: (
    fold: FloorFold,
    payload: OperationPayload<T>,
    record: { readonly seq: number; readonly wallMs: number; readonly id: string; readonly chain: Chain },
  ) => void;
};

/** Applies one operation. @returns whether it was one of these; a body that does not fit its schema changes nothing. */
export function applyToFold(fold: FloorFold, body: OperationBody, chain: Chain): boolean {
  const { type, seq, wallMs } = body;
  if (!isFolded(type)) return false;
  const parsed = operationPayloads[type].safeParse(body.payload);
  if (!parsed.success) return false;
  const record = { seq, wallMs, chain, id: jobIdOf(chain.device, chain.epoch, seq) };
  (steps[type] as (fold: FloorFold, payload: unknown, of: typeof record) => void)(fold, parsed.data, record);
  return true;
}

const steps: Steps = {
  parcelWeighed: (fold, { waybill, line, cargoClass, dimensions, answered, grossMilligrams }, { wallMs, id }) =>
    noteWeighing(fold, {
      ...{ waybill, line, cargoClass, dimensions, milligrams: grossMilligrams, wallMs, weighedBy: id },
      accepted: acceptedOf(answered),
    }),
  parcelWeighingVoided: (fold, { waybill, voids, voidsEpoch }, { chain }) => {
    const parcel = fold.parcels.get(waybill);
    // Without a name of the weighing: it was taken back before the fold was made, and only its bag told the weight.
    const { weighedBy = jobIdOf(chain.device, voidsEpoch ?? chain.epoch, voids) } = parcel ?? {};
    if (parcel === undefined || weighedBy !== jobIdOf(chain.device, voidsEpoch ?? chain.epoch, voids)) return;
    setMilligrams(fold, parcel, undefined);
    Object.assign(parcel, { weighedBy: undefined, line: '', cargoClass: '', dimensions: undefined, accepted: none });
  },
  bagOpened: (fold, { bag, letter, group }, { wallMs }) => {
    if (fold.bags.has(bag)) return;
    addBag(fold, { bag, letter, group, openedWallMs: wallMs, elsewhere: false });
  },
  parcelBagged: (fold, { waybill, bag, grossMilligrams }, { wallMs }) => {
    const into = fold.bags.get(bag);
    if (into?.state !== 'open') return;
    const parcel = fold.parcels.get(waybill) ?? newParcel(fold, waybill, wallMs);
    if (parcel.bag !== undefined) return;
    parcel.milligrams ??= grossMilligrams;
    parcel.bag = bag;
    into.parcels.add(waybill);
    into.sumMilligrams += parcel.milligrams ?? 0;
  },
  parcelUnbagged: (fold, { waybill, bag }) => {
    const from = fold.bags.get(bag);
    const parcel = fold.parcels.get(waybill);
    if (from?.state !== 'open' || parcel === undefined || !from.parcels.delete(waybill)) return;
    from.sumMilligrams -= parcel.milligrams ?? 0;
    parcel.bag = undefined;
  },
  bagClosed: (fold, { bag, grossMilligrams, sumMilligrams, unitNumber }, { id }) => {
    const closed = fold.bags.get(bag);
    if (closed?.state !== 'open') return;
    closed.state = 'sealed';
    closed.grossMilligrams = grossMilligrams;
    closed.sumMilligrams = sumMilligrams ?? closed.sumMilligrams;
    closed.unitNumber = unitNumber;
    closed.job = id;
    fold.openOfGroup.get(groupKey(closed.group))?.delete(bag);
    if (unitNumber !== undefined) fold.units.set(unitNumber, bag);
  },
  bagUnsealed: (fold, { bag }) => {
    const opened = fold.bags.get(bag);
    if (opened?.state !== 'sealed' || opened.manifest !== undefined) return;
    opened.state = 'open';
    if (opened.unitNumber !== undefined) {
      fold.units.delete(opened.unitNumber);
      fold.oldUnits.set(opened.unitNumber, bag);
    }
    opened.grossMilligrams = undefined;
    opened.sumMilligrams = 0;
    for (const waybill of opened.parcels) opened.sumMilligrams += fold.parcels.get(waybill)?.milligrams ?? 0;
    opened.unitNumber = undefined;
    opened.job = undefined;
    openOf(fold, opened.group).add(bag);
  },
  manifestOpened: (fold, { manifest, scope }, { wallMs }) => {
    if (fold.manifests.has(manifest)) return;
    fold.manifests.set(manifest, { manifest, scope, openedWallMs: wallMs, bags: new Set(), handedOver: undefined });
    fold.openManifest = manifest;
    fold.manifestsOpened += 1;
  },
  bagLoaded: (fold, { manifest, bag }) => {
    const onto = fold.manifests.get(manifest);
    const loaded = fold.bags.get(bag);
    if (onto === undefined || onto.handedOver !== undefined) return;
    if (loaded?.state !== 'sealed' || loaded.manifest !== undefined) return;
    onto.bags.add(bag);
    loaded.manifest = manifest;
    freeStand(fold, loaded);
  },
  bagUnloaded: (fold, { manifest, bag }) => {
    const from = fold.manifests.get(manifest);
    const loaded = fold.bags.get(bag);
    if (from === undefined || from.handedOver !== undefined || !from.bags.delete(bag) || loaded === undefined) return;
    loaded.manifest = undefined;
    if (!loaded.elsewhere && !fold.stands.has(loaded.letter)) fold.stands.set(loaded.letter, bag);
  },
  manifestHandedOver: (fold, { manifest, signature }, { wallMs }) => {
    const gone = fold.manifests.get(manifest);
    if (gone === undefined || gone.handedOver !== undefined) return;
    gone.handedOver = { wallMs, signature };
    for (const bag of gone.bags) {
      const left = fold.bags.get(bag);
      if (left !== undefined) left.state = 'handed-over';
    }
    if (fold.openManifest === manifest) fold.openManifest = undefined;
  },
};

/** A weighing, also when it is read from a table instead of its operation. A later one of the same waybill replaces the earlier. */
export function noteWeighing(
  fold: FloorFold,
  weighing: Omit<FloorParcel, 'bag' | 'milligrams'> & { readonly milligrams: number },
): void {
  const { waybill, line, cargoClass, dimensions, accepted, milligrams, wallMs, weighedBy } = weighing;
  const parcel = fold.parcels.get(waybill) ?? newParcel(fold, waybill, wallMs);
  setMilligrams(fold, parcel, milligrams);
  Object.assign(parcel, { line, cargoClass, dimensions, accepted, wallMs, weighedBy });
}

const none: readonly string[] = [];
export const acceptedOf = (answered: OperationPayload<'parcelWeighed'>['answered']): readonly string[] =>
  answered === undefined || answered.length === 0 ? none : answered.map(({ code }) => code);

function setMilligrams(fold: FloorFold, parcel: FloorParcel, milligrams: number | undefined): void {
  const bag = parcel.bag === undefined ? undefined : fold.bags.get(parcel.bag);
  // A sealed bag's sum is what was said at its sealing.
  if (bag?.state === 'open') bag.sumMilligrams += (milligrams ?? 0) - (parcel.milligrams ?? 0);
  parcel.milligrams = milligrams;
}

function newParcel(fold: FloorFold, waybill: string, wallMs: number): FloorParcel {
  const parcel: FloorParcel = {
    ...{ waybill, wallMs, milligrams: undefined, line: '', cargoClass: '' },
    ...{ weighedBy: undefined, bag: undefined, dimensions: undefined, accepted: none },
  };
  fold.parcels.set(waybill, parcel);
  return parcel;
}

function openOf(fold: FloorFold, group: BagGroup): Set<string> {
  const key = groupKey(group);
  const known = fold.openOfGroup.get(key);
  if (known !== undefined) return known;
  const made = new Set<string>();
  fold.openOfGroup.set(key, made);
  return made;
}

type NewBag = Pick<FloorBag, 'bag' | 'letter' | 'group' | 'openedWallMs' | 'elsewhere'>;
function addBag(fold: FloorFold, bag: NewBag): FloorBag {
  const made: FloorBag = {
    ...bag,
    ...{ state: 'open', parcels: new Set<string>(), sumMilligrams: 0, grossMilligrams: undefined },
    ...{ unitNumber: undefined, job: undefined, manifest: undefined },
  };
  fold.bags.set(bag.bag, made);
  if (bag.elsewhere) return made;
  fold.stands.set(bag.letter, bag.bag);
  openOf(fold, bag.group).add(bag.bag);
  return made;
}

function freeStand(fold: FloorFold, { bag, letter }: FloorBag): void {
  if (fold.stands.get(letter) === bag) fold.stands.delete(letter);
}

/** A bag of another station, as the cloud tells of it. This station's own bags are never changed by it. */
export interface RemoteBag {
  readonly bag: string;
  readonly letter: string;
  readonly group: BagGroup;
  readonly state: 'open' | 'sealed' | 'handed-over';
  readonly waybills: readonly string[];
  readonly sumMilligrams: number;
  readonly grossMilligrams?: number | undefined;
  readonly unitNumber?: string | undefined;
  /** Another station's, on which it is loaded or left. */
  readonly manifest?: string | undefined;
  readonly openedWallMs: number;
}

export function applyRemoteBag(fold: FloorFold, remote: RemoteBag): void {
  const known = fold.bags.get(remote.bag);
  // Loaded here: this station's own word goes before.
  if (known !== undefined && (!known.elsewhere || fold.manifests.has(known.manifest ?? ''))) return;
  const { bag, letter, group, openedWallMs } = remote;
  const made = known ?? addBag(fold, { bag, letter, group, openedWallMs, elsewhere: true });
  for (const waybill of made.parcels) {
    const parcel = fold.parcels.get(waybill);
    if (parcel?.bag === bag) parcel.bag = undefined;
  }
  made.parcels.clear();
  for (const waybill of remote.waybills) {
    made.parcels.add(waybill);
    const parcel = fold.parcels.get(waybill) ?? newParcel(fold, waybill, openedWallMs);
    // Here it lies in a bag of this station: the cloud shows both as a conflict, this station goes by what it did.
    parcel.bag ??= bag;
  }
  if (made.unitNumber !== undefined && made.unitNumber !== remote.unitNumber) {
    fold.units.delete(made.unitNumber);
    fold.oldUnits.set(made.unitNumber, bag);
  }
  if (remote.unitNumber !== undefined) fold.units.set(remote.unitNumber, bag);
  made.state = remote.state;
  made.sumMilligrams = remote.sumMilligrams;
  made.grossMilligrams = remote.grossMilligrams;
  made.unitNumber = remote.unitNumber;
  made.manifest = remote.manifest;
}

/** A, B … Z, AA … as long as one is free: what people read to each other. */
export function freeLetter(fold: FloorFold, stands: number): string | undefined {
  for (let at = 0; at < stands; at += 1) {
    const letter = letterAt(at);
    if (!fold.stands.has(letter)) return letter;
  }
  return undefined;
}

/** A before Z before AA. */
export const letterOrder = (letter: string): number =>
  [...letter].reduce((sum, sign) => sum * 26 + sign.charCodeAt(0) - 64, 0) - 1;

export const letterAt = (at: number): string =>
  at < 26
    ? String.fromCharCode(65 + at)
    : String.fromCharCode(64 + Math.floor(at / 26)) + String.fromCharCode(65 + (at % 26));
