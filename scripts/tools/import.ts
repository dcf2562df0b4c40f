import { readFileSync, writeFileSync } from 'node:fs';
import { parseExactJson } from '../../shared/measure/exact-json.ts';
import { packAreas } from '../../shared/rating/areas/area-pack.ts';
import { readRule } from '../../shared/rating/compile-rule.ts';
import type { RatingRule } from '../../shared/rating/rule.ts';
import { compareSheets } from '../../shared/rating/sheet/compare-sheets.ts';
import { rulesOfSheet } from '../../shared/rating/sheet/rules-of-sheet.ts';
import { cellsOfFile, csvCells, decodeText } from './sheet-cells.ts';

const usage = `usage: npm run import -- sheet FILE.xlsx|csv --id ID --currency CNY --edge "(from,to]"|"[from,to)" [--from YYYY-MM-DD] [--to YYYY-MM-DD]
                         [--version TEXT] [--source TEXT] [--in-proportion] [--against ACTIVE.json] [--threshold 10] [--out RULES.json]
       npm run import -- areas FILE.csv|json --out FILE.areas
sheet: the 38 columns by their Chinese names; a fault stops with row and column and nothing is written. --in-proportion: a begun next
weight is charged in proportion instead of whole. --against: what changes; more than 10 % is flagged, and then --out needs --accept.
areas: rows area,country,postcode,prefix,from,to,city,exclude.
`;

const args = process.argv.slice(2);
const option = (name: string): string | undefined => {
  const at = args.indexOf(name);
  return at === -1 ? undefined : args[at + 1];
};
const print = (value: unknown): void => void process.stdout.write(`${JSON.stringify(value, null, 2)}\n`);

/** A refusal in the form of every tool: code, place, fact. */
function refuse(code: string, path: string, message: string, more: object = {}): void {
  print({ ok: false, error: { code, path, message }, ...more });
  process.exitCode = 1;
}

function activeRules(file: string): readonly RatingRule[] {
  const parsed = parseExactJson(readFileSync(file, 'utf8').replace(/^\ufeff/, ''));
  const rows = parsed.ok ? (parsed.value as { readonly rules?: readonly unknown[] }).rules : undefined;
  return (rows ?? []).flatMap((row) => {
    const rule = readRule(row);
    return rule.ok ? [rule.value] : [];
  });
}

async function importSheet(file: string): Promise<void> {
  const [id, currency, edge] = [option('--id'), option('--currency'), option('--edge')];
  if (id === undefined || currency === undefined || (edge !== '(from,to]' && edge !== '[from,to)')) {
    process.stdout.write(usage);
    process.exitCode = 2;
    return;
  }
  const [effectiveFrom, effectiveTo] = [option('--from'), option('--to')];
  const imported = rulesOfSheet(await cellsOfFile(file, readFileSync(file)), {
    id,
    currency,
    edge,
    version: option('--version') ?? effectiveFrom ?? 'imported',
    source: option('--source') ?? `price sheet ${file.split(/[\\/]/).at(-1) ?? file}`,
    stepped: !args.includes('--in-proportion'),
    ...(effectiveFrom === undefined ? {} : { effectiveFrom }),
    ...(effectiveTo === undefined ? {} : { effectiveTo }),
  });
  if (!imported.ok) {
    const [first] = imported.faults;
    refuse('SHEET_REFUSED', `row ${first?.row}, ${first?.column}`, first?.problem ?? 'unreadable', {
      faults: imported.faults,
    });
    return;
  }
  const against = option('--against');
  const changes =
    against === undefined ? [] : compareSheets(activeRules(against), imported.value.rules, option('--threshold'));
  const flagged = changes.filter((change) => change.flagged).length;
  const out = option('--out');
  const held = flagged > 0 && !args.includes('--accept');
  if (out !== undefined && !held) writeFileSync(out, `${JSON.stringify({ rules: imported.value.rules }, null, 2)}\n`);
  print({
    ok: true,
    rules: imported.value.rules.map((rule) => rule.id),
    rows: imported.value.rows,
    ...(against === undefined ? {} : { changes, flagged }),
    ...(out === undefined
      ? {}
      : held
        ? { written: false, why: `${flagged} changes are flagged: look, then --accept` }
        : { written: out }),
  });
}

function importAreas(file: string): void {
  const out = option('--out');
  const bytes = readFileSync(file);
  let rows: readonly unknown[];
  /** Row of the file for each row of the list; blank ones are left out. */
  let numbers: readonly number[] | undefined;
  if (/\.json$/i.test(file)) {
    const parsed = JSON.parse(decodeText(bytes)) as unknown;
    if (!Array.isArray(parsed)) {
      refuse('SHEET_REFUSED', 'row 1', 'expected a list of rows');
      return;
    }
    rows = parsed;
  } else {
    const [head = [], ...body] = csvCells(bytes);
    const filled = body.flatMap((row, i) => (row.some((cell) => cell.trim() !== '') ? [{ row, number: i + 2 }] : []));
    numbers = filled.map(({ number }) => number);
    rows = filled.map(({ row }) =>
      Object.fromEntries(
        head.flatMap((name, i): [string, string | boolean][] => {
          const cell = (row[i] ?? '').trim();
          if (cell === '') return [];
          return name.trim() === 'exclude' ? [['exclude', /^(1|true|yes|是)$/i.test(cell)]] : [[name.trim(), cell]];
        }),
      ),
    );
  }
  const packed = packAreas(rows);
  if (!packed.ok) {
    refuse(
      'SHEET_REFUSED',
      `row ${numbers?.[packed.fault.row - 1] ?? packed.fault.row}, ${packed.fault.field}`,
      packed.fault.problem,
    );
    return;
  }
  if (out !== undefined) writeFileSync(out, packed.text);
  print({ ok: true, rows: rows.length, ...(out === undefined ? {} : { written: out }) });
}

const [what, file] = args;
if (what === 'sheet' && file !== undefined) await importSheet(file);
else if (what === 'areas' && file !== undefined) importAreas(file);
else {
  process.stdout.write(usage);
  process.exitCode = args.includes('--help') ? 0 : 2;
}
