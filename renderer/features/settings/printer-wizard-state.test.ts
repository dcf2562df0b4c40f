import { describe, expect, it } from 'vitest';
import type { PrinterProbe } from '../../../shared/devices/printer-wizard.ts';
import { testPages } from '../../../shared/labels/test-page.ts';
import { printerSettingsSchema, type PrinterSettings } from '../../../shared/settings/settings.ts';
import { fieldsOf } from './printer-fields.ts';
import {
  initialPrinterWizard,
  type PrinterWizard,
  type PrinterWizardEffect,
  type PrinterWizardEvent,
} from './printer-wizard-board.ts';
import { reducePrinterWizard } from './printer-wizard-state.ts';

const answering: PrinterProbe = { present: true, answers: true, language: 'zpl', dpi: 300, model: 'ZD420-300dpi' };
const silent: PrinterProbe = { present: true, answers: false };
const sent = { outcome: 'sent', bytes: 9, firstByteMonoMs: 1 } as const;
const main: PrinterSettings = {
  transport: { type: 'tcp', host: '192.168.1.40', port: 9100 },
  ...{ language: 'tspl', dpi: 203, widthMm: 60, heightMm: 40, darkness: 9, place: 'H2' },
};
const [largePage, smallPage] = testPages;

/** A key by its name, a scan behind "=", or an event. */
function run(
  events: readonly (PrinterWizardEvent | string)[],
  now: Parameters<typeof initialPrinterWizard>[0] = {},
): { state: PrinterWizard; effects: readonly PrinterWizardEffect[] } {
  const effects: PrinterWizardEffect[] = [];
  let state = initialPrinterWizard(now);
  for (const event of events) {
    const step = reducePrinterWizard(
      state,
      typeof event !== 'string'
        ? event
        : event.startsWith('=')
          ? { type: 'scan', text: event.slice(1) }
          : { type: 'key', key: event },
    );
    state = step.state;
    effects.push(...step.effects.filter(({ type }) => type !== 'cue'));
  }
  return { state, effects };
}
const probed = (probe: PrinterProbe): PrinterWizardEvent => ({ type: 'probed', probe });
const printed = (outcome: Extract<PrinterWizardEvent, { type: 'printed' }>['outcome'] = sent): PrinterWizardEvent => ({
  type: 'printed',
  outcome,
});
const toValues = ['F1', '=192.168.1.50', probed(answering)];
const toPage = [...toValues, 'F4', printed()];
const saving = (effects: readonly PrinterWizardEffect[]): PrinterSettings | undefined =>
  effects.flatMap((effect) => (effect.type === 'save' ? [effect.printer] : []))[0];

