import type { DeviceStatus } from '../../shared/devices/device-status.ts';
import type { DimensionsFrame } from '../../shared/devices/dimensions-frame.ts';
import type { TrialDevice, TrialKind } from '../../shared/devices/device-trial.ts';
import type { ListedPlace } from '../../shared/devices/scale-wizard.ts';
import type { Scan } from '../../shared/devices/scan.ts';
import { failure, success, type Result } from '../../shared/errors/catalog.ts';
import type { DimensionerSettings, ScanDeviceSettings } from '../../shared/settings/settings.ts';
import type { Clock } from '../supervisor/clock.ts';
import { SCANNER_PAGE } from '../transports/hid-report-descriptor.ts';
import { linePlaces, placeOf } from './line-places.ts';
import { openDimensioner } from './open-dimensioner.ts';
import { openScanner } from './open-scanner.ts';

export interface TrialPorts {
  readonly clock: Clock;
  readonly onStatus: (status: DeviceStatus) => void;
  readonly onScan: (scan: Scan) => void;
  readonly onFrame: (frame: DimensionsFrame) => void;
}

interface Tried {
  stop(): Promise<void>;
  measure?(): { readonly accepted: boolean; readonly detail: string };
}

/** One scanner or dimensioner that is not saved yet. The station's own of that kind has let go meanwhile. */
export class DeviceTrial {
  readonly #ports: TrialPorts;
  #tried: { readonly kind: TrialKind; readonly device: Tried } | undefined;

  constructor(ports: TrialPorts) {
    this.#ports = ports;
  }

  /** What is on trial. */
  get kind(): TrialKind | undefined {
    return this.#tried?.kind;
  }

  places(
    kind: TrialKind,
    {
      scanDevice,
      dimensioner,
    }: {
      readonly scanDevice?: ScanDeviceSettings | undefined;
      readonly dimensioner?: DimensionerSettings | undefined;
    },
  ): Promise<ListedPlace[]> {
    return kind === 'scanner'
      ? linePlaces(placeOf(scanDevice?.transport), SCANNER_PAGE)
      : linePlaces(placeOf(dimensioner?.way === 'line' ? dimensioner.transport : undefined), undefined);
  }

  async start(wanted: TrialDevice): Promise<Result<null>> {
    await this.stop();
    const { clock, onStatus, onScan, onFrame } = this.#ports;
    const device =
      wanted.kind === 'scanner'
        ? openScanner(wanted.settings, { clock, onStatus, onScan })
        : openDimensioner(wanted.settings, { clock, onStatus, onFrame });
    if ('problem' in device) return failure('SETTINGS_BROKEN', device.problem);
    this.#tried = { kind: wanted.kind, device };
    device.start();
    return success(null);
  }

  /** Asks a dimensioner on trial for one measurement; undefined: none is. */
  measure(): { readonly accepted: boolean; readonly detail: string } | undefined {
    return this.#tried?.device.measure?.();
  }

  async stop(): Promise<void> {
    const tried = this.#tried;
    this.#tried = undefined;
    await tried?.device.stop();
  }
}
