import type { SceneBarcode } from '../../../shared/labels/label-scene.ts';
import { LabelCompileError } from '../label-compile-error.ts';
import { encodeSymbol } from './encode-symbol.ts';

/** Black rectangles in whole dots: bars, or runs of cells in a row. */
export interface FittedSymbol {
  readonly moduleDots: number;
  /** The symbol without quiet zones. */
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
  readonly rectangles: readonly {
    readonly x: number;
    readonly y: number;
    readonly width: number;
    readonly height: number;
  }[];
}

/**
 * The largest whole module that keeps the symbol and its quiet zones inside the field, in the middle of it. Refused when that is
 * fewer dots than a scanner needs on paper.
 */
export function fitSymbol(field: SceneBarcode): FittedSymbol {
  const symbol = encodeSymbol(field.symbology, field.text);
  const along = field.ladder ? field.height : field.width;
  const needed =
    symbol.kind === 'bars'
      ? [symbol.modules + 2 * symbol.quiet]
      : [symbol.columns + 2 * symbol.quiet, symbol.rows + 2 * symbol.quiet];
  const room = symbol.kind === 'bars' ? [along] : [field.width, field.height];
  const ratio = Math.min(...needed.map((modules, index) => (room[index] ?? 0) / modules));
  const moduleDots = Math.min(Math.floor(ratio), field.maxModuleDots);
  if (moduleDots < field.minModuleDots) {
    const shown = field.text.length > 40 ? `${field.text.slice(0, 40)}…` : field.text;
    throw new LabelCompileError(
      'LABEL_DATA_REFUSED',
      `"${shown}" is too long for its ${field.symbology} field: ${Math.max(...needed)} modules leave ${Math.floor(ratio * 10) / 10} dots each, ${field.minModuleDots} are needed`,
    );
  }
  const rectangles: { x: number; y: number; width: number; height: number }[] = [];
  if (symbol.kind === 'bars') {
    const length = symbol.modules * moduleDots;
    const start = (field.ladder ? field.y : field.x) + Math.round((along - length) / 2);
    let at = start;
    for (const [index, width] of symbol.widths.entries()) {
      const dots = width * moduleDots;
      if (index % 2 === 0)
        rectangles.push(
          field.ladder
            ? { x: field.x, y: at, width: field.width, height: dots }
            : { x: at, y: field.y, width: dots, height: field.height },
        );
      at += dots;
    }
    return field.ladder
      ? { moduleDots, x: field.x, y: start, width: field.width, height: length, rectangles }
      : { moduleDots, x: start, y: field.y, width: length, height: field.height, rectangles };
  }
  const [width, height] = [symbol.columns * moduleDots, symbol.rows * moduleDots];
  const [x, y] = [field.x + Math.round((field.width - width) / 2), field.y + Math.round((field.height - height) / 2)];
  for (let row = 0; row < symbol.rows; row += 1) {
    for (let column = 0; column < symbol.columns; column += 1) {
      const from = column;
      while (column < symbol.columns && symbol.cells[row * symbol.columns + column] === 1) column += 1;
      if (column > from)
        rectangles.push({
          x: x + from * moduleDots,
          y: y + row * moduleDots,
          width: (column - from) * moduleDots,
          height: moduleDots,
        });
    }
  }
  return { moduleDots, x, y, width, height, rectangles };
}
