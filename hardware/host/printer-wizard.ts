import type { ListedPrinter, PrinterProbe, PrinterTransport } from '../../shared/devices/printer-wizard.ts';
import type { SendOutcome } from '../../shared/devices/print-job.ts';
import { guessFromModel } from '../../shared/devices/printer-wizard.ts';
import { testPageFor } from '../../shared/labels/test-page.ts';
import type { PrinterSettings } from '../../shared/settings/settings.ts';
import type { CompileCarrier } from '../printer/carrier/carrier-compiler.ts';
import { findPrinters } from '../printer/find/find-printers.ts';
import { probePrinter } from '../printer/find/probe-printer.ts';
import { openChannel } from '../printer/transports/open-channel.ts';
import { printLimits } from '../printer/transports/print-channel.ts';
import { serialPrinterLine } from '../printer/transports/serial-printer-line.ts';
import { tcpLine } from '../printer/transports/tcp-line.ts';
import { usbLpLine } from '../printer/transports/usb-lp-line.ts';
import type { Clock } from '../supervisor/clock.ts';
import { PrinterDevice } from './printer-device.ts';

/** Not a parcel's label: it has no number in any ledger. */
const TEST_JOB = 'TESTPAGE-0-0';
/** A person stands beside the printer and waits: a page that cannot come out is answered sooner than a label in the ledger. */
const limits = { ...printLimits, silentMs: 6_000, troubleMs: 20_000 };

/** Finds printers, asks them what they are, prints test pages. The station's own printers have let go meanwhile. */
export class PrinterWizard {
  readonly #clock: Clock;
  readonly #fontsDirectory: string;
  readonly #compileCarrier: CompileCarrier;
  #test: PrinterDevice | undefined;
  #models = new Map<string, string>();

  constructor(clock: Clock, fontsDirectory: string, compileCarrier: CompileCarrier) {
    this.#clock = clock;
    this.#fontsDirectory = fontsDirectory;
    this.#compileCarrier = compileCarrier;
  }

  async places(current: readonly (PrinterSettings | undefined)[]): Promise<ListedPrinter[]> {
    const found = await findPrinters(current);
    this.#models = new Map(
      found.flatMap(({ transport, model }) => (model === undefined ? [] : [[key(transport), model] as const])),
    );
    return found;
  }

  async probe(transport: PrinterTransport): Promise<PrinterProbe> {
    await this.stop();
    const model = this.#models.get(key(transport));
    switch (transport.type) {
      case 'tcp':
        return probePrinter(tcpLine(transport, this.#clock, limits.connectMs), model, this.#clock);
      case 'usb':
        return probePrinter(usbLpLine(transport.path, this.#clock), model, this.#clock);
      case 'serial':
        return probePrinter(serialPrinterLine(transport), model, this.#clock);
      case 'cups':
      case 'windows': {
        // A spooler has no way back: it says whether it would take a job, and its driver what the printer is.
        const channel = openChannel(transport, 'zpl', {
          clock: this.#clock,
          limits,
          events: { onCondition: () => undefined, onWatched: () => undefined },
        });
        const look = await channel.look();
        channel.stop();
        return {
          present: look.present,
          answers: false,
          ...(model === undefined ? {} : { ...guessFromModel(model), model }),
          ...(look.present ? {} : { detail: look.detail.slice(0, 200) }),
        };
      }
      case 'simulated':
        return { present: false, answers: false };
    }
  }

  /** One test page with these settings. */
  async testPage(settings: PrinterSettings, time: string): Promise<SendOutcome> {
    await this.stop();
    if (settings.transport.type === 'simulated')
      return { outcome: 'failed', code: 'PRINTER_LOST', detail: 'a simulated printer has no paper' };
    const page = testPageFor(settings);
    if (page === undefined)
      return { outcome: 'failed', code: 'LABEL_DATA_REFUSED', detail: 'the test page needs paper of 50 × 30 mm' };
    const device = new PrinterDevice({
      deviceId: 'printer-1',
      // The page is what tells how fine this printer may print.
      settings: { ...settings, smallestModuleDots: undefined },
      target: settings.transport,
      simulated: false,
      fontsDirectory: this.#fontsDirectory,
      compileCarrier: this.#compileCarrier,
      clock: this.#clock,
      limits,
      onStatus: () => undefined,
      onFirstByte: () => undefined,
      onWatched: () => undefined,
    });
    this.#test = device;
    const { language, dpi, darkness, speedIps, widthMm, heightMm } = settings;
    const prepared = await device.prepare(TEST_JOB, {
      label: {
        template: page.template,
        data: {
          printer: settings.transport.type,
          setting: `${language} ${dpi} dpi ${widthMm} × ${heightMm} mm, darkness ${darkness ?? '–'}, ${speedIps ?? '–'} ips`,
          time,
        },
      },
      practice: false,
      copy: false,
    });
    const outcome: SendOutcome = prepared.ok
      ? await device.send(TEST_JOB)
      : { outcome: 'failed', code: prepared.error.code, detail: prepared.error.detail ?? '' };
    await this.stop();
    return outcome;
  }

  async stop(): Promise<void> {
    const test = this.#test;
    this.#test = undefined;
    await test?.stop();
  }
}

const key = (transport: PrinterTransport): string => JSON.stringify(transport);
