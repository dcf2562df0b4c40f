import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parcelWeighedSchema } from '../../shared/parcel/operations.ts';
import { explainInWords } from '../../shared/rating/explain-in-words.ts';
import type { PreAlert } from '../../shared/reference/reference-data.ts';
import { codesOnLabel, Floor } from '../support/floor.ts';
import { bagAndLoad } from './bag-and-load.ts';
import { renderZplToPng } from '../support/render-zpl.ts';
import { projectRoot } from '../support/station.ts';
import { waitUntil } from '../support/wait-until.ts';

const out = join(projectRoot, 'out', 'demo');
rmSync(out, { recursive: true, force: true });
mkdirSync(out, { recursive: true });

const cm = (length: string, width: string, height: string): NonNullable<PreAlert['dimensions']> => ({
  length,
  width,
  height,
  unit: 'cm',
});
const shift: readonly (PreAlert & { readonly grams: number; readonly box?: string })[] = [
  {
    waybill: 'YT8800010001',
    line: 'US-A',
    cargoClass: 'none',
    customer: '深圳市云帆贸易',
    receiver: '王小明',
    destination: 'Los Angeles CA, S Grand Ave 221',
    dimensions: cm('42', '31', '20'),
    grams: 2365,
  },
  {
    waybill: 'YT8800010002',
    line: 'EU-B',
    cargoClass: 'none',
    customer: '义乌小鹿百货',
    receiver: 'Zoë Dupont',
    destination: 'Paris, rue de la Paix 8',
    dimensions: cm('20', '15', '10'),
    grams: 1820,
  },
  {
    waybill: 'YT8800010003',
    line: 'US-A',
    cargoClass: 'battery-in',
    customer: 'Hanoi Craft Co',
    receiver: 'John Smith',
    destination: 'Newark NJ, Port St 14',
    grams: 640,
    box: 'BOX:M',
  },
  {
    waybill: 'YT8800010004',
    line: 'US-A',
    cargoClass: 'none',
    customer: '杭州青禾服饰',
    receiver: '李雷',
    destination: 'Houston TX, Main St 9',
    dimensions: cm('60', '40', '40'),
    grams: 7420,
  },
  {
    waybill: 'YT8800010005',
    line: 'EU-B',
    cargoClass: 'none',
    customer: 'Bangkok Gadget',
    receiver: 'Erika Mustermann',
    destination: 'Berlin, Unter den Linden 77',
    dimensions: cm('30', '22', '15'),
    grams: 3005,
  },
  {
    waybill: 'YT8800010006',
    line: 'US-A',
    cargoClass: 'none',
    customer: '深圳市云帆贸易',
    receiver: 'Nguyễn Văn An',
    destination: 'San Jose CA, 1st St 3',
    dimensions: cm('25', '25', '25'),
    grams: 1150,
  },
  {
    waybill: 'YT8800010007',
    line: 'EU-B',
    cargoClass: 'liquid',
    customer: '义乌小鹿百货',
    receiver: 'Zoë Dupont',
    destination: 'Lyon, quai Perrache 2',
    grams: 980,
    box: 'BOX:S',
  },
  {
    waybill: 'YT8800010008',
    line: 'US-A',
    cargoClass: 'none',
    customer: '杭州青禾服饰',
    receiver: '韩梅梅',
    destination: 'Chicago IL, Lake St 77',
    dimensions: cm('42', '31', '20'),
    grams: 4275,
  },
];
/** By what may share a bag. */
const lanes = { 'US-A': { country: 'US', dutyMode: 'DDP' }, 'EU-B': { country: 'DE', dutyMode: 'IOSS' } } as const;
const held: PreAlert = {
  ...{ waybill: 'YT8800010099', line: 'US-A', cargoClass: 'none', customer: 'Bangkok Gadget', receiver: 'John Smith' },
  ...{ destination: 'Newark NJ, Port St 14', dimensions: cm('20', '15', '10') },
};
const stranger = { waybill: 'ZX90000000077', grams: 455 };

const began = Date.now();
const say = (text: string): void =>
  void process.stdout.write(`[${((Date.now() - began) / 1000).toFixed(1).padStart(5)} s] ${text}\n`);
let pictures = 0;

