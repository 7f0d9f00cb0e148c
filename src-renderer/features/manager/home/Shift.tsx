import { useTranslation } from 'react-i18next';
import type { KioskReport } from '../../../../src-preload/contract/report.ts';
import { useFormat } from '../../../app/app-context.tsx';
import { cx } from '../../../ui/cx.ts';
import { HourChart } from '../../../ui/HourChart.tsx';
import read from '../../../ui/Typography.module.css';
import { Leader } from '../../../ui/Typography.tsx';
import css from './Manager.module.css';

/** The business day at a glance: how much, when, and by whom. `people`: how many of them; the rest is in the report. */
export function Shift(props: { readonly report: KioskReport; readonly people: number }) {
  const { t } = useTranslation();
  const format = useFormat();
  const { report } = props;
  const { given, approved, undone } = report;
  const sentence = [
    t('manager.given', { count: given.count }),
    ...(approved.count === 0 ? [] : [t('manager.approved', { count: approved.count })]),
    ...(undone.count === 0 ? [] : [t('manager.undone', { count: undone.count })]),
  ].join(' ');
  return (
    <section className={css.shift}>
      <div className={css.sum}>
        <h2 className={cx(read.label, read.firm)}>
          {t('manager.shift', { time: format.hour(report.day.from) })}
        </h2>
        <p className={css.big}>{format.total(given.sum)}</p>
        <p className={read.label}>{sentence}</p>
      </div>
      {report.byHour.length === 0 ? null : (
        <div className={css.chart}>
          <HourChart hours={report.byHour} />
        </div>
      )}
      {report.byEmployee.length === 0 || props.people === 0 ? null : (
        <ol className={css.who}>
          {report.byEmployee.slice(0, props.people).map(({ name, count, sum }) => (
            <li key={name}>
              <Leader>{name ?? t('manager.nobody')}</Leader>
              <span>{t('manager.credits', { count, sum: format.total(sum) })}</span>
            </li>
          ))}
        </ol>
      )}
    </section>
  );
}
