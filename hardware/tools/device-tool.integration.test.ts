import { spawn, type ChildProcess } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { afterEach, expect, it } from 'vitest';
import { z } from 'zod';

/** The device tool as a person starts it, in processes of its own. */
const running: ChildProcess[] = [];
const folder = mkdtempSync(join(tmpdir(), 'device-tool-'));
afterEach(() => {
  for (const child of running.splice(0)) child.kill();
});

function device(args: string[], input?: string): ChildProcess {
  const child = spawn(process.execPath, ['scripts/run-ts.mjs', 'hardware/tools/main.ts', ...args], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  running.push(child);
  child.stdin?.end(input);
  return child;
}

async function lines(child: ChildProcess): Promise<unknown[]> {
  const out: unknown[] = [];
  if (child.stdout === null) throw new Error('no standard output');
  for await (const line of createInterface({ input: child.stdout })) out.push(JSON.parse(line));
  return out;
}

async function firstLine(child: ChildProcess): Promise<unknown> {
  if (child.stdout === null) throw new Error('no standard output');
  for await (const line of createInterface({ input: child.stdout })) return JSON.parse(line);
  throw new Error('ended without a line');
}

const listening = async (args: string[]): Promise<number> =>
  z.object({ listening: z.number() }).parse(await firstLine(device(args))).listening;

const readingSchema = z.looseObject({
  type: z.string(),
  value: z.string().optional(),
  stability: z.string().optional(),
});
const readingsOf = (all: unknown[]) =>
  all.map((line) => readingSchema.safeParse(line)).flatMap((r) => (r.success ? [r.data] : []));

it('records a simulated scale and reads the same from the record', async () => {
  const port = await listening([
    ...'simulate --protocol ohaus --listen 0 --rate 50 --plan'.split(' '),
    '2365:400ms,noise:100ms',
  ]);
  const file = join(folder, 'ohaus.trace');
  const live = readingsOf(
    await lines(
      device(['sniff', '--tcp', `127.0.0.1:${port}`, '--protocol', 'ohaus', '--seconds', '0.8', '--out', file]),
    ),
  );
  const replayed = readingsOf(await lines(device(['replay', file])));
  expect(live.filter((r) => r.value === '2.365' && r.stability === 'stable').length).toBeGreaterThan(3);
  const plain = (list: typeof live) => list.map(({ type, value, stability }) => ({ type, value, stability }));
  expect(plain(replayed)).toEqual(plain(live));
});

it('asks a scale that only answers', async () => {
  const port = await listening('simulate --protocol mt-sics --listen 0 --plan 1250:60s'.split(' '));
  const live = readingsOf(
    await lines(device(['sniff', '--tcp', `127.0.0.1:${port}`, '--protocol', 'mt-sics', '--poll', '--seconds', '0.8'])),
  );
  expect(live.map((r) => r.value)).toContain('1.250');
});

it('answers JSON lines one by one', async () => {
  const answers = await lines(device(['decode'], '{"protocol":"usb-hid","hex":"03040bff7000"}\n\nrubbish\n'));
  expect(answers).toEqual([
    expect.objectContaining({
      protocol: 'usb-hid',
      readings: [expect.objectContaining({ value: '11.2', unit: 'oz', grams: '317.514659' })],
      discardedBytes: 0,
    }),
    { error: { code: 'not-json', message: expect.stringContaining('JSON') as unknown } },
  ]);
  rmSync(folder, { recursive: true, force: true });
});
