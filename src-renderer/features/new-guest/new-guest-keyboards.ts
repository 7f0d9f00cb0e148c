import type { Language } from '../../../src-preload/contract/status.ts';
import { atWord, type KeyboardLayout } from '../../ui/keyboard-layout.ts';
import { lookUpLayout } from '../look-up/look-up-keyboards.ts';

/** A sheet's lowest row is half as wide as the panel: here accents have a row of their own, and digits, which no name has, none. */
const name = (accents: string, middle: string, lowest: string): KeyboardLayout => ({
  rows: [accents, 'qwertyuiop', middle, lowest],
  extra: '',
  space: true,
  capital: atWord,
});

const NAME: Readonly<Record<Language, KeyboardLayout>> = {
  en: name('áéíóúñüöçã', "asdfghjkl'", 'zxcvbnm-'),
  es: name('áéíóúüöçã.', 'asdfghjklñ', "zxcvbnm-'"),
};

/** The keyboard a new guest is typed with. */
export const newGuestLayout = (
  field: 'firstName' | 'lastName' | 'email',
  language: Language,
): KeyboardLayout => (field === 'email' ? lookUpLayout('email', language) : NAME[language]);
