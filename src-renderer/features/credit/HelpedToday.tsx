import { useTranslation } from 'react-i18next';
import type { GivenToday, GuestToday } from '../../../src-preload/contract/guest.ts';
import { useFormat, useStatus } from '../../app/app-context.tsx';
import { cx } from '../../ui/cx.ts';
import read from '../../ui/Typography.module.css';
import { Leader } from '../../ui/Typography.tsx';
import css from './GiveCredit.module.css';

/** So many credits of the day are shown; on a low panel one. */
const SHOWN = 3;

/** When, what for and by whom. */
function useGivenWords(): (given: GivenToday) => string {
  const { t } = useTranslation();
  const format = useFormat();
  const { reasons, language } = useStatus();
  return ({ reasonId, by, at, here }) => {
    const reason = reasons.find(({ id }) => id === reasonId)?.label[language] ?? t('helped.noReason');
    const said = { time: format.time(at), reason, by: (by ?? '').replaceAll(' ', '\u00a0') };
    if (by === null) return t('helped.rowElsewhere', said);
    return here ? t('helped.row', said) : t('helped.rowOther', said);
  };
}

/** Whether the guest was helped already today: here, at other kiosks and on the POS. */
export function HelpedToday(props: { readonly today: Pick<GuestToday, 'credits' | 'sum' | 'isWhole'> }) {
  const { t } = useTranslation();
  const format = useFormat();
  const words = useGivenWords();
  const { credits, sum, isWhole } = props.today;
  if (credits.length === 0 && isWhole) return null;
  return (
    <section className={css.today} aria-live="polite">
      {credits.length === 0 ? null : (
        <p className={cx(read.note, read.firm)}>
          {t('helped.already', { sum: format.money(sum), count: credits.length })}
        </p>
      )}
      {isWhole ? null : <p className={read.note}>{t('helped.unread')}</p>}
      <ul>
        {credits.slice(0, SHOWN).map((given) => (
          <li key={given.creditId} className={css.given}>
            <Leader>{words(given)}</Leader>
            <span>{format.money(given.amount)}</span>
          </li>
        ))}
      </ul>
    </section>
  );
}
