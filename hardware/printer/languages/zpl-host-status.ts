/** The three lines of `~HS`. Source: ZPL II programming guide 45541L-004. */
export interface ZplHostStatus {
  readonly paperOut: boolean;
  readonly paused: boolean;
  readonly headOpen: boolean;
  readonly ribbonOut: boolean;
  readonly formatsInBuffer: number;
  readonly labelsRemaining: number;
}

/** undefined until all three lines are there and make sense: half an answer is no answer. */
export function parseHostStatus(text: string): ZplHostStatus | undefined {
  const lines = Array.from(text.matchAll(/\x02([^\x02\x03]{1,120})\x03/g), (match) => (match[1] ?? '').split(','));
  const [first, second, third] = lines.slice(-3);
  if (first === undefined || second === undefined || third === undefined || first.length < 12 || second.length < 11)
    return undefined;
  const flag = (value: string | undefined): boolean => value === '1';
  const count = (value: string | undefined): number => (/^\d{1,8}$/.test(value ?? '') ? Number(value) : 0);
  return {
    paperOut: flag(first[1]),
    paused: flag(first[2]),
    formatsInBuffer: count(first[4]),
    headOpen: flag(second[2]),
    ribbonOut: flag(second[3]),
    labelsRemaining: count(second[8]),
  };
}
