import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { GlobalFonts } from '@napi-rs/canvas';
import { z } from 'zod';

/**
 * Latin first: it has all of Vietnamese, the Chinese font only a part. The Chinese ones unpacked: as WOFF2 they cost the first label of the
 * day 0.4 s of computing.
 */
const medium = [
  ['IBMPlexSans-Medium.woff2', 'Weighhouse Latin Medium'],
  ['IBMPlexSansThai-Medium.woff2', 'Weighhouse Thai Medium'],
  ['IBMPlexSansSC-Medium.ttf', 'Weighhouse SC Medium'],
] as const;
const bold = [
  ['IBMPlexSans-Bold.woff2', 'Weighhouse Latin Bold'],
  ['IBMPlexSansThai-Bold.woff2', 'Weighhouse Thai Bold'],
  ['IBMPlexSansSC-Bold.ttf', 'Weighhouse SC Bold'],
] as const;
const families = (list: readonly (readonly [string, string])[]): string =>
  list.map(([, family]) => `"${family}"`).join(', ');
// IBM Plex Sans SC Medium 1.1.0 lacks 青 (U+9752), its bold has it: the other weight is the last resort.
const mediumFamilies = families([...medium, ...bold]);
const boldFamilies = families([...bold, ...medium]);

let coverage: readonly (readonly number[])[] | undefined;

/** Registers the fonts we ship; a second call does nothing. Throws when they are not there: a label without glyphs is no label. */
export function loadLabelFonts(directory: string): void {
  if (coverage !== undefined) return;
  const files = [...medium, ...bold];
  for (const [file, family] of files) {
    const path = join(directory, file);
    if (!existsSync(path) || GlobalFonts.registerFromPath(path, family) === null)
      throw new Error(`label font missing: ${path}`);
  }
  const table = z
    .record(z.string(), z.array(z.number().int()))
    .parse(JSON.parse(readFileSync(join(directory, 'coverage.json'), 'utf8')));
  coverage = files.map(([file]) => table[file] ?? []);
}

/** CSS font of a size in dots (or points, on paper). */
export function labelFont(size: number, isBold: boolean): string {
  return `${size}px ${isBold ? boldFamilies : mediumFamilies}`;
}

/** More marks than these on one letter run into the lines above and below: no language writes them. */
const MAX_MARKS = 3;

/**
 * What in this text cannot be printed right, in words; undefined when all of it can. The canvas would fall back to whatever the
 * machine happens to have installed, or draw a box: so the question is put to the fonts' own tables.
 */
export function unprintable(text: string): string | undefined {
  if (coverage === undefined) throw new Error('loadLabelFonts first');
  const tables = coverage;
  const missing = [...new Set(text.normalize('NFC'))].filter((character) => {
    const point = character.codePointAt(0) ?? 0;
    if (point < 0x20 || (point >= 0x7f && point < 0xa0)) return true;
    return !tables.some((ranges) => covers(ranges, point));
  });
  if (missing.length > 0) return `no glyph for ${missing.slice(0, 5).map(name).join(', ')}`;
  const marks = new RegExp(`.\\p{M}{${MAX_MARKS + 1},}`, 'u').exec(text.normalize('NFC'));
  return marks === null ? undefined : `more than ${MAX_MARKS} marks on one letter: ${marks[0].slice(0, 8)}`;
}

function name(character: string): string {
  const point = character.codePointAt(0) ?? 0;
  const code = `U+${point.toString(16).toUpperCase().padStart(4, '0')}`;
  // A control or half a surrogate pair would break the message itself.
  return point < 0x20 || (point >= 0x7f && point < 0xa0) || (point >= 0xd800 && point < 0xe000)
    ? code
    : `${character} (${code})`;
}

function covers(ranges: readonly number[], point: number): boolean {
  let [low, high] = [0, ranges.length / 2 - 1];
  while (low <= high) {
    const middle = (low + high) >> 1;
    if (point < (ranges[middle * 2] ?? 0)) high = middle - 1;
    else if (point > (ranges[middle * 2 + 1] ?? 0)) low = middle + 1;
    else return true;
  }
  return false;
}
