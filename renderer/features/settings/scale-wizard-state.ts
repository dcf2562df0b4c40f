import type { ScaleReading } from '../../../shared/devices/scale-reading.ts';
import {
  placeOfAddress,
  rankByKnownWeight,
  settingsOfCandidate,
  wizardUnits,
  type ListedPlace,
  type ProbeProgress,
  type ScaleCandidate,
  type WizardUnit,
} from '../../../shared/devices/scale-wizard.ts';
import type { Mass } from '../../../shared/measure/quantity.ts';
import type { ScaleSettings } from '../../../shared/settings/settings.ts';

/** Answers on the glass: F1–F3. */
export const ANSWERS = 3;
const MAX_TYPED = 8;
const MAX_ADDRESS = 120;

export interface WizardState {
  readonly step: 'places' | 'probe' | 'saved';
  /** undefined: not looked yet. */
  readonly places: readonly ListedPlace[] | undefined;
  readonly page: number;
  readonly chosen: ListedPlace | undefined;
  readonly progress: ProbeProgress | undefined;
  readonly typed: string;
  readonly unit: WizardUnit;
  readonly known: Mass | undefined;
  readonly refusal: 'address' | 'known-weight' | 'other-weight' | 'which-unit' | undefined;
  readonly saved: { readonly settings: ScaleSettings; readonly restartNeeded: boolean } | undefined;
  readonly problem: string | undefined;
}

export type WizardEvent =
  | { readonly type: 'places'; readonly places: readonly ListedPlace[] }
  | { readonly type: 'progress'; readonly progress: ProbeProgress }
  | { readonly type: 'key'; readonly key: string }
  | { readonly type: 'scan'; readonly text: string }
  | { readonly type: 'saved'; readonly settings: ScaleSettings; readonly restartNeeded: boolean }
  | { readonly type: 'not-saved'; readonly why: string | undefined };

export type WizardEffect =
  | { readonly type: 'list' }
  | { readonly type: 'probe'; readonly chosen: ListedPlace }
  | { readonly type: 'stop' }
  | { readonly type: 'save'; readonly settings: ScaleSettings }
  | { readonly type: 'leave' };

export const initialWizard: WizardState = {
  step: 'places',
  places: undefined,
  page: 0,
  chosen: undefined,
  progress: undefined,
  typed: '',
  unit: 'kg',
  known: undefined,
  refusal: undefined,
  saved: undefined,
  problem: undefined,
};

export interface WizardStep {
  readonly state: WizardState;
  readonly effects: readonly WizardEffect[];
}

/** The candidates on the glass: those that read the known weight first. */
export const shownCandidates = ({ progress, known }: WizardState): readonly ScaleCandidate[] =>
  rankByKnownWeight(progress?.candidates ?? [], known).slice(0, ANSWERS);

export const shownPlaces = ({ places, page }: WizardState): readonly ListedPlace[] =>
  (places ?? []).slice(page * ANSWERS, (page + 1) * ANSWERS);

export function reduceWizard(state: WizardState, event: WizardEvent): WizardStep {
  const keep = (changes: Partial<WizardState>, ...effects: WizardEffect[]): WizardStep => ({
    state: { ...state, ...changes },
    effects,
  });
  switch (event.type) {
    case 'places':
      return keep({ places: event.places, page: 0 });
    case 'progress':
      return state.step === 'probe' ? keep({ progress: event.progress }) : keep({});
    case 'saved':
      return keep({
        step: 'saved',
        saved: { settings: event.settings, restartNeeded: event.restartNeeded },
        problem: undefined,
      });
    case 'not-saved':
      return keep({ problem: event.why });
    case 'scan':
      return onScan(state, event.text);
    case 'key':
      return state.step === 'places'
        ? onPlaceKey(state, event.key)
        : state.step === 'probe'
          ? onProbeKey(state, event.key)
          : leaveOn(state, event.key);
  }
}

const commands: Readonly<Record<string, string>> = { 1: 'F1', 2: 'F2', 3: 'F3', CHANGE: 'F5', UNDO: 'F8' };

/** A command card is a key; a card or a label that says a weight ("2.000 kg") is the known weight. */
function onScan(state: WizardState, text: string): WizardStep {
  const command = commands[/^CMD:(\w+)$/i.exec(text)?.[1]?.toUpperCase() ?? ''];
  if (command !== undefined) return reduceWizard(state, { type: 'key', key: command });
  const [, value, word] = /^(\d{1,4}(?:\.\d{1,4})?) ?(kg|g|lb|oz)$/i.exec(text.trim()) ?? [];
  const unit = wizardUnits.find((known) => known === word?.toLowerCase());
  if (state.step === 'places') return onAddress({ ...state, typed: text.trim().slice(0, MAX_ADDRESS) });
  if (value === undefined || unit === undefined || state.step !== 'probe') return { state, effects: [] };
  return { state: { ...state, typed: value, unit, known: massOf(value, unit), refusal: undefined }, effects: [] };
}

