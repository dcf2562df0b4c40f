import { setTimeout as wait } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { chooseProtocol } from './choose-protocol.ts';
import { readingLine } from './decode-command.ts';
import { listenLine, openSerialLine, type LineHandlers } from './device-line.ts';
import { lineOfText } from './line-text.ts';
import { Misuse } from './misuse.ts';
import { readTrace } from './trace-file.ts';

const plainLine = { baudRate: 9600, dataBits: 8, parity: 'none', stopBits: 1 } as const;
const nothing: LineHandlers = { data: () => undefined, lost: () => undefined };

/**
 * `replay FILE [--protocol P …]`: what a driver reads from a recorded trace, one JSON line a reading.
 * `replay FILE --port PATH | --listen PORT [--speed N]`: the trace as bytes, N times as fast as it was recorded (0: at once).
 */
export async function replayCommand(args: string[]): Promise<number> {
  const { values, positionals } = parseArgs({
    args,
    allowPositionals: true,
    options: {
      protocol: { type: 'string', short: 'p' },
      dialect: { type: 'string', multiple: true },
      unit: { type: 'string' },
      port: { type: 'string' },
      listen: { type: 'string' },
      line: { type: 'string' },
      speed: { type: 'string', default: '1' },
    },
  });
  const [path] = positionals;
  if (path === undefined) throw new Misuse('the trace file is missing');
  const trace = readTrace(path);
  if (values.port === undefined && values.listen === undefined) {
    const { protocol, options } = chooseProtocol(values.protocol ?? trace.head.protocol, values.dialect, values.unit);
    const parser = protocol.create(options);
    for (const { atMs, bytes } of trace.received)
      for (const frame of parser.push(bytes)) console.log(JSON.stringify({ atMs, ...readingLine(frame) }));
    for (const frame of parser.end()) console.log(JSON.stringify(readingLine(frame)));
    return 0;
  }
  const speed = Number(values.speed);
  if (!(speed >= 0)) throw new Misuse('--speed is a number, 0 for at once');
  let clients = (): void => undefined;
  const someone = new Promise<void>((resolve) => (clients = resolve));
  const device =
    values.port === undefined
      ? await listenLine(values.listen, { ...nothing, joined: () => clients() })
      : await openSerialLine(values.port, lineOfText(values.line ?? trace.head.line, plainLine), nothing);
  console.log(JSON.stringify({ replaying: path, on: device.name, chunks: trace.received.length }));
  // A serial line has no other end that says it is there; a socket has.
  if (values.port === undefined) await someone;
  let last = 0;
  for (const { atMs, bytes } of trace.received) {
    if (speed > 0 && atMs > last) await wait((atMs - last) / speed);
    last = atMs;
    device.write(bytes);
  }
  await device.close();
  return 0;
}
