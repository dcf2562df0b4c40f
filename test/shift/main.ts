import { parseArgs } from 'node:util';
import { printTable, type Reconciliation } from './reconciliation.ts';

/** Size: parcels of the consolidation floor, percent of the overseas day. */
export interface ShiftOptions {
  readonly seed: number;
  readonly size: number | undefined;
  readonly say: (text: string) => void;
}

/** A floor plays its shift and says what it came to. */
const floors: Readonly<Record<string, () => Promise<(options: ShiftOptions) => Promise<Reconciliation>>>> = {
  consolidation: async () => (await import('./consolidation-shift.ts')).playConsolidationShift,
  overseas: async () => (await import('./overseas-shift.ts')).playOverseasShift,
};

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { seed: { type: 'string', default: '20261129' }, size: { type: 'string' } },
});
const load = floors[positionals[0] ?? ''];
if (load === undefined) {
  process.stderr.write(`usage: npm run shift -- ${Object.keys(floors).join('|')} [--seed N] [--size N]\n`);
  process.exit(2);
}
const began = Date.now();
const say = (text: string): void =>
  void process.stdout.write(`[${((Date.now() - began) / 1000).toFixed(1).padStart(6)} s] ${text}\n`);
const play = await load();
const result = await play({
  seed: Number(values.seed),
  size: values.size === undefined ? undefined : Number(values.size),
  say,
});
process.exitCode = printTable(result) ? 0 : 1;
