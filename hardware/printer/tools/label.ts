import { createHash } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { documentTemplates, findDocumentTemplate } from '../../../shared/labels/documents/all-documents.ts';
import { findLabelTemplate, labelTemplates } from '../../../shared/labels/templates/all-templates.ts';
import { compileCarrierLabel } from '../carrier/compile-carrier-label.ts';
import { compileDocument } from '../compile-document.ts';
import { compileLabel, noTemplate, outputLanguages, type OutputLanguage } from '../compile-label.ts';
import { LabelCompileError } from '../label-compile-error.ts';
import { measureDocument, measureLabels, measureStart } from './label-figures.ts';
import { listTemplates } from './list-templates.ts';
import { readLabelData } from './read-label-data.ts';
import { watchLabel } from './watch-label.ts';

const usage = `usage: npm run label -- --template T (--data FILE | --sample) [--language L] [--dpi N] [--out FILE]
       npm run label -- --carrier FILE --tracking NUMBER --width MM --height MM [--language L] [--dpi N] [--out FILE]
       npm run label -- --list | --figures

  --template T    a label: ${labelTemplates.map(({ name }) => name).join(', ')}
                  or a paper document, always PDF: ${documentTemplates.map(({ name }) => name).join(', ')}
  --data FILE     JSON ("-" reads standard input): {"field": "text", …}, for documents {"fields": {…}, "rows": [{…}, …]};
                  numbers are taken as they are written
  --sample        the template's own sample data
  --language L    ${outputLanguages.join(' | ')}                    (default zpl)
  --dpi N         203 | 300 | 600                                  (default 203)
  --darkness N    0 to 30
  --practice      with the PRACTICE watermark
  --copy          marked as a copy
  --serial TEXT   serial of the print job                          (default W0000000-0-0)
  --out FILE      where the bytes go; without it they go to standard output and the summary to standard error
  --watch         with --out: again whenever a template or the data changes, for a preview while it is edited
  --carrier FILE  a platform's or carrier's own label, PDF, PNG or ZPL: drawn 1:1 in dots of the head, read again, and
                  refused unless one of its codes says --tracking; nothing is ever printed over it
  --tracking N    the number that must stand on it
  --width MM, --height MM   the paper for --carrier                  (default 100 × 150)
  --list          templates, their fields, and the dpi at which their codes keep whole, readable modules
  --figures       compile times and sizes on this machine
Exit code 0, or 1 with {"ok":false,"error":{…}} when the label is refused, or 2 when the call is wrong.
`;
/** Labels in each case of --figures. */
const FIGURE_ROUNDS = 100;
const fontsDirectory = fileURLToPath(new URL('../../../assets/fonts', import.meta.url));

class Misuse extends Error {}

function oneOf<T extends string>(option: string, value: string, choices: readonly T[]): T {
  const found = choices.find((choice) => choice === value);
  if (found === undefined) throw new Misuse(`--${option} ${value}: expected one of ${choices.join(', ')}`);
  return found;
}

function millimetres(option: string, text: string): number {
  const value = Number(text);
  if (!(value >= 15 && value <= 400)) throw new Misuse(`--${option} ${text}: expected 15 to 400 mm`);
  return value;
}

function deliver(bytes: Uint8Array, out: string | undefined, told: object): void {
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  const summary = `${JSON.stringify({ ok: true, ...told, bytes: bytes.length, sha256 })}\n`;
  if (out === undefined) {
    process.stdout.write(bytes);
    process.stderr.write(summary);
    return;
  }
  try {
    writeFileSync(out, bytes);
  } catch (error) {
    throw new LabelCompileError('LABEL_FAILED', error instanceof Error ? error.message : String(error));
  }
  process.stdout.write(summary);
}

