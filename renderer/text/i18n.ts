import i18next from 'i18next';
import ICU from 'i18next-icu';
import { initReactI18next, useTranslation } from 'react-i18next';
import { en, type TextKey } from './en.ts';
import { zh } from './zh.ts';

/** Another language is another table here. */
export async function startTexts(language: 'zh' | 'en'): Promise<void> {
  await i18next
    .use(new ICU())
    .use(initReactI18next)
    .init({
      lng: language,
      fallbackLng: 'zh',
      resources: { en: { translation: en }, zh: { translation: zh } },
      interpolation: { escapeValue: false },
      keySeparator: false,
      nsSeparator: false,
    });
  document.documentElement.lang = language;
}

export async function changeLanguage(language: 'zh' | 'en'): Promise<void> {
  await i18next.changeLanguage(language);
  document.documentElement.lang = language;
}

export type Language = 'zh' | 'en';

/** The language on the screen, outside of a component. */
export const languageNow = (): Language => (i18next.language === 'en' ? 'en' : 'zh');

export type Say = (key: TextKey, values?: Record<string, string | number>) => string;

/** Texts by typed key. A key that does not exist is a type error. */
export function useSay(): { readonly say: Say; readonly language: Language } {
  const { t, i18n } = useTranslation();
  return { say: (key, values) => t(key, values ?? {}), language: i18n.language === 'en' ? 'en' : 'zh' };
}
