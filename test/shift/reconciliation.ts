/** One line of the table: the same fact as the floor did it and as each of our records has it. undefined: not kept there. */
export interface ReconciliationRow {
  readonly what: string;
  readonly floor: string;
  readonly journal?: string | undefined;
  readonly labels?: string | undefined;
  readonly cloud?: string | undefined;
}

export interface Reconciliation {
  readonly rows: readonly ReconciliationRow[];
  /** What a row cannot say: a parcel by its number, an operation that is missing. */
  readonly problems: readonly string[];
}

const columns = ['what', 'floor', 'journal', 'labels', 'cloud'] as const;

export const agrees = ({ floor, journal, labels, cloud }: ReconciliationRow): boolean =>
  [journal, labels, cloud].every((cell) => cell === undefined || cell === floor);

export const differencesOf = ({ rows, problems }: Reconciliation): readonly string[] => [
  ...rows.filter((row) => !agrees(row)).map((row) => `${row.what}: ${JSON.stringify(row)}`),
  ...problems,
];

/** @returns whether everything agrees */
export function printTable(result: Reconciliation): boolean {
  const cells = [
    [...columns, ''],
    ...result.rows.map((row) => [...columns.map((column) => row[column] ?? '–'), agrees(row) ? '=' : 'DIFFERS']),
  ];
  const widths = columns.map((_, at) => Math.max(...cells.map((row) => (row[at] ?? '').length)));
  process.stdout.write(
    `\n${cells.map((row) => row.map((cell, at) => (at === 0 ? cell.padEnd(widths[0] ?? 0) : cell.padStart(widths[at] ?? 0))).join('  ')).join('\n')}\n\n`,
  );
  const differences = differencesOf(result);
  for (const difference of differences) process.stderr.write(`✗ ${difference}\n`);
  process.stdout.write(
    differences.length === 0
      ? 'nothing lost, nothing doubled: floor, journal, labels and cloud agree\n'
      : `${differences.length} differences\n`,
  );
  return differences.length === 0;
}
