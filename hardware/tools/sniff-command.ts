import { closeSync, openSync, writeSync } from 'node:fs';
import { performance } from 'node:perf_hooks';
import { parseArgs } from 'node:util';
import { chooseProtocol } from './choose-protocol.ts';
import { readingLine } from './decode-command.ts';
import { openSerialLine, openTcpLine, type LineHandlers } from './device-line.ts';
import { hexOfBytes } from './hex-bytes.ts';
import { lineOfText, textOfLine } from './line-text.ts';
import { Misuse } from './misuse.ts';
import type { TraceHead } from './trace-file.ts';

const plainLine = { baudRate: 9600, dataBits: 8, parity: 'none', stopBits: 1 } as const;

/**
 * `sniff --port PATH | --tcp HOST:PORT [--line "9600 7E1"] [--protocol P …] [--poll] [--seconds N] [--out FILE]`: records what a device sends
 * as a trace file; with a protocol also says what it means. Writes to the device only with --poll. Ends after --seconds, at Ctrl-C, or when the
 * device goes (exit code 1).
 */
export async function sniffCommand(args: string[]): Promise<number> {
  const { values } = parseArgs({
    args,
    options: {
      port: { type: 'string' },
      tcp: { type: 'string' },
      line: { type: 'string' },
      protocol: { type: 'string', short: 'p' },
      dialect: { type: 'string', multiple: true },
      unit: { type: 'string' },
      poll: { type: 'boolean', default: false },
      seconds: { type: 'string' },
      out: { type: 'string' },
    },
  });
  const chosen =
    values.protocol === undefined ? undefined : chooseProtocol(values.protocol, values.dialect, values.unit);
  const poll = values.poll ? chosen?.protocol.poll : undefined;
  if (values.poll && poll === undefined) throw new Misuse('--poll needs a --protocol that is asked');
  const seconds = values.seconds === undefined ? undefined : Number(values.seconds);
  if (seconds !== undefined && !(seconds > 0)) throw new Misuse('--seconds is a number above 0');
  const line = lineOfText(values.line, chosen?.protocol.defaultLine ?? plainLine);
  const file = values.out === undefined ? undefined : openSync(values.out, 'w');
  const record = (object: object): void => {
    const text = `${JSON.stringify(object)}\n`;
    if (file === undefined) process.stdout.write(text);
    else writeSync(file, text);
  };
  const parser = chosen?.protocol.create(chosen.options);
  const start = performance.now();
  const atMs = (): number => Math.round(performance.now() - start);
  let finish: (code: number) => void = () => undefined;
  const done = new Promise<number>((resolve) => (finish = resolve));
  const handlers: LineHandlers = {
    data: (bytes) => {
      record({ atMs: atMs(), hex: hexOfBytes(bytes) });
      for (const frame of parser?.push(bytes) ?? [])
        process.stdout.write(`${JSON.stringify({ atMs: atMs(), ...readingLine(frame) })}\n`);
    },
    lost: (reason) => {
      process.stderr.write(`the line is gone: ${reason}\n`);
      finish(1);
    },
  };
  const source = values.port ?? values.tcp;
  if (source === undefined) throw new Misuse('--port PATH or --tcp HOST:PORT is missing');
  const head: TraceHead = {
    trace: 1,
    source,
    ...(values.port === undefined ? {} : { line: textOfLine(line) }),
    ...(chosen === undefined ? {} : { protocol: chosen.protocol.name }),
  };
  record(head);
  const device =
    values.port === undefined ? await openTcpLine(source, handlers) : await openSerialLine(source, line, handlers);
  const ask = (): void => {
    if (poll === undefined) return;
    device.write(poll.bytes);
    record({ atMs: atMs(), sent: hexOfBytes(poll.bytes) });
  };
  ask();
  const timers = [
    ...(poll === undefined ? [] : [setInterval(ask, poll.intervalMs)]),
    ...(seconds === undefined ? [] : [setTimeout(() => finish(0), seconds * 1000)]),
  ];
  process.once('SIGINT', () => finish(0));
  const code = await done;
  timers.forEach((timer) => clearTimeout(timer));
  await device.close();
  if (file !== undefined) closeSync(file);
  return code;
}
