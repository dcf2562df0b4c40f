import { existsSync, readdirSync } from 'node:fs';
import { encodeToledo } from '../../../hardware/simulators/scale/scale-encoders.ts';
import { serialTransport } from '../../../hardware/transports/serial-transport.ts';
import { Bench } from './bench.ts';
import type { CheckContext } from './check.ts';
import { Gadget } from './gadget.ts';
import { handles, isSpinning, NOTICE_MS, requireNoticed, sleep, spread, sustainedCpu, until } from './measures.ts';

const line = { baudRate: 9600, dataBits: 8, parity: 'none', stopBits: 1 } as const;
const FRAME_MS = 10;

export const phases = ['before-open', 'opening', 'after-open', 'idle', 'traffic', 'write'] as const;
export type Phase = (typeof phases)[number];

/** One pluggable serial device with somebody at its far end. */
export interface PluggableSerial {
  readonly name: string;
  readonly usb: { readonly vendorId: string; readonly productId: string; readonly serialNumber?: string };
  plug(traffic: boolean): Promise<void>;
  unplug(): Promise<void>;
  /** Is its node there? */
  readonly node: () => boolean;
  remove(): Promise<void>;
}

const frame = (): Uint8Array => encodeToledo({ grams: 2365, moving: false, overload: false });

/** framesAtOnce: frames in one write, every 10 ms. */
export function acmDevice(slot: number, serialNumber: string, framesAtOnce = 1): PluggableSerial {
  const gadget = new Gadget(
    `acm${slot}`,
    slot,
    { vendorId: 0x1a86, productId: 0x55d3, serialNumber, product: 'USB Single Serial' },
    { kind: 'acm' },
  );
  let timer: NodeJS.Timeout | undefined;
  return {
    name: 'ACM',
    usb: { vendorId: '1a86', productId: '55d3', serialNumber },
    async plug(traffic) {
      gadget.plug();
      const bytes = Buffer.concat(Array.from({ length: framesAtOnce }, frame));
      if (traffic) timer = setInterval(() => gadget.send(bytes), FRAME_MS);
    },
    async unplug() {
      gadget.unplug();
      clearInterval(timer);
    },
    node: () => readdirSync('/dev').some((name) => name.startsWith('ttyACM')),
    async remove() {
      clearInterval(timer);
      gadget.remove();
    },
  };
}

/** QEMU's FTDI adapter; the host plays its far end. */
export function ftdiDevice({ control }: CheckContext, n: number): PluggableSerial {
  return {
    name: 'FTDI',
    usb: { vendorId: '0403', productId: '6001' },
    plug: (traffic) => control.ask({ far: 'plug', n, everyMs: FRAME_MS, traffic }),
    unplug: () => control.ask({ far: 'unplug', n }),
    node: () => readdirSync('/dev').some((name) => name.startsWith('ttyUSB')),
    remove: () => control.ask({ far: 'unplug', n }),
  };
}

export interface CycleResult {
  readonly noticeMs: number;
  readonly recoverMs: number;
  readonly cpu: number;
}

/**
 * Plugs in, pulls out in the given phase, plugs in again. Throws when the unplug is not noticed in time, when something spins or keeps a
 * handle, or when the reading does not come back.
 */
export async function plugCycle(device: PluggableSerial, bench: Bench, phase: Phase): Promise<CycleResult> {
  const quiet = phase === 'idle';
  let pulledMs = 0;
  const pull = async (): Promise<void> => {
    pulledMs = performance.now();
    await device.unplug();
  };
  let goneMs = 0;
  let pulling: Promise<void> | undefined;
  bench.onState = (state) => {
    if (phase === 'opening' && state === 'opening') pulling ??= pull();
    if (phase === 'after-open' && state === 'probing') pulling ??= pull();
    if (state === 'absent' && pulledMs > 0 && goneMs === 0) goneMs = performance.now();
  };
  await device.plug(!quiet);
  switch (phase) {
    case 'before-open':
      await until('the node', device.node);
      pulling = pull();
      break;
    case 'opening':
    case 'after-open':
      await until(phase, () => pulling !== undefined);
      break;
    case 'idle':
      await bench.reaches('probing');
      await sleep(150);
      pulling = pull();
      break;
    case 'traffic':
      await bench.reaches('ready');
      await bench.freshFrame();
      pulling = pull();
      break;
    case 'write':
      await bench.reaches('ready');
      for (let i = 0; i < 200; i += 1) bench.supervisor.command(i % 2 === 0 ? 'zero' : 'tare');
      pulling = pull();
      break;
  }
  await pulling;
  // Noticed: absent since the unplug and still so, or never open at all.
  await until('the node to go', () => !device.node(), 5_000);
  await until(`the unplug to be noticed (${phase}, state ${bench.state ?? ''})`, () => bench.state === 'absent', 5_000);
  const noticeMs = Math.max(0, Math.round((goneMs === 0 ? performance.now() : goneMs) - pulledMs));
  bench.onState = () => undefined;
  const cpu = await sustainedCpu();
  if (isSpinning(cpu)) throw new Error(`${phase}: ${cpu} % CPU after the unplug`);
  const { devices } = handles();
  if (devices > 0) throw new Error(`${phase}: ${devices} handles on a device that is gone`);
  const framesBefore = bench.frames;
  const start = performance.now();
  await device.plug(true);
  await bench.reaches('ready');
  await until('a reading after the replug', () => bench.frames > framesBefore + 2);
  const recoverMs = Math.round(performance.now() - start);
  await device.unplug();
  await bench.reaches('absent');
  return { noticeMs, recoverMs, cpu };
}

