import { parseArgs } from 'node:util';
import { outputLanguages, type OutputLanguage } from '../../hardware/printer/compile-label.ts';
import { labelTemplates } from '../../shared/labels/templates/all-templates.ts';
import { installed } from '../support/other-programs.ts';
import { roundTrip, writingOf, writings, type Dpi } from '../support/round-trip.ts';

const usage = `usage: npm run campaign:round-trip -- [--template T] [--dpi 203|300|600] [--language L]

Every label template in every printer language at every resolution, with Chinese, Vietnamese, English and Thai on it: drawn by programs of
others (zpl-renderer-js, poppler, a parser for each other language), compared with the scene dot by dot, read by zxing and by zbar.
One line a template and resolution. Exit code 0 when every label was read exactly or refused before a byte was made; else 1.
`;
const { values } = parseArgs({
  options: {
    template: { type: 'string' },
    dpi: { type: 'string' },
    language: { type: 'string' },
    help: { type: 'boolean', default: false },
  },
});
const wanted = <T>(all: readonly T[], chosen: string | undefined): readonly T[] =>
  chosen === undefined ? all : all.filter((one) => String(one) === chosen);
const dpis = wanted<Dpi>([203, 300, 600], values.dpi);
const languages = wanted<OutputLanguage>(outputLanguages, values.language);
const templates = labelTemplates.filter(({ name }) => values.template === undefined || name === values.template);

if (values.help || dpis.length * languages.length * templates.length === 0) {
  process.stdout.write(usage);
  process.exitCode = values.help ? 0 : 2;
} else if (!installed('pdftoppm', 'poppler-utils') || !installed('zbarimg', 'zbar-tools')) process.exitCode = 2;
else {
  const sums = { read: 0, refused: 0, fault: 0 };
  const started = performance.now();
  for (const template of templates)
    for (const dpi of dpis) {
      const words: string[] = [];
      for (const writing of writings) {
        const data = writingOf(template, writing);
        if (data === undefined) continue;
        const counts = { read: 0, refused: 0, fault: 0 };
        for (const language of languages) {
          const { outcome, detail } = await roundTrip(template, data, dpi, language);
          counts[outcome] += 1;
          sums[outcome] += 1;
          if (outcome === 'fault') words.push(`${writing} ${language}: ${detail}`);
          else if (outcome === 'refused' && counts.refused === 1) words.push(`refused: ${detail}`);
        }
        if (counts.read > 0) words.unshift(`${writing} ${counts.read} of ${languages.length} read`);
      }
      process.stdout.write(`${template.name} ${dpi} dpi: ${words.join('; ')}\n`);
    }
  const seconds = Math.round((performance.now() - started) / 1_000);
  process.stdout.write(`${JSON.stringify({ ok: sums.fault === 0, ...sums, seconds })}\n`);
  process.exitCode = sums.fault === 0 ? 0 : 1;
}
