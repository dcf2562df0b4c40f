import { describe, expect, it } from 'vitest';
import {
  needsKnownWeight,
  rankByKnownWeight,
  settingsOfCandidate,
  unitsThatFit,
  type ProbeProgress,
  type ScaleCandidate,
} from '../../../shared/devices/scale-wizard.ts';
import type { SerialLine } from '../../../shared/settings/settings.ts';
import { scaleProtocols } from '../../registry.ts';
import { FakeClock } from '../../simulators/fake-clock.ts';
import { simulatedScales } from '../../simulators/scale/simulated-scales.ts';
import type { ConnectionHandlers } from '../../transports/transport.ts';
import { framingOf } from './line-parity.ts';
import { probePlan } from './probe-plan.ts';
import { rankCandidates } from './rank-candidates.ts';
import { ScaleProbe } from './scale-probe.ts';

const line: SerialLine = { baudRate: 9600, dataBits: 8, parity: 'none', stopBits: 1 };
const frameOf = (name: string, grams: number): Uint8Array =>
  simulatedScales[name]?.encode({ grams, moving: false, overload: false }) ?? new Uint8Array();
const recording = (name: string, grams: readonly number[]): Uint8Array =>
  Uint8Array.from(grams.flatMap((weight) => [...frameOf(name, weight)]));

/** A seven-bit line heard with eight: bit 7 is the parity. */
const withParity = (bytes: Uint8Array, parity: 'even' | 'odd'): Uint8Array =>
  bytes.map((byte) => {
    const ones = Array.from((byte & 0x7f).toString(2)).filter((bit) => bit === '1').length;
    return (byte & 0x7f) | (ones % 2 === (parity === 'even' ? 1 : 0) ? 0x80 : 0);
  });

describe('framing by parity', () => {
  const text = recording('st-gs', [1000, 2365, 0, 12_480]);
  it.each(['even', 'odd'] as const)('sees seven bits with %s parity', (parity) => {
    expect(framingOf(withParity(text, parity), 9600)).toEqual({ baudRate: 9600, dataBits: 7, parity, stopBits: 1 });
  });
  it('takes plain text for 8N1, and so a few bytes and a mixture', () => {
    expect(framingOf(text, 4800)).toEqual({ ...line, baudRate: 4800 });
    expect(framingOf(Uint8Array.of(0x82, 0xb1), 9600)).toEqual(line);
    expect(
      framingOf(
        Uint8Array.from({ length: 200 }, (_, at) => (at * 131) & 0xff),
        9600,
      ),
    ).toEqual(line);
  });
});

describe.each(scaleProtocols.map((protocol) => [protocol.name, protocol] as const))('%s', (name, protocol) => {
  const weights = [0, 1000, 2365, 2365, 2365, 2365];
  it('is among the candidates of its recording, as likely as any other, with its weight', () => {
    const heard = {
      bytes: recording(name, weights),
      line,
      ...(protocol.mode === 'on-demand' ? { asked: protocol } : {}),
    };
    const found = rankCandidates(heard);
    const own = found.filter((candidate) => candidate.protocol === name);
    expect(own.length).toBeGreaterThan(0);
    expect(own[0]?.explainedPercent).toBe(found[0]?.explainedPercent);
    const known = { value: '2.365', unit: 'kg' } as const;
    const read = own.filter(({ last }) => unitsThatFit(last, known).length > 0);
    expect(read.length).toBeGreaterThan(0);
    // With the known weight on the plate the own language comes first among its variants and can be saved.
    const ranked = rankByKnownWeight(found, known).filter((candidate) => candidate.protocol === name);
    const chosen = settingsOfCandidate(ranked[0] as ScaleCandidate, { type: 'serial', path: '/dev/ttyUSB0' }, known);
    expect(chosen).toMatchObject({ settings: { protocol: name, transport: { path: '/dev/ttyUSB0' } } });
    if (!protocol.unitOnWire) expect(chosen).toMatchObject({ settings: { unit: 'kg' } });
  });
});

