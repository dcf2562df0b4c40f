import type { DimensionsFrame } from '../../../shared/devices/dimensions-frame.ts';
import { placeOfAddress, type ListedPlace } from '../../../shared/devices/scale-wizard.ts';
import { lengthUnitSchema } from '../../../shared/measure/quantity.ts';
import type { Cue } from '../../../shared/parcel/weigh-bench-state.ts';
import { dimensionerSettingsSchema, type DimensionerSettings } from '../../../shared/settings/settings.ts';

/** Answers on the glass: F1–F3. */
export const ANSWERS = 3;
const MAX_TYPED = 300;

export const dimensionerKinds = ['cubiscan', 'columns', 'string', 'qboid', 'vmeasure', 'none'] as const;
export type DimensionerKind = (typeof dimensionerKinds)[number];

/** What a kind has to be told, one after the other, with the text that is there already. */
const asks: Readonly<
  Record<DimensionerKind, readonly { readonly step: 'place' | 'url' | 'port' | 'format'; readonly text: string }[]>
> = {
  cubiscan: [{ step: 'place', text: '' }],
  columns: [
    { step: 'place', text: '' },
    { step: 'format', text: 'length,width,height' },
  ],
  string: [
    { step: 'place', text: '' },
    { step: 'format', text: '{length:5.1};{width:5.1};{height:5.1};{unit:2}' },
  ],
  qboid: [{ step: 'port', text: '8095' }],
  vmeasure: [{ step: 'url', text: 'http://' }],
  none: [],
};
/** Serial devices of these kinds leave the factory so. */
const LINE = { baudRate: 9_600, dataBits: 8, parity: 'none', stopBits: 1 } as const;
const units = [undefined, ...lengthUnitSchema.options] as const;

export interface DimensionerWizard {
  readonly step: 'kind' | 'place' | 'url' | 'port' | 'format' | 'try' | 'saved';
  readonly kind: DimensionerKind;
  readonly places: readonly ListedPlace[] | undefined;
  /** Of kinds, or of places. */
  readonly page: number;
  readonly typed: string;
  readonly place: ListedPlace | undefined;
  readonly answers: Readonly<Partial<Record<'url' | 'port' | 'format', string>>>;
  readonly unit: (typeof units)[number];
  readonly frame: DimensionsFrame | undefined;
  readonly refusal: 'address' | 'settings' | undefined;
  /** What is wrong, in the device program's words. */
  readonly detail: string;
  readonly problem: string | undefined;
}

export type DimensionerWizardEvent =
  | { readonly type: 'places'; readonly places: readonly ListedPlace[] }
  | { readonly type: 'key'; readonly key: string }
  | { readonly type: 'scan'; readonly text: string }
  | { readonly type: 'frame'; readonly frame: DimensionsFrame }
  | { readonly type: 'refused'; readonly detail: string }
  | { readonly type: 'saved' }
  | { readonly type: 'not-saved'; readonly why: string | undefined };

export type DimensionerWizardEffect =
  | { readonly type: 'list' }
  | { readonly type: 'try'; readonly settings: DimensionerSettings }
  | { readonly type: 'measure' }
  | { readonly type: 'stop' }
  | { readonly type: 'save'; readonly settings: DimensionerSettings | undefined }
  | { readonly type: 'leave' }
  | { readonly type: 'cue'; readonly cue: Cue };

export interface DimensionerWizardStep {
  readonly state: DimensionerWizard;
  readonly effects: readonly DimensionerWizardEffect[];
}

export const initialDimensionerWizard: DimensionerWizard = {
  step: 'kind',
  kind: 'none',
  places: undefined,
  page: 0,
  typed: '',
  place: undefined,
  answers: {},
  unit: undefined,
  frame: undefined,
  refusal: undefined,
  detail: '',
  problem: undefined,
};

