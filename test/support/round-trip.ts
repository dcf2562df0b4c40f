import { createHash } from 'node:crypto';
import { LabelCompileError } from '../../hardware/printer/label-compile-error.ts';
import { sceneOf, type OutputLanguage } from '../../hardware/printer/compile-label.ts';
import { placeScene } from '../../hardware/printer/place-scene.ts';
import type { LabelTemplate } from '../../shared/labels/label-model.ts';
import type { LabelScene } from '../../shared/labels/label-scene.ts';
import { printCpcl, printEpl, printEscPos, printTspl, type PrintedPage } from './bitmap-printers.ts';
import { codesOfScene, dotsOfScene, encodeSample, fontsDirectory } from './label-pages.ts';
import { popplerPage, zbarCodes } from './other-programs.ts';
import { decodeDots, dotsOf } from './render-zpl.ts';
import { renderZplScene, zplFaults } from './zpl-pages.ts';

export type Dpi = LabelScene['dpi'];

/** What stands on the labels: each template's own sample (Chinese, Vietnamese, English), and the same with Thai in its free texts. */
export const writings = ['sample', 'thai'] as const;
export type Writing = (typeof writings)[number];

const thai: Readonly<Record<string, string>> = {
  receiver: 'สมชาย น้ำใจดี',
  sender: 'บริษัท ปีใหม่ จำกัด 99 ถนนสุขุมวิท',
  destination: '99/1 ถนนสุขุมวิท แขวงคลองเตย เขตคลองเตย กรุงเทพมหานคร 10110 ที่อยู่ น้ำ',
};

export interface RoundTrip {
  readonly outcome: 'read' | 'refused' | 'fault';
  readonly detail: string;
}

export const writingOf = (template: LabelTemplate, writing: Writing): Readonly<Record<string, string>> | undefined => {
  if (writing === 'sample') return template.sample;
  const changed = Object.entries(thai).filter(([field]) => template.sample[field] !== undefined);
  return changed.length === 0 ? undefined : { ...template.sample, ...Object.fromEntries(changed) };
};

/**
 * A label through one printer language and back: the job as somebody else prints it is the scene by its dots, and two decoders of other
 * people read exactly the data. Refused before a byte exists where a code cannot keep its module at this resolution.
 */
export async function roundTrip(
  template: LabelTemplate,
  data: Readonly<Record<string, string>>,
  dpi: Dpi,
  language: OutputLanguage,
): Promise<RoundTrip> {
  let scene: LabelScene;
  try {
    const { widthMm, heightMm } = template;
    const options = { practice: false, job: 'W1234567-1-42', copy: true, fontsDirectory };
    scene = sceneOf(template, data, { dpi, widthMm, heightMm }, options);
    placeScene(scene);
  } catch (error) {
    if (error instanceof LabelCompileError) return { outcome: 'refused', detail: error.message };
    throw error;
  }
  const expected = dotsOfScene(scene);
  const { page, faults } = await printed(scene, language, expected);
  const codes = codesOfScene(scene);
  const { zxing, zbar } = await readingOf(page);
  if (zxing.join('\n') !== codes.join('\n')) faults.push(`zxing reads ${JSON.stringify(zxing)}`);
  // zbar gives GS1 elements without brackets, and knows no Data Matrix.
  const forZbar = codes
    .filter((code) => !code.startsWith(']d'))
    .map((code) => code.replace(/^\S+ /, '').replace(/[()]/g, ''))
    .sort();
  if (zbar.join('\n') !== forZbar.join('\n')) faults.push(`zbar reads ${JSON.stringify(zbar)}`);
  return faults.length === 0
    ? { outcome: 'read', detail: `${codes.length} codes` }
    : { outcome: 'fault', detail: faults.join('; ') };
}

interface Reading {
  readonly zxing: readonly string[];
  readonly zbar: readonly string[];
}

/** Most languages print the very same picture: it is read once. */
const readings = new Map<string, Reading>();
const MAX_READINGS = 8;