it('a language with right checksums is one candidate, however many dialects it has', () => {
  const found = rankCandidates({ bytes: recording('toledo-continuous', [2365, 2365, 2365, 2365]), line });
  expect(found.filter(({ protocol }) => protocol === 'toledo-continuous')).toMatchObject([
    { dialect: {}, ambiguous: false },
  ]);
});

describe('what only a person decides', () => {
  const equals = rankCandidates({ bytes: recording('yaohua-equals', [3000, 3000, 3000, 3000]), line }).filter(
    ({ protocol }) => protocol === 'yaohua-equals',
  );
  it('the direction of "=" gives two candidates, neither of which is saved without a known weight', () => {
    expect(equals.length).toBeGreaterThan(1);
    for (const candidate of equals) {
      expect(needsKnownWeight(candidate)).toBe(true);
      expect(settingsOfCandidate(candidate, { type: 'serial', path: 'COM3' }, undefined)).toEqual({
        missing: 'known-weight',
      });
    }
  });
  it('the known weight picks direction and unit', () => {
    const known = { value: '3', unit: 'kg' } as const;
    const [first] = rankByKnownWeight(equals, known);
    expect(settingsOfCandidate(first as ScaleCandidate, { type: 'serial', path: 'COM3' }, known)).toMatchObject({
      settings: { dialect: { direction: 'reversed' }, unit: 'kg' },
    });
    const wrong = equals.find((candidate) => candidate !== first) as ScaleCandidate;
    expect(settingsOfCandidate(wrong, { type: 'serial', path: 'COM3' }, known)).toEqual({ missing: 'other-weight' });
  });
  it('no fault and no status is ever the known weight', () => {
    expect(unitsThatFit({ type: 'fault', kind: 'overload' }, { value: '1', unit: 'kg' })).toEqual([]);
    expect(unitsThatFit({ type: 'status', kind: 'busy', detail: 'silent' }, { value: '1', unit: 'kg' })).toEqual([]);
  });
  it('a pound scale without unit is not taken for kilograms', () => {
    const reading = { type: 'weight', value: '4.41', unit: 'unknown', stability: 'stable', mode: 'unknown' } as const;
    expect(unitsThatFit(reading, { value: '2.000', unit: 'kg' })).toEqual(['lb']);
    expect(unitsThatFit(reading, { value: '4.41', unit: 'kg' })).toEqual(['kg']);
  });
});

describe('what is saved', () => {
  const [candidate] = rankCandidates({ bytes: recording('st-gs', [1000, 1000, 1000, 2365]), line });
  const usb = { vendorId: '0403', productId: '6001', serialNumber: 'A9' };
  it('is the identity of the adapter, never its number', () => {
    expect(
      settingsOfCandidate(candidate as ScaleCandidate, { type: 'serial', path: '/dev/ttyUSB7', usb }, undefined),
    ).toEqual({
      settings: { protocol: candidate?.protocol, transport: { type: 'serial', usb, line } },
    });
  });
  it('keeps the place only where two alike could not be told apart', () => {
    const alike = { vendorId: '1a86', productId: '7523' };
    expect(
      settingsOfCandidate(candidate as ScaleCandidate, { type: 'serial', path: '/dev/ttyUSB7', usb: alike }, undefined),
    ).toMatchObject({
      settings: { transport: { usb: alike, path: '/dev/ttyUSB7' } },
    });
  });
});

/** A port with a scale at its far end that speaks by itself at one speed, or answers one question. */
function port(
  speak: (line: SerialLine, emit: (bytes: Uint8Array) => void, clock: FakeClock) => () => void,
  onWrite: (line: SerialLine, bytes: Uint8Array, emit: (bytes: Uint8Array) => void) => void = () => undefined,
) {
  const clock = new FakeClock();
  const written: number[] = [];
  let open = 0;
  let handlersNow: ConnectionHandlers | undefined;
  const progress: ProbeProgress[] = [];
  const probe = new ScaleProbe({
    clock,
    plan: probePlan(),
    onProgress: (step) => progress.push(step),
    open: async (at, handlers) => {
      open += 1;
      handlersNow = handlers;
      const emit = (bytes: Uint8Array): void => handlers.data(bytes);
      const end = speak(at, emit, clock);
      return {
        write: (bytes) => {
          written.push(...bytes);
          onWrite(at, bytes, emit);
          return true;
        },
        close: async () => {
          open -= 1;
          end();
        },
      };
    },
  });
  return { clock, probe, progress, written, open: () => open, pull: () => handlersNow?.lost('unplugged') };
}

