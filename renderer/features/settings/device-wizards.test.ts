import { describe, expect, it } from 'vitest';
import type { DimensionsFrame } from '../../../shared/devices/dimensions-frame.ts';
import { placeOfAddress } from '../../../shared/devices/scale-wizard.ts';
import { dimensionerOf, initialDimensionerWizard, reduceDimensionerWizard } from './dimensioner-wizard-state.ts';
import { initialScannerWizard, reduceScannerWizard } from './scanner-wizard-state.ts';

interface Machine<State, Event, Effect> {
  readonly state: State;
  readonly reduce: (state: State, event: Event) => { readonly state: State; readonly effects: readonly Effect[] };
}
function run<State, Event, Effect>(
  { state: first, reduce }: Machine<State, Event, Effect>,
  events: readonly Event[],
): { state: State; effects: Effect[] } {
  const effects: Effect[] = [];
  let state = first;
  for (const event of events) {
    const step = reduce(state, event);
    state = step.state;
    effects.push(...step.effects);
  }
  return { state, effects };
}
const key = (name: string) => ({ type: 'key', key: name }) as const;
const places = {
  type: 'places',
  places: [
    {
      place: { type: 'serial', path: '/dev/ttyACM0', usb: { vendorId: '0c2e', productId: '0b61', serialNumber: '7' } },
      name: 'a',
    },
    { place: { type: 'serial', path: '/dev/ttyS0' }, name: 'b' },
  ],
} as const;

describe('an address of a device', () => {
  it.each([
    ['/dev/ttyUSB0', { type: 'serial', path: '/dev/ttyUSB0' }],
    ['COM5', { type: 'serial', path: 'COM5' }],
    ['192.168.1.50:2001', { type: 'tcp', host: '192.168.1.50', port: 2001 }],
    ['moxa-2.floor:4001', { type: 'tcp', host: 'moxa-2.floor', port: 4001 }],
    ['192.168.1.500:2001', undefined],
    ['192.168.1.50', undefined],
    ['YT2611220047731', undefined],
  ])('%s', (text, wanted) => expect(placeOfAddress(text)?.place).toEqual(wanted));
});

describe('the choice of a scanner', () => {
  const machine = { state: initialScannerWizard, reduce: reduceScannerWizard };
  const scan = (text: string, source: 'serial' | 'keyboard') => ({ type: 'scan', text, source }) as const;
  it('is saved by its identity, after it was heard itself', () => {
    const early = run(machine, [places, key('F2'), key('F1')]);
    expect(early.effects.some(({ type }) => type === 'save')).toBe(false);
    const other = run(machine, [places, key('F2'), scan('YT1', 'keyboard'), key('F1')]);
    expect(other.state.refusal).toBe('other-scanner');
    expect(other.effects.some(({ type }) => type === 'save')).toBe(false);
    const heard = run(machine, [places, key('F2'), scan('YT1', 'serial'), key('F1')]);
    expect(heard.effects.at(-1)).toMatchObject({
      type: 'save',
      settings: { transport: { type: 'serial', usb: { serialNumber: '7' } } },
    });
    expect(heard.effects.at(-1)).not.toMatchObject({ settings: { transport: { path: '/dev/ttyACM0' } } });
  });
  it('the card of the wall is an answer once the gun was heard, and before that what it was heard by', () => {
    expect(run(machine, [places, key('F2'), scan('CMD:1', 'serial')]).state.heard).toBe('CMD:1');
    const answered = run(machine, [places, key('F2'), scan('YT1', 'serial'), scan('CMD:1', 'serial')]);
    expect(answered.effects.at(-1)?.type).toBe('save');
  });
  it('another speed opens it anew, and forgets what was heard', () => {
    const again = run(machine, [places, key('F3'), scan('?!', 'serial'), key('F5')]);
    expect(again.state.heard).toBeUndefined();
    expect(again.effects.at(-1)).toMatchObject({
      type: 'try',
      settings: { transport: { line: { baudRate: 115_200 } } },
    });
  });
  it('the keyboard alone is a choice too', () => {
    const keyboard = run(machine, [places, key('F1'), scan('YT1', 'keyboard'), key('F1')]);
    expect(keyboard.effects.at(-1)).toEqual({ type: 'save', settings: undefined });
  });
});

describe('the choice of a dimensioner', () => {
  const machine = { state: initialDimensionerWizard, reduce: reduceDimensionerWizard };
  const scan = (text: string) => ({ type: 'scan', text }) as const;
  const frame = (reading: DimensionsFrame['reading']) =>
    ({
      type: 'frame',
      frame: { deviceId: 'dimensioner-1', sequence: 1, reading, raw: '', monoMs: 0, wallMs: 0 },
    }) as const;
  const size = { length: '42', width: '31', height: '20', unit: 'cm' } as const;
  it('columns: address, fields, unit, and a box measured before it is saved', () => {
    const events = [key('F2'), scan('192.168.1.9:1050'), key('F5'), key('F5'), key('Enter')];
    const tried = run(machine, events);
    expect(tried.effects.at(-1)).toMatchObject({
      type: 'try',
      settings: { protocol: 'csv-lines', unit: 'cm', format: 'length,width,height' },
    });
    expect(run(machine, [...events, key('F1')]).effects.at(-1)?.type).toBe('try');
    const fault = frame({ type: 'fault', kind: 'unstable' });
    expect(run(machine, [...events, fault, key('F1')]).effects.some(({ type }) => type === 'save')).toBe(false);
    const good = run(machine, [...events, frame({ type: 'dimensions', dimensions: size }), key('F1')]);
    expect(good.effects.at(-1)).toMatchObject({ type: 'save', settings: { protocol: 'csv-lines' } });
  });
  it('one that posts needs a port, one that is asked a URL', () => {
    const qboid = run(machine, [key('F5'), key('F1'), key('Enter')]);
    expect(dimensionerOf(qboid.state)).toMatchObject({ way: 'http-push', port: 8095 });
    expect(run(machine, [key('F5'), key('F1'), scan('99999')]).state).toMatchObject({
      step: 'port',
      refusal: 'address',
    });
    expect(run(machine, [key('F5'), key('F2'), scan('no url')]).state).toMatchObject({
      step: 'url',
      refusal: 'address',
    });
    const vmeasure = run(machine, [key('F5'), key('F2'), scan('http://10.0.0.8:6600/api/dimension/')]);
    expect(vmeasure.state.step).toBe('try');
  });
  it('none is a choice too', () => {
    expect(run(machine, [key('F5'), key('F3')]).effects.at(-1)).toEqual({ type: 'save', settings: undefined });
  });
});
