import { useTranslation } from 'react-i18next';
import { PASSPHRASE_MAX, PASSPHRASE_MIN } from '../../../src-preload/contract/set-up.ts';
import { type Sheet, TypingSheet } from '../../app/TypingSheet.tsx';

const LAYOUT: Sheet = {
  rows: ['1234567890', 'qwertyuiop', "asdfghjkl'", 'zxcvbnm,.'],
  extra: '-_!?@#',
  space: true,
  capital: () => false,
};

/** A passphrase, typed where it can be read: it is written down, or read off paper. `fresh`: it is being chosen. */
export function PassphraseSheet(props: {
  readonly fresh: boolean;
  readonly onDone: (passphrase: string) => void;
  readonly onCancel: () => void;
}) {
  const { t } = useTranslation();
  const { fresh } = props;
  const missing = (text: string): number => (fresh ? PASSPHRASE_MIN - [...text.trim()].length : 0);
  return (
    <TypingSheet
      screen="passphrase"
      text=""
      most={PASSPHRASE_MAX}
      words={{
        title: fresh ? t('moving.choose') : t('moving.enter'),
        hint: fresh ? t('moving.hint') : t('moving.enterHint'),
        empty: t('moving.empty'),
        done: t('moving.done'),
        cancel: t('moving.cancel'),
      }}
      layout={{
        ...LAYOUT,
        foot: (text) =>
          missing(text) <= 0 ? null : (
            <span className="nb">{t('moving.more', { count: missing(text) })}</span>
          ),
      }}
      onDone={(text) => (missing(text) > 0 || text.trim() === '' ? undefined : props.onDone(text.trim()))}
      onCancel={props.onCancel}
    />
  );
}
