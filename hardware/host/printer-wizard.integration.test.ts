import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { guessFromModel, transportOfAddress } from '../../shared/devices/printer-wizard.ts';
import { sampleOf, smallestModuleDots } from '../../shared/labels/test-page.ts';
import { decodeBarcodes, renderZplToPng } from '../../test/support/render-zpl.ts';
import { TcpPrinter } from '../../test/support/tcp-printer.ts';
import { systemClock } from '../supervisor/clock.ts';
import { PrinterWizard } from './printer-wizard.ts';

const printer = new TcpPrinter();
const wizard = new PrinterWizard(systemClock, fileURLToPath(new URL('../../assets/fonts', import.meta.url)), () =>
  Promise.reject(new Error('no foreign label here')),
);
const transport = () => ({ type: 'tcp' as const, host: '127.0.0.1', port: printer.port });

beforeAll(() => printer.listen());
afterAll(() => printer.close());

describe('printer wizard', () => {
  it('asks what is there, and says when nobody is', async () => {
    expect(await wizard.probe(transport())).toMatchObject({ present: true, answers: true, language: 'zpl' });
    const gone = new TcpPrinter();
    await gone.listen();
    await gone.close();
    expect(await wizard.probe({ type: 'tcp', host: '127.0.0.1', port: gone.port })).toMatchObject({ present: false });
  });
  it.each([
    [100, 150, 203, 3],
    [60, 40, 203, 3],
    [100, 150, 300, 4],
  ] as const)(
    'prints a page on %i × %i mm at %i dpi whose codes are read back',
    async (widthMm, heightMm, dpi, dots) => {
      const settings = {
        transport: transport(),
        language: 'zpl',
        dpi,
        widthMm,
        heightMm,
        smallestModuleDots: 9,
      } as const;
      const before = printer.labels.length;
      expect(await wizard.testPage(settings, '11-25 12:00')).toMatchObject({ outcome: 'sent' });
      const png = await renderZplToPng(printer.labels[before] ?? '', widthMm, heightMm, dpi === 203 ? 8 : 12);
      const read = (await decodeBarcodes(png)).map(({ text }) => text).filter((text) => sampleOf(text) !== undefined);
      expect(read).toContain('TA1234');
      expect(smallestModuleDots(read, dpi)).toBe(dots);
    },
  );
  it('refuses paper that holds no page, with words', async () => {
    const settings = { transport: transport(), language: 'zpl', dpi: 203, widthMm: 40, heightMm: 20 } as const;
    expect(await wizard.testPage(settings, '')).toMatchObject({ outcome: 'failed', code: 'LABEL_DATA_REFUSED' });
  });
});

describe('what a person types or scans', () => {
  it.each([
    ['192.168.1.50', { type: 'tcp', host: '192.168.1.50', port: 9100 }],
    [' socket://zebra-3.floor.local:6101 ', { type: 'tcp', host: 'zebra-3.floor.local', port: 6101 }],
    ['ipp://127.0.0.1/printers/zebra', { type: 'cups', server: 'http://127.0.0.1:631', queue: 'zebra' }],
    ['/dev/usb/lp0', { type: 'usb', path: '/dev/usb/lp0' }],
    ['192.168.1.500', undefined],
    ['192.168.1', undefined],
    ['YT2611220047731', undefined],
  ])('%s', (text, wanted) => expect(transportOfAddress(text)).toEqual(wanted));
  it('a model says its language and head', () => {
    expect(guessFromModel('Zebra Technologies ZTC ZD420-300dpi ZPL')).toEqual({ language: 'zpl', dpi: 300 });
    expect(guessFromModel('TSC TE200')).toEqual({ language: 'tspl' });
    expect(guessFromModel('HP LaserJet')).toEqual({});
  });
});
