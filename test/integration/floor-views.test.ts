import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { digestOf } from '../../cloud/backup/digest.ts';
import { CloudInProcess, headOf } from '../support/cloud-in-process.ts';
import { everyDatabase, type TestDatabase } from '../support/databases.ts';
import { chained, merged, weighed } from '../support/operations.ts';
import { projectRoot } from '../support/station.ts';

type Entry = { type: string; entity: string; payload: object };
type Rows = Record<string, unknown>[];

describe.each(everyDatabase())('views of labels, merges and what is loaded, on %s', (_name, open) => {
  let server: TestDatabase;
  let cloud: CloudInProcess;
  beforeAll(async () => {
    server = await open();
    cloud = await CloudInProcess.start(server.url);
  });
  afterAll(async () => {
    await cloud.stop();
    await server.stop();
  });
  const push = async (device: string, ...entries: Entry[]): Promise<void> => {
    const answer = await cloud.client().push(headOf(device), chained(device, 1, entries));
    if (answer.outcome !== 'accepted') throw new Error(JSON.stringify(answer));
    expect(answer.exceptions.filter(({ result }) => result !== 'duplicate')).toEqual([]);
  };
  const { label } = weighed('X', 1);
  const asks = (subject: string): Entry => ({
    ...{ type: 'labelRequested', entity: `print:${subject}` },
    payload: { label, subject, practice: false },
  });
  const of = (job: string, type: string, payload: object = {}): Entry => ({
    ...{ type, entity: `print:${job}` },
    payload: { job, ...payload },
  });
  const SENDING = { printer: 'printer-1', bytes: 5, sha256: 'a'.repeat(64), copy: false };
  const grades = (rma: string): Entry => ({
    ...{ type: 'returnGraded', entity: `return:${rma}` },
    payload: { rma, grade: 'A', note: '', unit: 1, label },
  });
  const voids = (rma: string, graded: string): Entry => ({
    ...{ type: 'returnVoided', entity: `return:${rma}` },
    payload: { rma, unit: 1, voids: graded, reason: 'wrong piece', moves: [] },
  });
  const states = async (): Promise<Record<string, unknown>> =>
    Object.fromEntries((await cloud.admin<Rows>('GET', '/v1/labels')).map(({ job, state }) => [String(job), state]));

  it('a label that no weighing asked for is followed to its last word, over batches', async () => {
    const told = [asks('SKU-1'), asks('SKU-2'), asks('SKU-3'), of('LV00001-1-1', 'labelSending', SENDING)];
    await push('LV00001', ...told);
    expect(await states()).toMatchObject({
      'LV00001-1-1': 'sending',
      'LV00001-1-2': 'queued',
      'LV00001-1-3': 'queued',
    });
    await push(
      'LV00001',
      ...told,
      of('LV00001-1-1', 'labelSent', { bytes: 5 }),
      of('LV00001-1-1', 'labelConfirmed', { by: 'scan-back' }),
      of('LV00001-1-2', 'labelSending', SENDING),
      of('LV00001-1-2', 'labelUnknown', { code: 'LABEL_UNKNOWN', detail: 'the line broke off' }),
      of('LV00001-1-3', 'labelFailed', { code: 'PRINTER_LOST', detail: 'ECONNREFUSED' }),
    );
    // A printer that was not reached: the label goes on waiting, by the ledger's own rule.
    expect(await states()).toMatchObject({
      'LV00001-1-1': 'confirmed',
      'LV00001-1-2': 'unknown',
      'LV00001-1-3': 'queued',
    });
    expect(await cloud.admin<Rows>('GET', '/v1/labels?state=unknown')).toMatchObject([{ subject: 'SKU-2' }]);
  });

  it('a returned piece shows the state of its label; taken back, also by another station first, it is void', async () => {
    await push(
      'LV00002',
      grades('R-1'),
      of('LV00002-1-1', 'labelSending', SENDING),
      of('LV00002-1-1', 'labelSent', { bytes: 5 }),
    );
    expect(await cloud.admin<Rows>('GET', '/v1/returns?rma=R-1')).toMatchObject([{ state: 'graded', label: 'sent' }]);
    await push('LV00003', voids('R-1', 'LV00002-1-1'), voids('R-2', 'LV00004-1-1'));
    expect(await cloud.admin<Rows>('GET', '/v1/returns?rma=R-1')).toMatchObject([{ state: 'voided', label: 'voided' }]);
    await push('LV00004', grades('R-2'));
    expect(await cloud.admin<Rows>('GET', '/v1/returns?rma=R-2')).toMatchObject([{ state: 'voided', label: 'voided' }]);
  });

  it('merged cartons: what is in them, undone with its reason, replaced by a later one', async () => {
    const merge = (unit: string): Entry => ({
      type: 'parcelsMerged',
      entity: `unit:${unit}`,
      payload: merged(unit, 'C'),
    });
    const undo = (unit: string, undoes: number): Entry => ({
      ...{ type: 'mergeUndone', entity: `unit:${unit}` },
      payload: { unit, undoes, reason: 'one too many' },
    });
    await push('LV00005', merge('UNIT-A'), merge('UNIT-B'), undo('UNIT-A', 1), merge('UNIT-B'), undo('UNIT-B', 2));
    const rows = await cloud.admin<Rows>('GET', '/v1/merges');
    expect(rows.map(({ merge: name, unit, state, why }) => [name, unit, state, why])).toEqual([
      ['LV00005-1-4', 'UNIT-B', 'merged', null],
      ['LV00005-1-2', 'UNIT-B', 'replaced', null],
      ['LV00005-1-1', 'UNIT-A', 'undone', 'one too many'],
    ]);
    expect(rows[0]).toMatchObject({ pieces: 2, customer: 'C', planned: { value: '1.5', unit: 'kg' } });
    expect(await cloud.admin<Rows>('GET', '/v1/merges?unit=UNIT-A')).toHaveLength(1);
  });

  it('are made again from the operations, the same to the last row', async () => {
    const before = [await digestOf(cloud.database), await states(), await cloud.admin('GET', '/v1/merges')];
    await cloud.database.query('DELETE FROM printed_label; DELETE FROM merged_unit');
    expect(await states()).toEqual({});
    await cloud.admin('POST', '/v1/projections/rebuild');
    expect([await digestOf(cloud.database), await states(), await cloud.admin('GET', '/v1/merges')]).toEqual(before);
  });

  it('cloud:maintain load takes a file whole or not at all, and says where it is wrong', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'wh-load-'));
    const load = (content: unknown, ...more: string[]) => {
      const file = join(folder, 'reference.json');
      writeFileSync(file, typeof content === 'string' ? content : JSON.stringify(content));
      return spawnSync(
        process.execPath,
        ['scripts/run-ts.mjs', 'cloud/tools/maintain.ts', 'load', file, '--data', folder, ...more],
        { cwd: projectRoot, encoding: 'utf8', env: { ...process.env, DATABASE_URL: server.url } },
      );
    };
    const box = (code: string) => ({ code, dimensions: { length: '30', width: '22', height: '15', unit: 'cm' } });
    const hold = (waybill: string) => ({ waybill, reason: 'unpaid', sinceMs: 1 });
    try {
      const first = load({ boxes: [box('M'), box('L')], holds: [hold('LD1000')], series: { bag: 500, sscc: 700 } });
      expect(first.stderr).toBe('');
      expect(JSON.parse(first.stdout)).toEqual({ organisation: 'live', changed: 3, series: ['bag', 'sscc'] });
      const records = async (kind: string): Promise<unknown[]> =>
        (
          await cloud.database.query(
            "SELECT key FROM reference_record WHERE organisation = 'live' AND kind = $1 AND data IS NOT NULL ORDER BY key",
            [kind],
          )
        ).rows.map(({ key }) => key);
      expect(await records('box')).toEqual(['L', 'M']);
      expect(await cloud.admin<Rows>('GET', '/v1/series')).toMatchObject([
        { series: 'bag', last: 500 },
        { series: 'sscc', last: 700 },
      ]);
      // One list again: what it lacks goes, a list that is absent stays, a series does not go back.
      const second = load({ boxes: [box('M')], series: { bag: 400 } });
      expect(JSON.parse(second.stdout)).toEqual({ organisation: 'live', changed: 1, series: [] });
      expect([await records('box'), await records('hold')]).toEqual([['M'], ['LD1000']]);
      expect(await cloud.admin<Rows>('GET', '/v1/series')).toMatchObject([{ series: 'bag', last: 500 }, {}]);
      for (const [wrong, why, ...more] of [
        [{ boxes: [box('S')], holds: [{ ...hold('LD1001'), reason: 'bad mood' }] }, /holds\[0\]\.reason/],
        [{ boxes: [box('S')], cartons: [] }, /cartons/],
        ['{ "boxes": ', /JSON/],
        [{ boxes: [box('S')] }, /no organisation "nobody"/, '--organisation', 'nobody'],
      ] as const) {
        const refused = load(wrong, ...more);
        expect(refused.status).not.toBe(0);
        expect(`${refused.stdout}${refused.stderr}`).toMatch(why);
        expect(await records('box')).toEqual(['M']);
      }
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  }, 120_000);
});
