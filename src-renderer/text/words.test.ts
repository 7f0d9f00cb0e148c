import { describe, expect, it } from 'vitest';
import { en } from './en.ts';
import { es } from './es.ts';
import { later } from './later.ts';

type Tree = { readonly [key: string]: string | Tree };

const flat = (words: Tree, path = ''): readonly (readonly [string, string])[] =>
  Object.entries(words).flatMap(([key, value]) =>
    typeof value === 'string' ? [[`${path}${key}`, value] as const] : flat(value, `${path}${key}.`),
  );

const WORDS = {
  en: flat({ ...en, ...later.en }),
  es: flat({ ...es, ...later.es }),
} as const;

/** What nobody in a restaurant of the United States says, or what has one other word here (docs/WORDS.md). */
const BANNED = {
  en: [
    /\b(anew|whoever|whatever|whilst|shall|likewise|somebody|anybody)\b/i,
    /\bwhat waits\b|\ball the same\b|\bin force\b|\bby itself\b|\btakes? in\b|\blooks? after\b|\bin all\b/i,
    /\bhouse\b|\blook-up\b|\bset-up\b|\be-mail\b|\bbooks\b|\bgive (it )?up\b|\btake off\b|\bthe line\b/i,
    /\b(stands|lies|invented|capitals|mend(ed|s)?)\b/i,
    /\b(cancelled|licence|cheque|colour|authorise|recognise|organise)\b/i,
    /\b(do|does|did|is|are|was|were|has|have|can|could|will|would) not\b|\bcannot\b/i,
    /\d s\b|\}\} s\b/,
    /\w'\w|"/,
  ],
  es: [
    /\b(añad|comprueb|comprob|puls[ae])/i,
    /\b(mirando|tire|cifras?|cantidad(es)?|equipos?|anfitri|llavero|la casa)\b/i,
    /\b(sin línea|la línea se|libros|palabras de toast|en seguida|por su cuenta|gastad[oa]s?|larga espera)\b/i,
    /\b(vosotros|ordenador|móvil|coged?|vale)\b/i,
    /\b(le necesita|les necesita|abandona)/i,
    /[«»]|"/,
    /\b(a|desde) las? \{\{/,
  ],
} as const;

/** The longest sentence, in characters, that a person reads while standing. */
const SENTENCE = 90;
/** The most sentences below the title of an error. */
const ERROR_LINES = 3;
/** Sentences that are longer, and why. */
const LONGER: Readonly<Record<string, string>> = {};
/** Errors that need more sentences, and why. */
const MORE_LINES: Readonly<Record<string, string>> = {
  'errors.recordsGone.todo': 'What the kiosk does by itself, then what the person does, then whom to call.',
};

/** The sentences of a text, each place for a value as long as a name or an amount. */
const sentences = (text: string): readonly string[] =>
  text.replaceAll(/\{\{[^}]*\}\}/g, '$1250.00').split(/(?<=[.!?…])\s+/);

describe.each(['en', 'es'] as const)('the words on screen in %s', (language) => {
  it('are those of the field', () => {
    const found = WORDS[language].flatMap(([key, text]) =>
      BANNED[language].filter((banned) => banned.test(text)).map((banned) => `${key}: ${text} (${banned})`),
    );
    expect(found).toEqual([]);
  });

  it('are read at a glance: no sentence is longer than a line', () => {
    const long = WORDS[language].filter(
      ([key, text]) => !(key in LONGER) && sentences(text).some((sentence) => sentence.length > SENTENCE),
    );
    expect(long).toEqual([]);
  });

  it('say of an error what to do in three lines', () => {
    const many = WORDS[language].filter(
      ([key, text]) =>
        key.startsWith('errors.') && !(key in MORE_LINES) && sentences(text).length > ERROR_LINES,
    );
    expect(many).toEqual([]);
  });

  it('have no space at an end and no two in a row', () => {
    expect(WORDS[language].filter(([, text]) => text !== text.trim() || /\s\s/.test(text))).toEqual([]);
  });

  it('mark what Toast said as Toast’s, in quotation marks', () => {
    const vendor = WORDS[language].filter(([, text]) => /\{\{(message|words)\}\}/.test(text));
    expect(vendor.map(([key]) => key).sort()).toEqual(['done.toastSays', 'need.refused']);
    for (const [, text] of vendor) {
      expect(text).toMatch(/(Message from|Mensaje de) Toast: “\{\{\w+\}\}”/);
    }
  });
});
