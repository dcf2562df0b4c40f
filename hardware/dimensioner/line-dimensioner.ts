import { QuietDevice } from '../supervisor/quiet-device.ts';
import type { Transport } from '../transports/transport.ts';
import { DimensionerReport, type DimensionerDevice, type DimensionerHandlers } from './dimensioner-device.ts';
import {
  dimensionerFault,
  type DimensionerOptions,
  type DimensionerProtocol,
  type ParsedDimensions,
} from './dimensioner-protocol.ts';

/** Longer than any of these devices needs for one measurement. */
const ANSWER_MS = 5_000;
/** A line without an end mark is complete after this silence. */
const QUIET_MS = 150;

/** A dimensioner on a serial or TCP line. Throws a plain Error when the options do not fit the protocol. */
export function lineDimensioner(
  protocol: DimensionerProtocol,
  options: DimensionerOptions,
  transport: Transport,
  handlers: DimensionerHandlers,
): DimensionerDevice {
  protocol.create(options);
  const report = new DimensionerReport(handlers);
  let cancelWait = (): void => undefined;
  const device = new QuietDevice<ParsedDimensions>({
    deviceId: handlers.deviceId,
    kind: 'dimensioner',
    name: handlers.name,
    simulated: false,
    transport,
    clock: handlers.clock,
    createReader: () => protocol.create(options),
    quietMs: QUIET_MS,
    onStatus: ({ state, detail }) => {
      if (state === 'absent') cancelWait();
      report.to(state, detail);
    },
    onItem: (item) => {
      if (item.reading.type !== 'status') cancelWait();
      report.frame(item);
    },
  });
  return {
    start: () => device.start(),
    stop: () => {
      cancelWait();
      return device.stop();
    },
    measure() {
      if (protocol.measure === undefined) return { accepted: false, detail: 'the device measures by itself' };
      if (!device.write(protocol.measure)) return { accepted: false, detail: 'the dimensioner is not ready' };
      cancelWait();
      cancelWait = handlers.clock.after(ANSWER_MS, () =>
        report.frame({ reading: dimensionerFault('no-measurement', `no answer within ${ANSWER_MS} ms`), raw: '' }),
      );
      return { accepted: true, detail: 'asked' };
    },
  };
}
