import type { Language } from '../../../src-preload/contract/status.ts';
import { emailPasted } from '../../core/letters.ts';
import { atWord, type KeyboardLayout } from '../../ui/keyboard-layout.ts';

const name = (middle: string, extra: string): KeyboardLayout => ({
  rows: ['qwertyuiop', middle, 'zxcvbnm-'],
  extra,
  space: true,
  capital: atWord,
});

/** Names as guests have them here, regardless of the page's language: accents are keys of their own. */
const NAME: Readonly<Record<Language, KeyboardLayout>> = {
  en: name("asdfghjkl'", 'áéíóúñ'),
  es: name('asdfghjklñ', "áéíóúü'"),
};

/** Addresses have no capitals and no spaces, and most end in one of few ways. */
const EMAIL: KeyboardLayout = {
  rows: ['1234567890', 'qwertyuiop', 'asdfghjkl-', 'zxcvbnm._'],
  extra: '@+',
  words: ['@gmail.com', '.com'],
  space: false,
  shift: false,
  read: emailPasted,
  capital: () => false,
};

/** The keyboard a guest is looked up with. */
export const lookUpLayout = (by: 'name' | 'email', language: Language): KeyboardLayout =>
  by === 'email' ? EMAIL : NAME[language];
