import { randomBytes } from 'node:crypto';
import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import type { Database } from '../postgres/database.ts';
import { replaceSupply } from '../reference/reference-table.ts';
import { sampleReference } from '../reference/sample-reference.ts';
import { tokenDigest } from './access.ts';

const tokensSchema = z.strictObject({
  live: z.string().min(20),
  practice: z.string().min(20),
  liveAdmin: z.string().min(20),
  practiceAdmin: z.string().min(20),
});
export type Tokens = z.infer<typeof tokensSchema>;

/**
 * Two organisations that share nothing: live data and practice. Their tokens are made once and lie beside the data, readable by
 * the owner alone (tokens.json, 0600); the station that `npm start` brings up reads its own from there.
 */
export async function provision(database: Database, dataFolder: string): Promise<Tokens> {
  const tokens = readOrMakeTokens(join(dataFolder, 'tokens.json'));
  await database.inTransaction(async (client) => {
    for (const organisation of ['live', 'practice'] as const) {
      await client.query('INSERT INTO organisation (id) VALUES ($1) ON CONFLICT DO NOTHING', [organisation]);
      await client.query('INSERT INTO change_counter (organisation) VALUES ($1) ON CONFLICT DO NOTHING', [
        organisation,
      ]);
      for (const [role, token] of [
        ['station', tokens[organisation]],
        ['admin', tokens[`${organisation}Admin`]],
      ] as const)
        await client.query(
          'INSERT INTO access_token (sha256, organisation, role) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING',
          [tokenDigest(token), organisation, role],
        );
    }
    const { rows } = await client.query("SELECT 1 FROM reference_record WHERE organisation = 'practice' LIMIT 1");
    if (rows.length === 0) await replaceSupply(client, 'practice', sampleReference);
  });
  return tokens;
}

function readOrMakeTokens(file: string): Tokens {
  if (existsSync(file)) return tokensSchema.parse(JSON.parse(readFileSync(file, 'utf8')));
  const make = (): string => randomBytes(32).toString('base64url');
  const tokens = { live: make(), practice: make(), liveAdmin: make(), practiceAdmin: make() };
  writeFileSync(`${file}.new`, `${JSON.stringify(tokens, null, 2)}\n`, { mode: 0o600 });
  renameSync(`${file}.new`, file);
  return tokens;
}
