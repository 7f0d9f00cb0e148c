import { useTranslation } from 'react-i18next';
import type { HourTotal } from '../../src-preload/contract/report.ts';
import { useFormat } from '../app/app-context.tsx';
import { cx } from './cx.ts';
import css from './HourChart.module.css';

/** So many hours can be told apart on the smallest panel; of a longer day, the last ones. */
const MAX_HOURS = 8;
/** Up to so many, the hour that runs has room to say that it does. */
const ROOMY = 6;
/** As many marks as can still be counted. Above it one mark stands for more, and says so. */
const MAX_MARKS = 10;

/** The hours that are drawn, and for how many credits a mark stands. */
function drawnHours(hours: readonly HourTotal[]): {
  readonly shown: readonly HourTotal[];
  readonly each: number;
} {
  const shown = hours.slice(-MAX_HOURS);
  const most = Math.max(0, ...shown.map(({ count }) => count));
  return { shown, each: Math.max(1, Math.ceil(most / MAX_MARKS)) };
}

/**
 * Credits by hour: one mark is one credit, so that the picture can be counted. The hour that still runs is hollow. To a
 * screen reader each hour is a sentence.
 */
export function HourChart(props: { readonly hours: readonly HourTotal[] }) {
  const { t } = useTranslation();
  const format = useFormat();
  const { shown, each } = drawnHours(props.hours);
  return (
    <figure className={css.figure}>
      <figcaption className={css.caption}>
        {each === 1 ? t('manager.byHour') : t('report.byHourEach', { count: each })}
      </figcaption>
      <ol
        className={css.bars}
        style={{ gridTemplateColumns: `repeat(${String(shown.length)}, minmax(0, 5rem))` }}
      >
        {shown.map(({ at, count, sum, running }, index) => {
          const hour = index === 0 || running ? format.hour(at) : format.hourShort(at);
          return (
            <li key={at} className={cx(running && css.now)}>
              <span className="sr">
                {t('manager.ofHour', { hour: format.time(at), count, sum: format.total(sum) })}
              </span>
              <b aria-hidden="true">{count}</b>
              {Array.from({ length: Math.ceil(count / each) }, (_, mark) => (
                <i key={`mark ${String(mark)}`} aria-hidden="true" />
              ))}
              <span className={css.hour} aria-hidden="true">
                {running && shown.length <= ROOMY ? t('manager.soFar', { hour: format.hourShort(at) }) : hour}
              </span>
            </li>
          );
        })}
      </ol>
    </figure>
  );
}