const onPage = <T>(all: readonly T[], page: number): readonly T[] => all.slice(page * ANSWERS, (page + 1) * ANSWERS);
export const shownKinds = ({ page }: DimensionerWizard): readonly DimensionerKind[] => onPage(dimensionerKinds, page);
export const shownPorts = ({ places, page }: DimensionerWizard): readonly ListedPlace[] => onPage(places ?? [], page);

/** What has been chosen so far as settings; undefined: no dimensioner, or something is missing or wrong. */
export function dimensionerOf(state: DimensionerWizard): DimensionerSettings | undefined {
  const { kind, place, unit, answers } = state;
  const transport =
    place?.place.type === 'serial' ? { type: 'serial', line: LINE, ...serialName(place.place) } : place?.place;
  const line = { way: 'line', transport, ...(unit === undefined ? {} : { unit }) };
  const wanted: Readonly<Record<DimensionerKind, unknown>> = {
    cubiscan: { ...line, protocol: 'cubiscan' },
    columns: { ...line, protocol: 'csv-lines', format: answers.format },
    string: { ...line, protocol: 'configurable-string', format: answers.format },
    qboid: { way: 'http-push', dialect: 'qboid', port: Number(answers.port) },
    vmeasure: { way: 'http-pull', dialect: 'vmeasure', url: answers.url },
    none: undefined,
  };
  return dimensionerSettingsSchema.safeParse(wanted[kind]).data;
}

/** A port with an identity is remembered by it; without a serial number two alike can only be told apart by their place. */
const serialName = ({
  path,
  usb,
}: {
  readonly path: string;
  readonly usb?: { readonly serialNumber?: string | undefined } | undefined;
}): object => ({
  ...(usb?.serialNumber === undefined ? { path } : {}),
  ...(usb === undefined ? {} : { usb }),
});

const CALM = { refusal: undefined, problem: undefined, detail: '' } as const;
const commands: Readonly<Record<string, string>> = { 1: 'F1', 2: 'F2', 3: 'F3', CHANGE: 'F5', UNDO: 'F8' };
const cue = (named: Cue): DimensionerWizardEffect => ({ type: 'cue', cue: named });
const slotOf = (key: string): number => (/^F[123]$/.test(key) ? Number(key.slice(1)) - 1 : -1);

export function reduceDimensionerWizard(
  state: DimensionerWizard,
  event: DimensionerWizardEvent,
): DimensionerWizardStep {
  const keep = (changes: Partial<DimensionerWizard>, ...effects: DimensionerWizardEffect[]): DimensionerWizardStep => ({
    state: { ...state, ...changes },
    effects,
  });
  switch (event.type) {
    case 'places':
      return keep({ places: event.places, page: state.step === 'place' ? 0 : state.page });
    case 'frame':
      if (state.step !== 'try' || event.frame.reading.type === 'status') return keep({});
      return keep({ ...CALM, frame: event.frame }, cue(event.frame.reading.type === 'fault' ? 'check' : 'next'));
    case 'refused':
      return keep({ refusal: 'settings', detail: event.detail }, cue('check'));
    case 'saved':
      return keep({ ...CALM, step: 'saved' }, cue('ok'));
    case 'not-saved':
      return event.why === undefined ? keep({}) : keep({ problem: event.why }, cue('check'));
    case 'scan': {
      const text = event.text.trim();
      const command = commands[/^CMD:(\w+)$/i.exec(text)?.[1]?.toUpperCase() ?? ''];
      if (command !== undefined) return onKey(state, command);
      return isTyped(state) ? enter({ ...state, typed: text.slice(0, MAX_TYPED) }) : keep({}, cue('check'));
    }
    case 'key':
      return onKey(state, event.key);
  }
}

const isTyped = ({ step }: DimensionerWizard): boolean => step !== 'kind' && step !== 'try' && step !== 'saved';

