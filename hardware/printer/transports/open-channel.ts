import type { PrinterSettings } from '../../../shared/settings/settings.ts';
import type { Clock } from '../../supervisor/clock.ts';
import { statusQuestions } from '../status/status-question.ts';
import { CupsPrinter } from './ipp/cups-printer.ts';
import { LinePrinter } from './line-printer.ts';
import type { ChannelEvents, PrintChannel, PrintLimits } from './print-channel.ts';
import { serialPrinterLine } from './serial-printer-line.ts';
import { tcpLine } from './tcp-line.ts';
import { usbLpLine } from './usb-lp-line.ts';
import { loadWinspool } from './winspool/load-winspool.ts';
import { WindowsPrinter } from './winspool/windows-printer.ts';

export type PrinterTarget = Exclude<PrinterSettings['transport'], { type: 'simulated' }>;

/** The way to a printer that its settings name. Nothing is opened yet. */
export function openChannel(
  target: PrinterTarget,
  language: PrinterSettings['language'],
  options: { readonly clock: Clock; readonly limits: PrintLimits; readonly events: ChannelEvents },
): PrintChannel {
  const { clock, limits } = options;
  const questions = statusQuestions[language];
  switch (target.type) {
    case 'tcp':
      return new LinePrinter(tcpLine(target, clock, limits.connectMs), questions, options);
    case 'usb':
      return new LinePrinter(usbLpLine(target.path, clock), questions, options);
    case 'serial':
      return new LinePrinter(serialPrinterLine(target), questions, options);
    case 'cups':
      return new CupsPrinter(target, questions.dropPartial, options);
    case 'windows':
      return new WindowsPrinter(target.printer, loadWinspool(), options);
  }
}
