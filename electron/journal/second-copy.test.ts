import { mkdirSync, mkdtempSync, readFileSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Journal } from './journal.ts';
import { nodeDisk } from './node-disk.ts';
import { SecondCopy } from './second-copy.ts';
import { verifyChain } from './verify-journal.ts';

let base = '';
let journal: Journal;
const from = (): string => join(base, 'journal');
const to = (): string => join(base, 'stick');
const copied = (): string => join(to(), 'W1234567', '1');
beforeEach(() => {
  base = mkdtempSync(join(tmpdir(), 'wh-copy-'));
  mkdirSync(to());
  journal = new Journal({
    directory: from(),
    disk: nodeDisk,
    clock: { wallMs: () => 1_800_000_000_000, tzMinutes: () => 0, monoMs: () => 0 },
    boot: 'b1',
    newDeviceId: () => 'W1234567',
    maxSegmentBytes: 700,
    fullBytes: 0,
  });
});
afterEach(async () => {
  await journal.close();
  rmSync(base, { recursive: true, force: true });
});
const append = async (count: number): Promise<void> => {
  for (let n = 0; n < count; n += 1)
    await journal.append({ type: 'parcelTested', entity: 'parcel:1', actor: 'op-1', payload: { n } });
};
const copy = (onTrouble: (detail: string) => void = () => undefined): SecondCopy =>
  new SecondCopy({ from: from(), to: to(), device: 'W1234567', after: () => undefined, onTrouble });
const isTheSame = (): void => {
  const names = readdirSync(join(from(), '1')).filter((name) => name.endsWith('.log'));
  for (const name of names)
    expect(readFileSync(join(copied(), name)).equals(readFileSync(join(from(), '1', name))), name).toBe(true);
};

describe('second copy', () => {
  it('follows the journal over segments, and can be verified by itself', async () => {
    const second = copy();
    for (const count of [1, 2, 7]) {
      await append(count);
      await second.copyAll();
      isTheSame();
    }
    expect(verifyChain(nodeDisk, copied())).toMatchObject({ lastSeq: 10, tornBytes: 0 });
    expect(verifyChain(nodeDisk, copied())?.wrong).toBeUndefined();
  });

  it('begins a file anew when its end is not what the journal has, or when it is longer', async () => {
    const second = copy();
    await append(2);
    await second.copyAll();
    const file = join(copied(), '000001.log');
    const bytes = readFileSync(file);
    writeFileSync(file, bytes.fill(0, bytes.length - 40));
    await append(1);
    await second.copyAll();
    isTheSame();
    writeFileSync(file, Buffer.concat([readFileSync(file), Buffer.from('half of something')]));
    await second.copyAll();
    isTheSame();
  });

  it('says once that the stick is gone, writes nothing beside it, and catches up when it is back', async () => {
    const said: string[] = [];
    const later: (() => void)[] = [];
    const second = new SecondCopy({
      from: from(),
      to: to(),
      device: 'W1234567',
      after: (_delayMs, callback) => later.push(callback),
      onTrouble: (detail) => said.push(detail),
    });
    const turn = async (): Promise<void> => {
      const before = later.length;
      while (later.length === before) await new Promise((resolve) => setImmediate(resolve));
    };
    renameSync(to(), join(base, 'pulled'));
    await append(1);
    second.wake();
    await turn();
    later.at(-1)?.();
    await turn();
    expect(said).toHaveLength(1);
    expect(readdirSync(base)).not.toContain('stick');
    renameSync(join(base, 'pulled'), to());
    later.at(-1)?.();
    await turn();
    isTheSame();
    await second.stop();
  });
});
