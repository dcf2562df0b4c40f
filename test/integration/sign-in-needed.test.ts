import { randomBytes } from 'node:crypto';
import { expect, it } from 'vitest';
import { hashSecret } from '../../electron/services/operator-check.ts';
import { StationsAndCloud } from '../support/stations-and-cloud.ts';
import { weighed } from '../support/operations.ts';

const badge = 'ID:WH-OP-0001';
const lead = 'ID:WH-LEAD-0001';
const world = new StationsAndCloud(async (cloud) => {
  const salt = randomBytes(16);
  const operators = [
    { id: 'op-1', name: 'Chen', role: 'operator', badge: await hashSecret(badge, undefined, salt) },
    { id: 'lead-1', name: 'Li', role: 'lead', badge: await hashSecret(lead, undefined, salt) },
  ];
  await cloud.admin('PUT', '/v1/supply', { operators });
});
const parcel = {
  type: 'parcelWeighed' as const,
  entity: 'parcel:YT1',
  payload: { ...weighed('YT1000', 900) },
};

it('where people are known, nobody works unknown: main refuses until a badge, takes it afterwards, and refuses again', async () => {
  const station = await world.start();
  // Before anybody is known a station works as the person of its settings.
  expect(await station.bridge.invoke('operation.append', parcel)).toMatchObject({ ok: true });
  await station.pull();
  const refused = { ok: false, error: { code: 'SIGN_IN_NEEDED' } };
  expect(await station.bridge.invoke('operation.append', parcel)).toMatchObject(refused);
  expect(await station.ask('operator.signIn', { badge })).toMatchObject({ outcome: 'in' });
  expect(await station.bridge.invoke('operation.append', parcel)).toMatchObject({ ok: true });
  await station.ask('operator.signOut', null);
  expect(await station.bridge.invoke('operation.append', parcel)).toMatchObject(refused);
});

it("a lead's word on the queue needs no one signed in, and the badge of a lead", async () => {
  const station = await world.start();
  await station.pull();
  const word = {
    type: 'leadSettledConflict' as const,
    entity: 'decision:A-1-1',
    payload: { conflict: 'OTHER1-1-1', stands: 'first', answer: 'first', lead: 'lead-1' },
  };
  expect(await station.bridge.invoke('operation.append', word)).toMatchObject({ error: { code: 'LEAD_NEEDED' } });
  expect(await station.ask('operator.check', { badge: lead })).toMatchObject({ outcome: 'in' });
  expect(await station.bridge.invoke('operation.append', word)).toMatchObject({ ok: true });
  expect(await station.ask('queue.words', null)).toMatchObject([
    { about: 'OTHER1-1-1', lead: 'lead-1', answer: 'first' },
  ]);
});