describe('the set-up of a printer', () => {
  it('takes an address typed or scanned, and says when it is none', () => {
    const typed = run(['F1', ...'192.168.1.50', 'Enter']);
    expect(typed.effects.at(-1)).toEqual({
      type: 'probe',
      transport: { type: 'tcp', host: '192.168.1.50', port: 9100 },
    });
    expect(run(['F1', ...'192.168.1.500', 'Enter']).state).toMatchObject({ step: 'places', refusal: 'address' });
    expect(run(['F1', ...'192.168.1.500', 'Backspace']).state).toMatchObject({
      typed: '192.168.1.50',
      refusal: undefined,
    });
  });
  it('stays with one that is not there, and asks it again by one key', () => {
    const gone = run(['F1', '=192.168.1.50', probed({ present: false, answers: false, detail: 'EHOSTUNREACH' })]);
    expect(gone.state.step).toBe('nobody');
    expect(run(['F1', '=192.168.1.50', probed({ present: false, answers: false }), 'F1']).effects.at(-1)?.type).toBe(
      'probe',
    );
  });
  it('an answer to a question that was left changes nothing', () => {
    expect(run(['F1', probed(answering)]).state.step).toBe('places');
  });
  it('takes language and head from what answers, and keeps what was set for this place before', () => {
    expect(run(toValues).state.draft).toMatchObject({ language: 'zpl', dpi: 300, widthMm: 100 });
    const again = run(['F1', '=192.168.1.40', probed(silent)], { printer: main });
    expect(again.state.draft).toEqual(main);
  });
  it('every value goes down and up and stays what its schema allows', () => {
    const start = run(toValues).state;
    const { draft } = start;
    if (draft === undefined) throw new Error('no draft');
    for (const [row, field] of fieldsOf(draft).entries())
      for (const key of ['F2', 'F3'])
        for (let times = 0, state: PrinterWizard = { ...start, row }; times < 45; times += 1) {
          state = reducePrinterWizard(state, { type: 'key', key }).state;
          const valid = printerSettingsSchema.safeParse(state.draft);
          expect(valid.success, `${field.name} ${key} ${JSON.stringify(state.draft)}`).toBe(true);
        }
    expect(run([...toValues, 'F1', 'F1', '7', '6']).state.draft?.widthMm).toBe(76);
    // Wider than any head: the last width that can be stays.
    expect(run([...toValues, 'F1', 'F1', '7', '6', '9']).state.draft?.widthMm).toBe(76);
  });
  it('refuses paper that no test page fits on', () => {
    const small = run([...toValues, 'F1', 'F1', '3', '0', 'F1', '2', '0', 'F4']);
    expect(small.state).toMatchObject({ step: 'profile', refusal: 'paper' });
    expect(small.effects.some(({ type }) => type === 'test')).toBe(false);
  });
  it('is not saved before a bar code of the page was read; then with the finest that was', () => {
    expect(run([...toPage, 'F1']).state.refusal).toBe('unread');
    expect(run([...toPage, '=YT123456789']).state).toMatchObject({ refusal: 'other-code', read: [] });
    // A matrix code says nothing about bars.
    expect(run([...toPage, '=TD1234', 'F1']).state.refusal).toBe('unread');
    const some = run([...toPage, '=TB1234', 'F1']);
    expect(some.state).toMatchObject({ step: 'samples', refusal: 'some-unread' });
    const saved = run([...toPage, '=TB1234', 'F1', 'F1', 'Enter']);
    // 0.51 mm at 300 dpi are six whole dots.
    expect(saving(saved.effects)?.smallestModuleDots).toBe(6);
  });
  it('goes on by itself when all codes of the page were read, and asks for the place', () => {
    const all = run([...toPage, ...(largePage?.codes ?? []).map((code) => `=${code}`)]);
    expect(all.state).toMatchObject({ step: 'place', refusal: undefined });
    expect(saving(run([...toPage, '=TA1234', 'F1', 'F1', '=PLACE:H2']).effects)).toMatchObject({ place: 'H2' });
    expect(smallPage?.codes).toHaveLength(3);
  });
  it('nothing came out of one that says nothing: the next language, until all were tried', () => {
    let events: (PrinterWizardEvent | string)[] = ['F1', '=192.168.1.50', probed(silent)];
    const languages: string[] = [];
    for (let round = 0; round < 5; round += 1) {
      events = [...events, 'F4', printed(), 'F2'];
      languages.push(run(events).state.draft?.language ?? '');
    }
    expect(languages).toEqual(['tspl', 'epl', 'cpcl', 'escpos', 'escpos']);
    expect(run(events).state.refusal).toBe('no-language-left');
  });
  it('nothing came out of one that answered: its language is right, something else is missing', () => {
    const { state } = run([...toPage, 'F2']);
    expect(state).toMatchObject({ step: 'profile', refusal: 'nothing-out', draft: { language: 'zpl' } });
  });
  it('a page that may be out is not printed again by itself', () => {
    const unknown = printed({ outcome: 'unknown', code: 'LABEL_UNKNOWN', detail: 'cut' });
    const asked = run([...toValues, 'F4', unknown]);
    expect(asked.state.step).toBe('trouble');
    expect(run([...toValues, 'F4', unknown, 'F1']).state.step).toBe('samples');
    expect(run([...toValues, 'F4', unknown, 'F2']).effects.filter(({ type }) => type === 'test')).toHaveLength(2);
  });
  it('the printer of papers is asked nothing, and saved when a page was sent to it', () => {
    const chosen = run(['F3', '=192.168.1.60']);
    expect(chosen.state).toMatchObject({ step: 'paper', paper: { type: 'tcp', host: '192.168.1.60' } });
    expect(chosen.effects.some(({ type }) => type === 'probe')).toBe(false);
    expect(run(['F3', '=192.168.1.60', 'F1']).state.refusal).toBe('paper-first');
    const failed = printed({ outcome: 'failed', code: 'PRINTER_LOST', detail: 'gone' });
    expect(run(['F3', '=192.168.1.60', 'F4', failed, 'F1']).state.refusal).toBe('paper-first');
    expect(run(['F3', '=192.168.1.60', 'F4', printed(), 'F1']).effects.at(-1)).toMatchObject({ type: 'save-paper' });
    expect(run(['F3', '=/dev/usb/lp0']).state.refusal).toBe('no-paper');
  });
  it('the second printer comes after the first, and is another one', () => {
    expect(run(['F2']).state).toMatchObject({ step: 'role', refusal: 'main-first' });
    expect(run(['F2', '=192.168.1.40'], { printer: main }).state.refusal).toBe('same-printer');
    expect(run(['F2', '=192.168.1.41'], { printer: main }).state).toMatchObject({
      step: 'asking',
      role: 'fallbackPrinter',
    });
  });
});
