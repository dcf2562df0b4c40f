import { createHash } from 'node:crypto';
import { z } from 'zod';
import { CLOUD_DEVICE } from '../ingest/effects.ts';
import type { ServerKeys } from '../keys/server-keys.ts';
import type { Database } from '../postgres/database.ts';

export type Role = 'station' | 'admin';
export interface Access {
  readonly organisation: string;
  readonly role: Role;
  /** It speaks for this device alone: an enrolled station, or a token that was bound. Absent: a token for practice and the first steps. */
  readonly device?: string;
  /** A token that is bound to the first device it speaks for: its digest. */
  readonly binds?: Buffer;
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
  const sha256 = tokenDigest(token);
  const { rows } = await database.query(
    `SELECT organisation, role, device, binds FROM access_token
     WHERE sha256 = $1 AND revoked_at IS NULL AND (expires_at IS NULL OR expires_at > $2)`,
    [sha256, new Date(nowMs)],
  );
  const [row] = rows;
  if (row === undefined) return undefined;
  const device = typeof row['device'] === 'string' ? row['device'] : undefined;
  return {
    organisation: String(row['organisation']),
    role: row['role'] === 'admin' ? 'admin' : 'station',
    ...(device === undefined ? (row['binds'] === true ? { binds: sha256 } : {}) : { device }),
  };
}

/** Whether this access may speak for a device; a token that binds belongs to the first one from then on. */
export async function speaksFor(
  database: Pick<Database, 'query'>,
  { device: own, binds }: Access,
  device: string,
): Promise<boolean> {
  if (device === CLOUD_DEVICE) return false;
  if (own !== undefined || binds === undefined) return own === undefined || own === device;
  const { rowCount } = await database.query(
    'UPDATE access_token SET device = $2 WHERE sha256 = $1 AND (device IS NULL OR device = $2)',
    [binds, device],
  );
  return rowCount === 1;
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
