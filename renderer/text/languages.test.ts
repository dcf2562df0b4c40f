import i18next from 'i18next';
import { beforeAll, expect, it, vi } from 'vitest';
import { en } from './en.ts';
import { changeLanguage, spokenLanguage, startTexts } from './i18n.ts';
import { languageFor, textTables } from './languages.ts';
import { zh } from './zh.ts';

/** A third file, as somebody would add it: not complete yet. */
const tables = { ...textTables, vi: { ready: 'Sẵn sàng', announcedCount: '{n} kiện đã báo trước' } };
const page = { documentElement: { lang: '' } };
vi.stubGlobal('document', page);
beforeAll(() => startTexts('zh', tables));

it('a badge of a person of a third language switches to its file, what it lacks is English', async () => {
  const of = (person: string | undefined): string => languageFor(person, 'zh', tables);
  await changeLanguage(of('vi'));
  expect(page.documentElement.lang).toBe('vi');
  expect(i18next.t('ready')).toBe('Sẵn sàng');
  expect(i18next.t('announcedCount', { n: 316 })).toBe('316 kiện đã báo trước');
  expect(i18next.t('scanWaybill')).toBe(en.scanWaybill);
  expect(spokenLanguage('vi')).toBe('en');
  // The next badge is of a person whose language nobody has written yet, or who has none: the station's.
  for (const person of ['th', undefined, 'constructor']) {
    await changeLanguage(of(person));
    expect(i18next.t('ready')).toBe(zh.ready);
  }
});

it('both languages that ship have every text', () => {
  expect(Object.keys(zh).sort()).toEqual(Object.keys(en).sort());
});