function onKey(state: DimensionerWizard, key: string): DimensionerWizardStep {
  const keep = (changes: Partial<DimensionerWizard>, ...effects: DimensionerWizardEffect[]): DimensionerWizardStep => ({
    state: { ...state, ...changes },
    effects,
  });
  const back = key === 'F8' || key === 'Escape';
  switch (state.step) {
    case 'kind': {
      if (back) return keep({}, { type: 'leave' });
      if (key === 'F5') return keep({ page: state.page === 0 ? 1 : 0 });
      const kind = shownKinds(state)[slotOf(key)];
      if (kind === undefined) return keep({});
      if (kind === 'none') return keep({ ...CALM, kind }, { type: 'save', settings: undefined });
      return nextAsk({ ...state, ...CALM, kind, place: undefined, answers: {}, frame: undefined }, undefined);
    }
    case 'try':
      if (back) return keep({ ...initialDimensionerWizard }, { type: 'stop' });
      if (key === 'F2') return keep({}, { type: 'measure' });
      if (key === 'F1' && state.frame?.reading.type === 'dimensions')
        return keep({ ...CALM }, { type: 'save', settings: dimensionerOf(state) });
      return keep({});
    case 'saved':
      return keep({}, ...(back || key === 'Enter' ? [{ type: 'leave' } as const] : []));
    case 'place':
    case 'url':
    case 'port':
    case 'format':
      return onTyped(state, key, back);
  }
}

function onTyped(state: DimensionerWizard, key: string, back: boolean): DimensionerWizardStep {
  const keep = (changes: Partial<DimensionerWizard>, ...effects: DimensionerWizardEffect[]): DimensionerWizardStep => ({
    state: { ...state, ...changes },
    effects,
  });
  if (back) return keep({ ...initialDimensionerWizard });
  if (key === 'Enter') return enter(state);
  if (key === 'Backspace') return keep({ ...CALM, typed: state.typed.slice(0, -1) });
  if (key.length === 1) return keep({ ...CALM, typed: (state.typed + key).slice(0, MAX_TYPED) });
  if (state.step === 'place') {
    if (key === 'F5') {
      const next = (state.page + 1) * ANSWERS < (state.places?.length ?? 0) ? state.page + 1 : 0;
      return next === 0 ? keep({ page: 0 }, { type: 'list' }) : keep({ page: next });
    }
    const place = shownPorts(state)[slotOf(key)];
    return place === undefined ? keep({}) : nextAsk({ ...state, ...CALM, place }, 'place');
  }
  if (state.step === 'format' && key === 'F5')
    return keep({ ...CALM, unit: units[(units.indexOf(state.unit) + 1) % units.length] });
  return state.step === 'format' && key === 'F1' ? enter(state) : keep({});
}

/** What was typed or scanned is the answer; what cannot be one stays, and is said. */
function enter(state: DimensionerWizard): DimensionerWizardStep {
  const { step, typed } = state;
  const refuse: DimensionerWizardStep = { state: { ...state, refusal: 'address' }, effects: [cue('check')] };
  if (step === 'place') {
    const place = placeOfAddress(typed);
    return place === undefined ? refuse : nextAsk({ ...state, ...CALM, place }, step);
  }
  if (step !== 'url' && step !== 'port' && step !== 'format') return { state, effects: [] };
  const next: DimensionerWizard = { ...state, ...CALM, answers: { ...state.answers, [step]: typed.trim() } };
  if (step !== 'format' && dimensionerOf(next) === undefined) return refuse;
  return nextAsk(next, step);
}

/** The next question of its kind, or the trial when all are answered. */
function nextAsk(state: DimensionerWizard, answered: string | undefined): DimensionerWizardStep {
  const all = asks[state.kind];
  const next = all[all.findIndex(({ step }) => step === answered) + 1];
  if (next !== undefined)
    return {
      state: { ...state, step: next.step, typed: next.text, page: 0, places: undefined },
      effects: next.step === 'place' ? [{ type: 'list' }] : [],
    };
  const settings = dimensionerOf(state);
  return settings === undefined
    ? { state: { ...state, refusal: 'settings' }, effects: [cue('check')] }
    : { state: { ...state, step: 'try', typed: '', frame: undefined }, effects: [{ type: 'try', settings }] };
}
