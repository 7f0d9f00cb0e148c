import { useTranslation } from 'react-i18next';
import { MAX_NOTE } from '../../../src-preload/contract/credit.ts';
import { useStatus } from '../../app/app-context.tsx';
import { type Typing, TypingSheet } from '../../app/TypingSheet.tsx';
import { atStart, atWord } from '../../ui/keyboard-layout.ts';

const ROWS = {
  en: ['1234567890', 'qwertyuiop', "asdfghjkl'", 'zxcvbnm,.'],
  es: ['1234567890', 'qwertyuiop', 'asdfghjklñ', 'zxcvbnm,.'],
} as const;
/** Accents of Spanish, each behind its own key: a long press is not for hurried fingers. */
const ACCENTS = { en: '', es: 'áéíóú' } as const;

/** A note for a credit. */
export function NoteSheet(props: Pick<Typing, 'text' | 'onDone' | 'onCancel'>) {
  const { t } = useTranslation();
  const words = {
    title: t('note.title'),
    hint: t('note.hint'),
    empty: t('note.empty'),
    done: t('note.done'),
    cancel: t('note.cancel'),
  };
  return <TextSheet {...props} screen="give-credit" words={words} most={MAX_NOTE} />;
}

/** A few words. `name`: a name, each word of which begins with a capital. */
export function TextSheet({ name, ...typing }: Typing & { readonly name?: boolean }) {
  const { t } = useTranslation();
  const { language } = useStatus();
  return (
    <TypingSheet
      {...typing}
      onDone={(text) => typing.onDone(text.trim())}
      layout={{
        rows: ROWS[language],
        extra: ACCENTS[language],
        space: true,
        capital: name === true ? atWord : atStart,
        foot: (text) => <span className="nb">{t('note.left', { count: typing.most - text.length })}</span>,
      }}
    />
  );
}
