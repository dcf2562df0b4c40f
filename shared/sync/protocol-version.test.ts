import { createHash } from 'node:crypto';
import { expect, it } from 'vitest';
import { z } from 'zod';
import * as identity from '../identity/device-identity.ts';
import * as operator from '../identity/operator.ts';
import * as countersigned from './countersigned-head.ts';
import * as ranges from './number-ranges.ts';
import * as operation from './operation.ts';
import * as protocol from './protocol.ts';
import * as pull from './pull.ts';
import * as seal from './seal.ts';

/** What goes over the wire; files.schema → JSON schema. Journal files between processes of one station are not part of it. */
const LOCAL = new Set(['journalRecordSchema', 'closedChainSchema', 'journalChainsSchema', 'countersignedHeadSchema']);

function wireHash(): string {
  const modules = { identity, operator, countersigned, ranges, operation, protocol, pull, seal };
  const lines = Object.entries(modules).flatMap(([file, exports]) =>
    Object.entries(exports).flatMap(([name, value]) =>
      value instanceof z.ZodType && !LOCAL.has(name)
        ? [`${file}.${name} ${JSON.stringify(z.toJSONSchema(value, { unrepresentable: 'any', io: 'input' }))}`]
        : [],
    ),
  );
  return createHash('sha256').update(lines.sort().join('\n')).digest('hex').slice(0, 16);
}

/**
 * Every version that was ever released, with the hash of its schemas.
 *
 * This test fails when a schema of the wire has changed. If no version with the current number has been released: write the new hash
 * here. If one has: raise PROTOCOL_VERSION, add a line, keep the old ones, and say in docs/sync-protocol.md what changed. A field that
 * answers gain, and that stations may ignore, needs a new hash and no new number. OLDEST_PROTOCOL_VERSION rises only when stations of
 * that age can no longer be served.
 */
const versions = [{ version: 1, schemas: 'c9b5b344ba93f100' }] as const;

it('the schemas of the wire are those that the version stands for', () => {
  expect({ version: protocol.PROTOCOL_VERSION, schemas: wireHash() }).toEqual(versions.at(-1));
  expect(protocol.OLDEST_PROTOCOL_VERSION).toBeLessThanOrEqual(protocol.PROTOCOL_VERSION);
});
