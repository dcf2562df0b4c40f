import { mkdirSync } from 'node:fs';
import { resolve } from 'node:path';
import { Database } from './database.ts';
import { EmbeddedPostgres } from './embedded-postgres.ts';

export interface OpenDatabase {
  readonly database: Database;
  readonly kind: 'embedded' | 'external';
  /** Where keys, tokens and the embedded data lie. */
  readonly folder: string;
  /** Closes the pool and stops PostgreSQL where it was started here; stopJoined: also one that ran already, left by a killed cloud. */
  close(options?: { readonly stopJoined: boolean }): Promise<void>;
}

/** Instead of a URL: the embedded one, whatever DATABASE_URL says. */
export const EMBEDDED = 'embedded';

/** DATABASE_URL's PostgreSQL, or the embedded one in `folder`; a server that runs there already is joined and left running. */
export async function openDatabase(
  folder: string,
  url: string | undefined = process.env['DATABASE_URL'],
): Promise<OpenDatabase> {
  const data = resolve(folder);
  mkdirSync(data, { recursive: true });
  if (url !== undefined && url !== EMBEDDED) {
    const database = new Database(url);
    return { database, kind: 'external', folder: data, close: () => database.close() };
  }
  const embedded = await EmbeddedPostgres.start(data);
  const database = new Database(embedded.url);
  return {
    ...{ database, kind: 'embedded', folder: data },
    close: async (options) => {
      await database.close();
      if (!embedded.joined || options?.stopJoined === true) await embedded.server.stop();
    },
  };
}
