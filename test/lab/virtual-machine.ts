import { spawn, type ChildProcess } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { connect, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { waitUntil } from '../support/wait-until.ts';
import type { LabFiles } from './lab-files.ts';

/** Far ends of USB serial adapters that QEMU plugs into the guest. */
const FAR_ENDS = 2;

export interface GuestMessage {
  readonly [key: string]: unknown;
}

/** One run of the guest: its console, its control line, the plugs of its USB adapters. */
export class VirtualMachine {
  readonly #run = mkdtempSync(join(tmpdir(), 'wh-lab-'));
  readonly #far = new Map<number, { readonly socket: Socket; timer?: NodeJS.Timeout }>();
  #qemu: ChildProcess | undefined;
  #qmp: Socket | undefined;
  #control: Socket | undefined;
  console = '';

  /** Resolves when the guest is off. `onMessage` gets every JSON line of the guest; what it returns is the answer. */
  async run(
    files: LabFiles,
    guest: { readonly program: string; readonly args: readonly string[] },
    onMessage: (message: GuestMessage, machine: VirtualMachine) => Promise<unknown>,
    timeoutMs: number,
  ): Promise<void> {
    const at = (name: string): string => join(this.#run, name);
    const far = Array.from({ length: FAR_ENDS }, (_, n) => [
      '-chardev',
      `socket,id=far${n},path=${at(`far${n}`)},server=on,wait=off`,
    ]).flat();
    const append = [
      ...[
        'console=ttyS0',
        'quiet',
        'loglevel=4',
        'panic=-1',
        'oops=panic',
        'tsc=unstable',
        'mitigations=off',
        'random.trust_cpu=on',
      ],
      ...[`labnode=${process.execPath}`, `labapp=${guest.program}`, `labargs=${guest.args.join(',')}`],
    ].join(' ');
    const qemu = spawn(
      'qemu-system-x86_64',
      [
        ...[
          '-machine',
          'q35,usb=off,vmport=off',
          '-accel',
          'tcg,thread=multi',
          '-cpu',
          'max',
          '-smp',
          '2',
          '-m',
          '384',
        ],
        ...['-kernel', files.kernel, '-initrd', files.initrd, '-append', append],
        ...['-nodefaults', '-no-reboot', '-display', 'none'],
        ...['-chardev', 'stdio,id=con,signal=off', '-serial', 'chardev:con'],
        ...['-chardev', `socket,id=ctl,path=${at('ctl')},server=on,wait=off`, '-serial', 'chardev:ctl'],
        ...['-qmp', `unix:${at('qmp')},server=on,wait=off`, '-device', 'qemu-xhci,id=xhci', ...far],
        ...['-virtfs', 'local,path=/,mount_tag=hostroot,security_model=none,readonly=on,multidevs=remap'],
      ],
      { stdio: ['ignore', 'pipe', 'pipe'] },
    );
    this.#qemu = qemu;
    const read = (chunk: Buffer): void => void (this.console = (this.console + chunk.toString()).slice(-50_000));
    qemu.stdout.on('data', read);
    qemu.stderr.on('data', read);
    const ended = new Promise<void>((resolve) => qemu.once('exit', () => resolve()));
    const timer = setTimeout(() => {
      this.console += `\nlab: not finished within ${timeoutMs} ms`;
      qemu.kill('SIGKILL');
    }, timeoutMs);
    try {
      this.#qmp = await this.#connect(at('qmp'));
      this.#qmp.write('{"execute":"qmp_capabilities"}\n');
      this.#control = await this.#connect(at('ctl'));
      const control = this.#control;
      createInterface({ input: control }).on('line', (line) => {
        const message = parse(line);
        if (message === undefined) return;
        void onMessage(message, this).then((answer) => {
          if (answer !== undefined && !control.destroyed)
            control.write(`${JSON.stringify({ id: message['id'], answer })}\n`);
        });
      });
      await ended;
    } finally {
      clearTimeout(timer);
      qemu.kill('SIGKILL');
      for (const n of [...this.#far.keys()]) this.unplugSerial(n);
      this.#qmp?.destroy();
      this.#control?.destroy();
      rmSync(this.#run, { recursive: true, force: true });
    }
  }

  /** Adds a USB serial adapter (FTDI) to the guest's bus; it is plugged in while its far end is open. */
  addSerial(n: number): void {
    this.#qmp?.write(
      `${JSON.stringify({ execute: 'device_add', arguments: { driver: 'usb-serial', chardev: `far${n}`, bus: 'xhci.0', id: `ser${n}` } })}\n`,
    );
  }

  /** Opens the far end: the adapter appears in the guest and sends what `source` gives every `everyMs`. */
  async plugSerial(n: number, source: () => Uint8Array | undefined, everyMs: number): Promise<void> {
    this.unplugSerial(n);
    const socket = await this.#connect(join(this.#run, `far${n}`));
    socket.on('error', () => undefined);
    socket.resume();
    const timer = setInterval(() => {
      const bytes = source();
      // Nobody may be reading: what does not fit is lost, as on a wire.
      if (bytes !== undefined && socket.writableLength < 4096) socket.write(bytes);
    }, everyMs);
    this.#far.set(n, { socket, timer });
  }

  /** Closes the far end: the adapter is pulled out, whatever is under way (device_del under traffic makes QEMU 7.2 crash). */
  unplugSerial(n: number): void {
    const far = this.#far.get(n);
    if (far === undefined) return;
    clearInterval(far.timer);
    far.socket.destroy();
    this.#far.delete(n);
  }

  #connect(path: string): Promise<Socket> {
    return waitUntil(
      `QEMU at ${path}`,
      () =>
        new Promise<Socket | undefined>((resolve) => {
          if (this.#qemu?.exitCode !== null) throw new Error(`QEMU ended:\n${this.console}`);
          const socket = connect(path);
          socket.once('connect', () => resolve(socket));
          socket.once('error', () => resolve(undefined));
        }),
    );
  }
}

function parse(line: string): GuestMessage | undefined {
  try {
    const value: unknown = JSON.parse(line);
    return typeof value === 'object' && value !== null ? (value as GuestMessage) : undefined;
  } catch {
    return undefined;
  }
}
