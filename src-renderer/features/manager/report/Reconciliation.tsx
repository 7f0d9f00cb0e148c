import { CircleX, ShieldCheck } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { Difference, Reconciliation, Total } from '../../../../src-preload/contract/report.ts';
import { useFormat } from '../../../app/app-context.tsx';
import { cx } from '../../../ui/cx.ts';
import read from '../../../ui/Typography.module.css';
import { Leader } from '../../../ui/Typography.tsx';
import css from './Report.module.css';

function useDifferenceWords(): (difference: Difference) => string {
  const { t } = useTranslation();
  const format = useFormat();
  return ({ kind, here, there }) =>
    t(`report.difference.${kind}`, {
      here: here === null ? '' : format.money(here.amount),
      there: there === null ? '' : format.total(there.sum),
      times: there?.lines ?? 0,
    });
}

/** What this kiosk says it gave against what Toast's records say: what differs first, then what was counted. */
export function ReconciliationSection(props: { readonly reconciliation: Reconciliation }) {
  const { t } = useTranslation();
  const format = useFormat();
  const words = useDifferenceWords();
  const { checked, agreed, differences, elsewhere, onTheWay, voidedSince } = props.reconciliation;
  const none = differences.length === 0;
  const facts: readonly (readonly [string, Total])[] = [
    [t('report.checked'), checked],
    [t('report.agreed'), agreed],
    [t('report.onTheWay'), onTheWay],
    [t('report.voidedSince'), voidedSince],
    [t('report.fromElsewhere'), elsewhere],
  ];
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
    <section className={css.compared} tabIndex={0} aria-label={t('report.tab.compared')}>
      <p className={cx(css.verdict, !none && css.differs)}>
        {none ? (
          <ShieldCheck className="icon" aria-hidden="true" />
        ) : (
          <CircleX className="icon" aria-hidden="true" />
        )}
        {none
          ? checked.count === 0
            ? t('report.nothingSent')
            : t('report.agrees')
          : t('report.differences', { count: differences.length })}
      </p>
      {none && checked.count === 0 ? null : (
        <p className={read.label}>
          {none ? t('report.agreesSays', { count: checked.count }) : t('report.differencesSays')}
        </p>
      )}
      {none ? null : (
        <ol className={css.differences}>
          {differences.map((each) => (
            <li key={`${each.kind} ${each.creditId}`}>
              <span className={css.differenceHead}>
                {t('need.entryFor', {
                  amount: format.total(each.here?.amount ?? each.there?.sum ?? 0),
                  name: each.guestName ?? t('need.unnamed'),
                })}
              </span>
              <span>{words(each)}</span>
              <span className={css.differenceSub}>
                {each.here === null ? null : (
                  <span>
                    {each.at === null
                      ? each.here.by
                      : t('need.by', { name: each.here.by, time: format.time(each.at) })}
                  </span>
                )}
                <span className={css.number}>{t('report.number', { id: each.creditId })}</span>
              </span>
            </li>
          ))}
        </ol>
      )}
      <ul className={css.counted}>
        {facts.map(([name, { count, sum }], at) =>
          count === 0 && at > 1 ? null : (
            <li key={name}>
              <Leader>{name}</Leader>
              <span>{t('manager.credits', { count, sum: format.total(sum) })}</span>
            </li>
          ),
        )}
      </ul>
    </section>
  );
}
