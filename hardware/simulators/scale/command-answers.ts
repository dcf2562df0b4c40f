import { asciiBytes } from '../../scale/ascii-bytes.ts';
import {
  encodeNciStatus,
  encodeSma,
  encodeToledoPosStatus,
  type SimulatedDialect,
  type SimulatedScaleState,
} from './scale-encoders.ts';

export type ScaleCommand = 'zero' | 'tare';

export interface CommandAnswer {
  /** Did the scale do it? A scale that is moving, overloaded or (tare) below zero does not. */
  readonly done: boolean;
  /** None where the language has no answer. */
  readonly bytes: Uint8Array;
}

type Answer = (
  command: ScaleCommand,
  state: SimulatedScaleState,
  done: boolean,
  dialect?: SimulatedDialect,
) => Uint8Array;

const none = new Uint8Array();
const after = (state: SimulatedScaleState, done: boolean): SimulatedScaleState =>
  done ? { ...state, grams: 0 } : state;

const sics: Answer = (command, { grams, moving, overload }, done) => {
  const letter = command === 'zero' ? 'Z' : 'T';
  if (!done) return asciiBytes(`${letter} ${overload ? '+' : moving ? 'I' : '-'}\r\n`);
  const kilograms = `${Math.trunc(grams / 1000)}.${String(grams % 1000).padStart(3, '0')}`;
  return asciiBytes(command === 'zero' ? 'Z A\r\n' : `T S ${kilograms.padStart(10)} kg\r\n`);
};

/** A frame with the state instead of a weight; a refused tare has T in the first column, a refused zero E, and dashes. */
const sma: Answer = (command, state, done) =>
  done
    ? encodeSma(after(state, done))
    : asciiBytes(`\n${command === 'tare' ? 'T' : 'E'}1G${state.moving ? 'M' : ' '} ----------kg \r`);

/** By protocol. A language that is not here does the command in silence. */
const answers: Readonly<Record<string, Answer>> = {
  'mt-sics': sics,
  'toledo-8217': (_, state, done, dialect) => encodeToledoPosStatus(after(state, done), dialect),
  'toledo-8213': (_, state, done, dialect) => encodeToledoPosStatus(after(state, done), dialect),
  'nci-scp01': (_, state, done, dialect) => encodeNciStatus(after(state, done), dialect),
  'nci-ecr': (_, state, done, dialect) => encodeNciStatus(after(state, done), dialect),
  sma,
  // With error codes switched on: ACK, or what is wrong.
  'and-balance': (_, __, done) => asciiBytes(done ? '\x06\r\n' : 'EC,E11\r\n'),
};

/** What a simulated scale does with a command, and what it says. Shared by every protocol: it refuses while it is not at rest. */
export function answerCommand(
  protocol: string,
  command: ScaleCommand,
  state: SimulatedScaleState,
  dialect?: SimulatedDialect,
): CommandAnswer {
  const done = !state.moving && !state.overload && (command === 'zero' || state.grams >= 0);
  return { done, bytes: answers[protocol]?.(command, state, done, dialect) ?? none };
}
