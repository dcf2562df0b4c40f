import { join } from 'node:path';
import { measureDocument, measureLabels } from '../../hardware/printer/tools/label-figures.ts';
import { projectRoot } from '../support/station.ts';
import { percentile, type Figure } from './figures.ts';

const TEMPLATE = 'parcel-100x150';
/** Of a 4 × 6 label at 203 dpi: compile time in ms, and bytes of the job. */
const targets: Readonly<Record<string, { readonly name: string; readonly ms: number; readonly bytes?: number }>> = {
  zpl: { name: 'ZPL hybrid', ms: 10, bytes: 6_000 },
  'zpl-bitmap': { name: 'ZPL bitmap', ms: 30, bytes: 15_000 },
  pdf: { name: 'PDF', ms: 50 },
};
const PAGES_ROUNDS = 5;

/** Making labels and papers: `rounds` parcel labels of people in four writings in each form, and a manifest of a hundred pages. */
export function measureLabelCompiler(rounds: number): Figure[] {
  const fonts = join(projectRoot, 'assets', 'fonts');
  const figures: Figure[] = [];
  for (const { template, language, dpi, firstMs, timesMs, computingMs, sizesBytes } of measureLabels(fonts, rounds)) {
    const target = targets[language];
    if (template !== TEMPLATE || dpi !== 203 || target === undefined) continue;
    figures.push({
      name: `4 × 6 label, ${target.name}`,
      unit: 'ms',
      samples: timesMs,
      target: { percentile: 95, atMost: target.ms },
      note: `computing ${[50, 95].map((share) => percentile(computingMs, share).toFixed(1)).join(' and ')} ms at p50 and p95; the first label of this kind ${firstMs} ms`,
    });
    if (target.bytes !== undefined)
      figures.push({
        name: `4 × 6 label, ${target.name}`,
        unit: 'bytes',
        samples: sizesBytes,
        target: { percentile: 95, atMost: target.bytes },
      });
  }
  const manifests = Array.from({ length: PAGES_ROUNDS }, () => measureDocument(fonts));
  figures.push({
    name: `manifest of ${manifests[0]?.pages ?? 0} pages, per page`,
    unit: 'ms',
    samples: manifests.map(({ msPerPage }) => msPerPage),
    target: { percentile: 95, atMost: 10 },
    note: `computing ${manifests.map(({ computingMsPerPage }) => computingMsPerPage).join(', ')} ms; ${manifests[0]?.bytes ?? 0} bytes`,
  });
  return figures;
}
