import { createHash } from 'node:crypto';
import { readFileSync, statSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import type { ErrorCode } from '../../../shared/errors/catalog.ts';
import { labelTemplates } from '../../../shared/labels/templates/all-templates.ts';
import { parseExactJson } from '../../../shared/measure/exact-json.ts';
import { compileLabel, outputLanguages, type OutputLanguage } from '../compile-label.ts';
import { LabelCompileError } from '../label-compile-error.ts';
import { listTemplates } from './list-templates.ts';

const usage = `usage: npm run label -- --template T (--data FILE | --sample) [--language L] [--dpi N] [--out FILE]
       npm run label -- --list

  --template T    one of: ${labelTemplates.map((template) => template.name).join(', ')}
  --data FILE     JSON object of texts ("-" reads standard input); numbers are taken as they are written
  --sample        the template's own sample data
  --language L    ${outputLanguages.join(' | ')}                    (default zpl)
  --dpi N         203 | 300 | 600                                  (default 203)
  --darkness N    0 to 30
  --practice      with the PRACTICE watermark
  --copy          marked as a copy
  --serial TEXT   serial of the print job                          (default W0000000-0-0)
  --out FILE      where the bytes go; without it they go to standard output and the summary to standard error
  --list          templates, their fields, and the dpi at which their codes keep whole, readable modules
Exit code 0, or 1 with {"ok":false,"error":{…}} when the label is refused, or 2 when the call is wrong.
`;
const MAX_DATA_BYTES = 1_000_000;
const fontsDirectory = fileURLToPath(new URL('../../../assets/fonts', import.meta.url));

class Refusal extends Error {
  readonly code: ErrorCode;
  constructor(code: ErrorCode, detail: string) {
    super(detail);
    this.code = code;
  }
}
class Misuse extends Error {}

function readData(path: string): Record<string, string> {
  let text: string;
  try {
    if (path !== '-' && statSync(path).size > MAX_DATA_BYTES) throw new Error(`more than ${MAX_DATA_BYTES} bytes`);
    const bytes = readFileSync(path === '-' ? 0 : path);
    text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch (error) {
    throw new Refusal('LABEL_DATA_REFUSED', `${path}: ${error instanceof Error ? error.message : String(error)}`);
  }
  const parsed = parseExactJson(text);
  if (!parsed.ok) throw new Refusal('LABEL_DATA_REFUSED', `${parsed.fault.at}: ${parsed.fault.problem}`);
  const { value } = parsed;
  if (value === null || typeof value !== 'object' || Array.isArray(value))
    throw new Refusal('LABEL_DATA_REFUSED', 'the data must be a JSON object of texts');
  const data: Record<string, string> = {};
  for (const [field, content] of Object.entries(value)) {
    if (typeof content !== 'string') throw new Refusal('LABEL_DATA_REFUSED', `${field}: expected text`);
    data[field] = content;
  }
  return data;
}

function oneOf<T extends string>(option: string, value: string, choices: readonly T[]): T {
  const found = choices.find((choice) => choice === value);
  if (found === undefined) throw new Misuse(`--${option} ${value}: expected one of ${choices.join(', ')}`);
  return found;
}

function run(): void {
  const { values } = parseArgs({
    options: {
      template: { type: 'string' },
      data: { type: 'string' },
      sample: { type: 'boolean', default: false },
      language: { type: 'string', default: 'zpl' },
      dpi: { type: 'string', default: '203' },
      darkness: { type: 'string' },
      practice: { type: 'boolean', default: false },
      copy: { type: 'boolean', default: false },
      serial: { type: 'string', default: 'W0000000-0-0' },
      out: { type: 'string' },
      list: { type: 'boolean', default: false },
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
  const name = values.template;
  const language: OutputLanguage = oneOf('language', values.language, outputLanguages);
  const dpi = Number(oneOf('dpi', values.dpi, ['203', '300', '600'])) as 203 | 300 | 600;
  const darkness = values.darkness === undefined ? undefined : Number(values.darkness);
  if (darkness !== undefined && !(Number.isInteger(darkness) && darkness >= 0 && darkness <= 30))
    throw new Misuse(`--darkness ${values.darkness}: expected a whole number from 0 to 30`);
  if (name === undefined) throw new Misuse('--template is missing');
  if (values.sample === (values.data !== undefined)) throw new Misuse('give --data FILE or --sample');
  const template = labelTemplates.find((known) => known.name === name);
  if (template === undefined)
    throw new Refusal(
      'LABEL_DATA_REFUSED',
      `no template "${name}"; there are ${labelTemplates.map((known) => known.name).join(', ')}`,
    );
  const data = values.data === undefined ? template.sample : readData(values.data);
  const { widthMm, heightMm } = template;
  const start = performance.now();
  const bytes = compileLabel(
    { template: name, data },
    { language, dpi, widthMm, heightMm, darkness },
    { practice: values.practice, copy: values.copy, job: values.serial, fontsDirectory },
  );
  const summary = `${JSON.stringify({
    ok: true,
    template: name,
    language,
    dpi,
    widthMm,
    heightMm,
    bytes: bytes.length,
    sha256: createHash('sha256').update(bytes).digest('hex'),
    compileMs: Math.round((performance.now() - start) * 10) / 10,
  })}\n`;
  if (values.out === undefined) {
    process.stdout.write(bytes);
    process.stderr.write(summary);
    return;
  }
  try {
    writeFileSync(values.out, bytes);
  } catch (error) {
    throw new Refusal('LABEL_FAILED', error instanceof Error ? error.message : String(error));
  }
  process.stdout.write(summary);
}

try {
  run();
} catch (error) {
  if (error instanceof Refusal || error instanceof LabelCompileError) {
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
