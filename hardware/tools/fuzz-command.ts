import { readFileSync, writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { scaleProtocols } from '../registry.ts';
import type { ScaleProtocol } from '../scale/scale-protocol.ts';
import { simulatedScales } from '../simulators/scale/simulated-scales.ts';
import { chooseProtocol } from './choose-protocol.ts';
import { decodeRate, fuzzProtocol, type FuzzFigures } from './fuzz-protocol.ts';
import { Misuse } from './misuse.ts';

const RATE_MS = 300;
const MILLION = 1_000_000;

type Result = FuzzFigures & { readonly framesPerSecond: number };

/**
 * `fuzz --protocol P|all --bytes N --seed S [--report FILE]`: one JSON line a protocol; with --report also the table between the markers of
 * that page. Exit code 1 when a parser threw, or when a protocol with a checksum let a changed byte through.
 */
export async function fuzzCommand(args: string[]): Promise<number> {
  const { values } = parseArgs({
    args,
    options: {
      protocol: { type: 'string', short: 'p', default: 'all' },
      bytes: { type: 'string', default: '1000000' },
      seed: { type: 'string', default: '1' },
      report: { type: 'string' },
    },
  });
  const [bytes, seed] = [Number(values.bytes), Number(values.seed)];
  if (!Number.isSafeInteger(bytes) || bytes < 1 || !Number.isSafeInteger(seed))
    throw new Misuse('--bytes and --seed are whole numbers');
  const chosen =
    values.protocol === 'all' ? scaleProtocols : [chooseProtocol(values.protocol, undefined, undefined).protocol];
  const results: Result[] = [];
  for (const protocol of chosen) {
    const result = campaign(protocol, bytes, seed);
    results.push(result);
    console.log(JSON.stringify(result));
  }
  if (values.report !== undefined) writeReport(values.report, results);
  return results.some(isBad) ? 1 : 0;
}

function campaign(protocol: ScaleProtocol, bytes: number, seed: number): Result {
  const scale = simulatedScales[protocol.name];
  if (scale === undefined) throw new Misuse(`${protocol.name} has no simulator`);
  const framesPerSecond = decodeRate(protocol, scale, RATE_MS, processorMs);
  return { ...fuzzProtocol(protocol, scale, bytes, seed), framesPerSecond };
}

/** Of this process: a machine that does other work as well does not change the figure. */
const processorMs = (): number => {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
};

const isBad = (result: Result): boolean =>
  result.thrown > 0 ||
  (result.falseAfterOneByte > 0 && scaleProtocols.find((p) => p.name === result.protocol)?.checksum !== undefined);

const begin = '<!-- fuzz-table -->';
const end = '<!-- /fuzz-table -->';

function writeReport(path: string, results: readonly Result[]): void {
  const page = readFileSync(path, 'utf8');
  const [from, to] = [page.indexOf(begin), page.indexOf(end)];
  if (from === -1 || to < from) throw new Misuse(`${path} has no ${begin} … ${end}`);
  writeFileSync(
    path,
    `${page.slice(0, from + begin.length)}\n\n${table(results, page.slice(from, to))}\n\n${page.slice(to)}`,
  );
}

/** Protocols that did not run this time keep their former row. */
function table(results: readonly Result[], former: string): string {
  const perMillion = (count: number, of: number): string =>
    of === 0 ? '–' : Math.round((count * MILLION) / of).toLocaleString('en');
  const head = [
    'protocol',
    'checksum',
    'bytes',
    'frames damaged',
    'false weights per million damaged frames',
    'after one changed byte',
    'per million rubbish and good bytes',
    'same false weight twice running',
    'thrown',
    'most bytes kept',
    'frames/s decoded',
  ];
  const rows = results.map((r) => [
    r.protocol,
    scaleProtocols.find((p) => p.name === r.protocol)?.checksum === undefined ? 'no' : 'yes',
    r.bytes.toLocaleString('en'),
    r.framesCorrupted.toLocaleString('en'),
    perMillion(r.falseWeights, r.framesCorrupted),
    perMillion(r.falseAfterOneByte, r.framesCorrupted),
    perMillion(r.falseFromRubbish, r.bytes),
    String(r.falseTwiceRunning),
    String(r.thrown),
    String(r.maxPendingBytes),
    r.framesPerSecond.toLocaleString('en'),
  ]);
  const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
  const ran = new Map(rows.map((cells) => [cells[0], line(cells)]));
  const kept = new Map(former.split('\n').map((text) => [/^\| ([a-z0-9-]+) \|/.exec(text)?.[1], text]));
  const body = scaleProtocols.flatMap(({ name }) => ran.get(name) ?? kept.get(name) ?? []);
  return [line(head), line(head.map(() => '---')), ...body].join('\n');
}
