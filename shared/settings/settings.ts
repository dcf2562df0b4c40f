import { z } from 'zod';
import { exactDecimalSchema } from '../measure/exact-text.ts';
import { lengthUnitSchema, massSchema } from '../measure/quantity.ts';
import { binCodeSchema } from '../stock/stock-key.ts';
import { baggingSettingsSchema } from './bagging-settings.ts';
import { flowIdSchema } from './flow-id.ts';
import { paperPrinterSchema } from './paper-printer.ts';

export const SETTINGS_VERSION = 1;

export const languageSchema = z.enum(['zh', 'en']);
export type Language = z.infer<typeof languageSchema>;

export const serialLineSchema = z.strictObject({
  baudRate: z.number().int().min(110).max(921_600),
  dataBits: z.union([z.literal(7), z.literal(8)]),
  parity: z.enum(['none', 'even', 'odd']),
  stopBits: z.union([z.literal(1), z.literal(2)]),
});
export type SerialLine = z.infer<typeof serialLineSchema>;

/** What a USB device is, wherever it is plugged in: vendor and product as four hexadecimal digits, and its serial number. */
export const usbIdentitySchema = z.strictObject({
  vendorId: z.string().max(8),
  productId: z.string().max(8),
  serialNumber: z.string().max(64).optional(),
});

/** path: /dev/ttyUSB0, COM3, a by-id link or a pty. usb: identity that survives a moved COM number; wins over path when both are set. */
export const serialTransportSchema = z.strictObject({
  type: z.literal('serial'),
  path: z.string().min(1).max(255).optional(),
  usb: usbIdentitySchema.optional(),
  line: serialLineSchema,
});
export type SerialTransport = z.infer<typeof serialTransportSchema>;

/** A HID device; without an identity the first one of its kind. */
export const hidTransportSchema = z.strictObject({ type: z.literal('hid'), usb: usbIdentitySchema.optional() });

/** A serial server, or a device with a socket of its own. */
export const tcpTransportSchema = z.strictObject({
  type: z.literal('tcp'),
  host: z.string().min(1).max(253),
  port: z.number().int().min(1).max(65_535),
});

export const scaleSettingsSchema = z.strictObject({
  transport: z.discriminatedUnion('type', [
    serialTransportSchema,
    hidTransportSchema,
    tcpTransportSchema,
    z.strictObject({ type: z.literal('simulated') }),
  ]),
  /** Name in the protocol registry, "toledo-continuous", "st-gs", … */
  protocol: z.string().min(1).max(40),
  /** Choices the wire cannot tell; a person decided them. */
  dialect: z.record(z.string().max(40), z.string().max(40)).optional(),
  /** Unit for protocols that send none. Set only by a person. */
  unit: z.enum(['g', 'kg', 'lb', 'oz']).optional(),
});
export type ScaleSettings = z.infer<typeof scaleSettingsSchema>;

