import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { build } from 'esbuild';
import { encodeToledo } from '../../hardware/simulators/scale/scale-encoders.ts';
import { projectRoot } from '../support/station.ts';
import { LabImpossible, prepareLabFiles } from './lab-files.ts';
import { VirtualMachine, type GuestMessage } from './virtual-machine.ts';

/**
 * `npm run test:lab [-- --cycles N]`: the device layer against real kernel devices in a guest of software. 24 plug cycles by default, the
 * campaign of the issue with --cycles 200. Exit code 0 all passed, 1 something failed, 77 the machine cannot run it. The last line is
 * `N passed, N failed`.
 */
const SLICE_CYCLES = 24;
const SKIPPED = 77;
const at = process.argv.indexOf('--cycles');
const cycles = at === -1 ? SLICE_CYCLES : Number(process.argv[at + 1]);
const timeoutMs = 150_000 + cycles * 12_000;
const say = (text: string): void => void process.stdout.write(`${text}\n`);

let files;
try {
  files = prepareLabFiles(say);
} catch (error) {
  if (!(error instanceof LabImpossible)) throw error;
  say(`!!! THE VIRTUAL HARDWARE LAB DID NOT RUN: ${error.message}`);
  say('!!! Nothing about real kernel devices (USB serial, HID, USB printer) was tested on this machine.');
  process.exit(SKIPPED);
}

const folder = join(projectRoot, 'out', 'lab');
mkdirSync(folder, { recursive: true });
const program = join(folder, 'guest.mjs');
await build({
  entryPoints: [process.env['LAB_GUEST'] ?? join(import.meta.dirname, 'guest', 'main.ts')],
  outfile: program,
  bundle: true,
  platform: 'node',
  format: 'esm',
  target: 'node20',
  external: ['serialport', 'node-hid', '@napi-rs/canvas'],
  sourcemap: 'linked',
  logLevel: 'error',
});

let passed = 0;
let failed = 0;
let ended = false;
const start = performance.now();

async function onMessage(message: GuestMessage, machine: VirtualMachine): Promise<unknown> {
  const n = Number(message['n'] ?? 0);
  switch (message['far']) {
    case 'add':
      machine.addSerial(n);
      return true;
    case 'plug':
      await machine.plugSerial(
        n,
        () => (message['traffic'] === true ? encodeToledo({ grams: 2365, moving: false, overload: false }) : undefined),
        Number(message['everyMs'] ?? 10),
      );
      return true;
    case 'unplug':
      machine.unplugSerial(n);
      return true;
  }
  const seconds = ((performance.now() - start) / 1000).toFixed(0);
  switch (message['event']) {
    case 'start':
      say(`lab: guest is up after ${seconds} s`);
      return undefined;
    case 'progress':
      say(
        `lab: ${String(message['cycles'])} of ${String(message['of'])} cycles, ${String(message['broken'])} broken (${seconds} s)`,
      );
      return undefined;
    case 'figure':
      say(`lab: ${String(message['text'])}`);
      return undefined;
    case 'end':
      ended = true;
      return undefined;
    case 'check':
      if (message['ok'] === true) passed += 1;
      else failed += 1;
      say(
        `${message['ok'] === true ? '✓' : '✗'} ${String(message['name'])} (${(Number(message['ms']) / 1000).toFixed(1)} s)\n    ${String(message['detail'])}`,
      );
      return undefined;
  }
  return undefined;
}

const machine = new VirtualMachine();
await machine.run(
  files,
  { program, args: [cycles > SLICE_CYCLES ? 'campaign' : 'slice', String(cycles)] },
  onMessage,
  timeoutMs,
);
if (!ended) {
  failed += 1;
  say(`✗ the guest ended early\n${machine.console.slice(-6000)}`);
}
say(`lab: ${((performance.now() - start) / 1000).toFixed(0)} s`);
say(`${passed} passed, ${failed} failed`);
process.exit(failed === 0 ? 0 : 1);
