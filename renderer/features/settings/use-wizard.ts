import { useEffect, useReducer, useRef } from 'react';
import type { InputTaker, StationApp } from '../../app/station-app.ts';
import type { SettingsDesk } from './settings-desk.ts';

export interface WizardMachine<State, Event, Effect> {
  readonly initial: State;
  readonly reduce: (state: State, event: Event) => { readonly state: State; readonly effects: readonly Effect[] };
  /** What the world does for it; what comes of that goes back by `send`. */
  readonly carryOut: (effect: Effect, send: (event: Event) => void) => void;
  /** While it is on the screen; returns the end of that. */
  readonly follow?: (send: (event: Event) => void) => () => void;
  readonly onKey: (name: string) => Event;
  readonly onScan: (text: string, source: Parameters<InputTaker['scan']>[1]) => Event;
  readonly hearsTwins?: true;
  readonly onDimensions?: (frame: Parameters<NonNullable<InputTaker['dimensions']>>[0]) => Event;
}

/** A pure wizard with its effects carried out, its keys and scans taken while it is on the screen; a lead who is asked for has them first. */
export function useWizard<State, Event, Effect>(
  app: StationApp,
  desk: SettingsDesk,
  machine: WizardMachine<State, Event, Effect>,
): { readonly wizard: State; readonly send: (event: Event) => void } {
  const memory = useRef(machine.initial);
  const [, redraw] = useReducer((n: number) => n + 1, 0);
  const sendRef = useRef<(event: Event) => void>(() => undefined);
  // The machine of the first render is the one that runs: its parts are made of app and desk, which stay.
  const first = useRef(machine);
  useEffect(() => {
    const { reduce, carryOut, follow, onKey, onScan, onDimensions, hearsTwins } = first.current;
    const send = (event: Event): void => {
      const step = reduce(memory.current, event);
      memory.current = step.state;
      redraw();
      for (const effect of step.effects) carryOut(effect, send);
    };
    sendRef.current = send;
    const endInput = app.takeInput({
      key: (name) => {
        if (desk.asking()) return desk.lead.onKey(name);
        send(onKey(name));
        return true;
      },
      scan: (text, source) => {
        if (desk.asking()) desk.lead.onScan(text);
        else send(onScan(text, source));
        return true;
      },
      ...(hearsTwins === undefined ? {} : { hearsTwins }),
      ...(onDimensions === undefined ? {} : { dimensions: (frame) => send(onDimensions(frame)) }),
    });
    const endFollow = follow?.(send);
    return () => {
      endInput();
      endFollow?.();
    };
  }, [app, desk]);
  // The ref is the store of this screen; `redraw` follows every change of it.
  // eslint-disable-next-line react-hooks/refs
  return { wizard: memory.current, send: (event) => sendRef.current(event) };
}
