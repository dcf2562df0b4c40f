import type { SendOutcome } from '../../../shared/devices/print-job.ts';
import {
  transportOfAddress,
  type PrinterProbe,
  type PrinterTransport,
} from '../../../shared/devices/printer-wizard.ts';
import { sampleOf, smallestModuleDots, testPageFor } from '../../../shared/labels/test-page.ts';
import type { Cue } from '../../../shared/parcel/weigh-bench-state.ts';
import { paperPrinterSchema } from '../../../shared/settings/paper-printer.ts';
import type { PrinterSettings } from '../../../shared/settings/settings.ts';
import { fieldsOf, untriedLanguage } from './printer-fields.ts';
import {
  ANSWERS,
  fittingPrinters,
  initialPrinterWizard,
  labelRoles,
  pageCodes,
  printerRoles,
  shownPrinters,
  type PrinterRefusal,
  type PrinterWizard,
  type PrinterWizardEffect,
  type PrinterWizardEvent,
  type PrinterWizardStep,
} from './printer-wizard-board.ts';

const MAX_ADDRESS = 120;
const MAX_PLACE = 24;

/** What is not known of a printer yet: the commonest head and paper. */
const firstPrinter = (transport: PrinterTransport): PrinterSettings => ({
  transport,
  language: 'zpl',
  dpi: 203,
  widthMm: 100,
  heightMm: 150,
});

const CALM = { refusal: undefined, problem: undefined } as const;
const commands: Readonly<Record<string, string>> = {
  ...{ 1: 'F1', 2: 'F2', 3: 'F3', REPRINT: 'F4', CHANGE: 'F5', UNDO: 'F8' },
};

export function reducePrinterWizard(state: PrinterWizard, event: PrinterWizardEvent): PrinterWizardStep {
  const keep = keeper(state);
  switch (event.type) {
    case 'places':
      return keep({ places: event.places, page: 0 });
    case 'probed':
      return onProbed(state, event.probe);
    case 'printed':
      return onPrinted(state, event.outcome);
    case 'saved':
      return keep({ ...CALM, step: 'saved', now: event.now, restartNeeded: event.restartNeeded }, cue('ok'));
    case 'not-saved':
      return event.why === undefined ? keep({}) : keep({ problem: event.why }, cue('check'));
    case 'scan':
      return onScan(state, event.text.trim());
    case 'key':
      return steps[state.step](state, event.key);
  }
}

const cue = (named: Cue): PrinterWizardEffect => ({ type: 'cue', cue: named });
const keeper =
  (state: PrinterWizard) =>
  (changes: Partial<PrinterWizard>, ...effects: PrinterWizardEffect[]): PrinterWizardStep => ({
    state: { ...state, ...changes },
    effects,
  });
const refuse = (
  state: PrinterWizard,
  refusal: PrinterRefusal,
  changes: Partial<PrinterWizard> = {},
): PrinterWizardStep => keeper(state)({ ...changes, refusal, problem: undefined }, cue('check'));

/** A command card is a key. Else it is what the step waits for: an address, a code of the page, a place. */
function onScan(state: PrinterWizard, text: string): PrinterWizardStep {
  const command = commands[/^CMD:(\w+)$/i.exec(text)?.[1]?.toUpperCase() ?? ''];
  if (command !== undefined) return steps[state.step](state, command);
  return scans[state.step]?.(state, text) ?? { state, effects: [cue('check')] };
}

const scans: Readonly<Partial<Record<PrinterWizard['step'], OnKey>>> = {
  places: (state, text) => onAddress({ ...state, typed: text.slice(0, MAX_ADDRESS) }),
  samples: (state, text) => onSample(state, text.toUpperCase()),
  place: (state, text) => save({ ...state, typed: text.replace(/^PLACE:/i, '').slice(0, MAX_PLACE) }),
};

