import type { DeviceState, DeviceStatus } from '../../shared/devices/device-status.ts';
import { MAX_RAW_DIMENSIONS, type DimensionsFrame } from '../../shared/devices/dimensions-frame.ts';
import type { Clock } from '../supervisor/clock.ts';
import type { ParsedDimensions } from './dimensioner-protocol.ts';

export interface MeasureAnswer {
  readonly accepted: boolean;
  readonly detail: string;
}

/** A dimensioner whatever its way: on a line, pushing over HTTP, asked over HTTP. */
export interface DimensionerDevice {
  start(): void;
  stop(): Promise<void>;
  /** Asks for one measurement; the size comes as a frame. Not accepted by devices that measure by themselves. */
  measure(): MeasureAnswer;
}

export interface DimensionerHandlers {
  readonly deviceId: string;
  readonly name: string;
  readonly clock: Clock;
  readonly onStatus: (status: DeviceStatus) => void;
  readonly onFrame: (frame: DimensionsFrame) => void;
}

/** Numbers the frames and says the state; the one way in which the three kinds are alike. */
export class DimensionerReport {
  readonly #handlers: DimensionerHandlers;
  #state: DeviceState = 'absent';
  #detail: string | undefined;
  #sequence = 0;

  constructor(handlers: DimensionerHandlers) {
    this.#handlers = handlers;
  }

  get state(): DeviceState {
    return this.#state;
  }

  to(state: DeviceState, detail?: string): void {
    if (state === this.#state && detail === this.#detail) return;
    [this.#state, this.#detail] = [state, detail];
    const { deviceId, name, clock, onStatus } = this.#handlers;
    onStatus({
      deviceId,
      kind: 'dimensioner',
      state,
      name,
      simulated: false,
      ...(detail === undefined ? {} : { detail: detail.slice(0, 200) }),
      sinceWallMs: Math.round(clock.wallMs()),
    });
  }

  frame({ reading, raw }: ParsedDimensions): void {
    const { deviceId, clock, onFrame } = this.#handlers;
    onFrame({
      deviceId,
      sequence: (this.#sequence += 1),
      reading,
      raw: raw.slice(0, MAX_RAW_DIMENSIONS),
      monoMs: clock.monoMs(),
      wallMs: Math.round(clock.wallMs()),
    });
  }
}
