import type { ChildProcess } from 'node:child_process';
import type { Floor } from '../support/floor.ts';
import { spawnStation } from '../support/station.ts';
import { waitUntil } from '../support/wait-until.ts';
import { marksSince } from './read-marks.ts';

export interface StartedStation {
  readonly child: ChildProcess;
  /** Milliseconds from the program's start to a mark of its own log. */
  readonly untilMark: (name: string) => Promise<number>;
}

/** One start of the whole application on the floor's data folder, ended when the work is done. */
export async function withStartedStation(
  floor: Floor,
  limitMs: number,
  work: (station: StartedStation) => Promise<void>,
): Promise<void> {
  const startedAt = performance.timeOrigin + performance.now();
  const { child, output } = spawnStation({
    home: floor.home,
    display: floor.display.name,
    env: { WEIGHHOUSE_BENCH: '1' },
  });
  const untilMark = async (name: string): Promise<number> => {
    const at = await waitUntil(`the mark ${name}`, () => marksSince(floor.home, startedAt).get(name), limitMs).catch(
      (error: unknown) => {
        throw new Error(`${String(error)}\n${output()}`);
      },
    );
    return at - startedAt;
  };
  try {
    await work({ child, untilMark });
  } finally {
    const gone = new Promise((resolve) => child.once('exit', resolve));
    child.kill('SIGTERM');
    await gone;
  }
}
