/** A moment for the bench programs: only the newest of its name stays, a shift of them would fill the page's memory. */
export function mark(name: string, detail?: unknown): void {
  performance.clearMarks(name);
  performance.mark(name, { detail });
}
