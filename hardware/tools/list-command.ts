import { parseArgs } from 'node:util';
import { scaleProtocols } from '../registry.ts';
import { scaleProfiles } from '../scale/profiles.ts';
import { listSerialPorts } from '../transports/serial-transport.ts';
import { hexOfBytes } from './hex-bytes.ts';
import { textOfLine } from './line-text.ts';

/** `list`: every scale protocol as a JSON line; docs/devices/README.md says what its keys mean. `list --ports`: the serial ports of this machine instead. */
export async function listCommand(args: string[]): Promise<number> {
  const { values } = parseArgs({ args, options: { ports: { type: 'boolean', default: false } } });
  if (values.ports) {
    for (const port of await listSerialPorts()) console.log(JSON.stringify(port));
    return 0;
  }
  for (const protocol of scaleProtocols) {
    const { name, title, aliases, mode, defaultLine, dialects, unitOnWire, stabilityOnWire } = protocol;
    const { checksum, poll, commands, evidence, source } = protocol;
    console.log(
      JSON.stringify({
        name,
        title,
        aliases: aliases ?? {},
        mode,
        line: textOfLine(defaultLine),
        dialects,
        unitOnWire,
        unit: unitOnWire ? 'sent by the scale' : 'not sent: set g, kg, lb or oz; until then unknown',
        stabilityOnWire,
        checksum: checksum ?? 'none',
        poll: poll === undefined ? undefined : { hex: hexOfBytes(poll.bytes), intervalMs: poll.intervalMs },
        commands: Object.fromEntries(
          Object.entries(commands ?? {}).map(([command, bytes]: [string, Uint8Array]) => [command, hexOfBytes(bytes)]),
        ),
        families: scaleProfiles
          .filter((profile) => profile.protocol === name)
          .map(({ family, models }) => `${family}: ${models}`),
        evidence,
        source,
      }),
    );
  }
  return 0;
}
