import { serveDeviceHost, type StreamPort } from '../../hardware/host/serve-device-host.ts';
import { carrierInWorker } from '../../hardware/printer/carrier/carrier-compiler.ts';
import { systemClock } from '../../hardware/supervisor/clock.ts';

/**
 * Entry of the device host's utility process. Arguments: the folder of the label fonts, that of the WebAssembly files, and the script of the
 * thread that draws foreign labels.
 */
interface ParentPort {
  on(
    event: 'message',
    listener: (message: { readonly data: unknown; readonly ports: readonly StreamPort[] }) => void,
  ): void;
  postMessage(message: unknown): void;
}
const parent = (process as unknown as { readonly parentPort: ParentPort }).parentPort;

// Since Electron 37 a rejected promise only warns: a device host in an unknown state must not live on.
process.on('unhandledRejection', (reason) => {
  process.stderr.write(`device host: ${reason instanceof Error ? reason.stack : String(reason)}\n`);
  process.exit(1);
});

const [, , fontsDirectory = '', wasmDirectory = '', carrierScript = ''] = process.argv;
const listeners: ((message: unknown) => void)[] = [];
const host = serveDeviceHost(
  { post: (message) => parent.postMessage(message), onMessage: (listener) => listeners.push(listener) },
  {
    clock: systemClock,
    fontsDirectory,
    compileCarrier: carrierInWorker(carrierScript, wasmDirectory, systemClock),
    pid: process.pid,
  },
);
parent.on('message', ({ data, ports }) => {
  const [port] = ports;
  if (data === 'scale-stream' && port !== undefined) host.attachStream(port);
  else for (const listener of listeners) listener(data);
});