function onAddress(state: WizardState): WizardStep {
  const chosen = placeOfAddress(state.typed);
  return chosen === undefined ? { state: { ...state, refusal: 'address' }, effects: [] } : choose(state, chosen);
}

function onPlaceKey(state: WizardState, key: string): WizardStep {
  const type = (typed: string): WizardStep => ({
    state: { ...state, typed: typed.slice(0, MAX_ADDRESS), refusal: undefined },
    effects: [],
  });
  if (key === 'F8' || key === 'Escape') return state.typed === '' ? { state, effects: [{ type: 'leave' }] } : type('');
  if (key === 'Enter' && state.typed !== '') return onAddress(state);
  if (key === 'Backspace') return type(state.typed.slice(0, -1));
  if (key.length === 1) return type(state.typed + key);
  if (key === 'F5') {
    const next = (state.page + 1) * ANSWERS < (state.places?.length ?? 0) ? state.page + 1 : 0;
    // At the end the list is looked up again: the cable may have been plugged in meanwhile.
    return { state: { ...state, page: next }, effects: next === 0 ? [{ type: 'list' }] : [] };
  }
  const slot = slotOf(key);
  const chosen = slot === undefined ? undefined : shownPlaces(state)[slot];
  return chosen === undefined ? { state, effects: [] } : choose(state, chosen);
}

const choose = (state: WizardState, chosen: ListedPlace): WizardStep => ({
  state: { ...state, step: 'probe', chosen, progress: undefined, known: undefined, typed: '', refusal: undefined },
  effects: [{ type: 'probe', chosen }],
});

function onProbeKey(state: WizardState, key: string): WizardStep {
  const { progress, chosen, typed, unit } = state;
  const keep = (changes: Partial<WizardState>, ...effects: WizardEffect[]): WizardStep => ({
    state: { ...state, ...changes },
    effects,
  });
  if (key === 'F8' || key === 'Escape')
    return keep(
      { step: 'places', progress: undefined, chosen: undefined, typed: '' },
      { type: 'stop' },
      { type: 'list' },
    );
  const over = progress?.phase === 'nothing' || progress?.phase === 'failed';
  if (over)
    return key === 'F1' && chosen !== undefined ? keep({ progress: undefined }, { type: 'probe', chosen }) : keep({});
  if (/^\d$/.test(key) || (key === '.' && !typed.includes('.') && typed !== ''))
    return keep({ typed: (typed + key).slice(0, MAX_TYPED), known: undefined, refusal: undefined });
  if (key === 'Backspace') return keep({ typed: typed.slice(0, -1), known: undefined, refusal: undefined });
  if (key === 'Enter') return keep({ known: massOf(typed, unit), refusal: undefined });
  if (key === 'F5') {
    const next = wizardUnits[(wizardUnits.indexOf(unit) + 1) % wizardUnits.length] ?? 'kg';
    return keep({ unit: next, known: state.known === undefined ? undefined : massOf(typed, next), refusal: undefined });
  }
  const slot = slotOf(key);
  const candidate = slot === undefined ? undefined : shownCandidates(state)[slot];
  if (candidate === undefined || chosen === undefined) return keep({});
  const answer = settingsOfCandidate(candidate, chosen.place, state.known);
  return 'settings' in answer
    ? keep({ refusal: undefined }, { type: 'save', settings: answer.settings })
    : keep({ refusal: answer.missing });
}

function leaveOn(state: WizardState, key: string): WizardStep {
  return { state, effects: ['F8', 'Escape', 'Enter'].includes(key) ? [{ type: 'leave' }] : [] };
}

const slotOf = (key: string): number | undefined => (/^F[123]$/.test(key) ? Number(key.slice(1)) - 1 : undefined);

/** undefined for nothing and for zero: an empty plate tells no unit from another. */
function massOf(typed: string, unit: WizardUnit): Mass | undefined {
  const value = typed.replace(/\.$/, '').replace(/^0+(?=\d)/, '');
  return /[1-9]/.test(value) ? { value, unit } : undefined;
}

/** What a candidate reads now. A fault, motion or silence is no number. */
export function readingText(reading: ScaleReading): string {
  return reading.type === 'weight' ? `${reading.value} ${reading.unit === 'unknown' ? '?' : reading.unit}` : '–';
}
