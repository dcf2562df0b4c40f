import { migration1 } from './001-first-schema.ts';
import { migration2 } from './002-order-identity-close.ts';
import { migration5 } from './005-overseas.ts';
import { migration3 } from './003-supply-and-holds.ts';
import { migration4 } from './004-bags-and-manifests.ts';
import { migration6 } from './006-rows-of-one-organisation.ts';
import { migration7 } from './007-labels-and-merges.ts';
import { migration8 } from './008-orders-set-aside.ts';

/** In order, each once. A released migration is never changed; what follows is a new one. Every table starts with the organisation. */
export const migrations: readonly { readonly id: number; readonly name: string; readonly sql: string }[] = [
  { id: 1, name: 'organisations, devices, operations, projections, reference', sql: migration1 },
  { id: 2, name: 'server order, partitions, identity, number ranges, seals, conflicts', sql: migration2 },
  { id: 3, name: 'supply by pull, released holds, what became of parked operations', sql: migration3 },
  { id: 4, name: 'bags, what is in them, manifests', sql: migration4 },
  { id: 5, name: 'stock, returned pieces, packed parcels, documents', sql: migration5 },
  { id: 6, name: 'rows of one organisation alone for requests', sql: migration6 },
  { id: 7, name: 'labels that no weighing asked for, merged parcels', sql: migration7 },
  { id: 8, name: 'orders set aside', sql: migration8 },
];
