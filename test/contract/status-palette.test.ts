import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { contrast, deltaE2000, deltaOfLab, rgbOf, seenAs, type Rgb, type visions } from '../support/colour-vision.ts';

const css = readFileSync(join(import.meta.dirname, '../../renderer/ui/weighhouse.css'), 'utf8');
/** As the style sheet has it in daylight. */
function token(name: string): Rgb {
  const [, hex] = new RegExp(`--${name}: (#[0-9a-f]{6});`).exec(css) ?? [];
  if (hex === undefined) throw new Error(`no --${name}`);
  return rgbOf(hex);
}
const states = ['ok', 'check', 'stop', 'busy', 'idle'] as const;
const between = (a: string, b: string, vision: keyof typeof visions): number =>
  Math.round(deltaE2000(seenAs(token(a), vision), seenAs(token(b), vision)));

describe('the status palette', () => {
  it('is measured by a formula that gives the published pairs', () => {
    // Sharma, Wu, Dalal 2005, table 1, pairs 1, 7, 17, 25.
    expect(deltaOfLab([50, 2.6772, -79.7751], [50, 0, -82.7485])).toBeCloseTo(2.0425, 4);
    expect(deltaOfLab([50, 0, 0], [50, -1, 2])).toBeCloseTo(2.3669, 4);
    expect(deltaOfLab([50, 2.5, 0], [73, 25, -18])).toBeCloseTo(27.1492, 4);
    expect(deltaOfLab([60.2574, -34.0099, 36.2677], [60.4626, -34.1751, 39.4387])).toBeCloseTo(1.2644, 4);
  });

  it.each(states)('%s is read at 7 to 1 or more', (state) => {
    expect(contrast(token(state), token(`on-${state}`))).toBeGreaterThanOrEqual(7);
  });

  it('keeps its states apart for those who see no red or no green, as the design language says', () => {
    expect(between('ok', 'stop', 'protan')).toBe(58);
    expect(between('ok', 'stop', 'deutan')).toBe(41);
    expect([between('ok', 'idle', 'protan'), between('ok', 'idle', 'deutan')]).toEqual([17, 14]);
    expect([between('ok', 'check', 'protan'), between('ok', 'check', 'deutan')]).toEqual([19, 22]);
  });

  it.each(['protan', 'deutan', 'tritan'] as const)('has no two states that look alike (%s)', (vision) => {
    for (const [at, one] of states.entries())
      for (const other of states.slice(at + 1))
        expect(between(one, other, vision), `${one} and ${other}`).toBeGreaterThanOrEqual(10);
  });
});
