import { z } from 'zod';
import { massToMilligrams } from '../measure/mass.ts';
import type { Mass } from '../measure/quantity.ts';
import {
  hidTransportSchema,
  serialLineSchema,
  tcpTransportSchema,
  usbIdentitySchema,
  type ScaleSettings,
} from '../settings/settings.ts';
import { scaleReadingSchema, type ScaleReading } from './scale-reading.ts';

/** More ports than a person would look through. */
export const MAX_PLACES = 32;
export const MAX_CANDIDATES = 8;

/** Where a scale may be. A serial port with a USB identity is saved by the identity, never by its number. */
export const scalePlaceSchema = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('serial'), path: z.string().min(1).max(255), usb: usbIdentitySchema.optional() }),
  hidTransportSchema,
  tcpTransportSchema,
]);
export type ScalePlace = z.infer<typeof scalePlaceSchema>;

export const listedPlaceSchema = z.strictObject({ place: scalePlaceSchema, name: z.string().max(160) });
export type ListedPlace = z.infer<typeof listedPlaceSchema>;

/** "/dev/ttyUSB0", "COM5", "192.168.1.50:2001": a place typed or scanned. undefined: none of them. */
export function placeOfAddress(text: string): ListedPlace | undefined {
  const address = text.trim();
  if (/^(?:\/[\w./:-]{2,200}|COM\d{1,3})$/i.test(address))
    return { place: { type: 'serial', path: address }, name: address };
  const { data } = tcpTransportSchema.safeParse(tcpOf(address));
  return data === undefined ? undefined : { place: data, name: address };
}

function tcpOf(address: string): unknown {
  const [, host = '', port] = /^(?:tcp:\/\/)?([\w-]+(?:\.[\w-]+)*):(\d{1,5})$/i.exec(address) ?? [];
  // Four numbers are an address or nothing: 192.168.1.500 is a slip of the finger, no name.
  const numbers = /^[\d.]+$/.test(host) ? host.split('.') : [];
  const slip = numbers.length > 0 && (numbers.length !== 4 || numbers.some((one) => one === '' || Number(one) > 255));
  return slip ? undefined : { type: 'tcp', host, port: Number(port) };
}

/**
 * One way to understand what the port says. asked: it answered a question, else it spoke by itself. explainedPercent: share of the bytes that
 * make frames of this language. ambiguous: other candidates read another number from the same bytes. last: what it reads right now.
 */
export const scaleCandidateSchema = z.strictObject({
  id: z.string().max(160),
  protocol: z.string().max(40),
  title: z.string().max(160),
  dialect: z.record(z.string().max(40), z.string().max(40)),
  line: serialLineSchema,
  asked: z.boolean(),
  explainedPercent: z.number().int().min(0).max(100),
  frames: z.number().int().nonnegative(),
  checksum: z.boolean(),
  unitOnWire: z.boolean(),
  ambiguous: z.boolean(),
  last: scaleReadingSchema,
});
export type ScaleCandidate = z.infer<typeof scaleCandidateSchema>;

/** listening and asking walk through the settings; live: found, the readings follow the plate; nothing: all tried in vain. */
export const probeProgressSchema = z.strictObject({
  phase: z.enum(['listening', 'asking', 'live', 'nothing', 'failed']),
  line: serialLineSchema.optional(),
  step: z.number().int().nonnegative(),
  of: z.number().int().nonnegative(),
  /** Bytes heard so far: zero is a cable, a switch or a null-modem adapter. */
  bytes: z.number().int().nonnegative(),
  candidates: z.array(scaleCandidateSchema).max(MAX_CANDIDATES),
  detail: z.string().max(200).optional(),
});
export type ProbeProgress = z.infer<typeof probeProgressSchema>;

export const wizardUnits = ['kg', 'g', 'lb', 'oz'] as const;
export type WizardUnit = (typeof wizardUnits)[number];

/** A scale that is good enough to bill from shows a known weight this well: 2 %, or 20 g on a light one. */
const KNOWN_SHARE = 50;
const KNOWN_LEAST_MG = 20_000;

/** Units under which this reading is the known weight on the plate; the wire's own unit where it has one. Empty: this is not the scale's language. */
export function unitsThatFit(reading: ScaleReading, known: Mass): readonly WizardUnit[] {
  if (reading.type !== 'weight') return [];
  const { value, unit } = reading;
  const wanted = massToMilligrams(known);
  const fits = (mass: Mass): boolean =>
    Math.abs(massToMilligrams(mass) - wanted) <= Math.max(KNOWN_LEAST_MG, Math.floor(wanted / KNOWN_SHARE));
  if (unit === 'unknown') return wizardUnits.filter((candidate) => fits({ value, unit: candidate }));
  return fits({ value, unit }) ? wizardUnits.filter((candidate) => candidate === unit) : [];
}

/** A known weight has to be on the plate before this candidate may be saved: the wire leaves the unit or the number open. */
export const needsKnownWeight = (candidate: ScaleCandidate): boolean => !candidate.unitOnWire || candidate.ambiguous;

/** Those whose reading is the known weight first, in their former order; the others behind. */
export function rankByKnownWeight(
  candidates: readonly ScaleCandidate[],
  known: Mass | undefined,
): readonly ScaleCandidate[] {
  if (known === undefined) return candidates;
  const fits = (candidate: ScaleCandidate): boolean => unitsThatFit(candidate.last, known).length > 0;
  return [...candidates.filter(fits), ...candidates.filter((candidate) => !fits(candidate))];
}

/**
 * The settings of a chosen candidate, or why it cannot be chosen yet. The USB identity is kept instead of the port's number, which follows the
 * socket; the unit only where the wire has none and a known weight has shown it.
 */
export function settingsOfCandidate(
  candidate: ScaleCandidate,
  place: ScalePlace,
  known: Mass | undefined,
): { readonly settings: ScaleSettings } | { readonly missing: 'known-weight' | 'other-weight' | 'which-unit' } {
  const fitting = known === undefined ? [] : unitsThatFit(candidate.last, known);
  if (needsKnownWeight(candidate) && known === undefined) return { missing: 'known-weight' };
  if (known !== undefined && fitting.length === 0) return { missing: 'other-weight' };
  const [unit, second] = candidate.unitOnWire ? [] : fitting;
  if (second !== undefined) return { missing: 'which-unit' };
  return {
    settings: {
      transport:
        place.type !== 'serial'
          ? place
          : place.usb === undefined
            ? { type: 'serial', path: place.path, line: candidate.line }
            : // Without a serial number two alike can only be told apart by their place.
              {
                type: 'serial',
                usb: place.usb,
                ...(place.usb.serialNumber === undefined ? { path: place.path } : {}),
                line: candidate.line,
              },
      protocol: candidate.protocol,
      ...(Object.keys(candidate.dialect).length === 0 ? {} : { dialect: candidate.dialect }),
      ...(unit === undefined ? {} : { unit }),
    },
  };
}