async function run(): Promise<void> {
  const { values } = parseArgs({
    options: {
      template: { type: 'string' },
      data: { type: 'string' },
      sample: { type: 'boolean', default: false },
      language: { type: 'string' },
      dpi: { type: 'string', default: '203' },
      darkness: { type: 'string' },
      practice: { type: 'boolean', default: false },
      copy: { type: 'boolean', default: false },
      serial: { type: 'string', default: 'W0000000-0-0' },
      out: { type: 'string' },
      carrier: { type: 'string' },
      tracking: { type: 'string' },
      width: { type: 'string', default: '100' },
      height: { type: 'string', default: '150' },
      watch: { type: 'boolean', default: false },
      list: { type: 'boolean', default: false },
      figures: { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) {
    process.stdout.write(usage);
    return;
  }
  if (values.list) {
    for (const line of listTemplates(fontsDirectory)) process.stdout.write(`${JSON.stringify(line)}\n`);
    return;
  }
  if (values.figures) {
    process.stdout.write(`${JSON.stringify(measureStart(fontsDirectory))}\n`);
    for (const { timesMs: _times, computingMs: _computing, sizesBytes: _sizes, ...line } of measureLabels(
      fontsDirectory,
      FIGURE_ROUNDS,
    ))
      process.stdout.write(`${JSON.stringify(line)}\n`);
    process.stdout.write(`${JSON.stringify(measureDocument(fontsDirectory))}\n`);
    return;
  }
  const chosenDpi = (): 203 | 300 | 600 => Number(oneOf('dpi', values.dpi, ['203', '300', '600'])) as 203 | 300 | 600;
  if (values.carrier !== undefined) {
    if (values.tracking === undefined) throw new Misuse('--carrier wants --tracking NUMBER');
    let file: Uint8Array;
    try {
      file = readFileSync(values.carrier);
    } catch (error) {
      throw new LabelCompileError('LABEL_DATA_REFUSED', error instanceof Error ? error.message : String(error));
    }
    const language = oneOf('language', values.language ?? 'zpl', outputLanguages);
    const [widthMm, heightMm] = [millimetres('width', values.width), millimetres('height', values.height)];
    const profile = { language, dpi: chosenDpi(), widthMm, heightMm };
    const { bytes, format, codes } = await compileCarrierLabel(file, values.tracking, profile, values.practice);
    deliver(bytes, values.out, { carrier: format, codes, language, dpi: profile.dpi, widthMm, heightMm });
    return;
  }
  const name = values.template;
  if (name === undefined) throw new Misuse('--template is missing');
  if (values.sample === (values.data !== undefined)) throw new Misuse('give --data FILE or --sample');
  if (values.watch) {
    if (values.out === undefined || values.data === '-')
      throw new Misuse('--watch wants --out FILE, and data from a file');
    watchLabel(
      process.argv.slice(2).filter((argument) => argument !== '--watch'),
      values.data,
    );
    return;
  }
  const label = findLabelTemplate(name);
  const document = findDocumentTemplate(name);
  const template = label ?? document;
  if (template === undefined) {
    const known = [...labelTemplates, ...documentTemplates].map((each) => each.name).join(', ');
    throw noTemplate(name, `; there are ${known}`);
  }
  const language: OutputLanguage = oneOf(
    'language',
    values.language ?? (document === undefined ? 'zpl' : 'pdf'),
    document === undefined ? outputLanguages : ['pdf'],
  );
  const dpi = chosenDpi();
  const darkness = values.darkness === undefined ? undefined : Number(values.darkness);
  if (darkness !== undefined && !(Number.isInteger(darkness) && darkness >= 0 && darkness <= 30))
    throw new Misuse(`--darkness ${values.darkness}: expected a whole number from 0 to 30`);
  const data = values.data === undefined ? template.sample : readLabelData(values.data);
  const { widthMm, heightMm } = template;
  const { practice, copy, serial } = values;
  const start = performance.now();
  const bytes =
    document === undefined
      ? compileLabel(
          { template: name, data: data as Record<string, string> },
          { language, dpi, widthMm, heightMm, darkness },
          { practice, copy, job: serial, fontsDirectory },
        )
      : compileDocument(document, data, { practice, fontsDirectory });
  deliver(bytes, values.out, {
    template: name,
    language,
    ...(document === undefined ? { dpi } : {}),
    widthMm,
    heightMm,
    compileMs: Math.round((performance.now() - start) * 10) / 10,
  });
}

// The reader may leave early (head): that ends this program, it is no fault.
process.stdout.on('error', () => process.exit(0));
try {
  await run();
} catch (error) {
  if (error instanceof LabelCompileError) {
    process.stdout.write(`${JSON.stringify({ ok: false, error: { code: error.code, detail: error.message } })}\n`);
    process.exitCode = 1;
  } else if (
    error instanceof Misuse ||
    (error instanceof TypeError && 'code' in error && String(error.code).startsWith('ERR_PARSE_ARGS'))
  ) {
    process.stderr.write(`${error.message}\n${usage}`);
    process.exitCode = 2;
  } else throw error;
}
