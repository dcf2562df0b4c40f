import { migration1 } from './001-first-schema.ts';
import { migration2 } from './002-order-identity-close.ts';

/** In order, each once. A released migration is never changed; what follows is a new one. Every table starts with the organisation. */
export const migrations: readonly { readonly id: number; readonly name: string; readonly sql: string }[] = [
  { id: 1, name: 'organisations, devices, operations, projections, reference', sql: migration1 },
  { id: 2, name: 'server order, partitions, identity, number ranges, seals, conflicts', sql: migration2 },
];
