/** One measured thing. Times in ms unless the name says otherwise. */
export interface Figure {
  readonly name: string;
  readonly unit: 'ms' | 's' | 'MB' | '% CPU' | 'bytes';
  readonly samples: readonly number[];
  /** What the figure is held against: which percentile, at most how much. */
  readonly target?: { readonly percentile: 50 | 95 | 100; readonly atMost: number };
  readonly note?: string;
}

/** Nearest-rank percentile. */
export function percentile(samples: readonly number[], share: number): number {
  const sorted = [...samples].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.max(0, Math.ceil((share / 100) * sorted.length) - 1))] ?? Number.NaN;
}

const short = (value: number): string => (Number.isNaN(value) ? '–' : value.toFixed(value < 10 ? 1 : 0));

/** A line a figure; the ratio says how much of the target is used (below 1.00 is inside). A figure without samples is said, not left out. */
export function printFigures(figures: readonly Figure[], print: (line: string) => void): void {
  const rows = [['figure', 'n', 'p50', 'p95', 'p99', 'max', 'target', 'ratio']];
  for (const { name, unit, samples, target } of figures) {
    const at = (share: number): string => short(percentile(samples, share));
    const measured = target === undefined ? Number.NaN : percentile(samples, target.percentile);
    rows.push([
      `${name} (${unit})`,
      String(samples.length),
      ...[50, 95, 99, 100].map(at),
      target === undefined ? '' : `p${target.percentile} ≤ ${target.atMost}`,
      target === undefined
        ? ''
        : `${(measured / target.atMost).toFixed(2)}${measured > target.atMost ? ' MISSED' : ''}`,
    ]);
  }
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => (row[column] ?? '').length)));
  for (const row of rows)
    print(row.map((cell, i) => (i === 0 ? cell.padEnd(widths[i] ?? 0) : cell.padStart(widths[i] ?? 0))).join('  '));
  for (const { name, note } of figures) if (note !== undefined) print(`  ${name}: ${note}`);
}

/** One figure that is no distribution: a rate, a size, a total. */
export interface Row {
  readonly name: string;
  readonly value: number;
  readonly unit: string;
  readonly target?: string;
}

export function printRows(rows: readonly Row[], print: (line: string) => void): void {
  const width = Math.max(...rows.map((row) => row.name.length));
  for (const { name, value, unit, target } of rows)
    print(
      `${name.padEnd(width)} ${value.toFixed(value < 100 ? 2 : 0).padStart(9)} ${unit}${target === undefined ? '' : `   (target ${target})`}`,
    );
}
