import { createHash } from 'node:crypto';
import { z } from 'zod';
import type { ServerKeys } from '../keys/server-keys.ts';
import type { Database } from '../postgres/database.ts';

export type Role = 'station' | 'admin';
export interface Access {
  readonly organisation: string;
  readonly role: Role;
  /** An enrolled station: it speaks for this device alone. Absent: a token of tokens.json, for practice and the first steps. */
  readonly device?: string;
  /** Its key was revoked: what it pushes goes into quarantine, everything else is refused. */
  readonly revoked?: boolean;
}

/** Only a digest is stored: who reads the database cannot act as a station. Tokens are random, so no salt is needed. */
export const tokenDigest = (token: string): Buffer => createHash('sha256').update(token).digest();

const MAX_TOKEN_LENGTH = 400;
export const STATION_TOKEN = 'station-token';
export const stationTokenSchema = z.strictObject({ o: z.string(), d: z.string(), x: z.number().int() });

/** @param header `Bearer …`. @returns nothing for an unknown, expired or revoked token: the caller answers 401 to all alike. */
export async function authenticate(
  database: Database,
  keys: ServerKeys,
  header: string | undefined,
  nowMs: number,
): Promise<Access | undefined> {
  const token = /^Bearer ([\w.-]+)$/.exec(header ?? '')?.[1];
  if (token === undefined || token.length > MAX_TOKEN_LENGTH) return undefined;
  if (token.includes('.')) return stationAccess(database, keys, token, nowMs);
  const { rows } = await database.query(
    'SELECT organisation, role FROM access_token WHERE sha256 = $1 AND revoked_at IS NULL',
    [tokenDigest(token)],
  );
  const row = rows[0];
  if (row === undefined) return undefined;
  return { organisation: String(row['organisation']), role: row['role'] === 'admin' ? 'admin' : 'station' };
}

/** A station's token is short-lived and sealed; whether its key still stands is asked every time. */
async function stationAccess(
  database: Database,
  keys: ServerKeys,
  token: string,
  nowMs: number,
): Promise<Access | undefined> {
  const opened = stationTokenSchema.safeParse(keys.open(STATION_TOKEN, token));
  if (!opened.success || opened.data.x <= nowMs) return undefined;
  const { o: organisation, d: device } = opened.data;
  const { rows } = await database.query('SELECT revoked_at FROM station_key WHERE organisation = $1 AND device = $2', [
    organisation,
    device,
  ]);
  if (rows[0] === undefined) return undefined;
  return { organisation, role: 'station', device, revoked: rows[0]['revoked_at'] !== null };
}
