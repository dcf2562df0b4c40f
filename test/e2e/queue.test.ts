import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { parse } from 'csv-parse/sync';
import { readSheet } from 'read-excel-file/node';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { LEAD, OPERATOR, QueueFloor } from '../support/queue-floor.ts';
import { projectRoot } from '../support/station.ts';
import { waitUntil } from '../support/wait-until.ts';

const preAlerts = [1, 2, 3].map((n) => ({
  ...{ waybill: `YT770000000${n}`, line: 'US-A', cargoClass: 'none', customer: 'c' },
  dimensions: { length: '20', width: '15', height: '10', unit: 'cm' as const },
}));
const queue = await QueueFloor.open({ preAlerts, language: 'en' });
const { floor } = queue;
const { display } = floor;
const of = (type: string) => floor.journal().filter((body) => body.type === type);

beforeAll(async () => {
  await queue.start();
  await queue.otherStation();
});
afterAll(() => floor.close());

describe('the queue, by keys and badges alone', () => {
  it('says what is only here, how old it is and why; a scan goes on with work', async () => {
    await floor.cloud?.stop();
    await floor.weigh('YT7700000001', 640);
    display.press('F10');
    await queue.screen('queue');
    await waitUntil('the reason', async () => (await queue.shown('data-waits')) === 'network');
    await waitUntil(
      'the label’s last word counted',
      async () => (await queue.count('here')) === floor.journal().length,
    );
    expect((await queue.count('here')) - (await queue.count('cloud'))).toBe(await queue.count('only-here'));
    expect(await floor.band()).toMatchObject({ tone: 'busy' });
    await floor.weigh('YT7700000002', 700);
    expect(of('parcelWeighed')).toHaveLength(2);
  });

  it('shows what the cloud parked and where two stations disagree; an operator may look and not decide', async () => {
    await queue.sayOtherwise();
    await floor.cloud?.start();
    display.press('F10');
    await queue.screen('queue');
    await waitUntil('two things for a lead', async () => (await queue.count('for-lead')) === 2, 90_000);
    expect(await queue.count('only-here')).toBe(0);
    const first = await queue.entry();
    display.press('F10');
    await waitUntil('the next one', async () => (await queue.entry()) !== first);
    display.press('Up');
    await waitUntil('the one before', async () => (await queue.entry()) === first);
    display.press('F1');
    await waitUntil('a lead asked for', async () => (await queue.shown('data-credential')) === 'who');
    display.scan(OPERATOR.badge);
    await floor.waitForCode('LEAD_NEEDED');
    expect(of('leadSettledParked').length + of('leadSettledConflict').length).toBe(0);
    display.press('Escape');
    await waitUntil('the list', async () => (await queue.entry()) === first);
  });

  it("a lead's badge decides both, each a new operation in the lead's name, and the cloud goes by it", async () => {
    display.scan(LEAD.badge);
    await waitUntil('the lead taken', async () => (await queue.entry()) !== '');
    for (let left = 2; left > 0; left -= 1) {
      const key = await queue.entry();
      // What this station said last stands: F1 at the parked closing, F2 (the second side) at the conflict.
      display.press(
        /^OTHER|#/.test(key) || floor.journal()[Number(key.split('-')[2]) - 1]?.type === 'parcelBagged' ? 'F2' : 'F1',
      );
      await waitUntil(`${key} decided`, async () => (await queue.count('for-lead')) < left);
    }
    expect(of('leadSettledParked')).toMatchObject([{ payload: { act: 'release', answer: 'ours', lead: LEAD.id } }]);
    expect(of('leadSettledConflict')).toMatchObject([{ payload: { stands: 'second', lead: LEAD.id } }]);
    await waitUntil(
      'nothing parked in the cloud',
      async () => (await floor.admin<object[]>('/v1/parked')).length === 0,
    );
    await waitUntil('no conflict open', async () => (await floor.admin<object[]>('/v1/conflicts')).length === 0);
    await waitUntil('nothing left here', async () => (await queue.entry()) === '');
  });

  it('writes the shift as list and workbook and the journal to the stick, each read back', async () => {
    display.press('F5');
    await waitUntil('the stick', async () =>
      (await floor.station.page.locator('.export h2').innerText()).includes('WEIGHHOUSE'),
    );
    const written = async (key: string, what: string): Promise<string> => {
      display.press(key);
      await waitUntil(`${what} written`, async () => (await queue.shown('data-written')).includes(what));
      return queue.shown('data-written');
    };
    const rows: string[][] = parse(readFileSync(await written('F2', '.csv'), 'utf8'), { bom: true });
    const [weighing] = of('parcelWeighed');
    expect(rows.find((row) => row[3] === 'parcelWeighed')?.[0]).toMatch(new RegExp(`-1-${weighing?.seq ?? 0}$`));
    expect(await readSheet(await written('F1', '.xlsx'))).toHaveLength(rows.length);
    const folder = await written('F3', 'Weighhouse');
    const verified = spawnSync(process.execPath, ['scripts/run-ts.mjs', 'electron/journal/tools/verify.ts', folder], {
      ...{ cwd: projectRoot, encoding: 'utf8' },
    });
    expect(verified).toMatchObject({ status: 0, stdout: expect.stringContaining('whole') as string });
    display.press('F8');
    await waitUntil('the queue again', async () => (await queue.shown('data-export')) === '');
    display.press('F12');
    await waitUntil('home', async () => (await queue.screenNow()) === 'home');
  });
});
