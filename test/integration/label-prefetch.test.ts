import { expect, it } from 'vitest';
import { NOBODYS_URL, StationsAndCloud } from '../support/stations-and-cloud.ts';
import { waitUntil } from '../support/wait-until.ts';

const world = new StationsAndCloud();

const upload = async (text: string): Promise<{ document: string; bytes: number }> => {
  const answer = await fetch(`${world.cloud.url}/v1/documents`, {
    method: 'PUT',
    headers: { authorization: `Bearer ${world.cloud.tokens.liveAdmin}`, 'content-type': 'application/octet-stream' },
    body: text,
  });
  return (await answer.json()) as { document: string; bytes: number };
};
const label = (order: string, of: { document: string; bytes: number }) => ({
  ...{ order, parcel: 1, carrier: 'DHL', tracking: `TRK-${order}`, addressVersion: 1, ...of },
});

it('carriers’ labels are on this machine before the network goes; one that is not there, or is another, is not counted', async () => {
  const first = await upload('^XA^FDone^FS^XZ');
  const second = await upload('^XA^FDtwo^FS^XZ');
  await world.cloud.admin('PUT', '/v1/supply', {
    carrierLabels: [
      label('SO-1', first),
      label('SO-2', { ...second, bytes: second.bytes + 1 }),
      label('SO-3', { document: 'ab'.repeat(32), bytes: 7 }),
    ],
  });
  const station = await world.start();
  await station.pull();
  const here = () => station.ask('labels.documents', null);
  await waitUntil('the first label', async () => (await here()).here === 1);
  expect(await here()).toEqual({ wanted: 3, here: 1, documents: [first.document] });

  await world.cloud.admin('POST', '/v1/supply', { put: [{ kind: 'carrierLabel', data: label('SO-2', second) }] });
  await station.pull();
  await waitUntil('the second label', async () => (await here()).here === 2);

  const later = await world.restarted(station, NOBODYS_URL);
  expect(await later.ask('labels.documents', null)).toMatchObject({ wanted: 3, here: 2 });
});
