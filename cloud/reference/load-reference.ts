import { z } from 'zod';
import { referenceContentSchema } from '../../shared/reference/reference-data.ts';
import { seriesSchema } from '../../shared/sync/number-ranges.ts';
import { extendSeries } from '../numbers/leases.ts';
import type { Database } from '../postgres/database.ts';
import { replaceSupply } from './reference-table.ts';

/** A file for `cloud:maintain load`: reference content, and number series with their last number. */
export const referenceFileSchema = referenceContentSchema.extend({
  series: z.partialRecord(seriesSchema, z.number().int().positive().max(999_999_999_999)).optional(),
});
export type ReferenceFile = z.infer<typeof referenceFileSchema>;

/** @throws with the place in the file when it is not such content. */
export function readReferenceFile(text: string): ReferenceFile {
  const parsed = referenceFileSchema.safeParse(JSON.parse(text));
  if (!parsed.success) throw new Error(z.prettifyError(parsed.error).slice(0, 2_000));
  return parsed.data;
}

/** A list that is there is the whole of its kind. A series goes on to its last number, never back. @throws when there is no such organisation */
export async function loadReference(
  database: Database,
  organisation: string,
  { series = {}, ...content }: ReferenceFile,
): Promise<{ readonly organisation: string; readonly changed: number; readonly series: string[] }> {
  const { rows } = await database.query('SELECT 1 FROM organisation WHERE id = $1', [organisation]);
  if (rows.length === 0) throw new Error(`there is no organisation "${organisation}"`);
  const changed = await database.inTransaction((client) => replaceSupply(client, organisation, content), {
    statementTimeoutMs: 0,
  });
  const opened: string[] = [];
  for (const name of seriesSchema.options) {
    const last = series[name];
    if (last !== undefined && (await extendSeries(database, organisation, name, last)) !== undefined) opened.push(name);
  }
  return { organisation, changed, series: opened };
}
