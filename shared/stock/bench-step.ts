import { cue, type FloorEffect } from './floor-effect.ts';
import type { RefusalRow } from '../errors/refusal-row.ts';

/** One step of a bench: the state after an event and what the world shall do. */
export interface Step<S> {
  readonly state: S;
  readonly effects: readonly FloorEffect[];
}

export const stay = <S>(state: S, ...effects: FloorEffect[]): Step<S> => ({ state, effects });

/** What every small bench shows when it does not go on. Codes of the disk and the devices come in beside its own. */
export interface Refusal<Code extends string> {
  readonly code: Code;
  readonly subject?: string | undefined;
}

/** A refusal sounds as its row says; the phase stays what it was, so that the right act still counts. */
export const refusing =
  <Code extends string>(rows: Readonly<Record<Code, RefusalRow>>) =>
  <S extends object>(state: S, code: Code, about: object = {}): Step<S & { readonly refusal: Refusal<Code> }> => ({
    state: { ...state, refusal: { code, ...about } },
    effects: [cue(rows[code].tone)],
  });

/** Command barcodes that stand for keys on a bench card. */
const commandKeys = { '1': 'F1', '2': 'F2', '3': 'F3', CHANGE: 'F5', UNDO: 'F8' } as const;
export type CommandKey = (typeof commandKeys)[keyof typeof commandKeys];
export const keyOfCommand = (command: string): CommandKey | undefined =>
  Object.hasOwn(commandKeys, command) ? commandKeys[command as keyof typeof commandKeys] : undefined;

/** A whole number being typed, digit by digit; at most six. undefined: the key is none of a keypad. */
export function typeDigit(typed: string, key: string): string | undefined {
  if (/^\d$/.test(key)) return typed.length < 6 ? `${typed}${key}`.replace(/^0+(?=\d)/, '') : typed;
  return key === 'Backspace' ? typed.slice(0, -1) : undefined;
}