type OnKey = (state: PrinterWizard, key: string) => PrinterWizardStep;
const isBack = (key: string): boolean => key === 'F8' || key === 'Escape';
const slotOf = (key: string): number | undefined => (/^F[123]$/.test(key) ? Number(key.slice(1)) - 1 : undefined);
const still: OnKey = (state) => ({ state, effects: [] });

const steps: Readonly<Record<PrinterWizard['step'], OnKey>> = {
  role: (state, key) => {
    if (isBack(key)) return { state, effects: [{ type: 'leave' }] };
    const role = printerRoles[slotOf(key) ?? -1];
    if (role === undefined) return still(state, key);
    const fresh = { draft: undefined, paper: undefined, paperSent: false, outcome: undefined };
    if (role === 'fallbackPrinter' && state.now.printer === undefined) return refuse(state, 'main-first');
    return keeper(state)({ ...CALM, ...fresh, role, step: 'places', typed: '', places: undefined }, { type: 'list' });
  },
  places: onPlaceKey,
  asking: still,
  nobody: (state, key) => {
    if (isBack(key)) return toPlaces(state);
    return key === 'F1' || key === 'Enter' ? ask(state) : still(state, key);
  },
  profile: onProfileKey,
  printing: still,
  trouble: (state, key) => {
    if (key === 'F8' || key === 'Escape' || key === 'F5') return toProfile(state);
    const mayBeOut = state.outcome?.outcome === 'unknown';
    if (mayBeOut && key === 'F1') return keeper(state)({ ...CALM, step: 'samples' });
    return key === 'F4' || key === (mayBeOut ? 'F2' : 'F1') ? print(state) : still(state, key);
  },
  samples: onSampleKey,
  paper: (state, key) => {
    const { paper } = state;
    if (paper === undefined) return still(state, key);
    if (isBack(key)) return toPlaces(state);
    if (key === 'F4' || key === 'F2')
      return keeper(state)({ ...CALM, step: 'printing', outcome: undefined }, { type: 'test-paper', printer: paper });
    if (key !== 'F1' && key !== 'Enter') return still(state, key);
    return state.paperSent
      ? { state: { ...state, ...CALM }, effects: [{ type: 'save-paper', printer: paper }] }
      : refuse(state, 'paper-first');
  },
  place: (state, key) => {
    if (isBack(key)) return keeper(state)({ ...CALM, step: 'samples', typed: '' });
    if (key === 'Backspace') return keeper(state)({ typed: state.typed.slice(0, -1) });
    if (key === 'Enter' || key === 'F1') return save(state);
    return key.length === 1 ? keeper(state)({ typed: (state.typed + key).slice(0, MAX_PLACE) }) : still(state, key);
  },
  saved: (state, key) => {
    if (key === 'F1') return keeper(initialPrinterWizard(state.now))({ restartNeeded: state.restartNeeded });
    return isBack(key) || key === 'Enter' ? { state, effects: [{ type: 'leave' }] } : still(state, key);
  },
};

function onPlaceKey(state: PrinterWizard, key: string): PrinterWizardStep {
  const keep = keeper(state);
  if (isBack(key)) {
    if (state.typed !== '') return keep({ ...CALM, typed: '' });
    return keep({ ...CALM, step: 'role' }, { type: 'stop' });
  }
  if (key === 'Enter') return state.typed === '' ? still(state, key) : onAddress(state);
  if (key === 'Backspace') return keep({ ...CALM, typed: state.typed.slice(0, -1) });
  if (key.length === 1) return keep({ ...CALM, typed: (state.typed + key).slice(0, MAX_ADDRESS) });
  if (key === 'F5') {
    const next = (state.page + 1) * ANSWERS < fittingPrinters(state).length ? state.page + 1 : 0;
    // At the end the list is looked up again: the cable may have been plugged in meanwhile.
    return next === 0 ? keep({ page: 0, places: undefined }, { type: 'list' }) : keep({ page: next });
  }
  const chosen = shownPrinters(state)[slotOf(key) ?? -1];
  return chosen === undefined ? still(state, key) : choose(state, chosen.transport);
}

