import { useTranslation } from 'react-i18next';
import { type Sheet, type Typing, TypingSheet } from '../../app/TypingSheet.tsx';
import sheet from './CodeSheet.module.css';

/** What addresses and secrets have besides letters stands beside the primary. */
const CODE_LAYOUT: Sheet = {
  rows: ['1234567890', 'qwertyuiop', 'asdfghjkl-', 'zxcvbnm_.'],
  extra: ':/+=@',
  space: false,
  capital: () => false,
  textClass: sheet.code,
};

/** Letters that mean themselves: an address, a secret, a GUID. Nothing is made a capital by itself, and no space is typed. */
export function CodeSheet({ title, ...typing }: Omit<Typing, 'words'> & { readonly title: string }) {
  const { t } = useTranslation();
  const words = {
    title,
    hint: t('setUp.type.hint'),
    empty: t('setUp.type.empty'),
    done: t('setUp.type.done'),
    cancel: t('setUp.type.cancel'),
  };
  return <TypingSheet {...typing} words={words} layout={CODE_LAYOUT} />;
}
