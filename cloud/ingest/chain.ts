import { createHash } from 'node:crypto';
import { chainSeed } from '../../shared/sync/operation.ts';

/** hash(0) of a device's epoch. */
export function genesis(device: string, epoch: number): Buffer {
  return createHash('sha256').update(chainSeed(device, epoch)).digest();
}

/** hash(n) from hash(n-1) and the exact bytes of operation n, for each body in turn. */
export function chain(previous: Buffer, bodies: readonly Buffer[]): Buffer[] {
  let last = previous;
  return bodies.map((body) => (last = createHash('sha256').update(last).update(body).digest()));
}
