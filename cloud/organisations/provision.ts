import { randomBytes } from 'node:crypto';
import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import type { Database } from '../postgres/database.ts';
import { loadReference } from '../reference/load-reference.ts';
import { sampleReference } from '../reference/sample-reference.ts';
import { tokenDigest, type Role } from './access.ts';

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
    }
  });
  // A kind that no sample before this one had says which there is; what supervisors have changed since then stays.
  const { rows } = await database.query(
    "SELECT 1 FROM reference_record WHERE organisation = 'practice' AND kind = 'customer' LIMIT 1",
  );
  if (rows.length === 0) await loadReference(database, 'practice', sampleReference);
  await renewTokens(database, tokens, Date.now());
  return tokens;
}

/** How long a token of tokens.json is good after the cloud that keeps the file has last been seen running. */
export const FILE_TOKEN_DAYS = 90;

/** At the start and once a day: a copy of the file that left this machine is worth nothing once its cloud is gone or has other tokens. */
export async function renewTokens(database: Database, tokens: Tokens, nowMs: number): Promise<void> {
  const until = new Date(nowMs + FILE_TOKEN_DAYS * 86_400_000);
  for (const organisation of ['live', 'practice'] as const)
    for (const [role, token] of [
      ['station', tokens[organisation]],
      ['admin', tokens[`${organisation}Admin`]],
    ] as const)
      await database.query(
        `INSERT INTO access_token (sha256, organisation, role, expires_at) VALUES ($1, $2, $3, $4)
         ON CONFLICT (sha256) DO UPDATE SET expires_at = EXCLUDED.expires_at`,
        [tokenDigest(token), organisation, role, until],
      );
}

/**
 * A token that is handed out by hand, shown once. With a device it speaks for that one; without, a station's binds itself to the first
 * device that uses it.
 */
export async function issueToken(
  database: Database,
  {
    organisation,
    role,
    untilMs,
    device,
  }: {
    readonly organisation: string;
    readonly role: Role;
    readonly untilMs: number;
    readonly device?: string | undefined;
  },
): Promise<string> {
  const token = randomBytes(32).toString('base64url');
  await database.query(
    'INSERT INTO access_token (sha256, organisation, role, expires_at, device, binds) VALUES ($1, $2, $3, $4, $5, $6)',
    [tokenDigest(token), organisation, role, new Date(untilMs), device ?? null, role === 'station'],
  );
  return token;
}

function readOrMakeTokens(file: string): Tokens {
  if (existsSync(file)) return tokensSchema.parse(JSON.parse(readFileSync(file, 'utf8')));
  const make = (): string => randomBytes(32).toString('base64url');
  const tokens = { live: make(), practice: make(), liveAdmin: make(), practiceAdmin: make() };
  writeFileSync(`${file}.new`, `${JSON.stringify(tokens, null, 2)}\n`, { mode: 0o600 });
  renameSync(`${file}.new`, file);
  return tokens;
}
