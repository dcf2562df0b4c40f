import type { DeviceStatus } from '../../../shared/devices/device-status.ts';
import type { ScaleFrame } from '../../../shared/devices/scale-reading.ts';
import { findScaleProtocol } from '../../../hardware/registry.ts';
import { systemClock } from '../../../hardware/supervisor/clock.ts';
import { ScaleSupervisor } from '../../../hardware/supervisor/scale-supervisor.ts';
import type { Transport } from '../../../hardware/transports/transport.ts';
import { until } from './measures.ts';

/** The station's own supervisor on a real port, with what it has said so far. */
export class Bench {
  readonly supervisor: ScaleSupervisor;
  readonly states: DeviceStatus['state'][] = [];
  frames = 0;
  last: ScaleFrame | undefined;
  onState: (state: DeviceStatus['state']) => void = () => undefined;

  constructor(transport: Transport, protocolName = 'toledo-continuous') {
    const protocol = findScaleProtocol(protocolName);
    if (protocol === undefined) throw new Error(protocolName);
    this.supervisor = new ScaleSupervisor({
      deviceId: 'scale-1',
      name: transport.name,
      simulated: false,
      protocol,
      createParser: () => protocol.create(),
      transport,
      clock: systemClock,
      onStatus: ({ state }) => {
        if (this.states.at(-1) === state) return;
        this.states.push(state);
        this.onState(state);
      },
      onFrame: (frame) => {
        this.frames += 1;
        this.last = frame;
      },
    });
  }

  get state(): DeviceStatus['state'] | undefined {
    return this.states.at(-1);
  }

  reaches(state: DeviceStatus['state'], timeoutMs?: number): Promise<number> {
    return until(`state ${state} (now ${this.state ?? 'none'})`, () => this.state === state, timeoutMs);
  }

  /** A frame that was not there when we asked. */
  async freshFrame(): Promise<number> {
    const before = this.frames;
    return until('a fresh frame', () => this.frames > before);
  }
}
