import { PROTOCOL_VERSION } from '../../shared/sync/protocol.ts';
import type { Database } from '../postgres/database.ts';

/** What every answer says about the server; another epoch means that it was restored from a copy. */
export interface ServerState {
  readonly service: 'weighhouse';
  readonly protocol: number;
  readonly serverEpoch: string;
}

export async function readServerState(database: Database): Promise<ServerState> {
  const { rows } = await database.query('SELECT epoch FROM server');
  return { service: 'weighhouse', protocol: PROTOCOL_VERSION, serverEpoch: String(rows[0]?.['epoch']) };
}
