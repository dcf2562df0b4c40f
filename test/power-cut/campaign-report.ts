/** A whole number of the command line. @throws when it is none */
export function numberOption(name: string, fallback: number): number {
  const at = process.argv.indexOf(name);
  if (at < 0) return fallback;
  const value = Number(process.argv[at + 1]);
  if (!Number.isSafeInteger(value) || value < 0) throw new Error(`${name} needs a whole number`);
  return value;
}

let asked = false;
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => (asked = true));
const startMs = performance.now();

/** Time to end: `--minutes M` is over, or somebody asked. What was done until then is reported and cleaned up. */
export function isOver(): boolean {
  const minutes = numberOption('--minutes', 0);
  return asked || (minutes > 0 && performance.now() - startMs > minutes * 60_000);
}

/** One line of JSON; the exit code says whether it went well. */
export function report(campaign: string, row: object, startMs: number, ok: boolean): void {
  const seconds = Math.round((performance.now() - startMs) / 100) / 10;
  console.log(JSON.stringify({ campaign, ok, ...row, seconds }));
  process.exitCode = ok ? 0 : 1;
}

/** This machine cannot run it: said loudly, and never counted as passed. */
export function cannotRun(campaign: string, why: string): never {
  console.error(`campaign ${campaign} did NOT run: ${why}`);
  process.exit(3);
}