async function readingOf(page: PrintedPage): Promise<Reading> {
  const key = createHash('sha256').update(page.dots).update(`${page.width}`).digest('hex');
  const known = readings.get(key);
  if (known !== undefined) return known;
  const zxing = (await decodeDots(page)).map((code) => `${code.aim} ${code.text}`).sort();
  const reading = { zxing, zbar: zbarCodes(pbmOf(page)) };
  readings.set(key, reading);
  if (readings.size > MAX_READINGS) readings.delete(readings.keys().next().value ?? '');
  return reading;
}

interface Printed {
  readonly page: PrintedPage;
  readonly faults: string[];
}

/** What somebody else makes of the job, and where that is not the scene. */
async function printed(scene: LabelScene, language: OutputLanguage, expected: PrintedPage): Promise<Printed> {
  const job = encodeSample(scene, language);
  switch (language) {
    case 'zpl':
    case 'zpl-bitmap': {
      const faults = await zplFaults(scene, language);
      return { page: await renderZplScene(scene, Buffer.from(job).toString('utf8')), faults };
    }
    case 'pdf': {
      const page = popplerPage(job, scene.dpi === 203 ? 203.2 : scene.dpi);
      return { page, faults: pdfFaults(scene, page, expected) };
    }
    case 'tspl':
      return same(printTspl(job), expected);
    case 'epl':
      return same(printEpl(job), expected);
    case 'cpcl':
      return same(printCpcl(job), expected);
    case 'escpos':
      return same(printEscPos(job, scene.widthDots), expected);
    case 'png':
      return same(await dotsOf(job), expected);
  }
}

const same = (page: PrintedPage, expected: PrintedPage): Printed => ({
  page,
  faults: Buffer.from(page.dots).equals(Buffer.from(expected.dots)) ? [] : ['another picture than the scene'],
});

/** A hundredth of the letters' dots may lie further off than a dot at 203 dpi is wide: another program smooths edges otherwise. */
const LEAST_COVERED = 0.99;

/** Codes dot for dot, letters where the scene has them. */
export function pdfFaults(scene: LabelScene, page: PrintedPage, expected: PrintedPage): string[] {
  if (page.width !== expected.width || page.height !== expected.height)
    return [`${page.width} × ${page.height} dots, the scene has ${expected.width} × ${expected.height}`];
  const faults: string[] = [];
  for (const item of scene.items) {
    if (item.type !== 'barcode') continue;
    let different = 0;
    for (let y = item.y; y < item.y + item.height; y += 1)
      for (let x = item.x; x < item.x + item.width; x += 1)
        if (page.dots[y * page.width + x] !== expected.dots[y * page.width + x]) different += 1;
    if (different > 0) faults.push(`${different} dots of the code "${item.text}" differ`);
  }
  const reach = Math.round(scene.dpi / 203);
  for (const [a, b, words] of [
    [expected, page, 'of the scene are missing'],
    [page, expected, 'are not in the scene'],
  ] as const) {
    const share = covered(a, b, reach);
    if (share < LEAST_COVERED) faults.push(`${Math.round((1 - share) * 1_000) / 10} % of the ink ${words}`);
  }
  return faults;
}

/** Share of a's black dots that have a black dot of b no further than `reach` away. */
function covered(a: PrintedPage, b: PrintedPage, reach: number): number {
  let [all, met] = [0, 0];
  for (let y = 0; y < a.height; y += 1)
    for (let x = 0; x < a.width; x += 1) {
      if (a.dots[y * a.width + x] !== 1) continue;
      all += 1;
      search: for (let dy = -reach; dy <= reach; dy += 1)
        for (let dx = -reach; dx <= reach; dx += 1)
          if (x + dx >= 0 && x + dx < b.width && b.dots[(y + dy) * b.width + x + dx] === 1) {
            met += 1;
            break search;
          }
    }
  return met / all;
}

/** A picture that other programs read, a bit a dot. */
function pbmOf({ width, height, dots }: PrintedPage): Uint8Array {
  const bytesPerRow = Math.ceil(width / 8);
  const bits = new Uint8Array(bytesPerRow * height);
  for (let y = 0; y < height; y += 1)
    for (let x = 0; x < width; x += 1) {
      if (dots[y * width + x] !== 1) continue;
      const at = y * bytesPerRow + (x >> 3);
      bits[at] = (bits[at] ?? 0) | (0x80 >> (x & 7));
    }
  return Buffer.concat([Buffer.from(`P4\n${width} ${height}\n`), bits]);
}
