import type { DeviceStatus } from '../../shared/devices/device-status.ts';
import type { TrialKind } from '../../shared/devices/device-trial.ts';
import type { PrinterId } from '../../shared/devices/print-job.ts';
import { hostRequestSchema, type HostEvent, type HostRequest } from '../../shared/devices/host-protocol.ts';
import { failure, success, type Result } from '../../shared/errors/catalog.ts';
import type { PrinterSettings, ScaleSettings } from '../../shared/settings/settings.ts';
import type { DimensionerDevice } from '../dimensioner/dimensioner-device.ts';
import { PracticePrinter } from '../practice/practice-printer.ts';
import { PracticeScale } from '../practice/practice-scale.ts';
import type { CompileCarrier } from '../printer/carrier/carrier-compiler.ts';
import { warmLabelCompiler } from '../printer/warm-label-compiler.ts';
import type { PrinterTarget } from '../printer/transports/open-channel.ts';
import { findScaleProtocol } from '../registry.ts';
import type { Clock } from '../supervisor/clock.ts';
import { ScaleSupervisor } from '../supervisor/scale-supervisor.ts';
import type { QuietDevice } from '../supervisor/quiet-device.ts';
import type { ScannedItem } from '../scanner/scanned-item.ts';
import { listSerialPorts } from '../transports/serial-transport.ts';
import type { Transport } from '../transports/transport.ts';
import { drawDocument } from './draw-document.ts';
import { DeviceTrial } from './device-trial.ts';
import { printPaper } from './print-paper.ts';
import { openDimensioner } from './open-dimensioner.ts';
import { openScanner } from './open-scanner.ts';
import { PrinterDevice } from './printer-device.ts';
import { PrinterWizard } from './printer-wizard.ts';
import { scaleParserMaker, scaleTransport } from './scale-connection.ts';
import { ScaleWizard } from './scale-wizard.ts';

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
/** The first live weight, also after a crash, comes before the tenth of a second that fonts take; the first label after it. */
const WARM_UP_AFTER_MS = 250;

/**
 * The process that owns the devices. It knows nothing of Electron: the same code runs under a utility process, a forked child
 * and a test. Requests and events: shared/devices/host-protocol.ts.
 */
