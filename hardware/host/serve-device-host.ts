import type { DeviceStatus } from '../../shared/devices/device-status.ts';
import { hostRequestSchema, type HostEvent, type HostRequest } from '../../shared/devices/host-protocol.ts';
import { failure, success, type Result } from '../../shared/errors/catalog.ts';
import type { PrinterSettings, ScaleSettings } from '../../shared/settings/settings.ts';
import { PracticePrinter } from '../practice/practice-printer.ts';
import { PracticeScale } from '../practice/practice-scale.ts';
import type { PrinterTarget } from '../printer/transports/open-channel.ts';
import { findScaleProtocol } from '../registry.ts';
import { resolveDialect } from '../scale/scale-protocol.ts';
import type { Clock } from '../supervisor/clock.ts';
import { ScaleSupervisor } from '../supervisor/scale-supervisor.ts';
import { listSerialPorts, serialTransport } from '../transports/serial-transport.ts';
import type { Transport } from '../transports/transport.ts';
import { PrinterDevice } from './printer-device.ts';

/** Electron's MessagePortMain and Node's MessagePort both fit. */
export interface StreamPort {
  postMessage(message: unknown): void;
}

export interface DeviceHostChannel {
  post(message: unknown): void;
  onMessage(listener: (message: unknown) => void): void;
}

export interface DeviceHost {
  /** Every frame goes to every attached port. */
  attachStream(port: StreamPort): void;
  stop(): Promise<void>;
}

const MAX_STREAMS = 8;

/**
 * The process that owns the devices. It knows nothing of Electron: the same code runs under a utility process, a forked child
 * and a test. Requests and events: shared/devices/host-protocol.ts.
 */
export function serveDeviceHost(
  channel: DeviceHostChannel,
  options: { readonly clock: Clock; readonly fontsDirectory: string; readonly pid: number },
): DeviceHost {
  const { clock } = options;
  const streams: StreamPort[] = [];
  const send = (event: HostEvent): void => channel.post(event);
  const onStatus = (status: DeviceStatus): void => send({ event: 'device-status', status });
  let scale: ScaleSupervisor | undefined;
  let printer: PrinterDevice | undefined;
  let practiceScale: PracticeScale | undefined;
  let practicePrinter: PracticePrinter | undefined;
  let queue: Promise<void> = Promise.resolve();

  async function stopAll(): Promise<void> {
    practiceScale?.stop();
    practicePrinter?.stop();
    await printer?.stop();
    await scale?.stop();
    scale = undefined;
    printer = undefined;
    practiceScale = undefined;
    practicePrinter = undefined;
  }

  async function configure(request: Extract<HostRequest, { type: 'configure' }>): Promise<Result<null>> {
    await stopAll();
    const practice = request.mode === 'practice';
    if (practice) {
      practiceScale = new PracticeScale(clock);
      startScale({ transport: { type: 'simulated' }, protocol: 'toledo-continuous' }, practiceScale.line, true);
      practicePrinter = new PracticePrinter();
      const port = await practicePrinter.start();
      const { dpi = 203, widthMm = 100, heightMm = 150 } = request.printer ?? {};
      startPrinter(
        { transport: { type: 'simulated' }, language: 'zpl', dpi, widthMm, heightMm },
        { type: 'tcp', host: '127.0.0.1', port },
        true,
      );
      return success(null);
    }
    if (request.scale === undefined || request.scale.transport.type === 'simulated') unconfigured('scale');
    else {
      const problem = startScale(request.scale, serialTransport(request.scale.transport), false);
      if (problem !== undefined) return problem;
    }
    if (request.printer === undefined || request.printer.transport.type === 'simulated') unconfigured('printer');
    else startPrinter(request.printer, request.printer.transport, false);
    return success(null);
  }

  function unconfigured(kind: 'scale' | 'printer'): void {
    onStatus({
      deviceId: `${kind}-1`,
      kind,
      state: 'unconfigured',
      name: '',
      simulated: false,
      sinceWallMs: Math.round(clock.wallMs()),
    });
  }

  function startScale(
    settings: ScaleSettings,
    transport: Transport,
    simulated: boolean,
  ): ReturnType<typeof failure> | undefined {
    const protocol = findScaleProtocol(settings.protocol);
    if (protocol === undefined) return failure('SETTINGS_BROKEN', `no scale protocol "${settings.protocol}"`);
    const dialect = resolveDialect(protocol, settings.dialect);
    if ('problem' in dialect) return failure('SETTINGS_BROKEN', String(dialect['problem']));
    scale = new ScaleSupervisor({
      deviceId: 'scale-1',
      name: simulated ? 'practice scale' : `${transport.name} ${protocol.name}`,
      simulated,
      protocol,
      createParser: () => protocol.create({ dialect, unit: settings.unit }),
      transport,
      clock,
      onStatus,
      onFrame: (frame) => {
        for (const port of streams) port.postMessage(frame);
      },
    });
    scale.start();
    return undefined;
  }

  function startPrinter(settings: PrinterSettings, target: PrinterTarget, simulated: boolean): void {
    printer = new PrinterDevice({
      settings,
      target,
      simulated,
      fontsDirectory: options.fontsDirectory,
      clock,
      onStatus,
      onFirstByte: (job, wallMs) => send({ event: 'label-first-byte', job, wallMs }),
      onWatched: (job, outcome) => send({ event: 'label-watched', job, outcome }),
    });
    printer.start();
  }

  async function answer(request: HostRequest): Promise<Result<unknown>> {
    switch (request.type) {
      case 'configure': {
        // Two configurations at once would leave two supervisors on one port.
        const mine = queue.then(() => configure(request));
        queue = mine.then(
          () => undefined,
          () => undefined,
        );
        return mine;
      }
      case 'list-serial-ports':
        return success(await listSerialPorts());
      case 'scale-command':
        return success(scale?.command(request.command) ?? { accepted: false, detail: 'no scale is set up' });
      case 'prepare-label':
        return (
          printer?.prepare(request.job, request.label, request.practice, request.copy) ??
          failure('LABEL_FAILED', 'no printer is set up')
        );
      case 'send-label':
        return success(
          (await printer?.send(request.job)) ?? {
            outcome: 'failed',
            code: 'LABEL_FAILED',
            detail: 'no printer is set up',
          },
        );
      case 'practice-act':
        if (practiceScale === undefined) return failure('REQUEST_REFUSED', 'not in practice mode');
        practiceScale.act(request.act);
        practicePrinter?.act(request.act);
        return success(null);
    }
  }

  channel.onMessage((message) => {
    const parsed = hostRequestSchema.safeParse(message);
    if (!parsed.success) return;
    const { id } = parsed.data;
    answer(parsed.data).then(
      (result) => channel.post({ id, ...result }),
      (error: unknown) =>
        channel.post({ id, ...failure('INTERNAL', error instanceof Error ? error.message : String(error)) }),
    );
  });
  send({ event: 'ready', pid: options.pid });

  return {
    attachStream(port) {
      streams.push(port);
      // A reloaded window brings a new port; the old ones lead nowhere.
      if (streams.length > MAX_STREAMS) streams.shift();
    },
    stop: stopAll,
  };
}
