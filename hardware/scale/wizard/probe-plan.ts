import type { SerialLine } from '../../../shared/settings/settings.ts';
import { scaleProtocols } from '../../registry.ts';
import type { ScaleProtocol } from '../scale-protocol.ts';

/** Speeds that scales are set to, the commonest first. */
const SPEEDS = [9600, 4800, 2400, 1200, 19_200] as const;

/** listen: what comes by itself, heard with eight bits whatever the framing. ask: one line, every language that is asked on it. */
export type ProbeStep =
  | { readonly type: 'listen'; readonly line: SerialLine }
  | { readonly type: 'ask'; readonly line: SerialLine; readonly protocols: readonly ScaleProtocol[] };

const sameLine = (a: SerialLine, b: SerialLine): boolean =>
  a.baudRate === b.baudRate && a.dataBits === b.dataBits && a.parity === b.parity && a.stopBits === b.stopBits;

/**
 * What the wizard tries on a serial port, in order: first only listen, because a question can disturb (some scales beep, some print); then ask
 * each language on its usual line. Questions are the protocols' own polls: they ask for the weight and change nothing.
 */
export function probePlan(): readonly ProbeStep[] {
  const asks: { line: SerialLine; protocols: ScaleProtocol[] }[] = [];
  for (const protocol of scaleProtocols) {
    if (protocol.poll === undefined) continue;
    const known = asks.find(({ line }) => sameLine(line, protocol.defaultLine));
    if (known === undefined) asks.push({ line: protocol.defaultLine, protocols: [protocol] });
    else known.protocols.push(protocol);
  }
  return [
    ...SPEEDS.map(
      (baudRate) => ({ type: 'listen', line: { baudRate, dataBits: 8, parity: 'none', stopBits: 1 } }) as const,
    ),
    ...asks.sort((a, b) => b.protocols.length - a.protocols.length).map((ask) => ({ type: 'ask', ...ask }) as const),
  ];
}
