import type { ListedPlace, ProbeProgress, ScalePlace } from '../../shared/devices/scale-wizard.ts';
import type { ScaleSettings } from '../../shared/settings/settings.ts';
import { probePlan, type ProbeStep } from '../scale/wizard/probe-plan.ts';
import { ScaleProbe } from '../scale/wizard/scale-probe.ts';
import type { Clock } from '../supervisor/clock.ts';
import { SCALE_PAGE } from '../transports/hid-report-descriptor.ts';
import { linePlaces, placeOf } from './line-places.ts';
import { scaleTransport } from './scale-connection.ts';

/** A port without line settings is listened to once, and asked once. */
const oneLine = { baudRate: 9600, dataBits: 8, parity: 'none', stopBits: 1 } as const;

/** Finds the places where a scale may be and runs one probe at a time. */
export class ScaleWizard {
  readonly #clock: Clock;
  readonly #onProgress: (progress: ProbeProgress) => void;
  #probe: ScaleProbe | undefined;

  constructor(clock: Clock, onProgress: (progress: ProbeProgress) => void) {
    this.#clock = clock;
    this.#onProgress = onProgress;
  }

  /** See linePlaces. */
  places(current: ScaleSettings | undefined): Promise<ListedPlace[]> {
    return linePlaces(placeOf(current?.transport), SCALE_PAGE);
  }

  async start(place: ScalePlace): Promise<void> {
    await this.stop();
    const probe = new ScaleProbe({
      clock: this.#clock,
      plan: place.type === 'serial' ? probePlan() : simplePlan(place),
      onProgress: this.#onProgress,
      open: (line, handlers) => scaleTransport(place.type === 'serial' ? { ...place, line } : place).open(handlers),
    });
    this.#probe = probe;
    await probe.run();
  }

  async stop(): Promise<void> {
    const probe = this.#probe;
    this.#probe = undefined;
    await probe?.stop();
  }
}

function simplePlan(place: ScalePlace): readonly ProbeStep[] {
  if (place.type === 'hid') return [{ type: 'listen', line: oneLine }];
  const asks = probePlan().flatMap((step) => (step.type === 'ask' ? step.protocols : []));
  return [
    { type: 'listen', line: oneLine },
    { type: 'ask', line: oneLine, protocols: asks },
  ];
}
