import { useTranslation } from 'react-i18next';
import { type MaskedPhone, PHONE_DIGITS } from '../../src-preload/contract/formats/phone.ts';

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

/** A place of a number that is not shown. */
const DOT = '•';

/** A number nearly the one typed: hidden as ever, with the places marked at which it is another. */
export function NearNumber(props: { readonly phone: MaskedPhone; readonly differs: readonly number[] }) {
  const { t } = useTranslation();
  const lastFour = props.phone.lastFour ?? '';
  const hidden = PHONE_DIGITS - lastFour.length;
  const places = [...DOT.repeat(hidden), ...lastFour].map((face, at) => {
    const key = `place ${String(at)}`;
    return props.differs.includes(at) ? <mark key={key}>{face}</mark> : <span key={key}>{face}</span>;
  });
  return (
    <span className="nb">
      <span className="sr">
        {t('lookUp.masked', { digits: [...lastFour].join(' ') })}{' '}
        {t('lookUp.differs', { places: props.differs.map((at) => at + 1).join(', ') })}
      </span>
      <span aria-hidden="true">
        ({places.slice(0, 3)}) {places.slice(3, 6)}-{places.slice(6)}
      </span>
    </span>
  );
}
