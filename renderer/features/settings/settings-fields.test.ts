import { describe, expect, it } from 'vitest';
import { needsRestart } from '../../../shared/settings/needs-restart.ts';
import { settingsSchema, type Settings } from '../../../shared/settings/settings.ts';
import { draftOf, fieldsOn, settingsPages, withDraft, type SettingsPage } from './settings-fields.ts';

const defaults = settingsSchema.parse({ version: 1 });
const pages = Object.keys(settingsPages) as SettingsPage[];
/** Every section with something in it. */
const full = settingsSchema.parse({
  version: 1,
  station: { name: 'W3', flows: ['weigh', 'bag', 'stock'] },
  cloud: { url: 'https://cloud.example', token: 'secret-secret' },
  journal: { secondCopy: '/media/copy' },
  weighing: { scanBackLines: ['EU-B', 'US-A'], declared: { percent: '7.5' } },
  shift: { testWeight: { value: '2', unit: 'kg' } },
  bagging: {
    companyPrefix: '4012345',
    destinations: { 'US-A': 'LAX = west', 'EU-B': 'FRA' },
    receptacles: [{ line: 'EU-B', origin: 'CNSZXA', destination: 'DEFRAA', category: 'A', subclass: 'UN' }],
  },
});
const change = (page: SettingsPage, path: string, text: string, from: Settings = full): unknown =>
  withDraft(page, from, { ...draftOf(page, from), [path]: text });
const saved = (page: SettingsPage, path: string, text: string, from: Settings = full): Settings =>
  settingsSchema.parse(change(page, path, text, from));

/** Every path of a setting, sections opened, by the schema's own answer for what is full. */
function pathsOf(value: unknown, path = ''): string[] {
  const section = typeof value === 'object' && value !== null && !Array.isArray(value) && !('unit' in value);
  if (!section || path === 'bagging.destinations') return [path];
  return Object.entries(value).flatMap(([key, inner]) => pathsOf(inner, path === '' ? key : `${path}.${key}`));
}

describe('fields of the set-up', () => {
  it.each(pages)('what was not touched is written as it was (%s)', (page) => {
    expect(withDraft(page, full, draftOf(page, full))).toEqual(full);
    expect(withDraft(page, defaults, draftOf(page, defaults))).toEqual(defaults);
  });
  it('every setting that is no device has a field, or is named as one of the file alone', () => {
    const shown = new Set(
      pages.flatMap((page) => fieldsOn(page).map(({ path }) => path.replace(/^(station\.flows)\..*/, '$1'))),
    );
    const ofTheFile = new Set(['version', 'display.fullscreen']);
    expect(pathsOf(full).filter((path) => !shown.has(path) && !ofTheFile.has(path))).toEqual([]);
  });
  it('takes weights with their unit, and nothing else', () => {
    expect(saved('work', 'weighing.minimum', '0,05kg').weighing.minimum).toEqual({ value: '0.05', unit: 'kg' });
    expect(settingsSchema.safeParse(change('work', 'weighing.minimum', '50')).success).toBe(false);
    expect(settingsSchema.safeParse(change('work', 'weighing.minimum', 'heavy')).success).toBe(false);
    // An empty field: no test weight, and no section that is half there.
    expect(saved('work', 'shift.testWeight', '').shift.testWeight).toBeUndefined();
  });
  it('names the field that is wrong', () => {
    const wrong = settingsSchema.safeParse(change('bags', 'bagging.companyPrefix', '12'));
    expect(wrong.error?.issues[0]?.path.join('.')).toBe('bagging.companyPrefix');
  });
  it('lists, pairs and receptacles go to and fro', () => {
    expect(saved('work', 'weighing.scanBackLines', 'US-A, EU-B').weighing.scanBackLines).toEqual(['US-A', 'EU-B']);
    const { destinations, receptacles } = saved(
      'bags',
      'bagging.destinations',
      'US-A = LAX = west; EU-B=Frankfurt',
    ).bagging;
    expect(destinations).toEqual({ 'US-A': 'LAX = west', 'EU-B': 'Frankfurt' });
    expect(receptacles).toHaveLength(1);
    const two = saved('bags', 'bagging.receptacles', 'EU-B CNSZXA DEFRAA A UN; US-A CNSZXA USLAXA A UN');
    expect(two.bagging.receptacles[1]).toMatchObject({ line: 'US-A', destination: 'USLAXA' });
    expect(settingsSchema.safeParse(change('bags', 'bagging.receptacles', 'EU-B CNSZXA')).success).toBe(false);
  });
  it('flows keep the order of the home screen, and one there has to be', () => {
    expect(saved('station', 'station.flows.merge', 'yes').station.flows).toEqual(['weigh', 'merge', 'bag', 'stock']);
    const none = { ...draftOf('station', defaults), 'station.flows.weigh': 'no' };
    expect(settingsSchema.safeParse(withDraft('station', defaults, none)).success).toBe(false);
  });
  it('a cloud with neither address nor key is none; with one of them it is not saved', () => {
    const draft = { ...draftOf('station', full), 'cloud.url': '', 'cloud.token': '' };
    expect(settingsSchema.parse(withDraft('station', full, draft)).cloud).toBeUndefined();
    expect(settingsSchema.safeParse(change('station', 'cloud.token', '')).success).toBe(false);
  });
  it('says which changes wait for the next start', () => {
    expect(needsRestart(full, saved('station', 'station.flows.merge', 'yes'))).toBe(true);
    expect(needsRestart(full, saved('station', 'scanner.maxGapMs', '60'))).toBe(true);
    expect(needsRestart(full, saved('work', 'weighing.minimum', '30 g'))).toBe(false);
  });
});
