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

const usage = `usage: npm run device -- COMMAND …

  list [--ports]                      every scale language as a JSON line: names, aliases, settings and their values, unit; or the serial ports
  decode --protocol P --hex "02 2d …" [--dialect K=V]… [--unit kg]
                                      one JSON line a reading; exit code 1 when there is none, the reason on standard error
  decode                              JSON lines {"protocol", "hex", "dialect"?, "unit"?} on standard input, one answer line each, in order
  guess (TRACE | --hex "…")           which languages the bytes could be; a person decides
  sniff (--port PATH | --tcp HOST:PORT) [--line "9600 7E1"] [--protocol P] [--poll] [--seconds N] [--out FILE]
  replay FILE [--protocol P]          what a driver reads from a recorded trace
  replay FILE (--port PATH | --listen PORT) [--speed N]
  simulate --protocol P [--dialect K=V]… [--port PATH | --listen PORT] [--rate N] [--seconds N] [--seed S]
           [--plan "0:1s,2365:3s,wobble:1s,overload:1s,noise:1s,silent:1s,unplug:1s"]
  fuzz [--protocol P|all] [--bytes N] [--seed S] [--report docs/devices/robustness.md]

  P is a name or an alias of the list, capitals and hyphens do not matter, or the beginning of one. K=V is a setting of the list; the value alone
  where only one setting has it. --unit (g, kg, lb, oz) counts where the wire sends none.

  A reading is {"type":"weight","value":"2.365","unit":"kg","grams":"2365","stability":"stable|moving|unknown","mode":"gross|net|unknown","raw":"…"},
  {"type":"fault","kind":…,"raw":…} which never has a number, or {"type":"status","kind":…,"raw":…}. docs/devices/README.md has the whole of it.
`;

// A reader that has seen enough (`| head`) is no crash.
process.stdout.on('error', (error: NodeJS.ErrnoException) => process.exit(error.code === 'EPIPE' ? 0 : 1));

const [name = '', ...args] = process.argv.slice(2);
const command = commands[name];
if (command === undefined) {
  (['help', '--help', '-h'].includes(name) ? process.stdout : process.stderr).write(usage);
  process.exitCode = ['', 'help', '--help', '-h'].includes(name) ? 0 : 2;
} else if (args.includes('--help') || args.includes('-h')) {
  process.stdout.write(usage);
} else {
  try {
    process.exitCode = await command(args);
  } catch (error) {
    // parseArgs throws TypeErrors with a code for options it does not know: those are ours to say, not crashes.
    if (!(error instanceof Misuse) && !(error instanceof TypeError && 'code' in error)) throw error;
    process.stderr.write(`${error.message}\n(npm run device -- --help)\n`);
    process.exitCode = 2;
  }
}
