/**
 * Skia writes whole points as the page's size: 148 mm (419.53 points) become 420, and a driver that fits the page to the paper
 * would scale the bars. The exact box is put in its place; an entry nobody needs (/Tabs, the order of form fields) gives the room,
 * so that no offset in the file moves. Throws when the file does not look as @napi-rs/canvas 1.1.1 writes it.
 */
export function exactPageSize(pdf: Buffer, widthPoints: number, heightPoints: number): Uint8Array {
  const text = pdf.toString('latin1');
  let boxes = 0;
  const exact = text.replace(
    /\/MediaBox \[0 0 (\d+) (\d+)\]\n(\/Contents \d+ 0 R\n)\/Tabs \/S\n/g,
    (whole, width: string, height: string, contents: string) => {
      if (Math.abs(Number(width) - widthPoints) > 1 || Math.abs(Number(height) - heightPoints) > 1)
        throw new Error(`page of ${width} × ${height} points, ${widthPoints} × ${heightPoints} expected`);
      boxes += 1;
      // Content is placed from the top edge, which is at the whole number. Inwards, also from a number with two places as it is: 198.48
      // points are 827 dots at 300 dpi, and the next program's multiplication makes 828 of them.
      const bottom = (Math.floor((Number(height) - heightPoints) * 100) + 1) / 100;
      return `/MediaBox [0 ${bottom} ${(Math.ceil(widthPoints * 100) - 1) / 100} ${height}]\n${contents}`.padEnd(
        whole.length,
        '\n',
      );
    },
  );
  const pages = text.match(/\/Type \/Page\n/g)?.length ?? 0;
  if (pages === 0 || boxes !== pages || exact.length !== text.length)
    throw new Error(`${boxes} page boxes found, ${pages} pages`);
  return Buffer.from(exact, 'latin1');
}
