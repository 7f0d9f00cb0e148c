import type { Language } from '../../../src-preload/contract/status.ts';
import { emailPasted } from '../../core/letters.ts';
import { atWord, type Board } from '../../ui/keyboard-layout.ts';

const name = (middle: string, extra: string): Board => ({
  rows: ['qwertyuiop', middle, 'zxcvbnm-'],
  extra,
  space: true,
  capital: atWord,
});

/** Names as guests have them here, whatever the page's language: accents are keys of their own. */
const NAME: Readonly<Record<Language, Board>> = {
  en: name("asdfghjkl'", 'áéíóúñ'),
  es: name('asdfghjklñ', "áéíóúü'"),
};

/** Addresses have no capitals and no spaces, and most end in one of few ways. */
const EMAIL: Board = {
  rows: ['1234567890', 'qwertyuiop', 'asdfghjkl-', 'zxcvbnm._'],
  extra: '@+',
  words: ['@gmail.com', '.com'],
  space: false,
  shift: false,
  read: emailPasted,
  capital: () => false,
};

/** The keyboard a guest is looked up with. */
export const lookUpBoard = (by: 'name' | 'email', language: Language): Board =>
  by === 'email' ? EMAIL : NAME[language];
