import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parse } from 'csv-parse/sync';
import { readSheet } from 'read-excel-file/node';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { findTargets } from '../../electron/services/removable-disks.ts';
import { journalToTarget } from '../../electron/services/journal-to-target.ts';
import { targetError, writeToTarget } from '../../electron/services/write-to-target.ts';
import { MainStation } from '../support/main-station.ts';
import { weighed } from '../support/operations.ts';
import { projectRoot } from '../support/station.ts';

const stick = mkdtempSync(join(tmpdir(), 'wh-stick-'));
let station: MainStation;
const waybills = ['YT100001', '=HYPERLINK("http://x")'];
beforeAll(async () => {
  station = await MainStation.start(undefined, undefined, { journal: { exportTo: stick } });
  for (const waybill of waybills)
    await station.ask('operation.append', {
      ...{ type: 'parcelWeighed', entity: `parcel:${waybill}` },
      payload: { ...weighed('YT100001', 1234), cargoClass: waybill },
    });
});
afterAll(async () => {
  await station.stop();
  rmSync(stick, { recursive: true, force: true });
});
const write = (what: 'csv' | 'xlsx' | 'journal') =>
  station.ask('export.write', { what, target: stick, language: 'en' });
const verify = (folder: string) =>
  spawnSync(process.execPath, ['scripts/run-ts.mjs', 'electron/journal/tools/verify.ts', folder], {
    cwd: projectRoot,
    encoding: 'utf8',
  });

