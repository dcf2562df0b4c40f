import { createHash } from 'node:crypto';
import type { Database } from '../postgres/database.ts';

export interface OrganisationDigest {
  readonly organisation: string;
  readonly operations: number;
  /** Over every chain's last number and head: equal digests mean equal operations, byte for byte. */
  readonly chains: string;
  /** Over the views that stations and people see. */
  readonly views: string;
}

const CHAINS = `SELECT device, epoch, last_seq, encode(head, 'hex') AS head FROM device WHERE organisation = $1 ORDER BY device, epoch`;
const VIEWS = `SELECT 'weighing' AS view, to_jsonb(w)::text AS row FROM weighing w WHERE organisation = $1
  UNION ALL SELECT 'conflict', to_jsonb(c)::text FROM conflict c WHERE organisation = $1
  UNION ALL SELECT 'seal', to_jsonb(s)::text FROM seal s WHERE organisation = $1
  UNION ALL SELECT 'held', to_jsonb(h)::text FROM held h WHERE organisation = $1
  UNION ALL SELECT 'release', to_jsonb(l)::text FROM hold_release l WHERE organisation = $1
  UNION ALL SELECT 'bag', to_jsonb(b)::text FROM bag b WHERE organisation = $1
  UNION ALL SELECT 'bag-parcel', to_jsonb(p)::text FROM bag_parcel p WHERE organisation = $1
  UNION ALL SELECT 'manifest', to_jsonb(m)::text FROM manifest m WHERE organisation = $1
  UNION ALL SELECT 'claim', to_jsonb(k)::text FROM claim k WHERE organisation = $1
  UNION ALL SELECT 'reference', to_jsonb(r)::text FROM reference_record r WHERE organisation = $1 ORDER BY 1, 2`;

/** What must be equal between a database and its restored copy. */
export async function digestOf(database: Database): Promise<OrganisationDigest[]> {
  const { rows: organisations } = await database.query('SELECT id FROM organisation ORDER BY id');
  const all: OrganisationDigest[] = [];
  for (const row of organisations) {
    const organisation = String(row['id']);
    const hash = async (sql: string): Promise<string> => {
      const sum = createHash('sha256');
      const { rows } = await database.query(sql, [organisation]);
      for (const each of rows) sum.update(`${JSON.stringify(each)}\n`);
      return sum.digest('hex').slice(0, 16);
    };
    const { rows } = await database.query('SELECT count(*) AS count FROM operation WHERE organisation = $1', [
      organisation,
    ]);
    const operations = Number(rows[0]?.['count']);
    all.push({ organisation, operations, chains: await hash(CHAINS), views: await hash(VIEWS) });
  }
  return all;
}
