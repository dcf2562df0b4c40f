import { SerialPort } from 'serialport';
import { acmDevice } from './serial-checks.ts';
import { cpuPercent, sleep, until } from './measures.ts';
import { existsSync } from 'node:fs';

/** What serialport alone does: unplugs under traffic that raise no event. A figure, not a check: it says why the node is watched. */
export async function rawLibraryFigure(runs: number): Promise<string> {
  let missed = 0;
  let worstCpu = 0;
  for (let run = 0; run < runs; run += 1) {
    const device = acmDevice(3, 'RAW', 4);
    await device.plug(true);
    await until('the node', () => existsSync('/dev/ttyACM0'));
    const port = new SerialPort({ path: '/dev/ttyACM0', baudRate: 9600, autoOpen: false });
    let told = false;
    let bytes = 0;
    port.on('data', (chunk: Buffer) => (bytes += chunk.length));
    port.on('close', () => (told = true));
    port.on('error', () => (told = true));
    await new Promise<void>((resolve, reject) => port.open((error) => (error === null ? resolve() : reject(error))));
    await until('traffic', () => bytes > 100);
    await device.unplug();
    await sleep(500);
    if (!told) {
      missed += 1;
      worstCpu = Math.max(worstCpu, await cpuPercent(200));
    }
    if (port.isOpen) await new Promise<void>((resolve) => port.close(() => resolve()));
    await device.remove();
  }
  return `${missed} of ${runs} unplugs under traffic without any event of the library; CPU up to ${worstCpu} % in those`;
}
