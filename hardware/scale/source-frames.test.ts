import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { ScaleReading } from '../../shared/devices/scale-reading.ts';
import { findScaleProtocol, scaleProtocols } from '../registry.ts';
import type { ScaleParserOptions, ScaleProtocol } from './scale-protocol.ts';

/** Frames of the sources, each with the source it stands in: hardware/scale/frames. */
const folder = join(import.meta.dirname, 'frames');
/** Fewer are not a trace of a language. */
const LEAST_FRAMES = 10;

interface SourceFrame {
  readonly protocol: ScaleProtocol;
  readonly source: string;
  readonly text: string;
  readonly options: ScaleParserOptions;
  readonly says: string;
}

const units = ['g', 'kg', 'lb', 'oz'] as const;

function readFrames(): SourceFrame[] {
  const out: SourceFrame[] = [];
  for (const name of readdirSync(folder)) {
    let protocol: ScaleProtocol | undefined;
    let source = '';
    for (const line of readFileSync(join(folder, name), 'utf8').split('\n')) {
      if (line.trim() === '' || line.startsWith('#')) continue;
      const head = /^\[([a-z0-9-]+)\] (\S.*)$/.exec(line);
      if (head !== null) {
        protocol = findScaleProtocol(head[1] ?? '');
        source = head[2] ?? '';
        continue;
      }
      const match = /^"(.*)"(?: \{(.*)\})? -> (\S.*)$/.exec(line);
      if (match === null || protocol === undefined) throw new Error(`${name}: "${line}" is no frame`);
      const pairs = (match[2] ?? '').split(',').filter((text) => text !== '');
      const settings = new Map(
        pairs.map((text): [string, string] => [text.replace(/=.*/, ''), text.replace(/.*=/, '')]),
      );
      const unit = settings.get('unit');
      settings.delete('unit');
      const dialect = Object.fromEntries(settings);
      out.push({
        protocol,
        source,
        text: match[1] ?? '',
        options: { dialect, unit: units.find((known) => known === unit) },
        says: match[3] ?? '',
      });
    }
  }
  return out;
}

const escapes: Readonly<Record<string, string>> = { '\\r': '\r', '\\n': '\n' };
const bytesOf = (text: string): Uint8Array =>
  Uint8Array.from(
    text.replace(/\\x([0-9a-f]{2})|\\[rn]/g, (all, hex?: string) =>
      hex === undefined ? (escapes[all] ?? all) : String.fromCharCode(Number.parseInt(hex, 16)),
    ),
    (character) => character.charCodeAt(0),
  );

function say(frame: SourceFrame, chunk: number): string {
  const bytes = bytesOf(frame.text);
  const parser = frame.protocol.create(frame.options);
  const frames = [];
  for (let at = 0; at < bytes.length; at += chunk) frames.push(...parser.push(bytes.subarray(at, at + chunk)));
  return (
    [...frames, ...parser.end()]
      .map(({ reading }) =>
        reading.type === 'weight'
          ? `${reading.value} ${reading.unit} ${reading.stability} ${reading.mode}${reading.zero === true ? ' zero' : ''}`
          : `${reading.type} ${reading.kind}`,
      )
      .join('; ') || 'nothing'
  );
}

const frames = readFrames();

describe.each(scaleProtocols.map(({ name }) => name))('%s', (name) => {
  const own = frames.filter(({ protocol }) => protocol.name === name);

  it('reads the frames of its sources, however they arrive', () => {
    const read = [1, 2, 5, 64].map((chunk) => own.map((frame) => `${frame.text} -> ${say(frame, chunk)}`));
    const expected = own.map(({ text, says }) => `${text} -> ${says}`);
    for (const one of read) expect(one).toEqual(expected);
  });

  it(`has at least ${LEAST_FRAMES} of them, each with its source`, () => {
    expect(own.length).toBeGreaterThanOrEqual(LEAST_FRAMES);
    expect(own.filter(({ source }) => source.length < 8)).toEqual([]);
  });

  it('says no other weight, and none stable that was not, when one of them loses its head or its tail', () => {
    for (const frame of own) {
      const bytes = bytesOf(frame.text);
      const sent = weights(frame, bytes);
      // A named value of SBI is the plain form behind six characters: no program can tell the tail of a tare line from a line without a name.
      if (name === 'sbi' && /^"?(T2|Max|Total)/.test(frame.text)) continue;
      for (let cut = 1; cut < bytes.length; cut += 1)
        for (const part of [bytes.subarray(0, cut), bytes.subarray(cut)])
          expect([frame.text, cut, weights(frame, part).filter((weight) => !isAmong(weight, sent))]).toEqual([
            frame.text,
            cut,
            [],
          ]);
    }
  });
});

/** Toledo terminals send the checksum only where it is switched on. */
const hasChecksum = ({ protocol, options, says }: SourceFrame): boolean =>
  protocol.checksum !== undefined &&
  says !== 'nothing' &&
  (protocol.name !== 'toledo-continuous' || /sum|complement/.test(options.dialect?.['checksum'] ?? ''));

it.each([...new Set(frames.filter(hasChecksum).map(({ protocol }) => protocol.name))])(
  '%s: no changed byte of a frame gives another weight',
  (name) => {
    for (const frame of frames.filter((one) => one.protocol.name === name && hasChecksum(one))) {
      const bytes = bytesOf(frame.text);
      const sent = weights(frame, bytes);
      for (let place = 0; place < bytes.length; place += 1)
        for (let value = 0; value < 256; value += 1) {
          const changed = Uint8Array.from(bytes);
          changed[place] = value;
          const wrong = weights(frame, changed).filter((weight) => !isAmong(weight, sent));
          if (wrong.length > 0) expect([frame.text, place, value, wrong]).toEqual([frame.text, place, value, []]);
        }
    }
  },
);

type Weight = Extract<ScaleReading, { type: 'weight' }>;

/** The same weight, and no more certain than it was said. */
const isAmong = (weight: Weight, sent: readonly Weight[]): boolean =>
  sent.some(
    ({ value, unit, stability }) =>
      value === weight.value &&
      (unit === weight.unit || weight.unit === 'unknown') &&
      (stability === weight.stability || weight.stability !== 'stable'),
  );

function weights(frame: SourceFrame, bytes: Uint8Array): Weight[] {
  const parser = frame.protocol.create(frame.options);
  return [...parser.push(bytes), ...parser.end()].flatMap(({ reading }) =>
    reading.type === 'weight' ? [reading] : [],
  );
}
