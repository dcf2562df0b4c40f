import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** The station’s own log of a bench run: `<time> bench {"name":…,"atMs":…}`. The first mark of each name of this start and no earlier one. */
export function marksSince(home: string, afterMs: number): ReadonlyMap<string, number> {
  const marks = new Map<string, number>();
  let text = '';
  try {
    text = readFileSync(join(home, 'logs', 'station.log'), 'utf8');
  } catch {
    return marks;
  }
  for (const [, name = '', at = ''] of text.matchAll(/"name":"([\w-]+)","atMs":([\d.]+)/g))
    if (Number(at) > afterMs && !marks.has(name)) marks.set(name, Number(at));
  return marks;
}
