import type { PushRefused } from '../../shared/sync/protocol.ts';
import { chain, genesis } from './chain.ts';
import type { Batch } from './parse-batch.ts';

/** One chain of one station in one organisation. */
export interface Source {
  readonly organisation: string;
  readonly device: string;
  readonly epoch: number;
}

/** What the server knows of a chain: its last number and the hash there; number 0 and the genesis hash before the first batch. */
export interface DeviceState {
  readonly lastSeq: number;
  readonly head: Buffer;
}

export type OperationResult = 'applied' | 'parked' | 'deferred' | 'voided';

/** What is stored of an operation, as far as a repeated batch asks. */
export interface StoredOperation {
  readonly seq: number;
  readonly hash: Buffer;
  readonly result: OperationResult;
  /** Why it is parked. */
  readonly code?: string | undefined;
  /** The operation it waits for, as device-epoch-seq. */
  readonly on?: string | undefined;
}

export interface FreshOperation {
  readonly seq: number;
  readonly body: Buffer;
  readonly hash: Buffer;
}

export type Placement =
  | { readonly outcome: Extract<PushRefused['outcome'], 'gap' | 'fork' | 'bad-batch'>; readonly detail: string }
  | {
      readonly outcome: 'placed';
      readonly fresh: readonly FreshOperation[];
      readonly lastSeq: number;
      readonly head: Buffer;
    };

/**
 * The stored numbers that `placeBatch` compares with: the one before the batch and those the batch repeats. None (`to` below `from`)
 * for one that just goes on: the chain's own row has its head.
 */
export function storedRange({ header }: Batch, device: DeviceState): { readonly from: number; readonly to: number } {
  if (header.fromSeq > device.lastSeq) return { from: header.fromSeq, to: device.lastSeq };
  return { from: header.fromSeq - 1, to: Math.min(header.fromSeq + header.count - 1, device.lastSeq) };
}

/**
 * Where a batch belongs in its chain. Pure: nothing is read or written, the caller holds the chain's lock.
 * @param stored the operations of `storedRange`, by number. @throws when one of them is missing: the database is damaged.
 */
export function placeBatch(
  source: Pick<Source, 'device' | 'epoch'>,
  { header, bodies }: Batch,
  device: DeviceState,
  stored: ReadonlyMap<number, StoredOperation>,
): Placement {
  const { fromSeq } = header;
  if (fromSeq > device.lastSeq + 1)
    return { outcome: 'gap', detail: `number ${device.lastSeq + 1} is next, ${fromSeq} came` };
  const before =
    fromSeq === device.lastSeq + 1
      ? device.head
      : fromSeq === 1
        ? genesis(source.device, source.epoch)
        : stored.get(fromSeq - 1)?.hash;
  if (before === undefined) throw new Error(`operation ${fromSeq - 1} of ${source.device} is missing`);
  const hashes = chain(before, bodies);
  const fresh: FreshOperation[] = [];
  for (const [index, body] of bodies.entries()) {
    const seq = fromSeq + index;
    const hash = hashes[index];
    if (hash === undefined) continue;
    const known = stored.get(seq);
    if (known === undefined && seq <= device.lastSeq)
      throw new Error(`operation ${seq} of ${source.device} is missing`);
    if (known === undefined) fresh.push({ seq, body, hash });
    else if (!known.hash.equals(hash)) return { outcome: 'fork', detail: `number ${seq} is stored with other content` };
  }
  // Bytes are guarded on their way by gzip and TCP: another head means another history, or a station that cannot count.
  const head = hashes.at(-1);
  if (head?.toString('hex') !== header.head)
    return fromSeq === 1
      ? { outcome: 'bad-batch', detail: 'the operations do not lead to the head of the header' }
      : { outcome: 'fork', detail: `the history before number ${fromSeq} is another one` };
  return fresh.length === 0
    ? { outcome: 'placed', fresh, lastSeq: device.lastSeq, head: device.head }
    : { outcome: 'placed', fresh, lastSeq: fromSeq + bodies.length - 1, head };
}
