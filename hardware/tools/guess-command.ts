import { parseArgs } from 'node:util';
import { suggestProtocols } from '../scale/suggest-protocols.ts';
import { bytesOfHex } from './hex-bytes.ts';
import { Misuse } from './misuse.ts';
import { readTrace } from './trace-file.ts';

/** `guess TRACE` or `guess --hex H`: which languages the bytes could be, the likeliest first, one JSON line each. 1 when none fits. */
export async function guessCommand(args: string[]): Promise<number> {
  const { values, positionals } = parseArgs({ args, allowPositionals: true, options: { hex: { type: 'string' } } });
  const [path] = positionals;
  if (path === undefined && values.hex === undefined) throw new Misuse('a trace file or --hex is missing');
  const bytes =
    path === undefined
      ? bytesOfHex(values.hex)
      : Uint8Array.from(readTrace(path).received.flatMap((chunk) => [...chunk.bytes]));
  const suggestions = suggestProtocols(bytes);
  for (const suggestion of suggestions) console.log(JSON.stringify(suggestion));
  return suggestions.length > 0 ? 0 : 1;
}
