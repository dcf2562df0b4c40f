/** A whole number of the command line. @throws when it is none */
export function numberOption(name: string, fallback: number): number {
  const at = process.argv.indexOf(name);
  if (at < 0) return fallback;
  const value = Number(process.argv[at + 1]);
  if (!Number.isSafeInteger(value) || value < 0) throw new Error(`${name} needs a whole number`);
  return value;
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
