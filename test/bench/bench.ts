import { cpus, loadavg, release, totalmem } from 'node:os';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { projectRoot } from '../support/station.ts';
import { measureFirstLabel } from './first-label.ts';
import { measureDecision, quickDecision, wholeDecision } from './decision.ts';
import { printFigures, printRows, type Figure } from './figures.ts';
import { measureHead } from './head-kept-busy.ts';
import { measureHeal } from './heal.ts';
import { measureLabelCompiler } from './labels.ts';
import { measureLatencies } from './measure-latencies.ts';
import { measureOverseas } from './measure-overseas.ts';
import { measureStart } from './measure-start.ts';
import { measureQueuedStart } from './queued-start.ts';
import { measureSaving } from './saving.ts';
import { benchSync } from './sync.ts';

const args = process.argv.slice(2);
const quick = args.includes('--quick');
const only = args.filter((arg) => !arg.startsWith('--'));
const wanted = (name: string): boolean => only.length === 0 || only.includes(name);
const say = (line: string): void => void process.stdout.write(`${line}\n`);

const runtime = readFileSync(join(projectRoot, '.cache', 'electron-path'), 'utf8').trim();
say(
  `machine: ${cpus().length} × ${cpus()[0]?.model.trim() ?? 'unknown'}, ${(totalmem() / 2 ** 30).toFixed(0)} GiB, ` +
    `Linux ${release()}, Node ${process.versions.node}, Electron ${readFileSync(join(runtime, 'version'), 'utf8').trim()}, ` +
    `software drawing under Xvfb, load ${loadavg()[0]?.toFixed(2) ?? '?'} at the start`,
);

const figures: Figure[] = [];
if (wanted('labels')) figures.push(...measureLabelCompiler(quick ? 20 : 100));
if (wanted('latencies')) figures.push(...(await measureLatencies(quick ? 10 : 60)));
if (wanted('first-label')) figures.push(...(await measureFirstLabel(quick ? 3 : 10)));
if (wanted('overseas')) figures.push(...(await measureOverseas(quick ? 10 : 60)));
if (wanted('start')) figures.push(...(await measureStart(quick ? 3 : 10, quick ? 5 : 20)));
if (wanted('heal')) figures.push(...(await measureHeal(quick ? 20 : 250)));
if (wanted('queued-start')) figures.push(...(await measureQueuedStart(quick ? 1 : 5, quick ? 10_000 : 100_000)));
const decision = wanted('decision') ? await measureDecision(quick ? quickDecision : wholeDecision, say) : undefined;
if (decision !== undefined) figures.push(...decision.figures);
if (figures.length > 0) printFigures(figures, say);
if (decision !== undefined) printRows(decision.rows, say);
if (wanted('labels')) printRows(await measureHead(quick ? 20 : 60), say);
if (wanted('saving')) printRows(await measureSaving(...(quick ? ([300, 2_000, 10_000] as const) : [])), say);
if (wanted('sync')) printRows(await benchSync(...(quick ? [10_000] : [])), say);
