import type { DeviceState } from '../../../shared/devices/device-status.ts';
import type { ScanSource } from '../../../shared/devices/scan.ts';
import { placeOfAddress, type ListedPlace, type ScalePlace } from '../../../shared/devices/scale-wizard.ts';
import type { Cue } from '../../../shared/parcel/weigh-bench-state.ts';
import type { ScanDeviceSettings, SerialLine } from '../../../shared/settings/settings.ts';

/** Answers on the glass: F1–F3. */
export const ANSWERS = 3;
const MAX_ADDRESS = 120;

/** A gun that types needs no set-up: it is one of the places. */
export type ScannerPlace = 'keyboard' | ListedPlace;

/** Speeds of guns on a serial line, the commonest first; on a USB-COM port it does not matter. */
const LINES: readonly SerialLine[] = [
  { baudRate: 9_600, dataBits: 8, parity: 'none', stopBits: 1 },
  { baudRate: 115_200, dataBits: 8, parity: 'none', stopBits: 1 },
  { baudRate: 9_600, dataBits: 7, parity: 'even', stopBits: 1 },
  { baudRate: 19_200, dataBits: 8, parity: 'none', stopBits: 1 },
  { baudRate: 38_400, dataBits: 8, parity: 'none', stopBits: 1 },
];

export interface ScannerWizard {
  readonly step: 'places' | 'try' | 'saved';
  readonly places: readonly ListedPlace[] | undefined;
  readonly page: number;
  readonly typed: string;
  readonly chosen: ScannerPlace | undefined;
  readonly line: number;
  /** Of the scanner on trial. */
  readonly state: DeviceState | undefined;
  readonly detail: string;
  readonly heard: string | undefined;
  readonly refusal: 'address' | 'other-scanner' | undefined;
  readonly problem: string | undefined;
}

export type ScannerWizardEvent =
  | { readonly type: 'places'; readonly places: readonly ListedPlace[] }
  | { readonly type: 'status'; readonly state: DeviceState; readonly detail: string }
  | { readonly type: 'key'; readonly key: string }
  | { readonly type: 'scan'; readonly text: string; readonly source: ScanSource }
  | { readonly type: 'saved' }
  | { readonly type: 'not-saved'; readonly why: string | undefined };

export type ScannerWizardEffect =
  | { readonly type: 'list' }
  | { readonly type: 'try'; readonly settings: ScanDeviceSettings }
  | { readonly type: 'stop' }
  /** undefined: the keyboard alone. */
  | { readonly type: 'save'; readonly settings: ScanDeviceSettings | undefined }
  | { readonly type: 'leave' }
  | { readonly type: 'cue'; readonly cue: Cue };

export interface ScannerWizardStep {
  readonly state: ScannerWizard;
  readonly effects: readonly ScannerWizardEffect[];
}

export const initialScannerWizard: ScannerWizard = {
  step: 'places',
  places: undefined,
  page: 0,
  typed: '',
  chosen: undefined,
  line: 0,
  state: undefined,
  detail: '',
  heard: undefined,
  refusal: undefined,
  problem: undefined,
};

const allPlaces = ({ places }: ScannerWizard): readonly ScannerPlace[] => ['keyboard', ...(places ?? [])];
export const shownScanners = (state: ScannerWizard): readonly ScannerPlace[] =>
  allPlaces(state).slice(state.page * ANSWERS, (state.page + 1) * ANSWERS);
export const hasMoreScanners = (state: ScannerWizard): boolean => allPlaces(state).length > ANSWERS;

/** The line that is tried now; undefined: this place has none. */
export const lineOnTrial = ({ chosen, line }: ScannerWizard): SerialLine | undefined =>
  chosen !== undefined && chosen !== 'keyboard' && chosen.place.type === 'serial' ? LINES[line] : undefined;

export function scanDeviceOf(state: ScannerWizard): ScanDeviceSettings | undefined {
  const { chosen } = state;
  if (chosen === undefined || chosen === 'keyboard') return undefined;
  const line = lineOnTrial(state) ?? LINES[0];
  return { transport: serialOr(chosen.place, line) };
}

/** A port with an identity is remembered by it; without a serial number two alike can only be told apart by their place. */
function serialOr(place: ScalePlace, line: SerialLine | undefined): ScanDeviceSettings['transport'] {
  if (place.type !== 'serial' || line === undefined) return place as Exclude<ScalePlace, { type: 'serial' }>;
  const { path, usb } = place;
  const byPath = usb?.serialNumber === undefined;
  return { type: 'serial', ...(byPath ? { path } : {}), ...(usb === undefined ? {} : { usb }), line };
}

