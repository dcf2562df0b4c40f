import { manifestA4 } from '../../../shared/labels/documents/manifest-a4.ts';
import { findLabelTemplate, labelTemplates } from '../../../shared/labels/templates/all-templates.ts';
import { compileDocument } from '../compile-document.ts';
import { compileLabel, type OutputLanguage } from '../compile-label.ts';
import { warmLabelCompiler } from '../warm-label-compiler.ts';

export interface LabelFigure {
  readonly template: string;
  readonly language: OutputLanguage;
  readonly dpi: 203 | 300;
  readonly labels: number;
  /** The first label of this kind, in ms: fonts of these letters, encoder and caches cold. */
  readonly firstMs: number;
  readonly p50Ms: number;
  readonly p95Ms: number;
  /** All but the first, in the order they were made. */
  readonly timesMs: readonly number[];
  /** Computing time of the same labels: what a machine without other work would show. */
  readonly computingMs: readonly number[];
  readonly medianBytes: number;
  /** Of every label, in the order they were made. */
  readonly sizesBytes: readonly number[];
}

/** What the first label would wait for if nobody warmed the compiler up, and what it takes after that. To be asked for first. */
export function measureStart(fontsDirectory: string): { readonly warmUpMs: number; readonly firstLabelMs: number } {
  const warmUpMs = Math.round(warmLabelCompiler(fontsDirectory));
  const { firstMs: firstLabelMs } = measure('parcel-100x150', 'zpl', 203, 2, fontsDirectory);
  return { warmUpMs, firstLabelMs };
}

export interface DocumentFigure {
  readonly template: string;
  readonly rows: number;
  readonly pages: number;
  readonly totalMs: number;
  readonly msPerPage: number;
  readonly computingMsPerPage: number;
  readonly bytes: number;
}

/** A manifest of about a hundred pages. */
export function measureDocument(fontsDirectory: string): DocumentFigure {
  const rows = Array.from({ length: 2_450 }, (_, index) => ({
    ...manifestA4.sample.rows[index % manifestA4.sample.rows.length],
    number: String(index + 1),
    waybill: `YT${2_611_220_000_000 + index * 7}`,
  }));
  const computed = process.cpuUsage();
  const start = performance.now();
  const options = { practice: false, fontsDirectory };
  const bytes = compileDocument(manifestA4, { fields: manifestA4.sample.fields, rows }, options);
  const totalMs = Math.round(performance.now() - start);
  const { user, system } = process.cpuUsage(computed);
  const pages =
    Buffer.from(bytes)
      .toString('latin1')
      .match(/\/Type \/Page\n/g)?.length ?? 0;
  const msPerPage = Math.round((totalMs / pages) * 100) / 100;
  const computingMsPerPage = Math.round((user + system) / 10 / pages) / 100;
  return {
    template: manifestA4.name,
    rows: rows.length,
    pages,
    totalMs,
    msPerPage,
    computingMsPerPage,
    bytes: bytes.length,
  };
}

const languages = ['zpl', 'zpl-bitmap', 'tspl', 'pdf'] as const;

/**
 * Compile time and size of labels as a bench makes them: the same template again and again, another number, weight and address on
 * each. `rounds` labels a case; about 10 ms each.
 */
export function measureLabels(fontsDirectory: string, rounds: number): LabelFigure[] {
  const out: LabelFigure[] = [];
  for (const dpi of [203, 300] as const)
    for (const language of languages) out.push(measure('parcel-100x150', language, dpi, rounds, fontsDirectory));
  for (const template of labelTemplates)
    if (template.name !== 'parcel-100x150') out.push(measure(template.name, 'zpl', 203, rounds, fontsDirectory));
  return out;
}

let numbered = 10_000;

/** People and places as they come on one day: most in Latin letters, some in each of the other writings. */
const people = [
  ['王小明 Nguyễn Thị Ánh', 'Alvarado St, Apt 5, San Leandro, CA 94577, United States'],
  ['Maria Gonzalez', 'S Grand Ave, Unit 4B, Los Angeles, CA 90015, United States'],
  ['李娜', '上海市浦东新区张江路 88 弄 6 号 1203 室'],
  ['สมชาย น้ำใจดี', 'ถนนสุขุมวิท แขวงคลองเตย กรุงเทพมหานคร 10110'],
  ['John Smith', 'Old Kent Road, London SE1 5UN, United Kingdom'],
] as const;

function measure(
  name: string,
  language: OutputLanguage,
  dpi: 203 | 300,
  rounds: number,
  fontsDirectory: string,
): LabelFigure {
  const template = findLabelTemplate(name);
  if (template === undefined) throw new Error(`no template ${name}`);
  const { widthMm, heightMm, sample } = template;
  const times: number[] = [];
  const computing: number[] = [];
  const sizes: number[] = [];
  for (let round = 0; round < rounds; round += 1) {
    const data = { ...sample };
    // No two cases share a text: what one has drawn must not be another's gain.
    numbered += 1;
    const serial = String(numbered);
    if (data['waybill'] !== undefined) data['waybill'] = `YT26112200${serial}`;
    if (data['chargeable'] !== undefined) data['chargeable'] = `${serial.slice(3)}.5 kg`;
    if (data['gross'] !== undefined) data['gross'] = `${serial.slice(2)}.365 kg`;
    const [receiver, destination] = people[round % people.length] ?? people[0];
    if (data['receiver'] !== undefined) data['receiver'] = receiver;
    if (data['destination'] !== undefined) data['destination'] = `${serial} ${destination}`;
    const computed = process.cpuUsage();
    const start = performance.now();
    const bytes = compileLabel(
      { template: name, data },
      { language, dpi, widthMm, heightMm },
      { practice: false, job: `W1234567-1-${serial}`, copy: false, fontsDirectory },
    );
    times.push(performance.now() - start);
    const { user, system } = process.cpuUsage(computed);
    computing.push((user + system) / 1_000);
    sizes.push(bytes.length);
  }
  const [firstMs = 0, ...warm] = times;
  const at = (list: readonly number[], share: number): number =>
    [...list].sort((a, b) => a - b)[Math.min(list.length - 1, Math.floor(list.length * share))] ?? 0;
  const round = (ms: number): number => Math.round(ms * 100) / 100;
  return {
    template: name,
    language,
    dpi,
    labels: rounds,
    firstMs: round(firstMs),
    p50Ms: round(at(warm, 0.5)),
    p95Ms: round(at(warm, 0.95)),
    timesMs: warm,
    computingMs: computing.slice(1),
    medianBytes: at(sizes, 0.5),
    sizesBytes: sizes,
  };
}