function every(clock: FakeClock, ms: number, act: () => void): () => void {
  let cancel = (): void => undefined;
  const beat = (): void => {
    cancel = clock.after(ms, () => {
      act();
      beat();
    });
  };
  beat();
  return () => cancel();
}

describe('the wizard at a port', () => {
  it('hears a scale that speaks by itself, writes nothing to it, and follows the plate', async () => {
    let grams = 1000;
    const bench = port((at, emit, clock) =>
      at.baudRate === 2400
        ? every(clock, 100, () => emit(withParity(frameOf('toledo-continuous', grams), 'even')))
        : () => undefined,
    );
    const done = bench.probe.run();
    await bench.clock.pass(6_000);
    const live = bench.progress.at(-1);
    expect(live).toMatchObject({ phase: 'live', line: { baudRate: 2400, dataBits: 7, parity: 'even' } });
    expect(live?.candidates[0]).toMatchObject({ protocol: 'toledo-continuous', checksum: true, asked: false });
    expect(bench.written).toEqual([]);
    grams = 2365;
    await bench.clock.pass(1_000);
    expect(bench.progress.at(-1)?.candidates[0]?.last).toMatchObject({ type: 'weight', value: '2.365' });
    await bench.probe.stop();
    await done;
    expect(bench.open()).toBe(0);
  });

  it('asks where nothing speaks, and finds who answers', async () => {
    const bench = port(
      () => () => undefined,
      (at, bytes, emit) => {
        if (at.dataBits === 8 && at.parity === 'none' && Buffer.from(bytes).toString('latin1') === 'SI\r\n')
          emit(frameOf('mt-sics', 1420));
      },
    );
    const done = bench.probe.run();
    await bench.clock.pass(60_000);
    const live = bench.progress.at(-1);
    expect(live).toMatchObject({ phase: 'live' });
    expect(live?.candidates[0]).toMatchObject({ protocol: 'mt-sics', asked: true, last: { value: '1.420' } });
    await bench.probe.stop();
    await done;
  });

  it('a scale that falls silent has no reading any more', async () => {
    let speaks = true;
    const bench = port((_at, emit, clock) => every(clock, 100, () => speaks && emit(frameOf('st-gs', 1000))));
    const done = bench.probe.run();
    await bench.clock.pass(3_000);
    expect(bench.progress.at(-1)?.candidates[0]?.last.type).toBe('weight');
    speaks = false;
    await bench.clock.pass(1_000);
    expect(bench.progress.at(-1)?.candidates[0]?.last).toMatchObject({ type: 'status', detail: 'silent' });
    await bench.probe.stop();
    await done;
  });

  it('says so when nothing answers, and when the port goes', async () => {
    const dead = port(() => () => undefined);
    const done = dead.probe.run();
    await dead.clock.pass(120_000);
    await done;
    expect(dead.progress.at(-1)).toMatchObject({ phase: 'nothing', bytes: 0 });
    expect(dead.open()).toBe(0);
    const pulled = port(() => () => undefined);
    const ended = pulled.probe.run();
    await pulled.clock.pass(500);
    pulled.pull();
    await pulled.clock.pass(10);
    await ended;
    expect(pulled.progress.at(-1)).toMatchObject({ phase: 'failed', detail: 'unplugged' });
  });

  it('rubbish is no candidate', async () => {
    let n = 1;
    const bench = port((_at, emit, clock) =>
      every(clock, 50, () => emit(Uint8Array.from({ length: 20 }, () => (n = (n * 16_807) % 2_147_483_647) & 0xff))),
    );
    const done = bench.probe.run();
    await bench.clock.pass(120_000);
    await done;
    expect(bench.progress.at(-1)).toMatchObject({ phase: 'nothing' });
  });
});