const floor = await Floor.open({
  preAlerts: [
    ...shift.map(({ grams: _grams, box: _box, ...alert }) => ({
      ...alert,
      ...lanes[alert.line as keyof typeof lanes],
    })),
    held,
  ],
  printerPort: 9100,
}).catch((error: unknown) => {
  if (error instanceof Error && 'code' in error && error.code === 'EADDRINUSE')
    throw new Error('port 9100 of the loopback is taken: stop what listens there and run the demo again');
  throw error;
});
const picture = async (name: string): Promise<void> => {
  const path = join(out, `${String((pictures += 1)).padStart(2, '0')}-${name}.png`);
  await floor.station.page.screenshot({ path });
};

async function weigh(index: number): Promise<void> {
  const parcel = shift[index];
  if (parcel === undefined) throw new Error(`no parcel ${index}`);
  floor.display.scan(parcel.waybill);
  await floor.waitForPhase('await-weight');
  if (parcel.box !== undefined) floor.display.scan(parcel.box);
  if (index === 0) await picture('waiting-for-weight');
  floor.put(parcel.grams);
  await floor.waitForBooked(parcel.waybill, 'sent');
  say(`${parcel.waybill}: ${await floor.number('gross')}, chargeable ${await floor.number('chargeable')}, label sent`);
  if (index === 0 || index === 4) await picture(index === 0 ? 'booked' : 'booked-while-the-cloud-is-down');
  await floor.lift();
}

/** The weigh bench, whatever screen a start shows. */
async function toTheBench(): Promise<void> {
  floor.display.scan('CMD:WEIGH');
  await waitUntil('a bench that answers', async () => (await floor.phase()) !== null);
}

