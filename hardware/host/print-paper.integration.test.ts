import { createServer, type Server } from 'node:net';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { cn22100x150 } from '../../shared/labels/templates/cn22-100x150.ts';
import { cn23210x148 } from '../../shared/labels/templates/cn23-210x148.ts';
import { fontsDirectory } from '../../test/support/label-pages.ts';
import { installed, popplerGrey } from '../../test/support/other-programs.ts';
import { decodeBarcodes, dotsOf } from '../../test/support/render-zpl.ts';
import { compileForm } from '../printer/compile-form.ts';
import { systemClock } from '../supervisor/clock.ts';
import { printPaper } from './print-paper.ts';

/** A page printer: keeps what came, ends the connection when the sender has ended, unless it breaks off. */
const came: Buffer[] = [];
let breaksOff = false;
let server: Server;
let port = 0;
beforeAll(async () => {
  server = createServer({ allowHalfOpen: true }, (socket) => {
    const parts: Buffer[] = [];
    socket.on('error', () => undefined);
    socket.on('data', (bytes) => (breaksOff ? socket.resetAndDestroy() : parts.push(bytes)));
    socket.on('end', () => {
      came.push(Buffer.concat(parts));
      socket.end();
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  port = (server.address() as AddressInfo).port;
});
afterAll(() => new Promise<void>((resolve) => void server.close(() => resolve())));

describe('papers of a parcel', () => {
  it.skipIf(!installed('pdftoppm', 'poppler-utils')).each([cn22100x150, cn23210x148])(
    '$name comes to the page printer as it was drawn: its number is read from the page, the page has the form’s size',
    async (template) => {
      const file = await compileForm(template, template.sample, { practice: false, fontsDirectory });
      const outcome = await printPaper({ type: 'tcp', host: '127.0.0.1', port }, { name: 'FORM', file }, systemClock);
      expect(outcome).toMatchObject({ outcome: 'sent', bytes: file.length });
      const arrived = came.at(-1) ?? Buffer.alloc(0);
      expect(arrived.equals(file)).toBe(true);
      const png = popplerGrey(arrived, 300);
      const [codes, page] = await Promise.all([decodeBarcodes(png), dotsOf(png)]);
      expect(codes.map(({ text }) => text)).toContain(template.sample['item']);
      expect(Math.abs(page.width - (template.widthMm / 25.4) * 300)).toBeLessThanOrEqual(2);
    },
    60_000,
  );

  it('a printer that is not there has printed nothing; one that breaks off may have', async () => {
    const file = Buffer.alloc(2_000_000, 'x');
    breaksOff = true;
    expect(await printPaper({ type: 'tcp', host: '127.0.0.1', port }, { name: 'A', file }, systemClock)).toMatchObject({
      outcome: 'unknown',
    });
    breaksOff = false;
    expect(
      await printPaper({ type: 'tcp', host: '127.0.0.1', port: 1 }, { name: 'B', file }, systemClock),
    ).toMatchObject({ outcome: 'failed', code: 'PRINTER_LOST' });
  });
});
