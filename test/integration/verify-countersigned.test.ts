import { spawnSync } from 'node:child_process';
import { cpSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { projectRoot } from '../support/station.ts';
import { weighed } from '../support/operations.ts';
import { StationsAndCloud } from '../support/stations-and-cloud.ts';

const world = new StationsAndCloud();

function verify(...words: string[]): { status: number | null; text: string } {
  const run = spawnSync(process.execPath, ['scripts/run-ts.mjs', 'electron/journal/tools/verify.ts', ...words], {
    cwd: projectRoot,
    encoding: 'utf8',
  });
  return { status: run.status, text: run.stdout + run.stderr };
}

/** A copy of the journal of a station that has saved 12 parcels, 13 records; the cloud has signed for all of them. */
async function copiedJournal(): Promise<{ journal: string; device: string; keys: string; segment: string }> {
  const station = await world.start();
  for (let at = 0; at < 12; at += 1) {
    const waybill = `VC${1000 + at}`;
    await station.ask('operation.append', {
      type: 'parcelWeighed',
      entity: `parcel:${waybill}`,
      payload: weighed(waybill, 500),
    });
  }
  await station.push();
  const { device } = (await station.ask('journal.chains', null)).head;
  world.forget(station);
  await station.stop({ keep: true });
  const journal = join(station.home, 'copy');
  cpSync(join(station.home, 'live', 'journal'), journal, { recursive: true });
  const keys = join(station.home, 'keys.json');
  writeFileSync(keys, JSON.stringify((await world.cloud.ask('GET', '/v1/keys')).body));
  world.endsWithTest({ stop: async () => rmSync(station.home, { recursive: true }) });
  return { journal, device, keys, segment: join(journal, '1', '000001.log') };
}

describe('npm run verify on a copy of a journal, without the app', () => {
  it('holds it against what the cloud has signed', async () => {
    const { journal, device, keys } = await copiedJournal();
    const { status, text } = verify(journal, '--key', keys);
    expect(text).toContain(`countersigned ${device}-1-13`);
    expect(text).toContain(': fits\nwhole');
    expect(status).toBe(0);
    expect(verify(journal).text).toContain('signature is NOT checked');
  });

  it('names the first record of an end that was cut off in the middle of nothing wrong', async () => {
    const { journal, device, keys, segment } = await copiedJournal();
    const bytes = readFileSync(segment);
    writeFileSync(segment, bytes.subarray(0, bytes.indexOf('{"v":1,"seq":12,') - 40));
    const { status, text } = verify(journal, '--key', keys);
    expect(text).toContain(`WRONG: record ${device}-1-12`);
    expect(text).toContain('its end is missing');
    expect(status).toBe(1);
  });

  it('names a head that the cloud has not signed, and a file that is none', async () => {
    const { journal, device, keys } = await copiedJournal();
    const file = join(journal, 'countersigned-heads.json');
    writeFileSync(file, readFileSync(file, 'utf8').replace('"seq": 13', '"seq": 12'));
    const forged = verify(journal, '--key', keys);
    expect(forged.text).toContain(`WRONG: head countersigned ${device}-1-12`);
    expect(forged.status).toBe(1);
    writeFileSync(file, '[');
    expect(verify(journal, '--key', keys).status).toBe(1);
    expect(verify(journal, '--key', 'no key').status).toBe(2);
  });
});