try {
  for (const series of ['bag', 'sscc'])
    await floor.admin(`/v1/series/${series}`, { method: 'PUT', body: JSON.stringify({ last: 99_999 }) });
  await floor.admin('/v1/supply', {
    method: 'POST',
    body: JSON.stringify({
      put: [{ kind: 'hold', data: { waybill: held.waybill, reason: 'customs-check', sinceMs: began } }],
    }),
  });
  floor.settings({
    station: { name: 'W1', flows: ['weigh', 'bag', 'manifest'] },
    bagging: { companyPrefix: '9521234', from: 'SZX', tare: { value: '180', unit: 'g' } },
  });
  await floor.start({ until: 'screen' });
  await floor.knows('hold', 1);
  await toTheBench();
  await floor.seesNumber('0.000 kg');
  say(
    `scale on the pseudo-terminal ${floor.scale.path}, printer on 127.0.0.1:9100, cloud on ${floor.cloud?.url ?? ''}`,
  );
  await picture('ready');
  for (const index of [0, 1, 2]) await weigh(index);

  say('the cloud is stopped');
  await floor.cloud?.stop();
  for (const index of [3, 4]) await weigh(index);
  floor.display.scan(shift[0]?.waybill ?? '');
  await floor.waitForCode('PARCEL_ALREADY_WEIGHED');
  say('the first waybill once more: stopped and explained');
  await picture('same-waybill-twice');
  await floor.clear();

  say('a parcel is in the middle of its weighing; the application is killed with SIGKILL');
  floor.display.scan(shift[5]?.waybill ?? '');
  await floor.waitForPhase('await-weight');
  floor.put(shift[5]?.grams ?? 0);
  await waitUntil('the weight to settle', async () =>
    ['settling', 'booking', 'booked'].includes((await floor.phase()) ?? ''),
  );
  await floor.killStation();
  const survived = floor.journal().filter((body) => body.type === 'parcelWeighed').length;
  say(`the journal holds ${survived} weighings; the application and the cloud are started again`);
  floor.put(0);
  await floor.cloud?.start();
  await floor.start({ until: 'screen' });
  await toTheBench();
  if ((await floor.band()).code === 'LABEL_UNKNOWN') {
    await picture('label-unknown-after-the-kill');
    say('nobody knows whether the last label came out: the station asks; the answer here is what the printer has');
    const printed = (await Promise.all(floor.printer.labels.map(codesOnLabel)))
      .flat()
      .includes(shift[5]?.waybill ?? '');
    floor.display.press(printed ? 'F1' : 'F2');
  }
  await floor.clear();
  await floor.seesNumber('0.000 kg');
  const stored = floor
    .journal()
    .some((body) => body.type === 'parcelWeighed' && body.payload['waybill'] === shift[5]?.waybill);
  if (!stored) await weigh(5);
  for (const index of [6, 7]) await weigh(index);

  floor.display.scan(stranger.waybill);
  await floor.waitForCode('PARCEL_UNANNOUNCED');
  await picture('unannounced');
  floor.display.press('F1');
  await floor.waitForPhase('await-weight');
  floor.display.scan('BOX:20x15x10');
  floor.put(stranger.grams);
  await floor.waitForBooked(stranger.waybill, 'sent');
  await floor.lift();
  say(`${stranger.waybill}: unannounced, line chosen by a key, weighed`);

  floor.display.scan(held.waybill);
  await floor.waitForCode('PARCEL_HELD');
  await picture('held-by-customs');
  floor.display.scan('PLACE:H2');
  await floor.waitForPhase('idle');
  say(`${held.waybill}: held by the customs, put aside unweighed`);
  const bagged = shift.filter(({ line, cargoClass }) => line === 'US-A' && cargoClass === 'none');
  const unit = await bagAndLoad(floor, bagged, 'US-A', 180, picture);
  say(`${bagged.length} parcels of US-A in bag ${unit}, sealed by its weight, loaded and handed over`);

  await waitUntil(
    'the cloud to have everything',
    async () =>
      (await floor.admin<{ operations: number }>('/v1/operations/count')).operations === floor.journal().length,
    60_000,
  );
  floor.display.press('F10');
  await floor.station.page.locator('main[data-screen="queue"]').waitFor();
  await picture('queue-all-in-the-cloud');

  const cloud = await floor.admin<{ waybill: string; label: string; job: string }[]>('/v1/parcels');
  const rows: string[][] = [['parcel', 'gross', 'volumetric', 'chargeable', 'why', 'label', 'in the cloud']];
  const problems: string[] = [];
  const printed = await Promise.all(floor.printer.labels.map(codesOnLabel));
  for (const [index, zpl] of floor.printer.labels.entries()) {
    const waybill = printed[index]?.find((code) => /^(YT|ZX)/.test(code)) ?? `unreadable-${index}`;
    writeFileSync(join(out, `label-${String(index + 1).padStart(2, '0')}-${waybill}.png`), await renderZplToPng(zpl));
  }
  for (const body of floor.journal()) {
    if (body.type !== 'parcelWeighed') continue;
    const parcel = parcelWeighedSchema.parse(body.payload);
    const { chargeable } = parcel;
    const there = cloud.filter((row) => row.waybill === parcel.waybill);
    const labels = printed.filter((codes) => codes.includes(parcel.waybill)).length;
    if (there.length !== 1) problems.push(`${parcel.waybill} is ${there.length} times in the cloud`);
    if (labels !== 1) problems.push(`${parcel.waybill} has ${labels} labels`);
    rows.push([
      parcel.waybill,
      `${parcel.gross.value} ${parcel.gross.unit}`,
      chargeable.volumetric === undefined ? '–' : `${chargeable.volumetric.value} ${chargeable.volumetric.unit}`,
      `${chargeable.chargeable.value} ${chargeable.chargeable.unit}`,
      explainInWords(chargeable, 'en').why,
      there[0]?.label ?? 'not there',
      there.length === 1 ? 'yes' : 'NO',
    ]);
  }
  const expected = shift.length + 1;
  if (rows.length - 1 !== expected) problems.push(`${rows.length - 1} weighings instead of ${expected}`);
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => (row[column] ?? '').length)));
  process.stdout.write(
    `\n${rows.map((row) => row.map((cell, i) => cell.padEnd(widths[i] ?? 0)).join('  ')).join('\n')}\n\n`,
  );
  say(`${floor.printer.labels.length} labels and ${pictures} pictures in out/demo/`);
  for (const problem of problems) process.stderr.write(`✗ ${problem}\n`);
  if (problems.length === 0) say('nothing lost, nothing doubled: journal, labels and cloud agree');
  process.exitCode = problems.length === 0 ? 0 : 1;
} finally {
  await floor.close();
}
