import { useTranslation } from 'react-i18next';
import type { MaskedPhone } from '../../src-preload/contract/phone.ts';

const DOTS = '•••';

/** A number with only what tells guests apart; the digits just typed are marked. */
export function MaskedNumber(props: { readonly phone: MaskedPhone; readonly typedLine?: string }) {
  const { t } = useTranslation();
  const { area, lastFour } = props.phone;
  if (lastFour === null) return <span>{t('lookUp.noPhone')}</span>;
  const typed = props.typedLine ?? '';
  const marked = lastFour.startsWith(typed) ? typed : '';
  return (
    <span className="nb">
      <span className="sr">{t('lookUp.masked', { digits: [...(area ?? ''), ...lastFour].join(' ') })}</span>
      <span aria-hidden="true">
        ({area ?? DOTS}) {DOTS}-{marked === '' ? null : <mark>{marked}</mark>}
        {lastFour.slice(marked.length)}
      </span>
    </span>
  );
}
