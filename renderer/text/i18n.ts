import i18next from 'i18next';
import ICU from 'i18next-icu';
import { initReactI18next, useTranslation } from 'react-i18next';
import type { TextKey } from './en.ts';
import { textTables, type TextTable } from './languages.ts';

/** Loads every table there is. What a table lacks is said in English, and in Chinese before a letter is shown as its key. */
export async function startTexts(
  language: string,
  tables: Readonly<Record<string, TextTable>> = textTables,
): Promise<void> {
  await i18next
    .use(new ICU())
    .use(initReactI18next)
    .init({
      lng: language,
      fallbackLng: ['en', 'zh'],
      resources: Object.fromEntries(Object.entries(tables).map(([code, table]) => [code, { translation: table }])),
      interpolation: { escapeValue: false },
      keySeparator: false,
      nsSeparator: false,
    });
  document.documentElement.lang = language;
}

export async function changeLanguage(language: string): Promise<void> {
  await i18next.changeLanguage(language);
  document.documentElement.lang = language;
}

/** Languages of the error catalogue and the voice; a person of another one gets the English of both. */
export type Language = 'zh' | 'en';
export const spokenLanguage = (language: string): Language => (language === 'zh' ? 'zh' : 'en');

/** The language on the screen, outside of a component. */
export const languageNow = (): Language => (i18next.language === 'en' ? 'en' : 'zh');

export type Say = (key: TextKey, values?: Record<string, string | number>) => string;

/** Texts by typed key. A key that does not exist is a type error. */
export function useSay(): { readonly say: Say; readonly language: Language } {
  const { t, i18n } = useTranslation();
  return { say: (key, values) => t(key, values ?? {}), language: spokenLanguage(i18n.language) };
}