export function serveDeviceHost(
  channel: DeviceHostChannel,
  options: {
    readonly clock: Clock;
    readonly fontsDirectory: string;
    readonly compileCarrier: CompileCarrier;
    readonly pid: number;
  },
): DeviceHost {
  const { clock } = options;
  const streams: StreamPort[] = [];
  const send = (event: HostEvent): void => channel.post(event);
  const onStatus = (status: DeviceStatus): void => send({ event: 'device-status', status });
  let scale: ScaleSupervisor | undefined;
  const printers = new Map<PrinterId, PrinterDevice>();
  /** The printer wizard has the printers: labels wait. */
  let settingUpPrinters = false;
  let practiceScale: PracticeScale | undefined;
  let practicePrinter: PracticePrinter | undefined;
  let scanner: QuietDevice<ScannedItem> | undefined;
  let dimensioner: DimensionerDevice | undefined;
  let configured: Extract<HostRequest, { type: 'configure' }> | undefined;
  const printerWizard = new PrinterWizard(clock, options.fontsDirectory, options.compileCarrier);
  const trial = new DeviceTrial({
    clock,
    onStatus,
    onScan: (scan) => stream({ scan }),
    onFrame: (dimensions) => stream({ dimensions }),
  });
  const wizard = new ScaleWizard(clock, (progress) => send({ event: 'probe-progress', progress }));
  const stream = (message: unknown): void => {
    for (const port of streams) port.postMessage(message);
  };
  let queue: Promise<void> = Promise.resolve();
  let cancelWarmUp: () => void = () => undefined;

  async function stopAll(): Promise<void> {
    cancelWarmUp();
    practiceScale?.stop();
    practicePrinter?.stop();
    await Promise.all([
      wizard.stop(),
      printerWizard.stop(),
      trial.stop(),
      stopPrinters(),
      scale?.stop(),
      scanner?.stop(),
      dimensioner?.stop(),
    ]);
    scale = undefined;
    scanner = undefined;
    dimensioner = undefined;
    practiceScale = undefined;
    practicePrinter = undefined;
  }

  async function stopPrinters(): Promise<void> {
    const running = [...printers.values()];
    printers.clear();
    await Promise.all(running.map((printer) => printer.stop()));
  }

  async function configure(request: Extract<HostRequest, { type: 'configure' }>): Promise<Result<null>> {
    await stopAll();
    configured = request;
    settingUpPrinters = false;
    const practice = request.mode === 'practice';
    if (practice) {
      practiceScale = new PracticeScale(clock);
      startScale({ transport: { type: 'simulated' }, protocol: 'toledo-continuous' }, practiceScale.line, true);
      practicePrinter = new PracticePrinter();
      const port = await practicePrinter.start();
      const { dpi = 203, widthMm = 100, heightMm = 150 } = request.printer ?? {};
      startPrinter(
        'printer-1',
        { transport: { type: 'simulated' }, language: 'zpl', dpi, widthMm, heightMm },
        { type: 'tcp', host: '127.0.0.1', port },
        true,
      );
      return success(null);
    }
    // One device that cannot be set up must not keep the others from working.
    const problems = [startRealScale(request), startRealScanner(request), startRealDimensioner(request)];
    startRealPrinters(request);
    return problems.find((problem) => problem !== undefined) ?? success(null);
  }

  type Problem = ReturnType<typeof failure> | undefined;
  type Configuration = Extract<HostRequest, { type: 'configure' }>;

  function startRealPrinters({ printer, fallbackPrinter }: Configuration): void {
    startRealPrinter('printer-1', printer);
    startRealPrinter('printer-2', fallbackPrinter);
  }

  function startRealPrinter(id: PrinterId, settings: PrinterSettings | undefined): void {
    if (settings !== undefined && settings.transport.type !== 'simulated')
      startPrinter(id, settings, settings.transport, false);
    else announce('printer', 'unconfigured', id);
  }

  /** The ports belong to one at a time. The practice printer is on no port of a real one. */
  async function handPrintersToWizard(): Promise<void> {
    settingUpPrinters = true;
    if (configured?.mode !== 'live') return;
    await stopPrinters();
    for (const [id, settings] of [
      ['printer-1', configured.printer],
      ['printer-2', configured.fallbackPrinter],
    ] as const)
      if (settings !== undefined) announce('printer', 'probing', id);
  }

  /** The port belongs to one at a time. */
  async function letGo(kind: TrialKind): Promise<void> {
    const running = kind === 'scanner' ? scanner : dimensioner;
    if (kind === 'scanner') scanner = undefined;
    else dimensioner = undefined;
    await running?.stop();
  }

  /** The station's own device works again, unless another one of its kind goes on trial. */
  async function endTrial(next?: TrialKind): Promise<void> {
    const { kind } = trial;
    await trial.stop();
    if (kind === undefined || kind === next) return;
    const own = configured?.mode === 'live' ? configured : undefined;
    if (kind === 'scanner' && own?.scanDevice !== undefined) startRealScanner(own);
    else if (kind === 'dimensioner' && own?.dimensioner !== undefined) startRealDimensioner(own);
    else announce(kind, 'unconfigured');
  }

  function startRealScale({ scale: settings, quarantined }: Configuration): Problem {
    if (settings === undefined || settings.transport.type === 'simulated') announce('scale', 'unconfigured');
    else if (quarantined === true) announce('scale', 'quarantined');
    else return startScale(settings, scaleTransport(settings.transport), false);
    return undefined;
  }

  function startRealScanner({ scanDevice, quarantined }: Configuration): Problem {
    if (scanDevice === undefined) return undefined;
    if (quarantined === true) announce('scanner', 'quarantined');
    else {
      scanner = openScanner(scanDevice, { clock, onStatus, onScan: (scan) => stream({ scan }) });
      scanner.start();
    }
    return undefined;
  }

  function startRealDimensioner({ dimensioner: settings, quarantined }: Configuration): Problem {
    if (settings === undefined) return undefined;
    if (quarantined === true) {
      announce('dimensioner', 'quarantined');
      return undefined;
    }
    const opened = openDimensioner(settings, { clock, onStatus, onFrame: (dimensions) => stream({ dimensions }) });
    if ('problem' in opened) return failure('SETTINGS_BROKEN', opened.problem);
    dimensioner = opened;
    dimensioner.start();
    return undefined;
  }

  function announce(
    kind: DeviceStatus['kind'],
    state: 'unconfigured' | 'quarantined' | 'probing',
    deviceId = `${kind}-1`,
  ): void {
    onStatus({
      deviceId,
      kind,
      state,
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
    const createParser = scaleParserMaker(protocol, settings);
    if ('problem' in createParser) return failure('SETTINGS_BROKEN', createParser.problem);
    scale = new ScaleSupervisor({
      deviceId: 'scale-1',
      name: simulated ? 'practice scale' : `${transport.name} ${protocol.name}`,
      simulated,
      protocol,
      createParser,
      transport,
      clock,
      onStatus,
      onFrame: stream,
    });
    scale.start();
    return undefined;
  }

  function startPrinter(id: PrinterId, settings: PrinterSettings, target: PrinterTarget, simulated: boolean): void {
    const printer = new PrinterDevice({
      deviceId: id,
      settings,
      target,
      simulated,
      fontsDirectory: options.fontsDirectory,
      compileCarrier: options.compileCarrier,
      clock,
      onStatus,
      onFirstByte: (job, wallMs) => send({ event: 'label-first-byte', job, wallMs }),
      onWatched: (job, outcome) => send({ event: 'label-watched', job, outcome }),
    });
    printers.set(id, printer);
    printer.start();
    cancelWarmUp();
    cancelWarmUp = clock.after(WARM_UP_AFTER_MS, () => void warmLabelCompiler(options.fontsDirectory));
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
      case 'list-scale-places':
        return success(await wizard.places(configured?.scale));
      case 'probe-scale':
        // The port belongs to one at a time. The practice scale is on no port.
        if (practiceScale === undefined) {
          await scale?.stop();
          scale = undefined;
          if (configured?.scale !== undefined) announce('scale', 'probing');
        }
        void wizard.start(request.place);
        return success(null);
      case 'stop-probe':
        await wizard.stop();
        if (configured !== undefined && configured.mode === 'live' && scale === undefined) startRealScale(configured);
        return success(null);
      case 'list-trial-places':
        return success(await trial.places(request.kind, configured ?? {}));
      case 'start-trial':
        await endTrial(request.device.kind);
        await letGo(request.device.kind);
        return trial.start(request.device);
      case 'stop-trial':
        await endTrial();
        return success(null);
      case 'measure-dimensions':
        return success(
          trial.measure() ?? dimensioner?.measure() ?? { accepted: false, detail: 'no dimensioner is set up' },
        );
      case 'scale-command':
        return success(scale?.command(request.command) ?? { accepted: false, detail: 'no scale is set up' });
      case 'prepare-label': {
        const { job, printer, ...task } = request;
        // INTERNAL: it waits, as for a host that has just come back.
        if (settingUpPrinters) return failure('INTERNAL', 'the printers are being set up');
        return (await printers.get(printer)?.prepare(job, task)) ?? failure('LABEL_FAILED', 'no printer is set up');
      }
      case 'warm-label':
        printers.get(request.printer)?.warm(request);
        return success(null);
      case 'send-label':
        return success(
          (await printers.get(request.printer)?.send(request.job, request.nextWaits)) ?? {
            outcome: 'failed',
            code: settingUpPrinters ? 'PRINTER_LOST' : 'LABEL_FAILED',
            detail: settingUpPrinters ? 'the printers are being set up' : 'no printer is set up',
          },
        );
      case 'release-printer': {
        const { printer } = request;
        const released = printers.get(printer);
        if (released === undefined || configured === undefined || configured.mode !== 'live') return success(null);
        printers.delete(printer);
        await released.stop();
        startRealPrinter(printer, printer === 'printer-1' ? configured.printer : configured.fallbackPrinter);
        return success(null);
      }
      case 'list-printer-places':
        return success(await printerWizard.places([configured?.printer, configured?.fallbackPrinter]));
      case 'probe-printer':
        await handPrintersToWizard();
        return success(await printerWizard.probe(request.transport));
      case 'print-test-page':
        await handPrintersToWizard();
        return success(await printerWizard.testPage(request.printer, request.time));
      case 'stop-printer-wizard':
        await printerWizard.stop();
        if (settingUpPrinters && configured?.mode === 'live') startRealPrinters(configured);
        settingUpPrinters = false;
        return success(null);
      case 'draw-document':
        return drawDocument(request, options.fontsDirectory);
      case 'print-paper':
        return success(await printPaper(request.printer, request, clock));
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
