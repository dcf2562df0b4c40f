import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { FILE_TOKEN_DAYS, issueToken, renewTokens } from '../../cloud/organisations/provision.ts';
import { CloudInProcess, headOf } from '../support/cloud-in-process.ts';
import { embeddedDatabase, type TestDatabase } from '../support/databases.ts';
import { chained, weighed } from '../support/operations.ts';

const DAY_MS = 86_400_000;
let server: TestDatabase;
let cloud: CloudInProcess;
let nowMs = Date.now();
beforeAll(async () => {
  server = await embeddedDatabase();
  cloud = await CloudInProcess.start(server.url, () => nowMs);
});
afterAll(async () => {
  await cloud.stop();
  await server.stop();
});
const push = async (device: string, token: string) => {
  const records = chained(device, 1, [
    { type: 'parcelWeighed', entity: 'parcel:T1', payload: weighed(`T${device}`, 900) },
  ]);
  const answer = await cloud.client(token).push(headOf(device), records);
  return answer.outcome === 'no-answer' ? answer.status : answer.outcome;
};
const health = async (device: string, token: string): Promise<number> =>
  (await cloud.ask('GET', `/v1/health?device=${device}&epoch=1`, token)).status;

describe('tokens that are handed out, asked from outside', () => {
  it('one bound to a station speaks for it alone', async () => {
    const token = await issueToken(cloud.database, {
      ...{ organisation: 'live', role: 'station', untilMs: nowMs + DAY_MS, device: 'BOUND1' },
    });
    expect(await push('BOUND2', token)).toBe(403);
    expect(await health('BOUND2', token)).toBe(403);
    expect(await push('BOUND1', token)).toBe('accepted');
  });

  it('one without a station binds itself to the first that uses it', async () => {
    const token = await issueToken(cloud.database, {
      ...{ organisation: 'live', role: 'station', untilMs: nowMs + DAY_MS },
    });
    const both = await Promise.all([push('FIRST1', token), push('FIRST2', token)]);
    expect(both.sort()).toEqual([403, 'accepted']);
    const [mine, other] = (await push('FIRST1', token)) === 403 ? ['FIRST2', 'FIRST1'] : ['FIRST1', 'FIRST2'];
    expect([await health(mine, token), await health(other, token)]).toEqual([200, 403]);
  });

  it('ends when its time is over; nothing of it is told from an unknown one', async () => {
    const token = await issueToken(cloud.database, {
      ...{ organisation: 'live', role: 'station', untilMs: nowMs + DAY_MS, device: 'ENDS1' },
    });
    expect(await health('ENDS1', token)).toBe(200);
    nowMs += DAY_MS + 1;
    const [ended, unknown] = await Promise.all(
      [token, 'x'.repeat(43)].map((one) => cloud.ask('GET', '/v1/health?device=ENDS1&epoch=1', one)),
    );
    expect(ended).toMatchObject({ status: 401, body: unknown?.body });
  });

  it('those of tokens.json end too when their cloud is not seen any more, and go on while it is', async () => {
    const { live, liveAdmin } = cloud.tokens;
    nowMs += (FILE_TOKEN_DAYS - 2) * DAY_MS;
    await renewTokens(cloud.database, cloud.tokens, nowMs);
    nowMs += (FILE_TOKEN_DAYS - 1) * DAY_MS;
    expect(await health('FILE1', live)).toBe(200);
    nowMs += 2 * DAY_MS;
    expect(await health('FILE1', live)).toBe(401);
    expect((await cloud.ask('GET', '/v1/parked', liveAdmin)).status).toBe(401);
    await renewTokens(cloud.database, cloud.tokens, nowMs);
    expect(await health('FILE1', live)).toBe(200);
  });
});