describe('files for people', () => {
  it('goes to the sticks that are there, and to no path that the page makes up', async () => {
    expect(await station.ask('export.targets', null)).toMatchObject([{ path: stick }]);
    const asked = { what: 'csv', target: tmpdir(), language: 'en' } as const;
    expect(await station.bridge.invoke('export.write', asked)).toMatchObject({
      ok: false,
      error: { code: 'TARGET_GONE' },
    });
    // A folder in the place of sticks without a disk behind it is the system's own disk.
    expect(await findTargets(undefined, [tmpdir()], 'linux')).toEqual([]);
    expect(await findTargets(undefined, ['/'], 'linux')).not.toEqual([]);
  });

  it('the shift as a list and as a workbook: the same rows, the numbers of the labels, nothing that runs', async () => {
    const { file, records } = await write('csv');
    const text = readFileSync(file, 'utf8');
    const table: string[][] = parse(text, { bom: true });
    const [head, ...rows] = table;
    expect(rows).toHaveLength(records);
    expect(head?.slice(0, 2)).toEqual(['device-seq', 'time']);
    const { head: at } = await station.ask('journal.chains', null);
    const last = rows.at(-1) ?? [];
    expect(last[0]).toBe(`${at.device}-${at.epoch}-${at.seq}`);
    expect(last[head?.indexOf('gross (kg)') ?? -1]).toBe('1.234');
    expect(last[head?.indexOf('cargo class') ?? -1]).toBe(`'${waybills[1] ?? ''}`);
    const book = await write('xlsx');
    const sheet = await readSheet(book.file);
    expect(sheet).toHaveLength(rows.length + 1);
    expect(sheet.at(-1)?.[head?.indexOf('gross (kg)') ?? -1]).toBe(1.234);
    expect(sheet.at(-1)?.[head?.indexOf('cargo class') ?? -1]).toBe(waybills[1]);
    expect(readdirSync(join(stick, 'Weighhouse', at.device)).some((name) => name.endsWith('.part'))).toBe(false);
  });

  it('the journal: read back and checked here, whole for the tool that needs no application', async () => {
    const { file, records } = await write('journal');
    const { head } = await station.ask('journal.chains', null);
    expect(records).toBe(head.seq);
    expect(verify(file)).toMatchObject({ status: 0, stdout: expect.stringContaining('whole') as string });
  });

  it('a stick that gives back other bytes, or too few, is named', async () => {
    const { head } = await station.ask('journal.chains', null);
    const folder = join(stick, 'Weighhouse', head.device, String(head.epoch));
    const [name = ''] = readdirSync(folder).filter((one) => one.endsWith('.log'));
    const bytes = readFileSync(join(folder, name));
    bytes[bytes.indexOf('YT100001') + 1] = 0x5a;
    writeFileSync(join(folder, name), bytes);
    const again = await station.bridge.invoke('export.write', { what: 'journal', target: stick, language: 'en' });
    expect(again).toMatchObject({
      ok: false,
      error: { code: 'COPY_DIFFERS', detail: expect.stringContaining(`${head.device}-`) as string },
    });
    truncateSync(join(folder, name), 0);
    expect(await write('journal')).toMatchObject({ records: head.seq });
    const journal = join(station.home, 'live', 'journal');
    expect(await journalToTarget(journal, join(stick, 'Weighhouse'), { ...head, seq: head.seq + 1 })).toMatchObject({
      error: { code: 'COPY_DIFFERS' },
    });
  });

  it('a chain that ended in the middle of the shift is in it, with what came after; nothing of the shift before', async () => {
    const weigh = (waybill: string) =>
      station.ask('operation.append', {
        ...{ type: 'parcelWeighed', entity: `parcel:${waybill}` },
        payload: weighed(waybill, 700),
      });
    await weigh('BEFORE1');
    await station.ask('shift.seal', null);
    for (let at = 0; at < 12; at += 1) await weigh(`MIDDLE${at}`);
    const ended = (await station.ask('journal.chains', null)).head;
    await station.ask('journal.newEpoch', { epoch: ended.epoch, why: 'behind' });
    await weigh('AFTER1');
    const { head } = await station.ask('journal.chains', null);
    expect(head.epoch).toBe(ended.epoch + 1);
    const numbers = async (): Promise<string[]> => {
      const table: string[][] = parse(readFileSync((await write('csv')).file, 'utf8'), { bom: true });
      return table.slice(1).map(([number = '']) => number);
    };
    const [first = '', ...rest] = await numbers();
    // The seal itself is the first record that it does not hold.
    expect(first).toBe(`${ended.device}-${ended.epoch}-${ended.seq - 12}`);
    expect(rest).toHaveLength(13);
    expect(rest.at(-2)).toBe(`${ended.device}-${ended.epoch}-${ended.seq}`);
    expect(rest.at(-1)).toBe(`${head.device}-${head.epoch}-${head.seq}`);
    expect((await write('xlsx')).records).toBe(14);
    expect(await write('journal')).toMatchObject({ records: ended.seq + head.seq });
    // A record of the ended chain is damaged here: the copy is as the journal is, and the rest of the shift stays readable.
    const folder = join(station.home, 'live', 'journal', String(ended.epoch));
    const [name = ''] = readdirSync(folder).filter((one) => one.endsWith('.log'));
    const bytes = readFileSync(join(folder, name));
    bytes[bytes.indexOf('MIDDLE5') + 1] = 0x5a;
    writeFileSync(join(folder, name), bytes);
    await station.stop({ keep: true });
    station = await MainStation.start(undefined, station.home, { journal: { exportTo: stick } });
    expect((await numbers()).filter((number) => number.includes(`-${ended.epoch}-`))).toHaveLength(13);
    expect(
      await station.bridge.invoke('export.write', { what: 'journal', target: stick, language: 'en' }),
    ).toMatchObject({
      ok: true,
    });
  });

  it('full, gone and locked are told apart, in words; no half file stays', async () => {
    const fault = (code: string) => targetError(Object.assign(new Error(code), { code })).error.code;
    expect(['ENOSPC', 'EIO', 'ENOENT', 'EROFS', 'EWHAT'].map(fault)).toEqual([
      ...['TARGET_FULL', 'TARGET_GONE', 'TARGET_GONE', 'TARGET_LOCKED', 'EXPORT_FAILED'],
    ]);
    const blocked = join(stick, 'blocked');
    writeFileSync(blocked, '');
    expect(await writeToTarget(join(blocked, 'x.csv'), Buffer.from('x'))).toMatchObject({ ok: false });
  });
});
