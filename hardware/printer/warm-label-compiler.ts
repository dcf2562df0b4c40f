import { parcel100x150 } from '../../shared/labels/templates/parcel-100x150.ts';
import { compileLabel } from './compile-label.ts';

/**
 * Opens the fonts and draws one label that nobody sees: about a tenth of a second that the first parcel of the day should not wait for. To be
 * called while nothing is urgent; blocks the process that long. Gives the milliseconds.
 */
export function warmLabelCompiler(fontsDirectory: string): number {
  const start = performance.now();
  const { name, widthMm, heightMm, sample } = parcel100x150;
  // Every script once, in both weights.
  const data = { ...sample, receiver: 'ที่อยู่ Ẫ 王', destination: 'ที่อยู่ Ẫ 王' };
  compileLabel(
    { template: name, data },
    { language: 'zpl', dpi: 203, widthMm, heightMm },
    { practice: false, job: 'W0000000-0-0', copy: false, fontsDirectory },
  );
  return performance.now() - start;
}