const CALM = { refusal: undefined, problem: undefined } as const;
const commands: Readonly<Record<string, string>> = { 1: 'F1', 2: 'F2', 3: 'F3', CHANGE: 'F5', UNDO: 'F8' };
const cue = (named: Cue): ScannerWizardEffect => ({ type: 'cue', cue: named });

export function reduceScannerWizard(state: ScannerWizard, event: ScannerWizardEvent): ScannerWizardStep {
  const keep = (changes: Partial<ScannerWizard>, ...effects: ScannerWizardEffect[]): ScannerWizardStep => ({
    state: { ...state, ...changes },
    effects,
  });
  switch (event.type) {
    case 'places':
      return keep({ places: event.places, page: 0 });
    case 'status':
      return state.step === 'try' ? keep({ state: event.state, detail: event.detail }) : keep({});
    case 'saved':
      return keep({ ...CALM, step: 'saved' }, cue('ok'));
    case 'not-saved':
      // Who was asked for has not come: the gun is still on trial.
      return event.why === undefined ? keep({}) : keep({ problem: event.why }, cue('check'));
    case 'scan':
      return onScan(state, event.text.trim(), event.source);
    case 'key':
      return onKey(state, event.key);
  }
}

/** A gun that is tried says who it is by the way its scan came: the same code over the keyboard is another gun. */
function onScan(state: ScannerWizard, text: string, source: ScanSource): ScannerWizardStep {
  const command = commands[/^CMD:(\w+)$/i.exec(text)?.[1]?.toUpperCase() ?? ''];
  if (state.step === 'try') {
    const right = (source === 'keyboard') === (state.chosen === 'keyboard');
    // Once it was heard, its codes are answers.
    if (right && (state.heard === undefined || command === undefined))
      return { state: { ...state, ...CALM, heard: text }, effects: [cue('next')] };
    if (command !== undefined) return onKey(state, command);
    return { state: { ...state, refusal: 'other-scanner' }, effects: [cue('check')] };
  }
  if (command !== undefined) return onKey(state, command);
  return state.step === 'places' ? onAddress({ ...state, typed: text.slice(0, MAX_ADDRESS) }) : { state, effects: [] };
}

function onKey(state: ScannerWizard, key: string): ScannerWizardStep {
  const back = key === 'F8' || key === 'Escape';
  switch (state.step) {
    case 'places':
      return onPlaceKey(state, key);
    case 'try':
      if (back)
        return {
          state: { ...state, ...CALM, step: 'places', places: undefined, page: 0 },
          effects: [{ type: 'stop' }, { type: 'list' }],
        };
      if (key === 'F1' && state.heard !== undefined)
        return { state: { ...state, ...CALM }, effects: [{ type: 'save', settings: scanDeviceOf(state) }] };
      if (key === 'F5' && lineOnTrial(state) !== undefined)
        return tryIt({ ...state, line: (state.line + 1) % LINES.length });
      return { state, effects: [] };
    case 'saved':
      return { state, effects: back || key === 'Enter' ? [{ type: 'leave' }] : [] };
  }
}

function onPlaceKey(state: ScannerWizard, key: string): ScannerWizardStep {
  const type = (typed: string): ScannerWizardStep => ({
    state: { ...state, ...CALM, typed: typed.slice(0, MAX_ADDRESS) },
    effects: [],
  });
  if (key === 'F8' || key === 'Escape') return state.typed === '' ? { state, effects: [{ type: 'leave' }] } : type('');
  if (key === 'Enter' && state.typed !== '') return onAddress(state);
  if (key === 'Backspace') return type(state.typed.slice(0, -1));
  if (key.length === 1) return type(state.typed + key);
  if (key === 'F5') {
    const next = (state.page + 1) * ANSWERS < allPlaces(state).length ? state.page + 1 : 0;
    return { state: { ...state, page: next }, effects: next === 0 ? [{ type: 'list' }] : [] };
  }
  const chosen = /^F[123]$/.test(key) ? shownScanners(state)[Number(key.slice(1)) - 1] : undefined;
  return chosen === undefined ? { state, effects: [] } : tryIt({ ...state, chosen, line: 0, typed: '' });
}

function onAddress(state: ScannerWizard): ScannerWizardStep {
  const chosen = placeOfAddress(state.typed);
  return chosen === undefined
    ? { state: { ...state, refusal: 'address' }, effects: [cue('check')] }
    : tryIt({ ...state, chosen, line: 0, typed: '' });
}

function tryIt(state: ScannerWizard): ScannerWizardStep {
  const next: ScannerWizard = { ...state, ...CALM, step: 'try', state: undefined, detail: '', heard: undefined };
  const settings = scanDeviceOf(next);
  return { state: next, effects: [settings === undefined ? { type: 'stop' } : { type: 'try', settings }] };
}
