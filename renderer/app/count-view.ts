import type { OperationStore } from '../data/operation-store.ts';

const REBUILT = 'view-rebuilt';
/** A view in trouble is mended by the sync loop meanwhile. */
const AGAIN_MS = 60_000;
const QUIET_MS = 500;

/** What the page before this one had to say of the local view, once. */
export function lineOfFormerPage(): string | undefined {
  const line = sessionStorage.getItem(REBUILT);
  sessionStorage.removeItem(REBUILT);
  return line ?? undefined;
}

/**
 * Counts the records of the local view while the station is at work. Where some were missing the view has been made anew from the
 * journal, and what this page folded out of it lacks them: it begins anew, as soon as nothing is half done, and says why.
 */
export function countView(parts: {
  readonly operations: Pick<OperationStore, 'check'>;
  readonly isQuiet: () => boolean;
}): void {
  const beginAnew = (line: string): void => {
    if (!parts.isQuiet()) {
      setTimeout(() => beginAnew(line), QUIET_MS);
      return;
    }
    sessionStorage.setItem(REBUILT, line);
    location.reload();
  };
  parts.operations.check().then(
    (line) => line !== undefined && beginAnew(line),
    () => setTimeout(() => countView(parts), AGAIN_MS),
  );
}
