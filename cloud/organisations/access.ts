import { createHash } from 'node:crypto';
import type { Database } from '../postgres/database.ts';

export type Role = 'station' | 'admin';
export interface Access {
  readonly organisation: string;
  readonly role: Role;
}

/** Only a digest is stored: who reads the database cannot act as a station. Tokens are random, so no salt is needed. */
export const tokenDigest = (token: string): Buffer => createHash('sha256').update(token).digest();

const MAX_TOKEN_LENGTH = 200;

/** @param header `Bearer …`. @returns nothing for an unknown or revoked token: the caller answers 401 to both alike. */
export async function authenticate(database: Database, header: string | undefined): Promise<Access | undefined> {
  const token = /^Bearer ([\w-]+)$/.exec(header ?? '')?.[1];
  if (token === undefined || token.length > MAX_TOKEN_LENGTH) return undefined;
  const { rows } = await database.query(
    'SELECT organisation, role FROM access_token WHERE sha256 = $1 AND revoked_at IS NULL',
    [tokenDigest(token)],
  );
  const row = rows[0];
  if (row === undefined) return undefined;
  return { organisation: String(row['organisation']), role: row['role'] === 'admin' ? 'admin' : 'station' };
}
