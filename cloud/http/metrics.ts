/** Counters, gauges and latency histograms in the text format of Prometheus (version 0.0.4). Label values come from closed lists. */
export class Metrics {
  readonly #counters = new Map<string, number>();
  readonly #histograms = new Map<string, { readonly buckets: number[]; sum: number; count: number }>();
  readonly #gauges = new Map<string, () => number>();

  count(name: string, labels: Readonly<Record<string, string | number>> = {}, by = 1): void {
    const key = `${name}${labelText(labels)}`;
    this.#counters.set(key, (this.#counters.get(key) ?? 0) + by);
  }
  gauge(name: string, read: () => number): void {
    this.#gauges.set(name, read);
  }
  observe(name: string, seconds: number): void {
    let histogram = this.#histograms.get(name);
    if (histogram === undefined) {
      histogram = { buckets: BOUNDS.map(() => 0), sum: 0, count: 0 };
      this.#histograms.set(name, histogram);
    }
    for (const [at, bound] of BOUNDS.entries())
      if (seconds <= bound) histogram.buckets[at] = (histogram.buckets[at] ?? 0) + 1;
    histogram.sum += seconds;
    histogram.count += 1;
  }

  text(): string {
    const lines: string[] = [];
    const typed = new Set<string>();
    const type = (name: string, kind: string): void => {
      if (!typed.has(name)) lines.push(`# TYPE ${name} ${kind}`);
      typed.add(name);
    };
    for (const [key, value] of [...this.#counters].sort(([a], [b]) => (a < b ? -1 : 1))) {
      type(key.replace(/\{.*/, ''), 'counter');
      lines.push(`${key} ${value}`);
    }
    for (const [name, read] of this.#gauges) {
      type(name, 'gauge');
      lines.push(`${name} ${read()}`);
    }
    for (const [name, { buckets, sum, count }] of this.#histograms) {
      type(name, 'histogram');
      for (const [at, bound] of BOUNDS.entries()) lines.push(`${name}_bucket{le="${bound}"} ${buckets[at]}`);
      lines.push(`${name}_bucket{le="+Inf"} ${count}`, `${name}_sum ${sum}`, `${name}_count ${count}`);
    }
    return `${lines.join('\n')}\n`;
  }
}

/** Seconds. */
const BOUNDS = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];

function labelText(labels: Readonly<Record<string, string | number>>): string {
  const pairs = Object.entries(labels).map(([name, value]) => `${name}="${value}"`);
  return pairs.length === 0 ? '' : `{${pairs.join(',')}}`;
}
