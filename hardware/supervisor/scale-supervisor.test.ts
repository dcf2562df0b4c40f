import { describe, expect, it } from 'vitest';
import type { ScaleFrame } from '../../shared/devices/scale-reading.ts';
import { findScaleProtocol } from '../registry.ts';
import { FakeClock } from '../simulators/fake-clock.ts';
import { simulatedScales } from '../simulators/scale/simulated-scales.ts';
import { LoopbackLine } from '../transports/loopback-transport.ts';
import type { Connection, ConnectionHandlers } from '../transports/transport.ts';
import { ScaleSupervisor } from './scale-supervisor.ts';

/** A line whose openings can be made to fail, whose plugging is announced, and which remembers every handle. */
class TestLine extends LoopbackLine {
  failOpen = false;
  opened = 0;
  closed = 0;
  looks = 0;
  changed: () => void = () => undefined;
  watch = (changed: () => void): (() => void) => {
    this.changed = changed;
    return () => (this.changed = () => undefined);
  };
  override present(): Promise<boolean> {
    this.looks += 1;
    return super.present();
  }
  override async open(handlers: ConnectionHandlers): Promise<Connection> {
    if (this.failOpen) throw new Error('EACCES');
    const connection = await super.open(handlers);
    this.opened += 1;
    return { write: (bytes) => connection.write(bytes), close: () => ((this.closed += 1), connection.close()) };
  }
}

function bench(name = 'toledo-continuous') {
  const protocol = findScaleProtocol(name);
  const encode = simulatedScales[name]?.encode;
  if (protocol === undefined || encode === undefined) throw new Error(name);
  const clock = new FakeClock();
  const line = new TestLine('test');
  const states: string[] = [];
  const frames: ScaleFrame[] = [];
  const supervisor = new ScaleSupervisor({
    deviceId: 'scale-1',
    name: 'test',
    simulated: true,
    protocol,
    createParser: () => protocol.create(),
    transport: line,
    clock,
    onStatus: ({ state, detail }) => states.push(detail === undefined ? state : `${state} ${detail}`),
    onFrame: (frame) => frames.push(frame),
  });
  const frame = (grams = 1000): Uint8Array => encode({ grams, moving: false, overload: false });
  return { clock, line, states, frames, supervisor, frame };
}

describe('scale supervisor', () => {
  it('goes absent, opening, probing, ready, and says silence before it is taken for life', async () => {
    const { clock, line, states, frames, supervisor, frame } = bench();
    supervisor.start();
    await clock.pass(10);
    expect(states).toEqual(['absent', 'opening', 'probing']);
    line.emit(frame());
    expect(states.at(-1)).toBe('ready');
    await clock.pass(900);
    expect(states.at(-1)).toBe('ready');
    await clock.pass(300);
    expect(states.at(-1)).toBe('stale silent');
    expect(frames).toHaveLength(1);
    line.emit(frame());
    expect(states.at(-1)).toBe('ready');
  });

  it('says noise, without a number', async () => {
    const { clock, line, states, frames, supervisor } = bench();
    supervisor.start();
    await clock.pass(10);
    for (let i = 0; i < 12; i += 1) {
      line.emit(Uint8Array.from({ length: 18 }, (_, at) => (at * 37 + i) & 0xff));
      await clock.pass(100);
    }
    expect(states.at(-1)).toBe('stale unreadable');
    expect(frames.every(({ reading }) => reading.type === 'fault')).toBe(true);
  });

  it('is ready again one look after the announcement of a plug, and frees every handle', async () => {
    const { clock, line, states, supervisor, frame } = bench();
    supervisor.start();
    await clock.pass(10);
    for (let cycle = 0; cycle < 50; cycle += 1) {
      line.emit(frame());
      line.unplug();
      expect(states.at(-1)).toBe('absent unplugged');
      await clock.pass(400);
      expect(states.at(-1)).toBe('absent');
      line.plug();
      line.changed();
      await clock.pass(25);
      expect(states.at(-1)).toBe('probing');
    }
    await supervisor.stop();
    expect(line.closed).toBe(line.opened);
  });

  it('tries a port that refuses more and more slowly, at most every 5 s, and at once when something changes', async () => {
    const { clock, line, supervisor } = bench();
    line.failOpen = true;
    supervisor.start();
    await clock.pass(60_000);
    const slow = line.looks;
    expect(slow).toBeGreaterThan(10);
    expect(slow).toBeLessThan(25);
    line.changed();
    await clock.pass(25);
    expect(line.looks).toBe(slow + 1);
  });

  it('takes a command only when ready, and never lets it out later', async () => {
    const { clock, line, supervisor, frame } = bench();
    const written: number[] = [];
    line.onWrite = (bytes) => written.push(...bytes);
    supervisor.start();
    await clock.pass(10);
    expect(supervisor.command('zero').accepted).toBe(false);
    line.emit(frame());
    expect(supervisor.command('zero').accepted).toBe(true);
    line.unplug();
    expect(supervisor.command('zero').accepted).toBe(false);
    line.plug();
    await clock.pass(1_000);
    line.emit(frame());
    expect(written).toHaveLength(1);
  });

  it('passes nothing of a former connection', async () => {
    const { clock, line, frames, supervisor, frame } = bench();
    supervisor.start();
    await clock.pass(10);
    line.emit(frame().subarray(0, 9));
    line.unplug();
    line.plug();
    await clock.pass(1_000);
    line.emit(frame().subarray(9));
    expect(frames).toEqual([]);
  });

  it('a frame that only the next byte would end is passed when no byte follows', async () => {
    const { clock, line, frames, supervisor } = bench('cas-10');
    supervisor.start();
    await clock.pass(10);
    line.emit(new TextEncoder().encode('   1.234\r\n'));
    await clock.pass(100);
    expect(frames.length).toBeGreaterThan(0);
  });

  it('is quiet after its end', async () => {
    const { clock, line, states, supervisor } = bench();
    supervisor.start();
    await clock.pass(10);
    await supervisor.stop();
    const said = states.length;
    line.changed();
    await clock.pass(20_000);
    expect(states).toHaveLength(said);
  });
});
