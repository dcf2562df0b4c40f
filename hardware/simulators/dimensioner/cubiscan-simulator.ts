/** Sides in tenths of the unit, weight in hundredths: what a CubiScan can say. A word instead of a side: the device could not measure it. */
export interface CubiscanState {
  readonly sides: readonly [number, number, number] | 'under' | 'over' | 'unstable';
  readonly weight: number;
  readonly metric: boolean;
}

const marks = { under: '_', over: '~', unstable: '-' } as const;

/** The answer to a measure command, byte for byte. */
export function cubiscanMeasurement({ sides, weight, metric }: CubiscanState, letter = 'M'): Uint8Array {
  const field = (value: number, digits: number, decimals: number): string =>
    (value / 10 ** decimals).toFixed(decimals).padStart(digits, '0');
  const [length, width, height] =
    typeof sides === 'string' ? Array<string>(3).fill(marks[sides].repeat(5)) : sides.map((side) => field(side, 5, 1));
  const unit = metric ? 'M' : 'E';
  const text = `\u0002${letter}AC004600,L${length},W${width},H${height},${unit},K${field(weight, 6, 2)},D${field(weight, 6, 2)},${unit},F6000,I\u0003\r\n`;
  return Uint8Array.from(Buffer.from(text, 'latin1'));
}

/** A CubiScan at the far end of a line: feed it what the station writes, it gives what the device answers. */
export class CubiscanSimulator {
  state: CubiscanState = { sides: [200, 100, 300], weight: 5050, metric: true };
  #request = '';

  receive(bytes: Uint8Array): Uint8Array {
    const answers: Uint8Array[] = [];
    for (const char of Buffer.from(bytes).toString('latin1')) {
      this.#request = char === '\u0002' ? '' : (this.#request + char).slice(-64);
      if (char !== '\n') continue;
      const command = this.#request.charAt(0);
      answers.push(
        command === 'M'
          ? cubiscanMeasurement(this.state)
          : Buffer.from(command === 'Z' ? '\u0002ZA\u0003\r\n' : '\u0002?N\u0003\r\n', 'latin1'),
      );
    }
    return Uint8Array.from(Buffer.concat(answers));
  }
}
