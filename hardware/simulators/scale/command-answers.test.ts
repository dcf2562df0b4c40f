import { describe, expect, it } from 'vitest';
import { findScaleProtocol, scaleProtocols } from '../../registry.ts';
import { answerCommand, type ScaleCommand } from './command-answers.ts';
import type { SimulatedScaleState } from './scale-encoders.ts';

const atRest: SimulatedScaleState = { grams: 1250, moving: false, overload: false };
const moving: SimulatedScaleState = { ...atRest, moving: true };
const over: SimulatedScaleState = { ...atRest, overload: true };

/** What the driver hears when the command was done, while the scale moves, and while it is overloaded. */
const heard: Readonly<Record<string, Readonly<Record<ScaleCommand, readonly [string, string, string]>>>> = {
  'mt-sics': {
    zero: ['status acknowledged', 'status refused', 'status refused'],
    tare: ['status acknowledged', 'status refused', 'status refused'],
  },
  'toledo-8217': {
    zero: ['status information', 'status motion', 'fault overload'],
    tare: ['status information', 'status motion', 'fault overload'],
  },
  'toledo-8213': {
    zero: ['status information', 'status motion', 'fault overload'],
    tare: ['status information', 'status motion', 'fault overload'],
  },
  'nci-scp01': {
    zero: ['status information', 'status motion', 'fault overload'],
    tare: ['status information', 'status motion', 'fault overload'],
  },
  'nci-ecr': {
    zero: ['status information', 'status motion', 'fault overload'],
    tare: ['status information', 'status motion', 'fault overload'],
  },
  sma: {
    zero: ['weight 0.000 kg', 'fault not-zeroed', 'fault not-zeroed'],
    tare: ['weight 0.000 kg', 'status refused', 'status refused'],
  },
  'and-balance': {
    zero: ['status acknowledged', 'status refused', 'status refused'],
    tare: ['status acknowledged', 'status refused', 'status refused'],
  },
};

describe.each(Object.entries(heard))('%s', (name, commands) => {
  const protocol = findScaleProtocol(name);
  const hear = (command: ScaleCommand, state: SimulatedScaleState): readonly [boolean, string] => {
    const answer = answerCommand(name, command, state);
    const parser = protocol?.create({ unit: 'kg' });
    const [frame] = [...(parser?.push(answer.bytes) ?? []), ...(parser?.end() ?? [])];
    const reading = frame?.reading;
    if (reading === undefined) return [answer.done, 'nothing'];
    return [
      answer.done,
      reading.type === 'weight' ? `weight ${reading.value} ${reading.unit}` : `${reading.type} ${reading.kind}`,
    ];
  };

  it.each(['zero', 'tare'] as const)('%s is done at rest and refused while moving or overloaded', (command) => {
    expect(protocol?.commands?.[command]).toBeInstanceOf(Uint8Array);
    const [done, shaking, heavy] = commands[command];
    expect(hear(command, atRest)).toEqual([true, done]);
    expect(hear(command, moving)).toEqual([false, shaking]);
    expect(hear(command, over)).toEqual([false, heavy]);
  });
});

it('a scale without a word for it stays silent, and still refuses while it moves', () => {
  expect(answerCommand('sbi', 'tare', atRest)).toEqual({ done: true, bytes: new Uint8Array() });
  expect(answerCommand('sbi', 'tare', moving)).toEqual({ done: false, bytes: new Uint8Array() });
  expect(answerCommand('mt-sics', 'tare', { ...atRest, grams: -5 }).done).toBe(false);
});

it('no command is the beginning of another one of its language, and none is the question for a weight', () => {
  for (const { name, poll, commands } of scaleProtocols) {
    const all = [poll?.bytes, commands?.zero, commands?.tare]
      .flatMap((bytes) => (bytes === undefined ? [] : [Buffer.from(bytes).toString('hex')]))
      .filter((hex) => hex !== '');
    for (const [at, one] of all.entries())
      for (const [other, two] of all.entries())
        if (at !== other) expect([name, two.startsWith(one)]).toEqual([name, false]);
  }
});
