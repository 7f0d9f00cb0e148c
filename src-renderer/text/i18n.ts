import { createInstance, type i18n as I18n } from 'i18next';
import { initReactI18next } from 'react-i18next';
import type { Language } from '../../src-preload/contract/status.ts';
import { en } from './en.ts';
import { es } from './es.ts';
import { sayTime } from './format.ts';
import type { later } from './later.ts';

declare module 'i18next' {
  interface CustomTypeOptions {
    defaultNS: 'translation';
    resources: { translation: typeof en & typeof later.en };
    returnNull: false;
  }
}

/** The page's words, ready at once in both languages; those of the manager's screens are added by `addWords`. */
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
  for (const kind of ['at', 'since'] as const) {
    instance.services.formatter?.add(kind, (value: string, spoken) =>
      sayTime(kind, value, spoken === 'es' ? 'es' : 'en'),
    );
  }
  return instance;
}

/** Adds the words that come with the manager's screens, before one of those is drawn. */
export function addWords(words: I18n, more: typeof later): void {
  words.addResourceBundle('en', 'translation', more.en);
  words.addResourceBundle('es', 'translation', more.es);
}

/** What screens and helpers take to speak: the typed `t` of i18next. */
export type Translate = I18n['t'];
