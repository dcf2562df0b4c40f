import { mkdirSync, readFileSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { SimulatedPrinter } from '../../hardware/simulators/printer/simulated-printer.ts';
import { sampleOf } from '../../shared/labels/test-page.ts';
import { printTspl } from '../support/bitmap-printers.ts';
import { codesOnLabel, Floor } from '../support/floor.ts';
import { decodeBarcodes, decodeDots, renderZplToPng } from '../support/render-zpl.ts';
import { projectRoot } from '../support/station.ts';
import { waitUntil } from '../support/wait-until.ts';

const preAlerts = [1, 2, 3].map((index) => ({
  waybill: `YT550000000${index}`,
  ...{ line: 'US-A', cargoClass: 'none', customer: 'c' },
  dimensions: { length: '10', width: '10', height: '10', unit: 'cm' as const },
}));
const shots = join(projectRoot, 'out', 'printer-setup');
let floor: Floor;
/** Speaks TSPL alone, takes everything else and says nothing: the commonest printer there is. */
const silent = new SimulatedPrinter({ language: 'tspl', answers: false, counts: false, labelMs: 0 });

beforeAll(async () => {
  mkdirSync(shots, { recursive: true });
  floor = await Floor.open({ preAlerts });
  floor.settings({ printer: undefined });
  await silent.switchOn();
  await floor.start();
});
afterEach(async () => {
  await shot('at-the-end');
  await leave();
});
afterAll(async () => {
  await silent.switchOff();
  await floor?.close();
});

const page = () => floor.station.page;
const stage = () => page().locator('[data-printer-wizard]');
const step = (name: string): Promise<void> => page().locator(`[data-printer-wizard="${name}"]`).waitFor();
const refusal = (name: string): Promise<void> => page().locator(`[data-refusal="${name}"]`).waitFor();
const value = (field: string): Promise<string | null> =>
  stage().locator(`[data-field="${field}"]`).getAttribute('data-value');
const shot = (name: string): Promise<unknown> => page().screenshot({ path: join(shots, `${name}.png`) });
const settings = () =>
  JSON.parse(readFileSync(join(floor.home, 'station.json'), 'utf8')) as Record<string, Record<string, unknown>>;

/** A gun's keys may come torn while other programs use the machine; a person pulls the trigger again. */
async function scans(text: string, seen: () => Promise<boolean>): Promise<void> {
  for (let pull = 0; pull < 3; pull += 1) {
    floor.display.scan(text);
    if (await waitUntil(`the scan of ${text}`, seen, 5_000).catch(() => false)) return;
  }
  throw new Error(`${text} was never seen`);
}
const shows = async (selector: string): Promise<boolean> => (await page().locator(selector).count()) > 0;
const scansTo = (text: string, name: string): Promise<void> =>
  scans(text, () => shows(`[data-printer-wizard="${name}"]`));
const reads = (code: string): Promise<void> =>
  scans(code, () => shows(`[data-sample="${code}"][data-read="yes"], [data-printer-wizard="place"]`));

async function openWizard(): Promise<void> {
  await scans('CMD:SETTINGS', () => shows('[data-set-up="list"]'));
  floor.display.press('F2');
  await step('role');
}
async function choosePlace(address: string): Promise<void> {
  floor.display.press('F1');
  await step('places');
  floor.display.type([...address].map((key) => (key === '.' ? 'period' : key === ':' ? 'colon' : key)));
  await page().locator(`[data-typed="${address}"]`).waitFor();
  floor.display.press('Return');
}
async function leave(): Promise<void> {
  floor.display.press('F12');
  await page().locator('main[data-screen="home"]').waitFor();
  floor.display.press('F1');
  await page().locator('main[data-screen="weigh"]').waitFor();
}
/** What a person sees on the page that came out, by somebody else's renderer and decoder. */
async function samplesOf(zpl: string): Promise<string[]> {
  const codes = await decodeBarcodes(await renderZplToPng(zpl));
  return [...new Set(codes.map(({ text }) => text).filter((text) => sampleOf(text) !== undefined))];
}

describe('a printer set up by keys and scans alone', () => {
  it('says what to do about a wrong address, and about one where nobody is', async () => {
    await openWizard();
    floor.display.press('F1');
    await step('places');
    await scans('192.168.1.500', () => shows('[data-refusal="address"]'));
    await shot('wrong-address');
    expect((await floor.band()).tone).toBe('check');
    floor.display.press('Escape');
    await page().locator('[data-typed=""]').waitFor();
    const { port } = floor.printer;
    await floor.printer.close();
    await scansTo(`127.0.0.1:${port}`, 'nobody');
    await shot('nobody');
    // Its plug is put in: the same address again.
    await floor.printer.listen(port);
    await scansTo('CMD:1', 'profile');
    expect(await value('language')).toBe('ZPL');
  });

  it('from nothing to the next parcel: found, asked, page printed, codes scanned back, saved', async () => {
    await openWizard();
    await shot('role');
    await choosePlace(`127.0.0.1:${floor.printer.port}`);
    await step('profile');
    expect(await value('language')).toBe('ZPL');
    // Darkness 15 and one step more, half a millimetre to the right, by keys of the glass and arrows.
    for (let row = 0; row < 4; row += 1) floor.display.press('Down');
    floor.display.press('F3');
    floor.display.press('F3');
    await waitUntil('the darkness', async () => (await value('darkness')) === '16');
    floor.display.press('Down');
    floor.display.press('Down');
    floor.display.press('Right');
    await waitUntil('the offset', async () => (await value('offset-x')) === '0.5');
    await shot('profile');
    floor.display.press('F4');
    await step('samples');
    const printed = await waitUntil('the test page', () => floor.printer.labels.at(-1));
    // A code of something else is none of the page; not one code read is no proof.
    await scans('YT5500000001', () => shows('[data-refusal="other-code"]'));
    floor.display.press('F1');
    await refusal('unread');
    await shot('unread');
    const codes = await samplesOf(printed);
    expect(codes).toHaveLength(6);
    for (const code of codes.slice(0, -1)) await reads(code);
    expect(await stage().locator('[data-read="yes"]').count()).toBe(5);
    floor.display.press('F1');
    await refusal('some-unread');
    await shot('samples');
    await reads(codes.at(-1) ?? '');
    await step('place');
    floor.display.type(['h', '2']);
    await page().locator('[data-typed="h2"]').waitFor();
    floor.display.press('Return');
    await step('saved');
    await shot('saved');
    expect(settings()['printer']).toMatchObject({
      transport: { type: 'tcp', host: '127.0.0.1', port: floor.printer.port },
      ...{ language: 'zpl', dpi: 203, widthMm: 100, heightMm: 150, darkness: 16, offsetXMm: 0.5 },
      ...{ smallestModuleDots: 3, place: 'h2' },
    });
    await leave();
    const before = floor.printer.labels.length;
    await waitUntil('the printer on its chip', async () => (await floor.chip('printer')) === 'ok');
    await floor.weigh('YT5500000001', 640);
    await waitUntil('its label', () => floor.printer.labels.length === before + 1);
    expect(await codesOnLabel(floor.printer.labels.at(-1) ?? '')).toContain('YT5500000001');
  });

  it('a printer that says nothing and speaks another language: nothing comes out, the next language is tried', async () => {
    await openWizard();
    floor.display.press('F2');
    await step('places');
    await scansTo(`127.0.0.1:${silent.port}`, 'profile');
    await shot('silent');
    expect((await floor.band()).tone).toBe('check');
    expect(await value('language')).toBe('ZPL');
    floor.display.press('F4');
    await step('samples');
    expect(silent.paper).toHaveLength(0);
    floor.display.press('F2');
    await refusal('nothing-out');
    await shot('other-language');
    expect(await value('language')).toBe('TSPL');
    floor.display.press('F4');
    await step('samples');
    const paper = await waitUntil('the page in TSPL', () => silent.paper.at(-1));
    const read = await decodeDots(printTspl(paper.bytes));
    const codes = [...new Set(read.map(({ text }) => text))].filter((text) => sampleOf(text) !== undefined);
    for (const code of codes) await reads(code);
    await step('place');
    await scansTo('PLACE:DOOR', 'saved');
    expect(settings()['fallbackPrinter']).toMatchObject({ language: 'tspl', place: 'DOOR', smallestModuleDots: 3 });
    expect(settings()['printer']).toMatchObject({ language: 'zpl', place: 'h2' });
  });
});

describe('the second printer', () => {
  it('is chosen by a person while the first is in trouble; the waiting label goes there, the chip says so, and back', async () => {
    const labels = silent.paper.length;
    const { port } = floor.printer;
    await floor.printer.close();
    await waitUntil('the chip to say so', async () => (await floor.chip('printer')) === 'stop');
    await scans('YT5500000002', async () => (await floor.phase()) === 'await-weight');
    floor.put(700);
    await floor.waitForBooked('YT5500000002', 'queued');
    await page().locator('.keys kbd', { hasText: 'F11' }).waitFor();
    await shot('in-trouble');
    floor.display.press('F11');
    await page().locator('[data-printers="printer-1"]').waitFor();
    await shot('choice');
    // Not by itself.
    expect(silent.paper).toHaveLength(labels);
    await scans('CMD:2', () => shows('main[data-screen="weigh"]'));
    await waitUntil('the label on the second', () => silent.paper.length === labels + 1);
    const chip = page().locator('[data-chip="printer"]');
    await waitUntil('the chip of the second', async () => (await chip.getAttribute('data-of')) === 'printer-2');
    await floor.waitForBooked('YT5500000002', 'sent');
    await shot('on-the-second');
    expect(floor.journal().find(({ type }) => type === 'printerChosen')?.payload).toMatchObject({
      printer: 'printer-2',
    });
    await floor.lift();
    await floor.printer.listen(port);
    // The same by the card on the wall.
    await scans('CMD:PRINTER', () => shows('[data-printers="printer-2"]'));
    await scans('CMD:1', async () => (await chip.getAttribute('data-of')) === 'printer-1');
    expect(silent.paper).toHaveLength(labels + 1);
  });
});

describe('the printer of papers', () => {
  it('gets a page marked as practice before it is saved; one that is not there is said', async () => {
    const came: Buffer[] = [];
    const server = createServer({ allowHalfOpen: true }, (socket) => {
      const parts: Buffer[] = [];
      socket.on('error', () => undefined);
      socket.on('data', (bytes) => parts.push(bytes));
      socket.on('end', () => {
        came.push(Buffer.concat(parts));
        socket.end();
      });
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as AddressInfo;
    await openWizard();
    floor.display.press('F3');
    await step('places');
    await scansTo(`127.0.0.1:${port}`, 'paper');
    floor.display.press('F1');
    await refusal('paper-first');
    // It is asked nothing: a page printer would print the questions.
    expect(came).toHaveLength(0);
    floor.display.press('F4');
    await waitUntil('the page', () => came.length === 1);
    expect(came[0]?.subarray(0, 5).toString()).toBe('%PDF-');
    await step('paper');
    floor.display.press('F1');
    await step('saved');
    expect(settings()['paperPrinter']).toEqual({ type: 'tcp', host: '127.0.0.1', port });
    await new Promise<void>((resolve) => void server.close(() => resolve()));
    floor.display.press('F1');
    await step('role');
    floor.display.press('F3');
    await step('places');
    await scansTo(`127.0.0.1:${port}`, 'paper');
    floor.display.press('F4');
    await floor.waitForCode('PRINTER_LOST');
  });
});

describe('a page that goes down in the middle of the set-up', () => {
  it('leaves the printers to the station', async () => {
    await openWizard();
    floor.display.press('F1');
    await step('places');
    await scansTo(`127.0.0.1:${floor.printer.port}`, 'profile');
    const killed = floor.child('renderer') ?? 0;
    process.kill(killed, 'SIGKILL');
    await waitUntil('the page to be back', () => ![killed, undefined].includes(floor.child('renderer')));
    await floor.station.reattach();
    await floor.seesNumber('0.000 kg');
    await waitUntil('the printer on its chip', async () => (await floor.chip('printer')) === 'ok');
    const before = floor.printer.labels.length;
    await floor.weigh('YT5500000003', 810);
    await waitUntil('its label', () => floor.printer.labels.length === before + 1);
  });
});
