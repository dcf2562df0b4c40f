import { spawnSync } from 'node:child_process';
import type { PrintedPage } from './bitmap-printers.ts';

/** Is this program of another project installed? If not, says on the test's output what is missing and why it matters. */
export function installed(program: string, debianPackage: string): boolean {
  const there = spawnSync(program, ['--version'], { stdio: 'ignore' }).error === undefined;
  if (!there) console.warn(`${program} is missing, its checks are left out: apt-get install ${debianPackage}`);
  return there;
}

/** well: statuses that are no failure. */
function run(program: string, args: readonly string[], input: Uint8Array, well: readonly number[] = [0]): Buffer {
  const { status, stdout, stderr } = spawnSync(program, args, { input, maxBuffer: 100_000_000, timeout: 60_000 });
  if (status === null || !well.includes(status))
    throw new Error(`${program} ended with ${status}: ${stderr.toString()}`);
  return stdout;
}

/** Poppler's picture of the first page, black and white, one dot a device dot. */
export function popplerPage(pdf: Uint8Array, dotsPerInch: number): PrintedPage {
  const pbm = run('pdftoppm', ['-mono', '-r', String(dotsPerInch), '-f', '1', '-l', '1', '-'], pdf);
  const head = /^P4\s+(\d+)\s+(\d+)\s/.exec(pbm.subarray(0, 40).toString('latin1'));
  const [width, height] = [Number(head?.[1]), Number(head?.[2])];
  const start = head?.[0].length ?? 0;
  const bytesPerRow = Math.ceil(width / 8);
  const dots = new Uint8Array(width * height);
  for (let y = 0; y < height; y += 1)
    for (let x = 0; x < width; x += 1)
      dots[y * width + x] = ((pbm[start + y * bytesPerRow + (x >> 3)] ?? 0) >> (7 - (x & 7))) & 1;
  return { width, height, dots };
}

/** Poppler's picture of the first page in grey, as PNG: of a page that is a picture itself. */
export const popplerGrey = (pdf: Uint8Array, dotsPerInch: number): Buffer =>
  run('pdftoppm', ['-gray', '-png', '-r', String(dotsPerInch), '-f', '1', '-l', '1', '-'], pdf);

/** Poppler's text of all pages, and how many there are. */
export function popplerText(pdf: Uint8Array): { readonly text: string; readonly pages: number } {
  const text = run('pdftotext', ['-layout', '-', '-'], pdf).toString('utf8');
  return { text, pages: text.split('\f').length - 1 };
}

const ZBAR_FOUND_NOTHING = 4;

/** zbar's reading of a picture, sorted. It knows no Data Matrix. */
export function zbarCodes(png: Uint8Array): string[] {
  const text = run('zbarimg', ['-q', '--raw', '--nodbus', '-'], png, [0, ZBAR_FOUND_NOTHING]).toString('utf8');
  return text
    .split('\n')
    .filter((line) => line !== '')
    .sort();
}
