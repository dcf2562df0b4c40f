import { describe, expect, it } from 'vitest';
import { scaleProtocols } from '../registry.ts';
import { simulatedScales } from '../simulators/scale/simulated-scales.ts';
import { fuzzProtocol } from './fuzz-protocol.ts';

/** The slice that runs with every test; the whole campaign is `npm run device -- fuzz`. The seed is in the name of each test. */
const BYTES = 20_000;
const SEED = 20_261_124;

describe.each(scaleProtocols.map((protocol) => [protocol.name, protocol] as const))('%s', (name, protocol) => {
  it(`neither throws nor grows over ${BYTES} damaged bytes, seed ${SEED}`, () => {
    const scale = simulatedScales[name];
    if (scale === undefined) throw new Error(`${name} has no simulator`);
    const figures = fuzzProtocol(protocol, scale, BYTES, SEED);
    expect(figures).toMatchObject({ thrown: 0, falseTwiceRunning: 0 });
    expect(figures.maxPendingBytes).toBeLessThanOrEqual(96);
    if (protocol.checksum !== undefined) expect(figures.falseAfterOneByte).toBe(0);
  });
});
