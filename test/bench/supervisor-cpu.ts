import { findScaleProtocol } from '../../hardware/registry.ts';
import { encodeToledo } from '../../hardware/simulators/scale/scale-encoders.ts';
import { systemClock } from '../../hardware/supervisor/clock.ts';
import { ScaleSupervisor } from '../../hardware/supervisor/scale-supervisor.ts';
import { LoopbackLine } from '../../hardware/transports/loopback-transport.ts';

/** `node scripts/run-ts.mjs test/bench/supervisor-cpu.ts`: what the supervisor costs at 100 frames/s, the whole process measured. */
const protocol = findScaleProtocol('toledo-continuous');
if (protocol === undefined) throw new Error('no protocol');
const line = new LoopbackLine('bench');
let frames = 0;
const supervisor = new ScaleSupervisor({
  deviceId: 'scale-1',
  name: 'bench',
  simulated: true,
  protocol,
  createParser: () => protocol.create(),
  transport: line,
  clock: systemClock,
  onStatus: () => undefined,
  onFrame: () => (frames += 1),
});
supervisor.start();
const frame = encodeToledo({ grams: 2365, moving: false, overload: false });
const timer = setInterval(() => line.emit(frame), 10);
const wait = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));
await wait(2_000);
const [from, start, before] = [process.cpuUsage(), performance.now(), frames];
await wait(15_000);
const used = process.cpuUsage(from);
const ms = performance.now() - start;
console.log(
  `${Math.round(((frames - before) / ms) * 1000)} frames/s, ${((used.user + used.system) / 10 / ms).toFixed(2)} % of one processor`,
);
clearInterval(timer);
await supervisor.stop();
