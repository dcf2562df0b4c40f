import type { PrinterSettings } from '../../../shared/settings/settings.ts';
import { serialTransport } from '../../transports/serial-transport.ts';
import type { PrinterLine } from './printer-line.ts';

/**
 * A printer on a serial port or on Bluetooth SPP, which is a serial port too (COM5, /dev/rfcomm0). Flow control decides whether a label
 * arrives whole: without it a slow printer drops what its buffer cannot hold, and nobody is told.
 */
export function serialPrinterLine(settings: Extract<PrinterSettings['transport'], { type: 'serial' }>): PrinterLine {
  const { flow, ...line } = settings.line;
  const transport = serialTransport({
    ...settings,
    line: {
      ...line,
      ...(flow === 'rts-cts' ? { rtscts: true } : {}),
      ...(flow === 'xon-xoff' ? { xon: true, xoff: true } : {}),
    },
  });
  return {
    name: transport.name,
    async open(handlers) {
      if (!(await transport.present())) throw new Error(`${transport.name} is not plugged in`);
      const connection = await transport.open(handlers);
      return {
        async write(bytes) {
          // Drained means that the port has sent them, not that a printer was listening.
          if (connection.writeOut === undefined) throw new Error('this port cannot tell when bytes have left');
          await connection.writeOut(bytes);
        },
        finish: () => Promise.resolve(true),
        close: () => void connection.close(),
      };
    },
  };
}