/** Cycles through every phase; figures and the worst go to the report. */
export async function plugCampaign(
  context: CheckContext,
  makeDevice: () => Promise<PluggableSerial>,
  cycles: number,
): Promise<string> {
  const before = handles();
  const device = await makeDevice();
  const bench = new Bench(serialTransport({ type: 'serial', usb: device.usb, line }));
  bench.supervisor.start();
  const results: (CycleResult & { readonly phase: Phase })[] = [];
  const broken: string[] = [];
  for (let cycle = 0; cycle < cycles; cycle += 1) {
    const phase = phases[cycle % phases.length] ?? 'traffic';
    try {
      results.push({ phase, ...(await plugCycle(device, bench, phase)) });
    } catch (error) {
      broken.push(`cycle ${cycle} ${phase}: ${error instanceof Error ? error.message : String(error)}`);
      await device.unplug();
      await bench.reaches('absent').catch(() => undefined);
    }
    if (cycle % 10 === 9)
      context.control.say({ event: 'progress', cycles: cycle + 1, of: cycles, broken: broken.length });
  }
  await bench.supervisor.stop();
  await device.remove();
  await sleep(50);
  const after = handles();
  if (broken.length > 0) throw new Error(broken.slice(0, 5).join('; '));
  requireNoticed(results.map(({ noticeMs }) => noticeMs));
  if (after.devices > before.devices || after.all > before.all + 4)
    throw new Error(`handles: ${before.all} before, ${after.all} after`);
  const all = (key: 'noticeMs' | 'recoverMs' | 'cpu'): number[] => results.map((result) => result[key]);
  return `${results.length} cycles; noticed ms: ${spread(all('noticeMs'), NOTICE_MS)}; back ms: ${spread(all('recoverMs'))}; CPU % after: ${spread(all('cpu'))}; handles ${before.all} → ${after.all}`;
}

/** Two adapters of the same kind, plugged in again the other way round: the number moves, the scale does not. */
export async function identityCheck(): Promise<string> {
  const [first, second] = [acmDevice(0, 'SCALE-A'), acmDevice(1, 'SCALE-B')];
  const bench = new Bench(serialTransport({ type: 'serial', usb: second.usb, line }));
  try {
    await first.plug(false);
    await until('the first', () => existsSync('/dev/ttyACM0'));
    await second.plug(true);
    bench.supervisor.start();
    await bench.reaches('ready');
    await first.unplug();
    await second.unplug();
    await bench.reaches('absent');
    await second.plug(true);
    await bench.reaches('ready');
    await first.plug(false);
    await sleep(300);
    const before = bench.frames;
    await until('frames of the right one', () => bench.frames > before + 5);
    return `ready on ${bench.supervisor.status().name}, whatever the order`;
  } finally {
    await bench.supervisor.stop();
    await first.remove();
    await second.remove();
  }
}

/** A command given while nobody is there must not come out after the replug. */
export async function staleWriteCheck(): Promise<string> {
  const gadget = new Gadget(
    'stale',
    2,
    { vendorId: 0x1a86, productId: 0x55d3, serialNumber: 'STALE', product: 'USB Single Serial' },
    { kind: 'acm' },
  );
  const bench = new Bench(
    serialTransport({ type: 'serial', usb: { vendorId: '1a86', productId: '55d3', serialNumber: 'STALE' }, line }),
  );
  const timer = setInterval(() => gadget.send(frame()), FRAME_MS);
  try {
    gadget.plug();
    bench.supervisor.start();
    await bench.reaches('ready');
    if (!bench.supervisor.command('zero').accepted) throw new Error('a ready scale refused zero');
    await until('the command at the scale', () => gadget.receive().includes(0x5a));
    gadget.unplug();
    await bench.reaches('absent');
    const { accepted } = bench.supervisor.command('zero');
    if (accepted) throw new Error('zero was taken while the scale was gone');
    gadget.plug();
    await bench.reaches('ready');
    await sleep(300);
    const rest = gadget.receive();
    if (rest.includes(0x5a)) throw new Error(`the scale got ${rest.toString('hex')} after the replug`);
    return 'refused while gone, nothing came out later';
  } finally {
    clearInterval(timer);
    await bench.supervisor.stop();
    gadget.remove();
  }
}
