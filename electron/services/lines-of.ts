/** Lines of UTF-8 bytes, split at line feeds alone: Node's readline also splits at U+2028, which may stand in a JSON text. */
export async function* linesOf(chunks: AsyncIterable<Buffer>): AsyncGenerator<string> {
  let rest: Buffer[] = [];
  for await (const chunk of chunks) {
    let at = 0;
    for (let end = chunk.indexOf(0x0a); end >= 0; end = chunk.indexOf(0x0a, at)) {
      const piece = chunk.subarray(at, end);
      yield rest.length === 0 ? piece.toString('utf8') : Buffer.concat([...rest, piece]).toString('utf8');
      [rest, at] = [[], end + 1];
    }
    if (at < chunk.length) rest.push(chunk.subarray(at));
  }
  // What does not end with a line feed was cut: given as it is, so that the one who checks sees it.
  if (rest.length > 0) yield Buffer.concat(rest).toString('utf8');
}