export const printerSettingsSchema = z.strictObject({
  transport: z.discriminatedUnion('type', [
    tcpTransportSchema,
    /** Also Bluetooth SPP, which is a serial port: COM5, /dev/rfcomm0. */
    serialTransportSchema.extend({
      line: serialLineSchema.extend({ flow: z.enum(['none', 'rts-cts', 'xon-xoff']).default('none') }),
    }),
    /** Linux: /dev/usb/lp0. */
    z.strictObject({ type: z.literal('usb'), path: z.string().regex(/^\/dev\/[\w/.-]{1,100}$/) }),
    /** A CUPS queue by IPP: http://127.0.0.1:631. */
    z.strictObject({
      type: z.literal('cups'),
      server: z.url({ protocol: /^https?$/ }).max(300),
      queue: z.string().regex(/^[^\s/#?]{1,127}$/),
    }),
    /** A printer of the Windows spooler, by its name. */
    z.strictObject({ type: z.literal('windows'), printer: z.string().min(1).max(220) }),
    z.strictObject({ type: z.literal('simulated') }),
  ]),
  language: z.enum(['zpl', 'tspl', 'epl', 'cpcl', 'escpos']),
  dpi: z.union([z.literal(203), z.literal(300), z.literal(600)]),
  widthMm: z.number().int().min(20).max(220),
  heightMm: z.number().int().min(15).max(400),
  darkness: z.number().int().min(0).max(30).optional(),
  /** Inches a second, for languages that say it the same way everywhere (ZPL, TSPL). */
  speedIps: z.number().int().min(1).max(14).optional(),
  /** Moves everything on the label: right and down are positive. Found with the test page. */
  offsetXMm: z.number().min(-10).max(10).optional(),
  offsetYMm: z.number().min(-10).max(10).optional(),
  /** Dots of the narrowest bar that the bench's scanner read from this printer's test page: codes are never made finer here. */
  smallestModuleDots: z.number().int().min(1).max(40).optional(),
  /** ZPL printers whose own letters, barcodes or lines are not to be trusted get the label as pictures. */
  picturesOnly: z.boolean().optional(),
  /** The label leaves the printer foot first. */
  upsideDown: z.boolean().optional(),
  /** Where it stands, in words or as the code of a shelf: a person who chooses between two has to find it. */
  place: z.string().min(1).max(24).optional(),
});
export type PrinterSettings = z.infer<typeof printerSettingsSchema>;

export const wedgeSettingsSchema = z.strictObject({
  /** A key later than this after the one before belongs to another scan or to a person. */
  maxGapMs: z.number().int().min(5).max(500).default(50),
  /** Silence that ends a scan of a gun without Enter or Tab. */
  endSilenceMs: z.number().int().min(30).max(1000).default(120),
  /** Totes have three signs. People leave more than maxGapMs between two keys, so that no number they type is taken for a scan. */
  minLength: z.number().int().min(2).max(20).default(3),
  /** us: the scanner types as on a US keyboard, whatever layout the machine has. */
  layout: z.enum(['system', 'us']).default('system'),
});

/** A scanner that does not type: on a COM port (USB-COM, RS-232), as HID-POS, or behind a serial server. */
export const scanDeviceSettingsSchema = z.strictObject({
  transport: z.discriminatedUnion('type', [serialTransportSchema, hidTransportSchema, tcpTransportSchema]),
});
export type ScanDeviceSettings = z.infer<typeof scanDeviceSettingsSchema>;

/**
 * line: CubiScan and others on a serial or TCP line; unit, weightUnit and format where the device leaves them open. http-push: the device
 * posts to this machine. http-pull: it is asked for its latest measurement.
 */
export const dimensionerSettingsSchema = z.discriminatedUnion('way', [
  z.strictObject({
    way: z.literal('line'),
    transport: z.discriminatedUnion('type', [serialTransportSchema, tcpTransportSchema]),
    protocol: z.string().min(1).max(40),
    unit: lengthUnitSchema.optional(),
    weightUnit: z.enum(['g', 'kg', 'lb', 'oz']).optional(),
    format: z.string().max(300).optional(),
  }),
  z.strictObject({
    way: z.literal('http-push'),
    dialect: z.enum(['qboid', 'vmeasure']).default('qboid'),
    host: z.string().min(1).max(253).default('0.0.0.0'),
    port: z.number().int().min(1).max(65_535),
    path: z
      .string()
      .regex(/^\/[\w./-]*$/)
      .max(120)
      .default('/dimensions'),
  }),
  z.strictObject({
    way: z.literal('http-pull'),
    dialect: z.enum(['qboid', 'vmeasure']).default('vmeasure'),
    url: z.url({ protocol: /^https?$/ }).max(300),
  }),
]);
export type DimensionerSettings = z.infer<typeof dimensionerSettingsSchema>;

export const settingsSchema = z.strictObject({
  version: z.literal(SETTINGS_VERSION),
  /** auto: live once a scale or a printer is configured, practice until then. */
  mode: z.enum(['auto', 'practice', 'live']).default('auto'),
  station: z
    .strictObject({
      name: z.string().min(1).max(12).default('W1'),
      /** What people do here; the home screen shows these and no others. */
      flows: z.array(flowIdSchema).min(1).max(flowIdSchema.options.length).default(['weigh']),
    })
    .prefault({}),
  language: languageSchema.default('zh'),
  theme: z.enum(['day', 'night']).default('day'),
  operator: z
    .strictObject({ id: z.string().min(1).max(32), name: z.string().max(40) })
    .default({ id: 'op-1', name: 'Chen Min' }),
  cloud: z.strictObject({ url: z.url().max(300), token: z.string().min(8).max(200) }).optional(),
  /**
   * secondCopy: a folder on another disk or stick that gets a copy of the live journal, soon after each record. exportTo: a folder that
   * exports go to as to a stick, where sticks are mounted elsewhere or locked.
   */
  journal: z
    .strictObject({
      secondCopy: z.string().min(1).max(400).optional(),
      exportTo: z.string().min(1).max(400).optional(),
    })
    .optional(),
  scale: scaleSettingsSchema.optional(),
  printer: printerSettingsSchema.optional(),
  /** A second printer, used while a person has chosen it. Never by itself. */
  fallbackPrinter: printerSettingsSchema.optional(),
  /** Where packing slips, customs forms and invoices come out; absent: they are kept as PDF. */
  paperPrinter: paperPrinterSchema.optional(),
  /** How a typing scanner is told from a person. */
  scanner: wedgeSettingsSchema.prefault({}),
  scanDevice: scanDeviceSettingsSchema.optional(),
  dimensioner: dimensionerSettingsSchema.optional(),
  weighing: z
    .strictObject({
      stableFrames: z.number().int().min(2).max(20).default(5),
      /** Two stable frames are equal when they differ by no more than this. */
      tolerance: massSchema.default({ value: '0', unit: 'g' }),
      /** |weight| up to this counts as an empty plate. */
      zeroBand: massSchema.default({ value: '10', unit: 'g' }),
      minimum: massSchema.default({ value: '20', unit: 'g' }),
      defaultLine: z.string().max(12).default('US-A'),
      /** One mode per station. */
      order: z.enum(['scan-first', 'weigh-first']).default('scan-first'),
      /** Declared against measured: a difference must pass both limits, or either. */
      declared: z
        .strictObject({
          absolute: massSchema.default({ value: '50', unit: 'g' }),
          percent: exactDecimalSchema.default('5'),
          require: z.enum(['either', 'both']).default('both'),
        })
        .prefault({}),
      /** Where held and refused parcels are put; its code is PLACE: and this. */
      holdPlace: z
        .string()
        .regex(/^[A-Za-z0-9-]{1,16}$/)
        .default('H2'),
      /** From which age on the hold list is said to be old, and whether a person may go on then or only a lead. */
      holdList: z
        .strictObject({
          maxAgeHours: z.number().int().min(1).max(2_000).default(24),
          whenOld: z.enum(['ask', 'stop']).default('ask'),
        })
        .prefault({}),
      /** Pictures of the parcel, where a camera is there: with F7, or of each parcel when it is booked. */
      photo: z.enum(['off', 'by-key', 'each']).default('by-key'),
      /** Lines on which a parcel is done only when its label was scanned back. */
      scanBackLines: z.array(z.string().max(12)).max(100).default([]),
    })
    .prefault({}),
  /** Before and after the work of a shift. */
  shift: z
    .strictObject({
      /** required: where people sign in, the first work of a shift leads to the check. offered: home has it. */
      startCheck: z.enum(['required', 'offered']).default('required'),
      /** What the weight in the drawer weighs; absent: there is none. */
      testWeight: massSchema.optional(),
      /** A scale that is off by more has not passed. */
      tolerance: massSchema.default({ value: '2', unit: 'g' }),
    })
    .prefault({}),
  bagging: baggingSettingsSchema.prefault({}),
  overseas: z
    .strictObject({
      /** Where received goods lie until they are put away. */
      dock: binCodeSchema.default('DOCK-1'),
      /** required: a parcel closes when its weight has been judged. none: with its last scan. */
      packWeighs: z.enum(['required', 'none']).default('required'),
      /** Of the bench's scale: differences below it are none. */
      scaleStep: massSchema.default({ value: '5', unit: 'g' }),
    })
    .prefault({}),
  /** pxPerMm: dots a millimetre of the panel, for sizes that are millimetres at the eye; absent: the 24-inch profile. */
  display: z
    .strictObject({ pxPerMm: z.number().min(2).max(15).optional(), fullscreen: z.boolean().default(false) })
    .prefault({}),
});
export type Settings = z.infer<typeof settingsSchema>;

/** Dots a millimetre of the 24-inch panel that the screens are drawn for (1920 × 1080 on 531 × 299 mm). */
export const PROFILE_PX_PER_MM = 3.61;

export const stationModeSchema = z.enum(['practice', 'live']);
export type StationMode = z.infer<typeof stationModeSchema>;

/** No device configured means practice: nobody books a parcel by accident on a machine that is not set up. */
export function modeOf(settings: Settings): StationMode {
  if (settings.mode !== 'auto') return settings.mode;
  const real = (transport: { type: string } | undefined): boolean =>
    transport !== undefined && transport.type !== 'simulated';
  return real(settings.scale?.transport) || real(settings.printer?.transport) ? 'live' : 'practice';
}
