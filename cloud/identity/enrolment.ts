import { createPublicKey, randomBytes, randomInt, verify } from 'node:crypto';
import { z } from 'zod';
import {
  CHALLENGE_VALID_MS,
  challengeText,
  ENROLMENT_ALPHABET,
  ENROLMENT_CODE_LENGTH,
  ENROLMENT_VALID_MS,
  enrolText,
  TOKEN_VALID_MS,
  type challengeRequestSchema,
  type enrolRequestSchema,
  type tokenRequestSchema,
} from '../../shared/identity/device-identity.ts';
import type { ServerKeys } from '../keys/server-keys.ts';
import { STATION_TOKEN, tokenDigest, type stationTokenSchema } from '../organisations/access.ts';
import type { Database } from '../postgres/database.ts';

const CHALLENGE = 'challenge';
const challengeSchema = z.strictObject({ o: z.string(), d: z.string(), n: z.string(), x: z.number().int() });

/** A code for one station, shown once to the supervisor; only its digest is kept. */
export async function makeEnrolmentCode(
  database: Database,
  organisation: string,
  name: string,
  nowMs: number,
): Promise<{ code: string; expiresAtMs: number }> {
  const code = Array.from(
    { length: ENROLMENT_CODE_LENGTH },
    () => ENROLMENT_ALPHABET[randomInt(ENROLMENT_ALPHABET.length)],
  ).join('');
  const expiresAtMs = nowMs + ENROLMENT_VALID_MS;
  await database.query('INSERT INTO enrolment_code (sha256, organisation, name, expires_at) VALUES ($1, $2, $3, $4)', [
    tokenDigest(code),
    organisation,
    name,
    new Date(expiresAtMs),
  ]);
  return { code: (code.match(/.{4}/g) ?? []).join('-'), expiresAtMs };
}

export type EnrolRefusal = 'bad-signature' | 'unknown-code' | 'device-taken';

/**
 * Binds a device to its key. The same station may ask again with the same code and key: its first answer may have been lost.
 * device-taken: another key stands under this name — a copied disk, which has to start under a name of its own; or it is revoked.
 */
export async function enrol(
  database: Database,
  request: z.infer<typeof enrolRequestSchema>,
  nowMs: number,
): Promise<{ organisation: string; name: string } | { refused: EnrolRefusal }> {
  const { code, device, publicKey, signature } = request;
  const key = Buffer.from(publicKey, 'base64url');
  if (!isSignedBy(key, enrolText(code, device, publicKey), signature)) return { refused: 'bad-signature' };
  return database.inTransaction(async (client) => {
    const { rows } = await client.query<{ organisation: string; name: string; used_by: string | null }>(
      'SELECT organisation, name, used_by FROM enrolment_code WHERE sha256 = $1 AND expires_at > $2 FOR UPDATE',
      [tokenDigest(code), new Date(nowMs)],
    );
    const [row] = rows;
    if (row === undefined || (row.used_by !== null && row.used_by !== device))
      return { refused: 'unknown-code' as const };
    const { organisation, name } = row;
    // A code that was made since then ends a revocation; one that was used before it does not.
    if (row.used_by === null)
      await client.query(
        `UPDATE station_key SET public_key = $3, name = $4, enrolled_at = now(), revoked_at = NULL, revoked_reason = NULL
         WHERE organisation = $1 AND device = $2 AND revoked_at IS NOT NULL`,
        [organisation, device, key, name],
      );
    await client.query(
      `INSERT INTO station_key (organisation, device, name, public_key) VALUES ($1, $2, $3, $4) ON CONFLICT DO NOTHING`,
      [organisation, device, name, key],
    );
    const { rows: stands } = await client.query<{ public_key: Buffer; revoked: boolean }>(
      'SELECT public_key, revoked_at IS NOT NULL AS revoked FROM station_key WHERE organisation = $1 AND device = $2 FOR UPDATE',
      [organisation, device],
    );
    if (stands[0]?.public_key.equals(key) !== true || stands[0].revoked) return { refused: 'device-taken' as const };
    await client.query('UPDATE enrolment_code SET used_by = $2 WHERE sha256 = $1', [tokenDigest(code), device]);
    return { organisation, name };
  });
}

/** For any name, so that nobody learns which stations exist. Nothing is stored: the challenge carries its own seal. */
export function makeChallenge(
  keys: ServerKeys,
  { organisation, device }: z.infer<typeof challengeRequestSchema>,
  nowMs: number,
): { challenge: string; expiresInMs: number } {
  const sealed = {
    o: organisation,
    d: device,
    n: randomBytes(16).toString('base64url'),
    x: nowMs + CHALLENGE_VALID_MS,
  };
  return { challenge: keys.seal(CHALLENGE, sealed), expiresInMs: CHALLENGE_VALID_MS };
}

/** @returns a token, or undefined: wrong key, unknown station, challenge that is old, another's or used before. */
export async function makeToken(
  database: Database,
  keys: ServerKeys,
  { organisation, device, challenge, signature }: z.infer<typeof tokenRequestSchema>,
  nowMs: number,
): Promise<{ token: string; expiresInMs: number; revoked: boolean } | undefined> {
  const opened = challengeSchema.safeParse(keys.open(CHALLENGE, challenge));
  if (!opened.success || opened.data.x <= nowMs) return undefined;
  if (opened.data.o !== organisation || opened.data.d !== device) return undefined;
  const { rows } = await database.query(
    'SELECT public_key, revoked_at IS NOT NULL AS revoked FROM station_key WHERE organisation = $1 AND device = $2',
    [organisation, device],
  );
  const [row] = rows;
  if (row === undefined) return undefined;
  if (!isSignedBy(row['public_key'] as Buffer, challengeText(organisation, device, challenge), signature))
    return undefined;
  const { rowCount } = await database.query(
    `WITH old AS (DELETE FROM used_challenge WHERE organisation = $1 AND expires_at < $4)
     INSERT INTO used_challenge (organisation, nonce, expires_at) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING`,
    [organisation, opened.data.n, new Date(opened.data.x), new Date(nowMs - CHALLENGE_VALID_MS)],
  );
  if (rowCount !== 1) return undefined;
  const token: z.infer<typeof stationTokenSchema> = { o: organisation, d: device, x: nowMs + TOKEN_VALID_MS };
  return { token: keys.seal(STATION_TOKEN, token), expiresInMs: TOKEN_VALID_MS, revoked: row['revoked'] === true };
}

/** From the next request on: the token it still has is worth nothing but quarantine. */
export async function revokeStation(
  database: Database,
  organisation: string,
  device: string,
  reason: string,
): Promise<boolean> {
  const { rowCount } = await database.query(
    `UPDATE station_key SET revoked_at = now(), revoked_reason = $3
     WHERE organisation = $1 AND device = $2 AND revoked_at IS NULL`,
    [organisation, device, reason],
  );
  return rowCount === 1;
}

/** DER head of an Ed25519 public key (RFC 8410); the raw 32 bytes follow. */
const SPKI_ED25519 = Buffer.from('302a300506032b6570032100', 'hex');

export function isSignedBy(rawKey: Buffer, text: string, signature: string): boolean {
  try {
    const key = createPublicKey({ key: Buffer.concat([SPKI_ED25519, rawKey]), format: 'der', type: 'spki' });
    return verify(null, Buffer.from(text), key, Buffer.from(signature, 'base64url'));
  } catch {
    return false;
  }
}
