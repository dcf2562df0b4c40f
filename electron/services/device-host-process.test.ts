import { describe, expect, it } from 'vitest';
import type { DeviceStatus } from '../../shared/devices/device-status.ts';
import { DeviceHostProcess, type HostChild } from './device-host-process.ts';

class FakeChild implements HostChild {
  readonly listeners = new Map<string, (value: never) => void>();
  postMessage(): void {
    return undefined;
  }
  on(event: string, listener: (value: never) => void): void {
    this.listeners.set(event, listener);
  }
  kill(): void {
    this.exit(0);
  }
  exit(code: number): void {
    (this.listeners.get('exit') as ((code: number) => void) | undefined)?.(code);
  }
  say(message: unknown): void {
    (this.listeners.get('message') as ((message: unknown) => void) | undefined)?.(message);
  }
}

function host() {
  const children: FakeChild[] = [];
  const crashes: boolean[] = [];
  const statuses = new Map<string, DeviceStatus['state']>();
  let nowMs = 0;
  let ready = 0;
  const process = new DeviceHostProcess({
    spawn: () => (children.push(new FakeChild()), children.at(-1) as FakeChild),
    monoMs: () => nowMs,
    wallMs: () => nowMs,
    after: () => undefined,
    onStatus: ({ deviceId, state }) => statuses.set(deviceId, state),
    onEvent: () => undefined,
    onReady: () => (ready += 1),
    onCrash: (_detail, quarantined) => crashes.push(quarantined),
  });
  const status = (kind: 'scale' | 'printer'): void =>
    children.at(-1)?.say({
      event: 'device-status',
      status: { deviceId: `${kind}-1`, kind, state: 'ready', name: kind, simulated: false, sinceWallMs: 0 },
    });
  const crash = (): void => {
    status('scale');
    status('printer');
    children.at(-1)?.exit(139);
  };
  return { process, children, crashes, statuses, crash, pass: (ms: number) => (nowMs += ms), ready: () => ready };
}

describe('device host', () => {
  it('is started again at once after a crash, and its devices are said to be gone', () => {
    const { process, children, statuses, crash } = host();
    process.start();
    crash();
    expect(children).toHaveLength(2);
    expect(Object.fromEntries(statuses)).toEqual({ 'scale-1': 'absent', 'printer-1': 'absent' });
    expect(process.quarantined).toBe(false);
  });

  it('three crashes in a minute: comes back without the scale, with the printer', () => {
    const { process, children, crashes, statuses, crash } = host();
    process.start();
    for (let i = 0; i < 3; i += 1) crash();
    expect(crashes).toEqual([false, false, true]);
    expect(process.quarantined).toBe(true);
    expect(children).toHaveLength(4);
    expect(Object.fromEntries(statuses)).toEqual({ 'scale-1': 'quarantined', 'printer-1': 'absent' });
  });

  it('three more, and it stays down until a person lifts it', async () => {
    const { process, children, statuses, crash } = host();
    process.start();
    for (let i = 0; i < 6; i += 1) crash();
    expect(children).toHaveLength(6);
    expect(statuses.get('printer-1')).toBe('quarantined');
    expect((await process.request({ type: 'list-serial-ports' })).ok).toBe(false);
    process.liftQuarantine();
    expect(children).toHaveLength(7);
    expect(process.quarantined).toBe(false);
  });

  it('three crashes over more than a minute are three restarts', () => {
    const { process, crash, pass } = host();
    process.start();
    for (let i = 0; i < 3; i += 1) {
      crash();
      pass(40_000);
    }
    expect(process.quarantined).toBe(false);
  });

  it('a stop is no crash', () => {
    const { process, children, crashes } = host();
    process.start();
    process.stop();
    expect([children.length, crashes.length]).toEqual([1, 0]);
  });
});
