import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createHash } from 'node:crypto';
import { SupplyStore } from '../../electron/supply/supply-store.ts';
import { ReferenceStore } from '../../renderer/data/reference-store.ts';
import { hashSecret, OperatorCheck } from '../../electron/services/operator-check.ts';
import type { Operator } from '../../shared/identity/operator.ts';
import type { BridgeClient } from '../../renderer/bridge/bridge-client.ts';

/** Supply of 200,000 pre-alerts: taking a snapshot, a start, look-ups, memory; and a badge among 200 people. Prints, asserts nothing. */
const COUNT = Number(process.argv[2] ?? 200_000);
const folder = mkdtempSync(join(tmpdir(), 'wh-supply-bench-'));
const say = (what: string, value: number, unit: string): void =>
  void process.stdout.write(`${what.padEnd(44)} ${value.toFixed(unit === 'µs' ? 1 : 0).padStart(8)} ${unit}\n`);
const waybill = (index: number): string => `YT88${String(index).padStart(11, '0')}`;
function* snapshot(): Generator<string> {
  const hash = createHash('sha256');
  for (let index = 0; index < COUNT; index += 1) {
    const data = {
      ...{
        waybill: waybill(index),
        line: 'US-A',
        cargoClass: 'battery-in',
        customer: `C${index % 500}`,
        country: 'US',
      },
      ...{
        receiver: '王小明',
        destination: '美国 加州 洛杉矶 S Grand Ave 221, Los Angeles, CA 90012',
        dutyMode: 'DDP',
      },
      declared: { value: '1.234', unit: 'kg' },
      dimensions: { length: '30', width: '22', height: '15', unit: 'cm' },
    };
    const line = JSON.stringify({ kind: 'preAlert', key: waybill(index), data });
    hash.update(`${line}\n`);
    yield line;
  }
  const cursor = `${'0'.repeat(8)}-0000-0000-0000-${'0'.repeat(12)}.7`;
  yield JSON.stringify({ end: true, cursor, count: COUNT, sha256: hash.digest('hex') });
}
async function* slowly(): AsyncGenerator<string> {
  yield* snapshot();
}
try {
  const options = { folder, kept: new Set(['operator']) };
  const first = new SupplyStore(options);
  await first.begin();
  let at = performance.now();
  const fault = await first.replaceBy(slowly(), () => 1);
  if (fault !== undefined) throw new Error(fault);
  say(`snapshot of ${COUNT} taken, checked, durable`, performance.now() - at, 'ms');
  at = performance.now();
  const store = new SupplyStore(options);
  await store.begin();
  say('start: main reads its files', performance.now() - at, 'ms');
  const bridge = {
    invoke: async (name: string, input: { generation: number; from: number }) => {
      if (name === 'supply.read') return { ok: true, value: await store.read(input.generation, input.from) };
      if (name === 'supply.releases') return { ok: true, value: [] };
      return {
        ok: true,
        value: { generation: store.generation, state: 'offline', counts: {}, unreadable: 0, detail: '' },
      };
    },
    on: () => () => undefined,
  } as unknown as BridgeClient;
  globalThis.gc?.();
  const before = process.memoryUsage();
  at = performance.now();
  const reference = new ReferenceStore(bridge);
  await reference.begin();
  say('start: the page reads them', performance.now() - at, 'ms');
  globalThis.gc?.();
  const after = process.memoryUsage();
  say('memory of the page: heap', (after.heapUsed - before.heapUsed) / 1e6, 'MB');
  say('memory of the page: outside of the heap', (after.arrayBuffers - before.arrayBuffers) / 1e6, 'MB');
  const times: number[] = [];
  for (let turn = 0; turn < 20_000; turn += 1) {
    const key = waybill((turn * 7919) % COUNT);
    const begun = performance.now();
    if (reference.findPreAlert(key) === undefined) throw new Error(`${key} is not found`);
    times.push((performance.now() - begun) * 1000);
  }
  times.sort((a, b) => a - b);
  for (const part of [0.5, 0.95, 0.99])
    say(`look-up of a pre-alert p${part * 100}`, times[Math.floor(times.length * part)] ?? 0, 'µs');
  at = performance.now();
  const found = reference.findBy('preAlert', 'customer', 'C7').length;
  say(`all ${found} pre-alerts of a customer`, performance.now() - at, 'ms');

  const shared = await hashSecret('EMP-0');
  const people = async (own: boolean): Promise<Operator[]> => {
    const all: Operator[] = [];
    for (let index = 0; index < 200; index += 1) {
      const badge =
        index === 199
          ? await hashSecret('EMP-199')
          : own
            ? { ...shared, salt: `${String(index).padStart(22, 'A')}` }
            : shared;
      all.push({ id: `P${index}`, name: `P${index}`, role: 'operator', badge, active: true });
    }
    return all;
  };
  for (const own of [false, true]) {
    const list = await people(own);
    const check = new OperatorCheck(() => 0);
    for (const what of ['first time', 'again']) {
      at = performance.now();
      const answer = await check.byBadge(list, 'EMP-199');
      if (answer.outcome !== 'in') throw new Error('the badge does not open');
      say(`badge, the last of 200 people, ${own ? 'own salts' : 'shared salt'}, ${what}`, performance.now() - at, 'ms');
    }
  }
} finally {
  rmSync(folder, { recursive: true, force: true });
}
