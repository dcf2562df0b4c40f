import { z } from 'zod';
import { printerSettingsSchema } from '../settings/settings.ts';

/** More printers than a person would look through. */
export const MAX_PRINTERS = 32;

export const printerTransportSchema = printerSettingsSchema.shape.transport;
export type PrinterTransport = z.infer<typeof printerTransportSchema>;
export type PrinterLanguage = z.infer<typeof printerSettingsSchema>['language'];

/** A place where a printer may be, as a person would know it. */
export const listedPrinterSchema = z.strictObject({
  transport: printerTransportSchema,
  name: z.string().max(160),
  /** What its driver or its USB identity says it is. */
  model: z.string().max(120).optional(),
});
export type ListedPrinter = z.infer<typeof listedPrinterSchema>;
export const printerPlacesSchema = z.array(listedPrinterSchema).max(MAX_PRINTERS);

/**
 * What answered there. language: the one it answered in, or the one its model speaks. answers false: it took the questions and said nothing,
 * which many printers do. Not there at all: present false.
 */
export const printerProbeSchema = z.strictObject({
  present: z.boolean(),
  answers: z.boolean(),
  language: printerSettingsSchema.shape.language.optional(),
  dpi: printerSettingsSchema.shape.dpi.optional(),
  model: z.string().max(120).optional(),
  detail: z.string().max(200).optional(),
});
export type PrinterProbe = z.infer<typeof printerProbeSchema>;

/** "192.168.1.50", "printer-3:9100", "http://host:631/printers/zebra": typed or scanned. undefined: none of them. */
export function transportOfAddress(text: string): PrinterTransport | undefined {
  const address = text.trim();
  const queue = /^(?:ipps?|https?):\/\/([\w.-]{1,253})(?::(\d{1,5}))?\/printers\/([^\s/#?]{1,127})$/i.exec(address);
  if (queue !== null) {
    const [, host = '', port = '631', name = ''] = queue;
    const server = `${/^(?:ipps|https)/i.test(address) ? 'https' : 'http'}://${host}:${port}`;
    return printerTransportSchema.safeParse({ type: 'cups', server, queue: name }).data;
  }
  if (/^\/dev\/usb\/lp\d+$/.test(address)) return { type: 'usb', path: address };
  const [, host, port = '9100'] =
    /^(?:socket:\/\/|tcp:\/\/)?([\w-]+(?:\.[\w-]+)+|localhost)(?::(\d{1,5}))?\/?$/i.exec(address) ?? [];
  if (host === undefined) return undefined;
  // Four numbers are an address or nothing: 192.168.1.500 is a slip of the finger, no name.
  const numbers = /^[\d.]+$/.test(host) ? host.split('.') : undefined;
  if (
    numbers !== undefined &&
    (numbers.length !== 4 || numbers.some((number) => number === '' || Number(number) > 255))
  )
    return undefined;
  return printerTransportSchema.safeParse({ type: 'tcp', host, port: Number(port) }).data;
}

/** What a model's name says about its language and head. A guess: the person sees it and the test page shows whether it is right. */
export function guessFromModel(model: string): { readonly language?: PrinterLanguage; readonly dpi?: 203 | 300 | 600 } {
  const language: PrinterLanguage | undefined = /cpcl|\bQL[nN]?\d|\bRW ?\d|\bMZ ?\d/.test(model)
    ? 'cpcl'
    : /epl|LP ?2844(?!-?Z)|TLP ?28/i.test(model)
      ? 'epl'
      : /zebra|zdesigner|zpl|\bZ[DTQ]\d{3}|\bGK\d{3}|\bGX\d{3}/i.test(model)
        ? 'zpl'
        : /tsc|gprinter|gainscha|godex|xprinter XP-[34]|deli|hprt|tspl|TE2\d\d|TTP/i.test(model)
          ? 'tspl'
          : /epson|TM-|esc.?pos|POS-?(?:58|80)|thermal receipt/i.test(model)
            ? 'escpos'
            : undefined;
  const dpi = /600 ?dpi/i.test(model)
    ? 600
    : /300 ?dpi/i.test(model)
      ? 300
      : /20[03] ?dpi/i.test(model)
        ? 203
        : undefined;
  return { ...(language === undefined ? {} : { language }), ...(dpi === undefined ? {} : { dpi }) };
}

/** The place as a person reads it, and by which two are told apart; a simulated printer has none. */
export function nameOfPrinterPlace(transport: PrinterTransport): string {
  switch (transport.type) {
    case 'tcp':
      return `${transport.host}:${transport.port}`;
    case 'usb':
      return transport.path;
    case 'cups':
      return `${transport.server}/printers/${transport.queue}`;
    case 'windows':
      return transport.printer;
    case 'serial':
      return transport.usb === undefined
        ? (transport.path ?? '')
        : `${transport.usb.vendorId}:${transport.usb.productId} ${transport.usb.serialNumber ?? transport.path ?? ''}`;
    case 'simulated':
      return '';
  }
}