function onAddress(state: PrinterWizard): PrinterWizardStep {
  const transport = transportOfAddress(state.typed);
  return transport === undefined ? refuse(state, 'address') : choose(state, transport);
}

/** What is set up for this place already stays; a new place begins with what is commonest. */
function choose(state: PrinterWizard, transport: PrinterTransport): PrinterWizardStep {
  const { now, role } = state;
  if (role === 'paperPrinter') {
    const paper = paperPrinterSchema.safeParse(transport).data;
    // It is not asked what it is: a page printer would print the questions.
    return paper === undefined ? refuse(state, 'no-paper') : keeper(state)({ ...CALM, step: 'paper', paper });
  }
  if (role === 'fallbackPrinter' && samePlace(now.printer, transport)) return refuse(state, 'same-printer');
  const known = labelRoles.map((each) => now[each]).find((printer) => samePlace(printer, transport));
  return ask({ ...state, draft: known ?? firstPrinter(transport), tried: [], read: [], row: 0 });
}

export const samePlace = (printer: PrinterSettings | undefined, transport: PrinterTransport): boolean =>
  printer !== undefined && JSON.stringify(printer.transport) === JSON.stringify(transport);

function ask(state: PrinterWizard): PrinterWizardStep {
  const { draft } = state;
  if (draft === undefined) return { state, effects: [] };
  const next: Partial<PrinterWizard> = { ...CALM, step: 'asking', probe: undefined, outcome: undefined };
  return keeper(state)(next, { type: 'probe', transport: draft.transport });
}

const toPlaces = (state: PrinterWizard): PrinterWizardStep =>
  keeper(state)({ ...CALM, step: 'places', places: undefined }, { type: 'stop' }, { type: 'list' });
const toProfile = (state: PrinterWizard): PrinterWizardStep => keeper(state)({ ...CALM, step: 'profile', typed: '' });

function onProbed(state: PrinterWizard, probe: PrinterProbe): PrinterWizardStep {
  // An answer to a question that was left.
  if (state.step !== 'asking' || state.draft === undefined) return { state, effects: [] };
  if (!probe.present) return keeper(state)({ step: 'nobody', probe }, cue('check'));
  const { language = state.draft.language, dpi = state.draft.dpi } = probe;
  return keeper(state)(
    { step: 'profile', probe, typed: '', row: 0, draft: { ...state.draft, language, dpi } },
    cue(probe.answers ? 'next' : 'check'),
  );
}

function onProfileKey(state: PrinterWizard, key: string): PrinterWizardStep {
  const { draft } = state;
  if (draft === undefined) return { state, effects: [] };
  const keep = keeper(state);
  const fields = fieldsOf(draft);
  const field = fields[state.row];
  const move = (by: number): PrinterWizardStep =>
    keep({ ...CALM, typed: '', row: (state.row + by + fields.length) % fields.length });
  const change = (by: -1 | 1): PrinterWizardStep => {
    const next = field?.step(draft, by) ?? draft;
    return keep({ ...CALM, typed: '', draft: next, row: Math.min(state.row, fieldsOf(next).length - 1) });
  };
  if (isBack(key)) return toPlaces(state);
  switch (key) {
    case 'F1':
    case 'Enter':
    case 'ArrowDown':
      return move(1);
    case 'ArrowUp':
      return move(-1);
    case 'F2':
    case 'ArrowLeft':
      return change(-1);
    case 'F3':
    case 'ArrowRight':
      return change(1);
    case 'F4':
      return print(state);
    case 'F5':
      return ask(state);
  }
  if (!/^\d$/.test(key) && key !== 'Backspace') return still(state, key);
  const typed = key === 'Backspace' ? state.typed.slice(0, -1) : (state.typed + key).slice(0, 3);
  const next = typed === '' ? undefined : field?.typed?.(draft, typed);
  return keep({ ...CALM, typed, ...(next === undefined ? {} : { draft: next }) });
}

