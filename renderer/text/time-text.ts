const two = (n: number): string => String(n).padStart(2, '0');

/** "11-25 14:32", in the station's own time. */
export function timeText(wallMs: number): string {
  const date = new Date(wallMs);
  return `${two(date.getMonth() + 1)}-${two(date.getDate())} ${clockText(wallMs)}`;
}

/** "14:32". */
export function clockText(wallMs: number): string {
  const date = new Date(wallMs);
  return `${two(date.getHours())}:${two(date.getMinutes())}`;
}

const DAY_MS = 86_400_000;
/** The time of day while that says enough, with the day before it otherwise. */
export const dueText = (wallMs: number, nowMs: number): string =>
  Math.abs(wallMs - nowMs) < DAY_MS / 2 ? clockText(wallMs) : timeText(wallMs);
