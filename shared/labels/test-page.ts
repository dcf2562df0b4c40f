import { DOTS_PER_MM, type SceneProfile } from './label-scene.ts';

/** One code of the test page that is scanned back. Bars: no module wider than this; the head prints the whole dots that come nearest below. */
export interface TestSample {
  readonly code: string;
  readonly kind: 'bars' | 'qr' | 'datamatrix' | 'quiet-zone';
  readonly maxModuleMm: number;
}

export const testSamples = [
  { code: 'TA1234', kind: 'bars', maxModuleMm: 0.38 },
  { code: 'TB1234', kind: 'bars', maxModuleMm: 0.51 },
  { code: 'TC1234', kind: 'bars', maxModuleMm: 0.64 },
  { code: 'TQ1234', kind: 'qr', maxModuleMm: 0.51 },
  { code: 'TD1234', kind: 'datamatrix', maxModuleMm: 0.51 },
  // Stands close to a black block: read only if the quiet zone between them came out.
  { code: '95012346', kind: 'quiet-zone', maxModuleMm: 0.66 },
] as const satisfies readonly TestSample[];

/** The codes of each page, by the paper they need. */
export const testPages = [
  { template: 'test-page-100x150', widthMm: 100, heightMm: 150, codes: testSamples.map(({ code }) => code) },
  { template: 'test-page-50x30', widthMm: 50, heightMm: 30, codes: ['TA1234', 'TD1234', '95012346'] },
] as const satisfies readonly {
  readonly template: string;
  readonly widthMm: number;
  readonly heightMm: number;
  readonly codes: readonly TestSample['code'][];
}[];

/** The largest page that fits on this paper; undefined: none does. */
export const testPageFor = (
  paper: Pick<SceneProfile, 'widthMm' | 'heightMm'>,
): (typeof testPages)[number] | undefined =>
  testPages.find(({ widthMm, heightMm }) => widthMm <= paper.widthMm && heightMm <= paper.heightMm);

export const sampleOf = (scanned: string): TestSample | undefined =>
  testSamples.find(({ code }) => code === scanned.trim().toUpperCase());

/** Dots of the narrowest bar among the codes that were read. undefined: no bars were read, so nothing is proven. */
export function smallestModuleDots(read: readonly string[], dpi: SceneProfile['dpi']): number | undefined {
  const bars = read.flatMap((code) => {
    const sample = sampleOf(code);
    return sample?.kind === 'bars' ? [Math.floor(sample.maxModuleMm * DOTS_PER_MM[dpi])] : [];
  });
  return bars.length === 0 ? undefined : Math.min(...bars);
}
