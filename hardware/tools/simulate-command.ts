import { performance } from 'node:perf_hooks';
import { parseArgs } from 'node:util';
import type { ScaleProtocol } from '../scale/scale-protocol.ts';
import { answerCommand, type ScaleCommand } from '../simulators/scale/command-answers.ts';
import { simulatedScales } from '../simulators/scale/simulated-scales.ts';
import { chooseProtocol } from './choose-protocol.ts';
import { listenLine, openSerialLine, type LineHandlers } from './device-line.ts';
import { seededRandom } from './fuzz-protocol.ts';
import { lineOfText } from './line-text.ts';
import { Misuse } from './misuse.ts';
import { momentOf, parsePlan } from './simulate-plan.ts';

const NOISE_BYTES = 18;
/** Bytes kept while looking for a request among what comes in. */
const REQUEST_LIMIT = 64;

/**
 * `simulate --protocol P [--dialect K=V]… (--port PATH | --listen PORT) [--plan "0:1s,2365:3s,…"] [--rate N] [--seconds N] [--seed S]`: a scale that speaks real
 * bytes. On-demand protocols answer their poll; zero and tare commands act, and are refused while the scale is not at rest. Without --port and --listen the bytes go to standard output.
 */
export async function simulateCommand(args: string[]): Promise<number> {
  const { values } = parseArgs({
    args,
    options: {
      protocol: { type: 'string', short: 'p' },
      port: { type: 'string' },
      listen: { type: 'string' },
      line: { type: 'string' },
      dialect: { type: 'string', multiple: true },
      plan: { type: 'string', default: '0:2s,2365:3s,0:2s,12480:3s' },
      rate: { type: 'string', default: '10' },
      seconds: { type: 'string' },
      seed: { type: 'string', default: '1' },
    },
  });
  const { protocol, options } = chooseProtocol(values.protocol, values.dialect, undefined);
  const { dialect } = options;
  const encode = simulatedScales[protocol.name]?.encode;
  if (encode === undefined) throw new Misuse(`${protocol.name} has no simulator`);
  const plan = parsePlan(values.plan);
  const [rate, seed] = [Number(values.rate), Number(values.seed)];
  if (!(rate > 0 && rate <= 200)) throw new Misuse('--rate is frames a second, up to 200');
  const seconds = values.seconds === undefined ? undefined : Number(values.seconds);
  if (seconds !== undefined && !(seconds > 0)) throw new Misuse('--seconds is a number above 0');
  const random = seededRandom(seed);
  const start = performance.now();
  let offsetGrams = 0;
  let unplugged = false;
  let finish: (code: number) => void = () => undefined;
  const done = new Promise<number>((resolve) => (finish = resolve));

  const beat = (): void => {
    const moment = momentOf(plan, performance.now() - start, random);
    if (moment.kind === 'unplug' && !unplugged) line.unplug();
    unplugged = moment.kind === 'unplug';
    if (moment.kind === 'noise') line.write(Uint8Array.from({ length: NOISE_BYTES }, () => Math.floor(random() * 256)));
    if (moment.kind !== 'frame') return;
    const { grams, ...rest } = moment.state;
    line.write(encode({ ...rest, grams: grams - offsetGrams }, dialect));
  };
  const requests = requestReader(protocol, {
    poll: beat,
    act: (command) => {
      const moment = momentOf(plan, performance.now() - start, random);
      if (moment.kind !== 'frame') return;
      const shown = { ...moment.state, grams: moment.state.grams - offsetGrams };
      const answer = answerCommand(protocol.name, command, shown, dialect);
      if (answer.done) offsetGrams = moment.state.grams;
      if (answer.bytes.length > 0) line.write(answer.bytes);
    },
  });
  const line = await openLine(values, protocol, {
    data: requests,
    lost: (reason) => {
      process.stderr.write(`the line is gone: ${reason}\n`);
      finish(1);
    },
  });
  const timers = [
    ...(protocol.mode === 'continuous' || line.oneWay ? [setInterval(beat, 1000 / rate)] : []),
    ...(seconds === undefined ? [] : [setTimeout(() => finish(0), seconds * 1000)]),
  ];
  process.once('SIGINT', () => finish(0));
  const code = await done;
  timers.forEach((timer) => clearTimeout(timer));
  await line.close();
  return code;
}

interface SimulatedLine {
  readonly oneWay: boolean;
  write(bytes: Uint8Array): void;
  unplug(): void;
  close(): Promise<void>;
}

async function openLine(
  values: { port?: string | undefined; listen?: string | undefined; line?: string | undefined },
  protocol: ScaleProtocol,
  handlers: LineHandlers,
): Promise<SimulatedLine> {
  if (values.listen !== undefined) {
    const server = await listenLine(values.listen, handlers);
    console.log(JSON.stringify({ simulating: protocol.name, listening: server.port }));
    return { ...server, oneWay: false };
  }
  if (values.port !== undefined) {
    const port = await openSerialLine(values.port, lineOfText(values.line, protocol.defaultLine), handlers);
    process.stderr.write(`${protocol.name} on ${port.name}\n`);
    // The far end of a cable cannot vanish for the near one; it falls silent.
    return { ...port, oneWay: false, unplug: () => undefined };
  }
  return {
    oneWay: true,
    write: (bytes) => void process.stdout.write(bytes),
    unplug: () => undefined,
    close: async () => undefined,
  };
}

/** Calls back for every poll, zero or tare request in what comes in, however it is cut. */
function requestReader(
  protocol: ScaleProtocol,
  on: { readonly poll: () => void; readonly act: (command: ScaleCommand) => void },
): (bytes: Uint8Array) => void {
  const wanted: readonly (readonly [Uint8Array | undefined, () => void])[] = [
    [protocol.poll?.bytes, on.poll],
    [protocol.commands?.zero, () => on.act('zero')],
    [protocol.commands?.tare, () => on.act('tare')],
  ];
  let waiting: number[] = [];
  return (bytes) => {
    for (const byte of bytes) {
      waiting.push(byte);
      if (waiting.length > REQUEST_LIMIT) waiting.shift();
      const match = wanted.find(
        ([request]) =>
          request !== undefined &&
          waiting.length >= request.length &&
          request.every((wish, at) => waiting[waiting.length - request.length + at] === wish),
      );
      if (match === undefined) continue;
      waiting = [];
      match[1]();
    }
  };
}
