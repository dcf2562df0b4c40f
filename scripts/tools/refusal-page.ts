import { errorCatalog, type ErrorCode } from '../../shared/errors/catalog.ts';
import type { RefusalRow } from '../../shared/errors/refusal-row.ts';
import { consolidationRefusals } from '../../shared/consolidation/refusals.ts';
import { mergeRefusals } from '../../shared/merge/refusals.ts';
import { packRefusals } from '../../shared/packing/refusals.ts';
import { weighRefusals } from '../../shared/parcel/refusals.ts';
import { putAwayRefusals, receiveRefusals, relabelRefusals } from '../../shared/receiving/refusals.ts';
import { returnRefusals } from '../../shared/returns/refusals.ts';
import { countRefusals } from '../../shared/stock/refusals.ts';

export interface BenchRefusals {
  readonly bench: { readonly zh: string; readonly en: string };
  /** Where its rules and their tests lie. */
  readonly folder: string;
  /** The test there that brings every row about at the real bench. */
  readonly provokedIn?: string;
  readonly rows: readonly (RefusalRow & { readonly code: ErrorCode })[];
}

const table = (rows: Readonly<Record<string, RefusalRow>>): BenchRefusals['rows'] =>
  Object.entries(rows).map(([code, row]) => ({ code: code as ErrorCode, ...row }));

const provokedIn = 'refusals.test.ts';

/** Every refusal of every bench, from the tables that the benches themselves use. */
export const allRefusals: readonly BenchRefusals[] = [
  { bench: { zh: '称重', en: 'Weigh and measure' }, folder: 'shared/parcel', provokedIn, rows: weighRefusals },
  { bench: { zh: '合箱', en: 'Merge' }, folder: 'shared/merge', provokedIn, rows: table(mergeRefusals) },
  {
    bench: { zh: '装袋与交接', en: 'Bag, manifest and handover' },
    ...{ folder: 'shared/consolidation', provokedIn },
    rows: consolidationRefusals,
  },
  { bench: { zh: '收货', en: 'Receive' }, folder: 'shared/receiving', rows: table(receiveRefusals) },
  { bench: { zh: '上架', en: 'Put away' }, folder: 'shared/receiving', rows: table(putAwayRefusals) },
  { bench: { zh: '换标', en: 'Relabel' }, folder: 'shared/receiving', rows: table(relabelRefusals) },
  { bench: { zh: '打包', en: 'Pack' }, folder: 'shared/packing', rows: table(packRefusals) },
  { bench: { zh: '退货', en: 'Returns' }, folder: 'shared/returns', rows: table(returnRefusals) },
  { bench: { zh: '盘点', en: 'Count' }, folder: 'shared/stock', rows: table(countRefusals) },
];

const colours = { check: ['黄', 'amber'], stop: ['红', 'red'] } as const;

function rowText({ code, situation, colour, tone, clearedBy }: BenchRefusals['rows'][number]): string {
  const { number, zh, en } = errorCatalog[code];
  const cells = [
    `${number} \`${code}\``,
    `${situation.zh}<br>${situation.en}`,
    `**${zh.verdict}** ${zh.act}<br>**${en.verdict}** ${en.act}`,
    `${colours[colour][0]} ${colours[colour][1]}`,
    tone,
    `${clearedBy.zh}<br>${clearedBy.en}`,
  ];
  return `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`;
}

/** The page as it has to stand in docs/refusals.md. */
export function refusalPage(): string {
  const parts = allRefusals.map(
    ({ bench, folder, provokedIn: file, rows }) => `## ${bench.en} ${bench.zh}

Rules and tests: \`${folder}\`.${file === undefined ? '' : ` \`${file}\` there brings every row about.`}

| code | situation | words | colour | tone | cleared by |
| --- | --- | --- | --- | --- | --- |
${rows.map(rowText).join('\n')}
`,
  );
  return `# Refusals

Every situation in which a bench does not go on by itself: what is wrong, what the screen and the voice say (verdict, then what to do), colour and tone, and what ends it.
Made from the benches' own tables by \`npm run docs:refusals\`; do not edit. A refusal is always seen, heard and said; colour never stands alone.

${parts.join('\n')}`;
}