function print(state: PrinterWizard): PrinterWizardStep {
  const { draft } = state;
  if (draft === undefined) return { state, effects: [] };
  if (testPageFor(draft) === undefined) return refuse(state, 'paper', { step: 'profile' });
  const tried = [...state.tried.filter((one) => one !== draft.language), draft.language];
  const next: Partial<PrinterWizard> = { ...CALM, step: 'printing', typed: '', read: [], outcome: undefined, tried };
  return keeper(state)(next, { type: 'test', printer: draft });
}

function onPrinted(state: PrinterWizard, outcome: SendOutcome): PrinterWizardStep {
  if (state.step !== 'printing') return { state, effects: [] };
  if (state.role === 'paperPrinter')
    return outcome.outcome === 'failed'
      ? keeper(state)({ step: 'paper', outcome }, cue('check'))
      : keeper(state)({ step: 'paper', paperSent: true }, cue('next'));
  return 'code' in outcome
    ? keeper(state)({ step: 'trouble', outcome }, cue('check'))
    : keeper(state)({ step: 'samples' }, cue('next'));
}

function onSample(state: PrinterWizard, text: string): PrinterWizardStep {
  const codes = pageCodes(state.draft);
  const code = sampleOf(text)?.code;
  if (code === undefined || !codes.includes(code)) return refuse(state, 'other-code');
  const read = state.read.includes(code) ? state.read : [...state.read, code];
  const all = codes.every((each) => read.includes(each));
  return keeper(state)({ ...CALM, read, ...(all ? askPlace(state) : {}) }, cue(all ? 'ok' : 'next'));
}

const askPlace = ({ now, role, draft }: PrinterWizard): Partial<PrinterWizard> => ({
  step: 'place',
  typed: draft?.place ?? (role === 'paperPrinter' ? undefined : now[role]?.place) ?? '',
});

function onSampleKey(state: PrinterWizard, key: string): PrinterWizardStep {
  const { draft, read, refusal } = state;
  if (draft === undefined) return { state, effects: [] };
  if (isBack(key) || key === 'F5') return toProfile(state);
  if (key === 'F4') return print(state);
  if (key === 'F2') return otherLanguage(state, 'nothing-out');
  if (key === 'F3') return otherLanguage(state, 'rubbish-out');
  if (key !== 'F1' && key !== 'Enter') return still(state, key);
  if (smallestModuleDots(read, draft.dpi) === undefined) return refuse(state, 'unread');
  const missing = pageCodes(draft).some((code) => !read.includes(code));
  return missing && refusal !== 'some-unread'
    ? refuse(state, 'some-unread')
    : keeper(state)({ ...CALM, ...askPlace(state) });
}

/** No page came out: the commonest cause is another language than the printer's. A language that the printer answered in is not the cause. */
function otherLanguage(state: PrinterWizard, why: 'nothing-out' | 'rubbish-out'): PrinterWizardStep {
  const { draft, probe, tried } = state;
  if (draft === undefined) return { state, effects: [] };
  const answered = probe?.answers === true && probe.language === draft.language;
  if (answered && why === 'nothing-out') return refuse(state, why, { step: 'profile', row: 0 });
  const language = untriedLanguage(draft.language, tried);
  return language === undefined
    ? refuse(state, 'no-language-left', { step: 'profile', row: 0 })
    : refuse(state, why, { step: 'profile', row: 0, draft: { ...draft, language } });
}

/** With what the page has shown: the finest bars that the bench's scanner read. */
function save(state: PrinterWizard): PrinterWizardStep {
  const { draft, read, role, typed } = state;
  if (draft === undefined || role === 'paperPrinter') return { state, effects: [] };
  const { place: _former, ...rest } = draft;
  const dots = smallestModuleDots(read, draft.dpi);
  const place = typed.trim();
  const printer: PrinterSettings = {
    ...rest,
    ...(dots === undefined ? {} : { smallestModuleDots: dots }),
    ...(place === '' ? {} : { place }),
  };
  return keeper(state)({ ...CALM, typed, draft: printer }, { type: 'save', role, printer });
}
