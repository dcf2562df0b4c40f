// npm run device -- COMMAND …: the device layer from the command line, for a technician on the phone and for tests.
import { decodeCommand } from './decode-command.ts';
import { fuzzCommand } from './fuzz-command.ts';
import { guessCommand } from './guess-command.ts';
import { listCommand } from './list-command.ts';
import { Misuse } from './misuse.ts';
import { replayCommand } from './replay-command.ts';
import { simulateCommand } from './simulate-command.ts';
import { sniffCommand } from './sniff-command.ts';

const commands: Readonly<Record<string, (args: string[]) => Promise<number>>> = {
  list: listCommand,
  decode: decodeCommand,
  guess: guessCommand,
  fuzz: fuzzCommand,
  sniff: sniffCommand,
  replay: replayCommand,
  simulate: simulateCommand,
};

const usage = `usage: npm run device -- list [--ports]
       npm run device -- decode --protocol P --hex "02 2d 30 …" [--dialect K=V]… [--unit kg]
       npm run device -- decode            JSON lines {"protocol", "hex", "dialect"?, "unit"?} on standard input
       npm run device -- guess (TRACE | --hex "…")          which languages the bytes could be; a person decides
       npm run device -- fuzz [--protocol P|all] [--bytes N] [--seed S] [--report docs/devices/robustness.md]
       npm run device -- sniff (--port PATH | --tcp HOST:PORT) [--line "9600 7E1"] [--protocol P] [--poll] [--seconds N] [--out FILE]
       npm run device -- replay FILE [--protocol P] | replay FILE (--port PATH | --listen PORT) [--speed N]
       npm run device -- simulate --protocol P [--port PATH | --listen PORT] [--plan "0:1s,2365:3s,wobble:1s,overload:1s,noise:1s,silent:1s,unplug:1s"]
                                  [--rate N] [--seconds N] [--seed S]
`;

// A reader that has seen enough (`| head`) is no crash.
process.stdout.on('error', (error: NodeJS.ErrnoException) => process.exit(error.code === 'EPIPE' ? 0 : 1));

const [name = '', ...args] = process.argv.slice(2);
const command = commands[name];
if (command === undefined) {
  process.stderr.write(usage);
  process.exitCode = name === '' || name === 'help' || name === '--help' ? 0 : 2;
} else {
  try {
    process.exitCode = await command(args);
  } catch (error) {
    // parseArgs throws TypeErrors with a code for options it does not know: those are ours to say, not crashes.
    if (!(error instanceof Misuse) && !(error instanceof TypeError && 'code' in error)) throw error;
    process.stderr.write(`${error.message}\n${usage}`);
    process.exitCode = 2;
  }
}
