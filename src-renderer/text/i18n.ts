import { createInstance, type i18n as I18n } from 'i18next';
import { initReactI18next } from 'react-i18next';
import type { Language } from '../../src-preload/contract/status.ts';
import { en } from './en.ts';
import { es } from './es.ts';

declare module 'i18next' {
  interface CustomTypeOptions {
    defaultNS: 'translation';
    resources: { translation: typeof en };
    returnNull: false;
  }
}

/** The page's words, ready at once: both languages are part of the bundle, so nothing is ever fetched. */
export function createWords(language: Language): I18n {
  const instance = createInstance();
  void instance.use(initReactI18next).init({
    lng: language,
    fallbackLng: false,
    initAsync: false,
    resources: { en: { translation: en }, es: { translation: es } },
    // React escapes already; doing it twice would show &#39; for an apostrophe.
    interpolation: { escapeValue: false },
  });
  return instance;
}

/** What screens and helpers take to speak: the typed `t` of i18next. */
export type Translate = I18n['t'];
